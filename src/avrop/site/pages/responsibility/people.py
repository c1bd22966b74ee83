"""Who does what in a unit, and what the reader answers for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.responsibility import queries
from avrop.responsibility.shapes import DutyHeld, PartRow, UnitStanding
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.responsibility import choosing
from avrop.site.pages.sitemap import SitePage
from avrop.site.words import named, role_name

sitemap.register(
    SitePage(
        gettext_lazy("Who does what"),
        "who_does_what",
        sitemap.RIGHTS,
        help=gettext_lazy(
            "Choose a unit to see who answers for each activity there, who does it, and who is asked "
            "and told. Whoever holds a role nearest to the unit answers. With a day, it is told as it "
            "was then."
        ),
        words=gettext_lazy("responsible accountable RACI contact whom to ask role"),
        place=2,
    ),
    SitePage(
        gettext_lazy("My responsibilities"),
        "my_responsibilities",
        sitemap.RIGHTS,
        help=gettext_lazy(
            "What you answer for, do, are asked about and told, by your roles and positions, and what "
            "you are to confirm. If something is wrong here, speak with whoever gives mandates."
        ),
        words=gettext_lazy("my duties my roles confirm post"),
        place=3,
    ),
)


@dataclass(frozen=True, slots=True)
class Told:
    """A row of “who does what”, in words."""

    row: PartRow
    accountable_roles: str
    responsible_roles: str
    consulted_roles: str
    informed_roles: str
    more_responsible: str
    gaps: tuple[str, ...]


@require_safe
@signed_in
def who_does_what(request: Request) -> HttpResponse:
    """Who answers for what in a unit, as of a day."""
    on = choosing.day_chosen(request)
    units = choosing.units_of(request, on)
    unit = choosing.unit_chosen(request, units)
    if unit is None and "unit" not in request.GET:
        unit = _own_unit(request, units)
    rows = ask(request, queries.who_does_what, unit_id=unit, on=on)
    values = {
        "on": on,
        "unit_name": units.get(unit, "") if unit else "",
        "units": choosing.unit_choosing(request, units, unit),
        "groups": tuple(_by_part(rows)),
        "vacant": sum(1 for row in rows if not row.accountable),
        "count": len(rows),
        "sees_gaps": any(right in choosing.STEERING for right in rights_of(request)),
    }
    return show(request, "site/responsibility/who.html", values)


def _own_unit(request: Request, units: Collection[UUID]) -> UUID | None:
    """The reader's unit, which he asks about first."""
    actor = actor_of(request)
    if actor.person_id is None:
        return None
    with tenant_scope(actor.tenant_id):
        own = parties.person(actor.person_id).unit_id
    return own if own in units else None


def _by_part(rows: Iterable[PartRow]) -> Iterator[tuple[str, str, tuple[Told, ...]]]:
    for (part, level), several in groupby(rows, key=lambda row: (row.part, row.level)):
        yield named(part, "part"), named(level, "decision_level"), tuple(map(_told, several))


def _told(row: PartRow) -> Told:
    more = row.responsible_count - len(row.responsible)
    accountable, responsible, consulted, informed = (
        choosing.role_names(row.roles[letter]) for letter in "ARCI"
    )
    counted = ngettext("and %(count)s more", "and %(count)s more", more) % {"count": more}
    return Told(
        row,
        accountable,
        responsible,
        consulted,
        informed,
        more_responsible=counted if more else "",
        gaps=tuple(named(gap, "gap") for gap in row.gaps),
    )


# --- the reader's own --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """A role of the reader's in a place, and what comes of it."""

    role: str
    unit: str
    duties: tuple[tuple[str, str], ...]


@require_safe
@signed_in
def my_responsibilities(request: Request) -> HttpResponse:
    """What the reader answers for."""
    mine = ask(request, queries.my_responsibilities)
    values: dict[str, Any] = {
        "answers": tuple(_places(one for one in mine.duties if "A" in one.letters)),
        "does": tuple(_places(one for one in mine.duties if one.letters == "R")),
        "beside": tuple(_places(one for one in mine.duties if one.letters in ("C", "I"))),
        "positions": mine.positions,
        "confirmations": tuple((one, address_of(one)) for one in mine.confirmations),
    }
    return show(request, "site/responsibility/mine.html", values)


def address_of(one: UnitStanding) -> str:
    """Where a unit is confirmed."""
    if one.unit_id is None:
        return reverse("confirm_whole", args=[one.frequency])
    return reverse("confirm_unit", args=[one.unit_id, one.frequency])


def _places(duties: Iterable[DutyHeld]) -> Iterator[Place]:
    everywhere = _("The whole organisation")
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for one in duties:
        place = (role_name(one.role), one.unit or everywhere)
        found.setdefault(place, []).append(
            (named(one.activity, "activity"), named(one.letters, "letters"))
        )
    for (role, unit), several in sorted(found.items()):
        yield Place(role, unit, tuple(several))
