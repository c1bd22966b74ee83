"""What the rules of data quality look at, read in as many statements for one thing as for all.

Each reader takes the ids that are asked about (None: everything) and compares with everybody else in the
database, so that the card of one person does not read nine thousand.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.kernel.days import day_of
from avrop.parties.contacts import ContactView, Purpose
from avrop.parties.importing.imports import APPLIED
from avrop.parties.ports import who_orders
from avrop.parties.quality.rules import CLOSING_SOON_DAYS
from avrop.parties.quality.shapes import (
    ContactSeen,
    OrganisationSeen,
    PersonSeen,
    Subject,
    TermsSeen,
    UnitSeen,
)
from avrop.parties.quality.usual import lacking, strange_domain, usual_city, usual_domain
from avrop.parties.queries.reading import read_organisations, read_units
from avrop.parties.shapes import UnitView

Ids = Collection[UUID] | None


def _rows(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def _asked(ids: Ids) -> dict[str, Any]:
    """Which things are asked about, for `_IS_ASKED`."""
    return {"all": ids is None, "ids": list(ids or ())}


def _is_asked(column: str) -> str:
    return f"(%(all)s or {column} = any(%(ids)s::uuid[]))"


def _in_force(alias: str) -> str:
    return f"""{alias}.valid_from <= %(on)s
        and ({alias}.valid_until is null or {alias}.valid_until >= %(on)s)"""


def everything_seen(at: datetime, subjects: Collection[Subject]) -> list[Any]:
    """All that rules about some kinds of things look at. Statements do not grow with units, people or
    partners."""
    on, seen = day_of(at), list[Any]()
    terms = terms_seen(on) if {Subject.UNIT, Subject.RELATIONSHIP} & set(subjects) else []
    if Subject.UNIT in subjects:
        seen += units_seen(at, terms)
    if Subject.PERSON in subjects:
        seen += people_seen(on)
    if Subject.CONTACT in subjects:
        seen += contacts_seen()
    if Subject.RELATIONSHIP in subjects:
        seen += terms
    if Subject.ORGANISATION in subjects:
        seen += organisations_seen(on)
    return seen


def one_seen(subject_kind: str, subject_id: UUID, at: datetime) -> Sequence[Any]:
    """What the rules look at about one thing; nothing where it is not there or not in use."""
    on, ids = day_of(at), (subject_id,)
    match subject_kind:
        case Subject.UNIT:
            return units_seen(at, terms_seen(on), ids)
        case Subject.PERSON:
            return people_seen(on, ids)
        case Subject.CONTACT:
            return contacts_seen(ids)
        case Subject.RELATIONSHIP:
            return terms_seen(on, ids)
        case Subject.ORGANISATION:
            return organisations_seen(on, ids)
        case _:
            return ()


# --- units -------------------------------------------------------------------------------------------

# Who may order for a wide area orders for the unit he works in; an area that no other unit lies in
# orders itself.
_ORDERING = f"""
    with rights as (select * from unnest(%(people)s::uuid[], %(areas)s::uuid[]) r (person_id, area))
    select u.id from parties_unit u
    where u.id in (select area from rights) and {_is_asked("u.id")}
      and not exists (select from parties_unit below where below.tenant_id = u.tenant_id
          and below.parent_id = u.id and {_in_force("below")})
    union
    select u.id from rights r
    join parties_person p on p.id = r.person_id
    join parties_unit u on u.tenant_id = p.tenant_id and u.id = p.unit_id
    where (r.area is null or position(r.area::text in u.path) > 0) and {_is_asked("u.id")}"""
_UNITS_ALIKE = f"""
    select u.id, u.others from (
        select one.id, count(*) over (partition by one.parent_id, lower(one.name)) - 1 as others
        from parties_unit one where {_in_force("one")}) u
    where u.others > 0 and {_is_asked("u.id")}"""
_CITIES = f"""
    select a.country, replace(a.postal_code, ' ', ''), a.city, count(*)
    from parties_unit u
    join parties_address a on a.tenant_id = u.tenant_id and a.id = u.delivery_address_id
    where {_in_force("u")} and a.postal_code <> '' and a.city <> ''
    group by 1, 2, 3"""
_STAYING = f"""
    select u.id, count(distinct e.person_id)
    from parties_unit u
    join parties_employment e on e.tenant_id = u.tenant_id and e.unit_id = u.id
    where u.successor_id is null and u.valid_until between %(on)s and %(on)s + %(soon)s
      and (e.valid_until is null or e.valid_until > u.valid_until) and {_is_asked("u.id")}
    group by 1"""
_OWN_CONTACTS = """
    select c.unit_id from parties_contact c
    join parties_organisation o on o.tenant_id = c.tenant_id and o.id = c.organisation_id
    where o.is_self and c.purpose = %(purpose)s"""
_OWN = "select o.id, o.gs1_prefix <> '' from parties_organisation o where o.is_self"


def units_seen(at: datetime, terms: Iterable[TermsSeen], ids: Ids = None) -> list[UnitSeen]:
    """The open units, with what is said of them elsewhere. Seven statements."""
    on = day_of(at)
    views = read_units(
        "u.valid_from <= %s and (u.valid_until is null or u.valid_until >= %s)"
        " and (%s or u.id = any(%s))",
        [on, on, ids is None, list(ids or ())],
    )
    orders = _ordering(at, on, ids)
    alike = dict(_rows(_UNITS_ALIKE, on=on, **_asked(ids)))
    staying = dict(_rows(_STAYING, on=on, soon=CLOSING_SOON_DAYS, **_asked(ids)))
    spoken_for = {unit for (unit,) in _rows(_OWN_CONTACTS, purpose=Purpose.ORDERS.value)}
    cities = _cities(on)
    suppliers = _by_supplier(terms)
    ((own_id, has_series),) = _rows(_OWN)
    return [
        _unit_seen(
            view,
            suppliers,
            orders=view.id in orders,
            own_id=own_id,
            has_series=has_series,
            has_contact=None in spoken_for or not spoken_for.isdisjoint(view.lineage),
            staying=staying.get(view.id, 0),
            namesakes=alike.get(view.id, 0),
            city=_usual_there(view, cities),
        )
        for view in views
    ]


def _ordering(at: datetime, on: date, ids: Ids) -> set[UUID]:
    only = next(iter(ids)) if ids is not None and len(ids) == 1 else None
    rights = who_orders(at, only)
    people, areas = [person for person, _ in rights], [area for _, area in rights]
    found = _rows(_ORDERING, on=on, people=people, areas=areas, **_asked(ids))
    return {unit for (unit,) in found}


def _cities(on: date) -> Mapping[tuple[str, str], str]:
    """What each postal code of a country is usually called."""
    tally: defaultdict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for country, code, city, count in _rows(_CITIES, on=on):
        tally[country, code][city] = count
    return {where: usual_city(named) for where, named in tally.items()}


def _usual_there(view: UnitView, cities: Mapping[tuple[str, str], str]) -> str:
    address = view.delivery_address
    if address is None:
        return ""
    return cities.get((address.country, address.postal_code.replace(" ", "")), "")


Supplier = tuple[str, dict[UUID | None, TermsSeen]]


def _by_supplier(terms: Iterable[TermsSeen]) -> list[Supplier]:
    """The suppliers that ask for a number or deliver by way of the centre, by name, each with its terms
    by the unit they are stated for: all others let every unit order at once."""
    by_supplier: defaultdict[UUID, dict[UUID | None, TermsSeen]] = defaultdict(dict)
    for one in terms:
        by_supplier[one.organisation_id][one.unit_id] = one
    asking = [
        (next(iter(stated.values())).organisation, stated)
        for stated in by_supplier.values()
        if any(one.needs_number or one.by_centre for one in stated.values())
    ]
    return sorted(asking, key=lambda each: each[0])


def _unit_seen(view: UnitView, suppliers: Sequence[Supplier], **facts: Any) -> UnitSeen:
    takes_days, lineage = view.serves_food or view.by_centre, view.lineage
    no_number, no_days = [], []
    if facts["orders"] or takes_days:
        for name, stated in suppliers:
            lacks_number, lacks_days = lacking(lineage, stated, takes_days=takes_days)
            no_number += [name] if lacks_number else []
            no_days += [name] if lacks_days else []
    return UnitSeen(view, without_days=tuple(no_days), without_number=tuple(no_number), **facts)


# --- people ------------------------------------------------------------------------------------------

#: Who has a protected identity has no name and no ways to be reached here, and lacks nothing by that.
_HERE = f"""
    select p.* from parties_person p
    where {_in_force("p")} and not exists (select from parties_protected_identity y
        where y.tenant_id = p.tenant_id and y.person_id = p.id and y.ended_at is null)"""
_PEOPLE = f"""
    select p.id, p.name, p.phone, p.email, p.unit_id, coalesce(e.works, false), e.worked_until, p.others
    from (select h.*, count(*) over (partition by h.unit_id, lower(h.name)) - 1 as others
          from ({_HERE}) h) p
    left join (
        select w.tenant_id, w.person_id, max(w.valid_until) as worked_until,
            bool_or(w.valid_until is null or w.valid_until >= %(on)s) as works
        from parties_employment w group by 1, 2
    ) e on e.tenant_id = p.tenant_id and e.person_id = p.id
    where {_is_asked("p.id")}"""
_UNITS_OF = (
    "select u.id, u.name, u.valid_until from parties_unit u where u.id = any(%(ids)s::uuid[])"
)
_DOMAINS = f"""
    select lower(split_part(h.email, '@', 2)), count(*) from ({_HERE}) h
    where h.email <> '' group by 1"""


def people_seen(on: date, ids: Ids = None) -> list[PersonSeen]:
    """Everybody who is here and not protected. Three statements."""
    domains: dict[str, int] = dict(_rows(_DOMAINS, on=on))
    usual = usual_domain(domains)
    people = _rows(_PEOPLE, on=on, **_asked(ids))
    units = {row[0]: row[1:] for row in _rows(_UNITS_OF, ids=list({each[4] for each in people}))}
    nowhere = ("", None)
    return [
        PersonSeen(
            id=row[0],
            name=row[1],
            phone=row[2],
            email=row[3],
            unit_id=row[4],
            unit=units.get(row[4], nowhere)[0],
            unit_closed=_if_past(units.get(row[4], nowhere)[1], on),
            works=row[5],
            worked_until=row[6],
            namesakes=row[7],
            usual_domain=strange_domain(row[3], domains, usual),
        )
        for row in people
    ]


def _if_past(day: date | None, on: date) -> date | None:
    return day if day is not None and day < on else None


# --- contacts, terms and organisations ---------------------------------------------------------------

_CONTACTS = f"""
    select c.id, c.organisation_id, c.unit_id, c.purpose, c.name, c.email, c.phone, c.confirmed_at,
        c.bounced_at, o.name
    from parties_contact c
    join parties_organisation o on o.tenant_id = c.tenant_id and o.id = c.organisation_id
    where {_is_asked("c.id")}"""
_TERMS = f"""
    select r.id, r.organisation_id, o.name, r.unit_id, coalesce(u.name, ''), r.valid_from,
        r.customer_number <> '', r.customer_number_required,
        case when r.delivery_calendar is not null then jsonb_array_length(r.delivery_calendar) > 0 end,
        r.consignee_organisation_id is not null, r.awaits_supplier
    from parties_relationship r
    join parties_organisation o on o.tenant_id = r.tenant_id and o.id = r.organisation_id
    left join parties_unit u on u.tenant_id = r.tenant_id and u.id = r.unit_id
    where {_in_force("r")} and (u.id is null or {_in_force("u")}) and {_is_asked("r.id")}"""
_ABOUT_ORGANISATIONS = f"""
    select o.id,
        exists (select from parties_relationship r where r.tenant_id = o.tenant_id
            and r.organisation_id = o.id and {_in_force("r")}),
        exists (select from parties_contact c where c.tenant_id = o.tenant_id
            and c.organisation_id = o.id and c.purpose = %(purpose)s),
        count(*) over (partition by lower(o.name)) - 1
    from parties_organisation o"""
_LAST_IMPORT = "select max(i.applied_at) from parties_import i where i.state = %(applied)s"


def contacts_seen(ids: Ids = None) -> list[ContactSeen]:
    """Everybody to speak with, and where. One statement."""
    return [ContactSeen(ContactView(*row[:-1]), row[-1]) for row in _rows(_CONTACTS, **_asked(ids))]


def terms_seen(on: date, ids: Ids = None) -> list[TermsSeen]:
    """The terms in force with everybody we trade with, for all units or open ones. One statement."""
    return [TermsSeen(*row) for row in _rows(_TERMS, on=on, **_asked(ids))]


def organisations_seen(on: date, ids: Ids = None) -> list[OrganisationSeen]:
    """We ourselves and everybody we may trade with. Three statements."""
    purpose = Purpose.ORDERS.value
    about = {row[0]: row for row in _rows(_ABOUT_ORGANISATIONS, on=on, purpose=purpose)}
    ((imported_at,),) = _rows(_LAST_IMPORT, applied=APPLIED)
    imported_on = day_of(imported_at) if imported_at else None
    return [
        OrganisationSeen(
            one,
            trades=about[one.id][1],
            has_order_contact=about[one.id][2],
            namesakes=about[one.id][3],
            imported_on=imported_on if one.is_self else None,
        )
        for one in read_organisations("%s or o.id = any(%s)", [ids is None, list(ids or ())])
    ]
