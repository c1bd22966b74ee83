"""The answer of `authority.explain` in sentences, the same on a page and in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from avrop.authority.queries import Explanation
from avrop.kernel.presentation import reader_language, shown
from avrop.site import words
from avrop.values import Text


def lines(found: Explanation) -> Iterator[str]:
    """What the act is done under, the gates before it, what is in the way, and who can help."""
    yield from under(found)
    yield from gates(found)
    for said in found.reasons:
        yield " ".join(part for part in (said.sentence, said.remedy) if part)
    yield from helps(found)


def under(found: Explanation) -> Iterator[str]:
    """The mandate that the act is done under, or the nearest there is, and the delegation."""
    mandate = found.mandate
    if mandate is None:
        return
    values: dict[str, Any] = {
        "role": words.role_name(mandate.role),
        "decision": mandate.decision_reference,
        "unit": found.unit or _("the whole organisation"),
        "first": shown(mandate.valid_from),
        "last": shown(mandate.valid_until) if mandate.valid_until else "…",
    }
    yield (
        _("Mandate: %(role)s, %(unit)s, %(first)s – %(last)s, by decision %(decision)s.") % values
    )
    if mandate.limit is not None:
        yield _("Limit: %(limit)s.") % {"limit": shown(mandate.limit)}
    if found.delegation is not None:
        yield (
            _("As a substitute for %(principal)s, %(first)s – %(last)s.")
            % {
                "principal": found.principal,
                "first": shown(found.delegation.valid_from),
                "last": shown(found.delegation.valid_until),
            }
        )


def gates(found: Explanation) -> Iterator[str]:
    """Each gate before the act and how it stands with it."""
    for one in found.gates:
        name = Text(one.name).in_language(reader_language()) if one.name else one.code
        values = {
            "kind": words.named(one.kind, "pass_kind"),
            "name": name,
            "person": one.person,
            "standing": words.named(one.standing, "pass_standing"),
        }
        if one.day is None:
            yield _("%(kind)s “%(name)s” of %(person)s: %(standing)s.") % values
        else:
            yield (
                _("%(kind)s “%(name)s” of %(person)s: %(standing)s (%(day)s).")
                % {**values, "day": shown(one.day)}
            )


def helps(found: Explanation) -> Iterator[str]:
    """Who could give what is missing, and who may do it."""
    for one in found.helpers:
        yield str(words.HELPS[one.gives]) % {"name": one.name}
