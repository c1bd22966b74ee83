"""What is there before an import: a statement for each table, however many rows the file has."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Lower

from avrop.accounts import queries as sign_in
from avrop.kernel.compiled import Given, compiled
from avrop.parties.importing.columns import (
    ABSENCES,
    EMPLOYMENTS,
    MANDATES,
    PEOPLE,
    PLACES,
    UNITS,
    Lines,
)
from avrop.parties.importing.plan import AbsenceStated, Ground
from avrop.parties.models import (
    Absence,
    DeliveryPlace,
    Employment,
    Organisation,
    Person,
    TakenGln,
)
from avrop.parties.places import DeliveryPlaceView
from avrop.parties.queries.protected import protected_among
from avrop.parties.queries.reading import read_units
from avrop.parties.queries.sides import on_other_side
from avrop.parties.queries.stored import employment_of, person_of, place_of
from avrop.parties.shapes import UnitView


def ground_for(lines: Lines, on: date) -> Ground:
    """Everything that the lines are judged against. Ten statements at most, whatever the file holds."""
    units = tuple(read_units("true order by u.path", []))
    closing = {line.get("code") for line in lines.of(UNITS) if line.get("valid_until", None)}
    closing_ids = [unit.id for unit in units if unit.code in closing]
    numbers, addresses = _named(lines)
    accounts = sign_in.accounts_with_addresses(addresses)
    rows = _people(
        numbers=numbers, addresses=addresses, accounts=list(accounts.values()), units=closing_ids
    )
    found = [person_of(row) for row in rows]
    wanted = sorted({line.get("employment") for line in lines.of(EMPLOYMENTS)} - {""})
    employments = _employments(people=[one.id for one in found], numbers=wanted)
    glns = {gln for line in lines.of(UNITS) for gln in (line.get("gln"), line.get("place_gln"))}
    glns |= {line.get("place_gln") for line in lines.of(PLACES)}
    return Ground(
        today=on,
        units=units,
        people=tuple(found),
        employments=tuple(employment_of(row) for row in employments),
        protected=protected_among(one.id for one in found),
        absences=_stated(lines),
        places=_places_of(lines, units),
        accounts=accounts,
        across=on_other_side(accounts.values(), on=on),
        glns=holders_of(glns),
        own_prefix=_prefix(),
    )


_people = compiled(
    lambda: Person.objects.annotate(address=Lower("email")).filter(
        Q(number__any_of=Given("numbers"))
        | Q(address__any_of=Given("addresses"))
        | Q(account_id__any_of=Given("accounts"))
        | Q(unit_id__any_of=Given("units"))
    )
)
_employments = compiled(
    lambda: Employment.objects.filter(
        Q(person_id__any_of=Given("people")) | Q(number__any_of=Given("numbers"))
    )
)
_taken = compiled(
    lambda: TakenGln.objects.filter(gln__any_of=Given("glns")).values_list("gln", "holder_id")
)


def _places_of(lines: Lines, units: Iterable[UnitView]) -> tuple[DeliveryPlaceView, ...]:
    """The further delivery places of the units that the file gives such to."""
    codes = {line.get("unit") for line in lines.of(PLACES)} - {""}
    if not codes:
        return ()
    ids = [unit.id for unit in units if unit.code in codes]
    return tuple(place_of(row) for row in _places(units=ids))


_places = compiled(
    lambda: (
        DeliveryPlace.objects.filter(unit_id__any_of=Given("units"))
        .select_related("address")
        .order_by("valid_from", "id")
    )
)


def _stated(lines: Lines) -> tuple[AbsenceStated, ...]:
    """What the HR system has stated before of the absences that the file speaks of."""
    references = sorted({line.get("absence") for line in lines.of(ABSENCES)} - {""})
    if not references:
        return ()
    return tuple(
        AbsenceStated(
            row.id,
            row.reference,
            row.person_id,
            row.valid_from,
            row.stated_until,
            row.called_off_at is not None,
        )
        for row in _absences(references=references)
    )


_absences = compiled(lambda: Absence.objects.filter(reference__any_of=Given("references")))


def _named(lines: Lines) -> tuple[list[str], list[str]]:
    """The numbers and the addresses that people are named by."""
    numbers = {line.get("number") for line in lines.of(PEOPLE)}
    numbers |= {line.get("taker") for line in lines.of(PEOPLE)}
    addresses = {line.get("email").casefold() for line in lines.of(PEOPLE)}
    for kind in (EMPLOYMENTS, MANDATES, ABSENCES):
        for line in lines.of(kind):
            text = line.get("person")
            (addresses if "@" in text else numbers).add(text.casefold() if "@" in text else text)
    return sorted(numbers - {""}), sorted(addresses - {""})


def holders_of(glns: Iterable[str]) -> dict[str, UUID]:
    """Who has, or has had, each of the GLNs."""
    return dict(_taken(glns=sorted({gln for gln in glns if gln})))


def _prefix() -> str:
    found = Organisation.objects.filter(is_self=True).values_list("gs1_prefix", flat=True)
    return str(found.first() or "")
