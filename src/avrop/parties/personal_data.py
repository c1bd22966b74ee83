"""The register of what is kept about people (GDPR article 30): where, what, why and for how long.

One entry for each table that holds personal data itself; a test compares it with the tables, so
that none can be forgotten. Ids of people stand in most tables, and say nothing without these.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query

_AS_LONG_AS_EMPLOYED = _("as long as somebody works here, then by the archive's decision")
_WITH_THE_DOCUMENT = _(
    "as long as the document it stands on (the Archives Act, bookkeeping 7 years)"
)
_TO_BUY = _("to buy and sell on the organisation's behalf (GDPR 6.1 e)")
_TO_BE_SAFE = _("to know who signs in, and that nobody else does (GDPR 6.1 e, 32)")


@dataclass(frozen=True, slots=True)
class Kept:
    """What one table keeps about people. `purpose` says why, with the basis in law; `how_long`
    until when."""

    table: str
    columns: tuple[str, ...]
    whose: Any
    purpose: Any
    how_long: Any


@dataclass(frozen=True, slots=True)
class KeptView:
    """The same in the reader's language."""

    table: str
    columns: tuple[str, ...]
    whose: str
    purpose: str
    how_long: str


_OURS, _OTHERS = _("people who work here"), _("people at suppliers and partners")

REGISTER = (
    Kept("parties_person", ("name", "email", "phone"), _OURS, _TO_BUY, _AS_LONG_AS_EMPLOYED),
    Kept(
        "parties_protected_identity",
        ("name", "email", "phone"),
        _OURS,
        _("to keep a protected identity from everybody who need not know it"),
        _("as long as the protection"),
    ),
    Kept(
        "parties_import",
        ("content",),
        _OURS,
        _("to furnish the organisation from its own registers (GDPR 6.1 e)"),
        _("ninety days after the file was taken in"),
    ),
    Kept("parties_import_line", ("key", "name", "facts"), _OURS, _TO_BUY, _AS_LONG_AS_EMPLOYED),
    Kept("tasks_task", ("values",), _OURS, _TO_BUY, _AS_LONG_AS_EMPLOYED),
    Kept("onboarding_department", ("form", "told"), _OURS, _TO_BUY, _AS_LONG_AS_EMPLOYED),
    Kept(
        "parties_absence",
        ("valid_from", "valid_until"),
        _OURS,
        _("to let a substitute act only while somebody is away (GDPR 6.1 e); never why"),
        _AS_LONG_AS_EMPLOYED,
    ),
    Kept("accounts_account", ("email", "name"), _OURS, _TO_BE_SAFE, _AS_LONG_AS_EMPLOYED),
    Kept("accounts_session", ("browser",), _OURS, _TO_BE_SAFE, _("shown for thirty days")),
    Kept("mfa_authenticator", ("data",), _OURS, _TO_BE_SAFE, _("until its holder removes it")),
    Kept(
        "socialaccount_socialaccount",
        ("uid", "extra_data"),
        _OURS,
        _TO_BE_SAFE,
        _AS_LONG_AS_EMPLOYED,
    ),
    Kept("orders_invitation", ("holder",), _OTHERS, _TO_BUY, _WITH_THE_DOCUMENT),
    Kept("sales_order_link", ("holder",), _OTHERS, _TO_BUY, _WITH_THE_DOCUMENT),
    Kept(
        "support_case",
        ("answer_to",),
        _("whoever asks for help without signing in"),
        _("to answer (GDPR 6.1 e)"),
        _("as long as the case, then by the archive's decision"),
    ),
    Kept(
        "support_judgement",
        ("person_id", "comment"),
        _OURS,
        _("to make the handbooks better (GDPR 6.1 e)"),
        _AS_LONG_AS_EMPLOYED,
    ),
    Kept(
        "parties_contact", ("name", "email", "phone"), _OTHERS, _TO_BUY, _("until it is replaced")
    ),
)


@query
def personal_data_register(*, actor: Actor) -> tuple[KeptView, ...]:
    """What is kept about people, why and for how long. For everybody: it is about them."""
    return tuple(
        KeptView(one.table, one.columns, str(one.whose), str(one.purpose), str(one.how_long))
        for one in REGISTER
    )
