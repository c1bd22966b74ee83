"""What SCIM is asked: filters, patches and resources as flat facts. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from avrop.site.scim.saying import ScimError

USER = "urn:ietf:params:scim:schemas:core:2.0:User"
GROUP = "urn:ietf:params:scim:schemas:core:2.0:Group"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
MOST_OPERATIONS = 1000
#: The pattern looks at a long path again from each of its places.
LONGEST_FILTER = 1000
_TERM = re.compile(
    r"""\s*([A-Za-z][\w.:\-\[\] "]*?)\s+(eq|co|pr)(?:\s+("(?:[^"\\]|\\.)*"|true|false))?\s*""",
    re.IGNORECASE,
)

#: Where a fact of ours stands in a user, by SCIM's path in small letters.
USER_PATHS: Mapping[str, str] = {
    "username": "email",
    "emails": "email",
    "emails.value": "email",
    "externalid": "external_id",
    "displayname": "name",
    "name.formatted": "name",
    "name.givenname": "given",
    "name.familyname": "family",
    "phonenumbers": "phone",
    "phonenumbers.value": "phone",
    "active": "is_active",
    "title": "title",
    f"{ENTERPRISE.lower()}:employeenumber": "number",
    f"{ENTERPRISE.lower()}:department": "unit_code",
    "id": "id",
}
GROUP_PATHS: Mapping[str, str] = {
    "displayname": "name",
    "externalid": "code",
    "members": "members",
    "id": "id",
}


def filters_in(text: str, paths: Mapping[str, str]) -> dict[str, Any]:
    """The facts that a filter asks for: terms of `eq` with `and` between them, and `co` for a part of
    the name, which is the fact `text`. ScimError for what is not understood."""
    if len(text) > LONGEST_FILTER:
        raise ScimError(400, f"A filter has {LONGEST_FILTER} characters at most.", "invalidFilter")
    wanted: dict[str, Any] = {}
    at = 0
    while at < len(text):
        term = _TERM.match(text, at)
        if term is None:
            raise ScimError(400, f"The filter is not understood: {text}", "invalidFilter")
        path, operator, value = term.groups()
        fact = paths.get(_plain_path(path))
        if fact is None or operator.lower() == "pr" or value is None:
            raise ScimError(400, f"The filter is not understood: {text}", "invalidFilter")
        found = _value_in(value)
        if isinstance(found, bool) is not (fact == "is_active"):
            raise ScimError(400, f"The filter is not understood: {text}", "invalidFilter")
        is_part = operator.lower() == "co"
        if is_part and fact != "name":
            raise ScimError(400, f"Only displayName is searched by parts: {text}", "invalidFilter")
        wanted["text" if is_part else fact] = found
        at = term.end()
        if at < len(text):
            joint = re.compile(r"and\s+", re.IGNORECASE).match(text, at)
            if joint is None:
                raise ScimError(400, f"The filter is not understood: {text}", "invalidFilter")
            at = joint.end()
    return wanted


def _value_in(text: str) -> Any:
    """A value of a filter, which is written as in JSON."""
    try:
        return json.loads(text if text.startswith('"') else text.lower())
    except ValueError:
        raise ScimError(400, f"The value is not understood: {text}", "invalidFilter") from None


def _plain_path(path: str) -> str:
    """A path without the choice among several values: `emails[type eq "work"].value`."""
    return re.sub(r"\[[^\]]*\]", "", path).strip().lower()


def user_facts(body: Mapping[str, Any]) -> dict[str, Any]:
    """A user as facts of ours; only what the body says."""
    facts: dict[str, Any] = {}
    extension = body.get(ENTERPRISE)
    for key, value in body.items():
        if key == ENTERPRISE or key in ("schemas", "meta", "id", "groups"):
            continue
        facts |= _facts_at(key.lower(), value, USER_PATHS)
    if isinstance(extension, Mapping):
        for key, value in extension.items():
            facts |= _facts_at(f"{ENTERPRISE.lower()}:{key.lower()}", value, USER_PATHS)
    return with_name(facts)


def with_name(facts: dict[str, Any]) -> dict[str, Any]:
    """Given and family name make the name, where that is not given whole."""
    given, family = facts.pop("given", ""), facts.pop("family", "")
    if not facts.get("name") and (given or family):
        facts["name"] = f"{given} {family}".strip()
    return facts


def _facts_at(path: str, value: Any, paths: Mapping[str, str]) -> dict[str, Any]:
    """What a value at a path says: a plain one, an object, or the primary of several."""
    if isinstance(value, list) and path not in ("members",):
        primary = [one for one in value if isinstance(one, Mapping) and one.get("primary")]
        first = (primary or value or [""])[0]
        value = first.get("value", "") if isinstance(first, Mapping) else first
    if isinstance(value, Mapping):
        found: dict[str, Any] = {}
        for key, inner in value.items():
            joint = ":" if path == ENTERPRISE.lower() else "."
            found |= _facts_at(f"{path}{joint}{key.lower()}", inner, paths)
        return found
    fact = paths.get(path)
    return {} if fact in (None, "id") else {str(fact): _value(str(fact), value)}


def _value(fact: str, value: Any) -> Any:
    if fact == "is_active":  # some directories send it as a word
        return value if isinstance(value, bool) else str(value).lower() == "true"
    if fact == "members":
        return value
    if value is None:
        return ""
    if not isinstance(value, (str, int, float)):
        raise ScimError(400, f"A value of {fact} is not text.", "invalidValue")
    return str(value)


def operations_in(body: Mapping[str, Any]) -> list[tuple[str, str, Any]]:
    """The operations of a patch: what is done, at which path in small letters, with what value."""
    found = body.get("Operations")
    schemas = body.get("schemas")
    named = schemas if isinstance(schemas, list) else ()
    if PATCH not in named or not isinstance(found, list):
        raise ScimError(400, "The body is not a patch of SCIM.", "invalidSyntax")
    if len(found) > MOST_OPERATIONS:
        raise ScimError(413, "The patch has too many operations.", "tooMany")
    operations = []
    for one in found:
        kind = str(one.get("op", "")).lower() if isinstance(one, Mapping) else ""
        if kind not in ("add", "replace", "remove"):
            raise ScimError(400, "An operation is add, replace or remove.", "invalidSyntax")
        operations.append((kind, str(one.get("path") or ""), one.get("value")))
    return operations


def patched_user(body: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that a patch of a user states."""
    facts: dict[str, Any] = {}
    for kind, path, value in operations_in(body):
        plain = _plain_path(path)
        if not plain:
            if not isinstance(value, Mapping):
                raise ScimError(400, "A patch without a path takes an object.", "invalidPath")
            for key, inner in value.items():
                facts |= _facts_at(_plain_path(key), inner, USER_PATHS)
        elif plain.startswith(ENTERPRISE.lower()) or plain.split(".")[0] in _ROOTS:
            facts |= _facts_at(plain, "" if kind == "remove" else value, USER_PATHS)
            if kind == "remove" and plain == "active":
                raise ScimError(400, "Whether somebody is active cannot be removed.", "mutability")
        elif plain not in _KNOWN_BUT_NOT_OURS:
            raise ScimError(400, f"There is nothing at the path {path}.", "invalidPath")
    return with_name(facts)


_ROOTS = frozenset(path.split(".")[0].split(":")[0] for path in USER_PATHS) | {"name"}
#: What directories send to everybody, and is nothing to us.
_KNOWN_BUT_NOT_OURS = frozenset(
    ("preferredlanguage", "locale", "timezone", "addresses", "nickname", "usertype", "roles")
)


def members_in(value: Any) -> tuple[str, ...]:
    """The ids of members that a value names."""
    several = value if isinstance(value, list) else [value]
    found = [one.get("value") if isinstance(one, Mapping) else one for one in several if one]
    if not all(isinstance(one, str) for one in found):
        raise ScimError(400, "A member is named by its id.", "invalidValue")
    return tuple(str(one) for one in found)


def member_in_path(path: str) -> tuple[str, ...]:
    """The member that a path names: `members[value eq "…"]`."""
    return tuple(re.findall(r'\[\s*value\s+eq\s+"([^"]+)"\s*\]', path, re.IGNORECASE))
