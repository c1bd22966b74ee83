"""Reading requesters who come, move and leave: what they have open, and what is left to do."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.accounts import queries as accounts
from avrop.authority import queries as authority
from avrop.buying.orders import queries as orders
from avrop.buying.requisitions import queries as requisitions
from avrop.coding import queries as coding
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.onboarding import rules
from avrop.onboarding.kinds import ChangeKind
from avrop.onboarding.models import RequesterChange
from avrop.onboarding.rules import Belongings
from avrop.onboarding.shapes import Remains, RequesterChangeView
from avrop.parties import queries as parties
from avrop.tasks import queries as tasks

ORDERS_FOR_A_UNIT = "requester"


@query
def requester_changes_page(
    *,
    state: str = "",
    kind: str = "",
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[RequesterChangeView]:
    """Requesters who come, move and leave, the newest first, without what is left to do. Three
    statements."""
    rows = RequesterChange.objects.visible_to(actor)
    if state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    names = parties.person_names({row.person_id for row in found})
    return Page(tuple(_view(row, names.get(row.person_id, "")) for row in found), following)


@query
def requester_change(change_id: UUID, *, actor: Actor, at: datetime) -> RequesterChangeView:
    """A requester's change with its checklist."""
    row = RequesterChange.objects.visible_to(actor).filter(id=change_id).first()
    if row is None:
        raise missing("requester_change", change_id)
    return _view(row, parties.person(row.person_id).name, what_remains(row, day_of(at)))


@query
def belongings(person_id: UUID, *, unit_id: UUID | None = None, actor: Actor) -> Belongings:
    """What somebody has open: in a unit and below it, or everywhere."""
    parties.person(person_id)
    return belongings_of(person_id, unit_id)


def belongings_of(person_id: UUID, unit_id: UUID | None) -> Belongings:
    """What somebody has open, and nobody took over. Inside a scope; the same few statements."""
    return Belongings(
        carts=requisitions.number_being_filled(person_id, unit_id),
        orders=orders.number_left_by(person_id, unit_id),
        tasks=tasks.number_waiting_for(person_id, unit_id),
    )


def what_remains(row: RequesterChange, today: date) -> tuple[Remains, ...]:
    """The checklist of a change, read from how things are today. Inside a scope."""
    person = parties.person(row.person_id)
    is_leaving = row.kind == ChangeKind.LEAVE
    former = None if is_leaving else row.former_unit_id
    codes = coding.short_codes_of(row.person_id, None, today)
    going_on = [one for one in codes if one.valid_until is None or one.valid_until > row.on_day]
    mandates = list(authority.mandates_in_force(row.person_id, today))
    after = [one for one in mandates if one.valid_until is None or one.valid_until > row.on_day]
    looks_back = is_leaving or former is not None
    left = belongings_of(row.person_id, former) if looks_back else Belongings()
    here = [one for one in going_on if one.unit_id == row.unit_id]
    lineage = parties.unit(row.unit_id).lineage if row.unit_id else ()
    orders_here = [
        one
        for one in mandates
        if one.role == ORDERS_FOR_A_UNIT and (one.unit_id is None or one.unit_id in lineage)
    ]
    subtree = parties.subtree(former) - frozenset(lineage) if former else frozenset()
    standing = rules.Standing(
        kind=row.kind,
        is_in_unit=person.unit_id == row.unit_id,
        has_short_code=bool(here),
        former_short_codes=len(going_on)
        if is_leaving
        else sum(one.unit_id in subtree for one in going_on),
        has_mandate=bool(orders_here),
        former_mandates=len(after)
        if is_leaving
        else sum(one.unit_id in subtree for one in mandates),
        can_sign_in=person.account_id is not None and accounts.has_password(person.account_id),
        left=left,
        has_taker=row.taker_id is not None,
    )
    return rules.what_remains(standing)


def _view(
    row: RequesterChange, person: str, remains: tuple[Remains, ...] = ()
) -> RequesterChangeView:
    return RequesterChangeView(
        id=row.id,
        version=row.version,
        kind=row.kind,
        source=row.source,
        state=row.state,
        person_id=row.person_id,
        person=person,
        unit_id=row.unit_id,
        former_unit_id=row.former_unit_id,
        taker_id=row.taker_id,
        on_day=row.on_day,
        started_by=row.started_by,
        started_at=row.started_at,
        due_at=row.due_at,
        done_at=row.done_at,
        remains=remains,
    )
