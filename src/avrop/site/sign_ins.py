"""The sign-ins of others that an installation offers: OpenID Connect, and SAML where the extra is
installed.

They stand in a file, since they hold secrets: `AVROP_SIGN_IN` names it. Each vouches for people of the
organisations it lists and of no other, or one municipality's sign-in could open another's.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class OtherSignIn:
    """A sign-in of others. `organisations` are names or ids of tenants; `second_factor` says that it
    always asks for one, so that nobody is asked here again; `knows_addresses` that its e-mail addresses
    are true though it does not say so."""

    id: str
    name: str
    kind: str
    organisations: tuple[str, ...]
    second_factor: bool
    knows_addresses: bool
    settings: dict[str, Any]

    @property
    def address_name(self) -> str:
        """The name of the address at which it begins."""
        return "openid_connect_login" if self.kind == "openid" else "saml_login"


def read(path: str) -> tuple[OtherSignIn, ...]:
    """The sign-ins in a file: a JSON list; none without a file. ValueError says what is missing."""
    if not path:
        return ()
    listed = json.loads(Path(path).read_text(encoding="utf-8"))
    return tuple(_read_one(one) for one in listed)


def _read_one(stated: dict[str, Any]) -> OtherSignIn:
    needed = {"id", "name", "kind", "organisations"}
    missing = sorted(needed - stated.keys())
    if missing or stated["kind"] not in ("openid", "saml") or not stated["organisations"]:
        raise ValueError(f"AVROP_SIGN_IN: {stated.get('id', '?')} lacks {missing or 'a kind'}")
    return OtherSignIn(
        stated["id"],
        stated["name"],
        stated["kind"],
        tuple(stated["organisations"]),
        bool(stated.get("second_factor")),
        bool(stated.get("knows_addresses")),
        dict(stated.get("settings", {})),
    )


def providers(known: tuple[OtherSignIn, ...]) -> dict[str, Any]:
    """The same as django-allauth wants its settings."""
    apps: dict[str, list[dict[str, Any]]] = {"openid": [], "saml": []}
    for one in known:
        rest = {
            key: value for key, value in one.settings.items() if key not in ("client_id", "secret")
        }
        app = {
            "provider_id": one.id,
            "name": one.name,
            "client_id": one.settings.get("client_id", one.id),
            "secret": one.settings.get("secret", ""),
            "settings": rest,
        }
        apps[one.kind].append(app)
    found: dict[str, Any] = {"openid_connect": {"APPS": apps["openid"], "OAUTH_PKCE_ENABLED": True}}
    return found | ({"saml": {"APPS": apps["saml"]}} if apps["saml"] else {})


KNOWN = read(os.environ.get("AVROP_SIGN_IN", ""))
SAML = any(one.kind == "saml" for one in KNOWN)
PROVIDERS = providers(KNOWN)


def sign_in_named(provider_id: str) -> OtherSignIn | None:
    """The sign-in of that id."""
    return next((one for one in KNOWN if one.id == provider_id), None)
