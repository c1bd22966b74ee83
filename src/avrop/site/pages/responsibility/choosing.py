"""What these pages choose by: units, people, roles and activities in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from avrop.authority.roles import CATALOGUE as ROLES
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.responsibility.activities import CATALOGUE, Part
from avrop.site.actors import Request
from avrop.site.pages.people_choices import as_choices
from avrop.site.pages.performing import actor_of, ask, today
from avrop.site.patterns.choosing import Choosing, choosing
from avrop.site.patterns.shapes import Tab
from avrop.site.words import role_name

#: Who looks after how the organisation is set up.
STEERING = ("responsibility.plan", "responsibility.assure")
MOST_PEOPLE = 20


def tabs(current: str) -> tuple[Tab, ...]:
    """The views of the matrix."""
    named = {
        "responsibilities": _("By activity"),
        "responsibility_grid": _("Roles side by side"),
        "responsibility_gaps": _("Gaps and doubles"),
        "responsibility_versions": _("Decisions"),
    }
    return tuple(Tab(name, reverse(url), url == current) for url, name in named.items())


def day_chosen(request: Request) -> date:
    """The day that the address asks for; today without."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return today()


def units_of(request: Request, on: date) -> dict[UUID, str]:
    """What the open units are called, each after the one it lies in."""
    with tenant_scope(actor_of(request).tenant_id):
        return {unit.id: unit.name for unit in parties.units(on=on)}


def unit_choosing(request: Request, units: dict[UUID, str], chosen: UUID | None) -> Choosing:
    """One of the units, or a part of its name."""
    return choosing(
        [(str(unit_id), name) for unit_id, name in units.items()],
        chosen=str(chosen) if chosen else "",
        text=request.GET.get("unit-text", ""),
    )


def unit_chosen(request: Request, units: dict[UUID, str]) -> UUID | None:
    """The unit that the address asks for; none where it names none that there is."""
    wanted = request.GET.get("unit", "")
    return next((unit_id for unit_id in units if str(unit_id) == wanted), None)


def roles() -> list[tuple[str, str]]:
    """The roles, as (code, name)."""
    return [(one.code, role_name(one.code)) for one in ROLES]


def activities() -> list[tuple[str, Any]]:
    """The activities, as (code, name)."""
    return [(one.code, one.name) for one in CATALOGUE]


def parts() -> list[tuple[str, Any]]:
    """The parts of the process, as (code, name)."""
    return [(one.value, one.label) for one in Part]


def people(request: Request, who: str) -> list[tuple[str, str]]:
    """The people whose name was searched for, the first of all without; whoever works here."""
    narrowed: dict[str, Any] = {"text": who} if who else {}
    found = ask(request, parties.people_page, limit=MOST_PEOPLE, **narrowed).items
    return as_choices(request, found)


def role_names(codes: Iterable[str]) -> str:
    """Roles as a sentence names them."""
    return ", ".join(role_name(code) for code in codes)


def names_of(request: Request, ids: Sequence[UUID | None]) -> dict[UUID, str]:
    """What these people are called."""
    with tenant_scope(actor_of(request).tenant_id):
        return parties.person_names({one for one in ids if one is not None})
