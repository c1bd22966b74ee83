"""Finding units. For other apps, inside a scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from avrop.kernel.compiled import Given, compiled
from avrop.kernel.problems import missing
from avrop.parties.models import Unit
from avrop.parties.queries.reading import read_units
from avrop.parties.shapes import UnitView


def unit(unit_id: UUID) -> UnitView:
    """The unit; `Missing` where there is none."""
    found = read_units("u.id = %s", [unit_id])
    if not found:
        raise missing("unit", unit_id)
    return found[0]


def units(*, on: date | None = None) -> tuple[UnitView, ...]:
    """All units, or those open on a day, each after the one it lies in."""
    found = read_units("true order by u.path", [])
    return tuple(each for each in found if on is None or each.is_open(on))


def units_by_id(ids: Iterable[UUID]) -> dict[UUID, UnitView]:
    """Some units. One statement."""
    return {found.id: found for found in read_units("u.id = any(%s)", [list(ids)])}


_names = compiled(lambda: Unit.objects.filter(id__any_of=Given("ids")).values_list("id", "name"))


def unit_names(ids: Iterable[UUID]) -> dict[UUID, str]:
    """What some units are called. One statement."""
    return dict(_names(ids=list(ids)))


_KNOWN_BY_GLN = """
    u.gln = %s or a.gln = %s or exists (
        select from parties_delivery_place p
        join parties_address at_place
            on at_place.tenant_id = p.tenant_id and at_place.id = p.address_id
        where p.tenant_id = u.tenant_id and p.unit_id = u.id and at_place.gln = %s)
    order by u.id
"""


def unit_by_gln(gln: str) -> UnitView | None:
    """The unit with this GLN, or with a place of delivery that has it: its own address or a further
    one, also one that has ended, since documents come afterwards."""
    if not gln:
        return None
    found = read_units(_KNOWN_BY_GLN, [gln, gln, gln])
    return max(found, key=lambda each: each.gln == gln, default=None)


_path = compiled(lambda: Unit.objects.filter(id=Given("id")).values_list("path", flat=True))


def unit_path(unit_id: UUID) -> str:
    """The ids from the outermost unit to this one, as "/…/…/"; `Missing` where there is none."""
    path = _path.first(id=unit_id)
    if path is None:
        raise missing("unit", unit_id)
    return str(path)


def units_in_sql() -> str:
    """A select of (tenant_id, id, path, name) of the units, for floors above to join in their SQL."""
    return "select tenant_id, id, path, name from parties_unit"


def lineage_of(path: str) -> tuple[UUID, ...]:
    """The units of a path, the outermost first."""
    return tuple(UUID(part) for part in path.strip("/").split("/") if part)


def subtree(unit_id: UUID) -> frozenset[UUID]:
    """The unit and everything below it, open or closed; empty where there is no such unit."""
    path = _path.first(id=unit_id)
    if path is None:
        return frozenset()
    return frozenset(Unit.objects.filter(path__startswith=path).values_list("id", flat=True))
