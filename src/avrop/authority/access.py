"""The access review: who holds what, when he last signed in, and who holds something though he has left.

For those who check that nobody can do more than his work asks for (SEC-01). The number of
statements does not grow with the people: a page is found by the holders' ids, and everything about
them by those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from avrop.accounts import queries as accounts
from avrop.accounts import sessions
from avrop.accounts.second_factors import accounts_with_second_factor
from avrop.authority.models import Delegation, Mandate
from avrop.authority.permissions import REVIEW_ACCESS
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import LARGEST_PAGE, Page, id_in
from avrop.kernel.permissions import all_permissions
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.readings import Sensitive, record_reading
from avrop.parties import queries as parties
from avrop.parties.queries import PersonView

#: Who has not signed in for so long is asked about.
UNUSED_AFTER = timedelta(days=90)


class Only(StrEnum):
    """Whom to look at in particular."""

    LEFT = "left"  # does not work here any more, and still holds a mandate
    UNUSED = "unused"  # has not signed in for ninety days, or never
    NO_SECOND_FACTOR = "no_second_factor"  # may do what asks for one, and has none
    EMERGENCY = "emergency"  # the accounts for emergencies


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that somebody holds now, by a mandate of his own or lent by `lent_by`."""

    role: str
    unit_id: UUID | None
    valid_until: date | None
    lent_by: UUID | None = None


@dataclass(frozen=True, slots=True)
class AccessLine:
    """Somebody who holds something. `needs_proof`: something of it asks for a second factor. `keys`
    counts the API keys that act as him and open something."""

    id: UUID
    name: str
    unit_id: UUID | None
    has_left: bool
    roles: tuple[HeldRole, ...]
    needs_proof: bool
    has_account: bool
    last_signed_in_at: datetime | None
    has_second_factor: bool
    is_for_emergencies: bool
    keys: int

    def is_unused(self, at: datetime) -> bool:
        """Whether nobody has signed in as him for long."""
        return self.last_signed_in_at is None or at - self.last_signed_in_at > UNUSED_AFTER


@query
def access_review(
    *,
    actor: Actor,
    at: datetime,
    only: Only | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[AccessLine]:
    """Everybody who holds a mandate now, own or lent, the last added first; `only` those to ask
    about."""
    require(actor, REVIEW_ACCESS, at=at, within=EVERYWHERE)
    record_reading(Sensitive.ACCESS_REVIEW, actor=actor, at=at, filters={"only": only})
    on, size = day_of(at), max(1, min(limit, LARGEST_PAGE))
    before = id_in(cursor) if cursor else None
    holders = _holders(on, before, None if only else size + 1)
    lines = [line for line in _lines(holders, on, at) if only is None or _is_asked(line, only, at)]
    following = str(lines[size - 1].id) if len(lines) > size else None
    return Page(tuple(lines[:size]), following)


def _is_asked(line: AccessLine, only: Only, at: datetime) -> bool:
    match only:
        case Only.LEFT:
            return line.has_left
        case Only.UNUSED:
            return line.is_unused(at)
        case Only.NO_SECOND_FACTOR:
            return line.needs_proof and not line.has_second_factor
        case Only.EMERGENCY:
            return line.is_for_emergencies


def _own(on: date) -> QuerySet[Mandate]:
    live = Q(valid_until=None) | Q(valid_until__gte=on)
    return Mandate.objects.filter(live, valid_from__lte=on, revoked_at=None)


def _lent(on: date) -> QuerySet[Delegation]:
    return Delegation.objects.filter(
        valid_from__lte=on,
        valid_until__gte=on,
        revoked_at=None,
        mandate__in=_own(on).values("id"),
    )


def _holders(on: date, before: UUID | None, most: int | None) -> list[UUID]:
    """The ids of those who hold something, the newest first."""
    own = _own(on).values_list("person_id", flat=True)
    lent = _lent(on).values_list("to_person", flat=True)
    if before is not None:
        own, lent = own.filter(person_id__lt=before), lent.filter(to_person__lt=before)
    found = own.order_by().union(lent.order_by()).order_by("-person_id")
    return list(found if most is None else found[:most])


def _lines(ids: list[UUID], on: date, at: datetime) -> list[AccessLine]:
    people, roles, proof = parties.people(ids), _roles(ids, on), _roles_that_need_proof()
    held = [one.account_id for one in people.values() if one.account_id is not None]
    seen = sessions.last_sign_ins(held)
    second, emergency = accounts_with_second_factor(held), accounts.break_glass_accounts(held)
    keys = accounts.live_keys_by_person(ids, at=at)
    return [
        _line(
            people[key],
            tuple(roles[key]),
            on,
            needs_proof=any(one.role in proof for one in roles[key]),
            last=seen.get(_account(people[key])),
            has_second=_account(people[key]) in second,
            for_emergencies=_account(people[key]) in emergency,
            keys=keys.get(key, 0),
        )
        for key in ids
        if key in people
    ]


def _account(person: PersonView) -> UUID:
    return person.account_id or UUID(int=0)


def _line(
    person: PersonView,
    roles: tuple[HeldRole, ...],
    on: date,
    *,
    needs_proof: bool,
    last: datetime | None,
    has_second: bool,
    for_emergencies: bool,
    keys: int,
) -> AccessLine:
    return AccessLine(
        id=person.id,
        name=person.name,
        unit_id=person.unit_id,
        has_left=person.valid_until is not None and person.valid_until < on,
        roles=roles,
        needs_proof=needs_proof,
        has_account=person.account_id is not None,
        last_signed_in_at=last,
        has_second_factor=has_second,
        is_for_emergencies=for_emergencies,
        keys=keys,
    )


def _roles(ids: Iterable[UUID], on: date) -> defaultdict[UUID, list[HeldRole]]:
    asked, found = list(ids), defaultdict(list)
    own = _own(on).filter(person_id__in=asked).order_by("id")
    for person_id, role, unit_id, until in own.values_list(
        "person_id", "role__code", "unit_id", "valid_until"
    ):
        found[person_id].append(HeldRole(role, unit_id, until))
    lent = _lent(on).filter(to_person__in=asked).order_by("id")
    for person_id, role, unit_id, until, lender in lent.values_list(
        "to_person", "mandate__role__code", "mandate__unit_id", "valid_until", "from_person"
    ):
        found[person_id].append(HeldRole(role, unit_id, until, lender))
    return found


def _roles_that_need_proof() -> frozenset[str]:
    return frozenset(
        role
        for permission in all_permissions()
        if permission.needs_proof
        for role in permission.roles
    )
