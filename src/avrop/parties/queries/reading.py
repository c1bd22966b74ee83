"""Reading by SQL of our own what every order, answer and invoice asks for.

Django takes five times as long to put such a statement together as PostgreSQL takes to answer it, and
a document asks for a dozen. The columns stand in the order of the fields of the views; row-level
security holds each statement to the tenant in scope, and the joins carry the tenant like the keys.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.kernel.canonical import read_json
from avrop.parties.contacts import ContactView
from avrop.parties.delivery import DeliveryDays
from avrop.parties.shapes import (
    ChannelChoice,
    OrganisationView,
    PostalAddress,
    TermsFacts,
    UnitView,
)


def _columns(alias: str, view: type[Any], *, but: str = "") -> str:
    return ", ".join(f"{alias}.{field.name}" for field in fields(view) if field.name != but)


_ADDRESS = _columns("a", PostalAddress)
_ADDRESS_WIDTH = len(fields(PostalAddress))
# An address is several columns and one field, so that it is put together apart from the rest.
_ORGANISATION = f"{_columns('o', OrganisationView, but='address')}, {_ADDRESS}"
_UNIT_HEAD = "u.id, u.version, u.name, u.parent_id, u.path, u.gln"
_UNIT_TAIL = (
    "u.invoice_reference, u.default_coding, u.serves_food, u.opening_hours, u.valid_from, "
    "u.valid_until, u.successor_id, u.by_centre, u.code"
)
_UNIT_HEAD_WIDTH = _UNIT_HEAD.count(",") + 1

# Only names of columns are put into these statements; every value is a parameter.
ORGANISATIONS = f"""
    select {_ORGANISATION} from parties_organisation o
    left join parties_address a on a.tenant_id = o.tenant_id and a.id = o.address_id
"""
UNITS = f"""
    select {_UNIT_HEAD}, {_ADDRESS}, {_UNIT_TAIL} from parties_unit u
    left join parties_address a on a.tenant_id = u.tenant_id and a.id = u.delivery_address_id
"""
TERMS = f"""
    select r.unit_id, r.customer_number, r.customer_number_required, r.promised_response_hours,
        r.channels, r.advanced_ordering, r.delivery_calendar, r.consignee_organisation_id,
        r.awaits_supplier,
        {_ORGANISATION}
    from parties_relationship r
    join parties_organisation o on o.tenant_id = r.tenant_id and o.id = r.organisation_id
    left join parties_address a on a.tenant_id = o.tenant_id and a.id = o.address_id
    left join parties_unit u on u.tenant_id = r.tenant_id and u.id = r.unit_id
    where r.valid_from <= %(on)s and (r.valid_until is null or r.valid_until >= %(on)s)
        and (r.unit_id is null or r.unit_id = any(%(lineage)s::uuid[]))
        and (%(all)s or r.organisation_id = any(%(ids)s::uuid[]))
    order by length(u.path) desc nulls last, r.valid_from desc
"""
CONTACTS = f"""
    select {_columns("c", ContactView)} from parties_contact c
    left join parties_unit u on u.tenant_id = c.tenant_id and u.id = c.unit_id
    where c.organisation_id = any(%(ids)s::uuid[])
        and (c.unit_id is null or c.unit_id = any(%(lineage)s::uuid[]))
    order by length(u.path) desc nulls last, c.id
"""
_TERMS_WIDTH = len(fields(TermsFacts))


def _rows(statement: str, values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def read_organisations(where: str, values: Sequence[Any]) -> list[OrganisationView]:
    """The organisations `o` that a condition of ours holds for."""
    return [_organisation(row) for row in _rows(f"{ORGANISATIONS} where {where}", values)]


def _organisation(row: tuple[Any, ...]) -> OrganisationView:
    columns = (*row[:-_ADDRESS_WIDTH], _address(row[-_ADDRESS_WIDTH:]))
    return OrganisationView(*columns)


def _address(columns: tuple[Any, ...]) -> PostalAddress | None:
    return None if columns[0] is None else PostalAddress(*columns)


def read_units(where: str, values: Sequence[Any]) -> list[UnitView]:
    """The units `u` with their addresses `a` that a condition of ours holds for."""
    return [_unit(row) for row in _rows(f"{UNITS} where {where}", values)]


def _unit(row: tuple[Any, ...]) -> UnitView:
    head, rest = row[:_UNIT_HEAD_WIDTH], row[_UNIT_HEAD_WIDTH:]
    columns = (*head, _address(rest[:_ADDRESS_WIDTH]), *rest[_ADDRESS_WIDTH:])
    return UnitView(*columns)


def read_terms(
    organisation_ids: Sequence[UUID] | None, lineage: Sequence[UUID], on: date
) -> list[tuple[OrganisationView, TermsFacts]]:
    """What is stated on a day with some partners (None: all) for a unit, the nearest terms first."""
    found = read_terms_of_units(organisation_ids, lineage, on)
    return [(partner, facts) for _, partner, facts in found]


def read_terms_of_units(
    organisation_ids: Sequence[UUID] | None, lineage: Sequence[UUID], on: date
) -> list[tuple[UUID | None, OrganisationView, TermsFacts]]:
    """The same for several units, with the unit each is stated for (None: for all)."""
    values = {
        "on": on,
        "lineage": list(lineage),
        "all": organisation_ids is None,
        "ids": list(organisation_ids or ()),
    }
    return [
        (row[0], _organisation(row[1 + _TERMS_WIDTH :]), _terms(row[1 : 1 + _TERMS_WIDTH]))
        for row in _rows(TERMS, values)
    ]


def _terms(columns: tuple[Any, ...]) -> TermsFacts:
    number, required, hours, channels, advanced, calendar, consignee, awaits = columns
    chosen = read_json(channels, dict[str, str])
    return TermsFacts(
        customer_number=number,
        customer_number_required=required,
        promised_response_hours=hours,
        channels=tuple(ChannelChoice(kind, chosen[kind]) for kind in sorted(chosen)),
        advanced_ordering=advanced,
        delivery_calendar=read_json(calendar, tuple[DeliveryDays, ...]) if calendar else None,
        consignee_organisation_id=consignee,
        awaits_supplier=awaits,
    )


def read_contacts(organisation_ids: Sequence[UUID], lineage: Sequence[UUID]) -> list[ContactView]:
    """Whom to speak with in some organisations for a unit, the nearest contacts first."""
    values = {"ids": list(organisation_ids), "lineage": list(lineage)}
    return [ContactView(*row) for row in _rows(CONTACTS, values)]
