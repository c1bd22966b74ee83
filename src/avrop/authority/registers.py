"""The registers that people keep and read: mandates as of a day, passes, positions, coordinators.

Every list is a queryset that the reader's sight narrows; names are read for a page at a time, so
that the statements are the same for one person and for nine thousand.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from avrop.authority import passes, queries, registering
from avrop.authority.models import (
    Appointment,
    Coordinator,
    Delegation,
    LicenceCheck,
    Mandate,
    Pass,
    Specimen,
)
from avrop.authority.passes import Gates, PassKind, Standing
from avrop.authority.post_models import Post
from avrop.authority.shapes import DelegationView, MandateView
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of, in_force
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.parties import queries as parties

#: So many people of a name that was searched for are looked up in the register.
MOST_OF_A_NAME = 200


# --- mandates ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A mandate in the register (the Swedish *attestförteckning*). `holder` is the person or the
    position; `state` is in_force, coming or ended on the day asked; `renew_by` the last day without
    a new decision."""

    mandate: MandateView
    holder: str
    people: tuple[UUID, ...]
    unit: str
    state: str
    renew_by: date
    is_due: bool
    specimens: int

    @property
    def id(self) -> UUID:
        """The mandate's."""
        return self.mandate.id


@query
def register_page(
    *,
    actor: Actor,
    at: datetime,
    on: date | None = None,
    role: str = "",
    unit_id: UUID | None = None,
    text: str = "",
    due: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[RegisterRow]:
    """The register of mandates as it was, is or will be on a day (REQ-06): without `on`, today.

    Narrowed by role, a unit and what lies below it, the holder's name, or to those that need a new
    decision within two months (`due`). The newest first; the same few statements for any number of
    people.
    """
    day = on or day_of(at)
    rows = Mandate.objects.filter(queries.seen_by(actor)).filter(in_force(day))
    rows = rows.filter(Q(revoked_at=None) | Q(revoked_at__date__gt=day))
    if role:
        rows = rows.filter(role__code=role)
    if unit_id is not None:
        rows = rows.filter(unit_id__in=parties.subtree(unit_id))
    if text.strip():
        rows = rows.filter(_held_by_name(text.strip(), actor))
    if due:
        rows = rows.filter(_due(day))
    found, following = page_of(rows.select_related("role", "position"), cursor=cursor, limit=limit)
    return Page(_register_rows(found, day), following)


def _held_by_name(text: str, actor: Actor) -> Q:
    named = parties.people_page(actor=actor, text=text, limit=MOST_OF_A_NAME).items
    ids = [person.id for person in named]
    posts = Appointment.objects.filter(person_id__in=ids).values("position_id")
    return Q(person_id__in=ids) | Q(position_id__in=posts) | Q(position__title__icontains=text)


def _due(day: date) -> Q:
    """What must be decided on anew within two months: it ends, or has gone on for a year."""
    soon = day + registering.TOLD_BEFORE
    begun = soon - registering.YEAR + timedelta(days=1)
    return Q(valid_until__lte=soon) | Q(valid_from__lte=begun)


def _register_rows(found: Sequence[Mandate], day: date) -> tuple[RegisterRow, ...]:
    posts = _holders({row.position_id for row in found if row.position_id}, day)
    people = {row.person_id for row in found if row.person_id}
    people |= {person for each in posts.values() for person in each}
    names = parties.person_names(people)
    units = parties.unit_names({row.unit_id for row in found if row.unit_id})
    taken = Specimen.objects.filter(person_id__in=people).values_list("person_id", flat=True)
    specimens: dict[UUID, int] = {}
    for person in taken:
        specimens[person] = specimens.get(person, 0) + 1
    return tuple(_register_row(row, day, posts, names, units, specimens) for row in found)


def _holders(position_ids: set[UUID], day: date) -> Mapping[UUID, tuple[UUID, ...]]:
    """Who holds these positions on a day. One statement, none where nothing is asked."""
    if not position_ids:
        return {}
    rows = Appointment.objects.filter(in_force(day), position_id__in=position_ids, post=Post.HOLDER)
    held: dict[UUID, tuple[UUID, ...]] = {}
    for position_id, person_id in rows.values_list("position_id", "person_id"):
        held[position_id] = (*held.get(position_id, ()), person_id)
    return held


def _register_row(
    row: Mandate,
    day: date,
    posts: Mapping[UUID, tuple[UUID, ...]],
    names: Mapping[UUID, str],
    units: Mapping[UUID, str],
    specimens: Mapping[UUID, int],
) -> RegisterRow:
    people: tuple[UUID, ...] = (row.person_id,) if row.person_id else ()
    if row.position_id:
        people = posts.get(row.position_id, ())
    called = ", ".join(names.get(person, "") for person in people)
    if row.position_id:
        called = f"{row.position.title}: {called}" if called else row.position.title
    renew_by = registering.renew_by(row.valid_from, row.valid_until)
    return RegisterRow(
        mandate=queries.mandate_view(row),
        holder=called,
        people=people,
        unit=units.get(row.unit_id, "") if row.unit_id else "",
        state="in_force",
        renew_by=renew_by,
        is_due=renew_by <= day + registering.TOLD_BEFORE,
        specimens=sum(specimens.get(person, 0) for person in people),
    )


@query
def one_mandate(mandate_id: UUID, *, actor: Actor, at: datetime) -> RegisterRow:
    """A mandate of the register, with how it stands today. Raises `Missing`."""
    row = (
        Mandate.objects.filter(queries.seen_by(actor), id=mandate_id)
        .select_related("role", "position")
        .first()
    )
    if row is None:
        raise missing("mandate", mandate_id)
    day = day_of(at)
    (found,) = _register_rows([row], day)
    if row.valid_from > day:
        return replace(found, state="coming")
    ended = row.valid_until is not None and row.valid_until < day
    return replace(found, state="ended") if ended or row.revoked_at else found


@query
def delegations_of_mandate(mandate_id: UUID, *, actor: Actor) -> tuple[DelegationView, ...]:
    """Who has used or will use a mandate as a substitute, the newest first."""
    seen = Mandate.objects.filter(queries.seen_by(actor), id=mandate_id).values("id")
    rows = Delegation.objects.filter(mandate__in=seen).order_by("-id")
    return tuple(queries.delegation_view(row) for row in rows)


@dataclass(frozen=True, slots=True)
class SpecimenView:
    """A specimen of a signature: where it is kept, when and before whom it was taken."""

    id: UUID
    person_id: UUID
    reference: str
    taken_on: date
    witness_id: UUID | None
    logged_at: datetime


@query
def specimens_of(person_id: UUID, *, actor: Actor) -> tuple[SpecimenView, ...]:
    """The specimens of a person's signature, the newest first, for whoever sees the person."""
    if not queries.sees_person(actor, person_id):
        return ()
    rows = Specimen.objects.filter(person_id=person_id).order_by("-id")
    return tuple(
        SpecimenView(r.id, r.person_id, r.reference, r.taken_on, r.witness_id, r.logged_at)
        for r in rows
    )


# --- passes ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PassView:
    """Something that somebody has shown, and how it stands with it on the day asked."""

    id: UUID
    person_id: UUID
    person: str
    kind: str
    code: str
    categories: tuple[str, ...]
    valid_from: date
    valid_until: date | None
    reference: str
    standing: str
    is_waiver: bool
    reason: str
    revoked_at: datetime | None


@dataclass(frozen=True, slots=True)
class GatesView:
    """The gates of a day and the version that put them up."""

    gates: Gates
    rule_set: str


def gates_in_force(on: date) -> tuple[Gates, str]:
    """The gates of a day, and the reference of that version. One statement."""
    return ruleset.in_force(passes.NAME, passes.DEFAULT, on=on)


@query
def gates(*, actor: Actor, at: datetime) -> GatesView:
    """Which rights ask for which certificate, licence or decision today."""
    return GatesView(*gates_in_force(day_of(at)))


@query
def passes_page(
    *,
    actor: Actor,
    at: datetime,
    kind: PassKind | None = None,
    person_id: UUID | None = None,
    text: str = "",
    state: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[PassView]:
    """Who has which certificate, licence, acknowledgement or decision, the newest first: one's own, and
    those of the people one sees. `state`: "valid", "ending" (within 60 days), "ended"."""
    today = day_of(at)
    rows = Pass.objects.filter(_people_seen(actor))
    if kind is not None:
        rows = rows.filter(kind=kind)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if text.strip():
        named = parties.people_page(actor=actor, text=text.strip(), limit=MOST_OF_A_NAME).items
        words = Q(code__icontains=text.strip()) | Q(reference__icontains=text.strip())
        rows = rows.filter(words | Q(person_id__in=[person.id for person in named]))
    rows = _in_state(rows, state, today)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    names = parties.person_names({row.person_id for row in found})
    return Page(tuple(_pass_view(row, names, today) for row in found), following)


@query
def one_pass(pass_id: UUID, *, actor: Actor, at: datetime) -> PassView:
    """Something that one has shown, or that somebody has whom one sees. Raises `Missing`."""
    row = Pass.objects.filter(_people_seen(actor), id=pass_id).first()
    if row is None:
        raise missing("pass", pass_id)
    return _pass_view(row, parties.person_names({row.person_id}), day_of(at))


def _in_state(rows: QuerySet[Pass], state: str, today: date) -> QuerySet[Pass]:
    if state == "valid":
        return rows.filter(in_force(today), revoked_at=None)
    if state == "ending":
        return rows.filter(
            in_force(today), revoked_at=None, valid_until__lte=today + registering.TOLD_BEFORE
        )
    if state == "ended":
        return rows.filter(Q(valid_until__lt=today) | Q(revoked_at__isnull=False))
    return rows


def _people_seen(actor: Actor) -> Q:
    """Oneself, and the people of the units that one sees into."""
    seen = queries.sight(actor)
    if seen.everything or actor.person_id is None:
        return Q()
    return Q(person_id=actor.person_id) | Q(person_id__in=queries.people_of(seen.unit_ids))


def _pass_view(row: Pass, names: Mapping[UUID, str], today: date) -> PassView:
    return PassView(
        id=row.id,
        person_id=row.person_id,
        person=names.get(row.person_id, ""),
        kind=row.kind,
        code=row.code,
        categories=tuple(row.categories),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        reference=row.reference,
        standing=_standing(row, today),
        is_waiver=row.is_waiver,
        reason=row.reason,
        revoked_at=row.revoked_at,
    )


def _standing(row: Pass, today: date) -> str:
    if row.revoked_at is not None:
        return Standing.REVOKED
    if row.valid_from > today:
        return Standing.NOT_BEGUN
    if row.valid_until is not None and row.valid_until < today:
        return Standing.EXPIRED
    return Standing.WAIVED if row.is_waiver else Standing.VALID


@dataclass(frozen=True, slots=True)
class LicenceCheckView:
    """A licence was looked at: whose, for which goods, at search, submit or send, and what was found."""

    id: UUID
    person_id: UUID
    person: str
    code: str
    categories: tuple[str, ...]
    moment: str
    standing: str
    subject_id: UUID | None
    rule_set: str
    at: datetime


@query
def licence_checks_page(
    *,
    actor: Actor,
    person_id: UUID | None = None,
    moment: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[LicenceCheckView]:
    """The log of licences that were looked at (ORG-10), the newest first."""
    rows = LicenceCheck.objects.filter(_people_seen(actor))
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if moment:
        rows = rows.filter(moment=moment)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    names = parties.person_names({row.person_id for row in found})
    return Page(
        tuple(
            LicenceCheckView(
                id=row.id,
                person_id=row.person_id,
                person=names.get(row.person_id, ""),
                code=row.code,
                categories=tuple(row.categories),
                moment=row.moment,
                standing=row.standing,
                subject_id=row.subject_id,
                rule_set=row.rule_set,
                at=row.at,
            )
            for row in found
        ),
        following,
    )


# --- who answers for goods ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CoordinatorView:
    """Who coordinates a group of goods, and who does it in his place."""

    id: UUID
    category: str
    person_id: UUID
    person: str
    deputy_id: UUID | None
    deputy: str
    valid_from: date
    valid_until: date | None


@query
def coordinators(*, actor: Actor) -> tuple[CoordinatorView, ...]:
    """Who coordinates the buying of which group of goods (ORG-09), past ones too, by group."""
    rows = list(Coordinator.objects.order_by("category", "-valid_from"))
    names = parties.person_names(
        {key for row in rows for key in (row.person_id, row.deputy_id) if key}
    )
    return tuple(
        CoordinatorView(
            row.id,
            row.category,
            row.person_id,
            names.get(row.person_id, ""),
            row.deputy_id,
            names.get(row.deputy_id, "") if row.deputy_id else "",
            row.valid_from,
            row.valid_until,
        )
        for row in rows
    )


@dataclass(frozen=True, slots=True)
class Group:
    """A group of goods that somebody coordinates, himself or as the deputy of `person_id`."""

    category: str
    person_id: UUID


def groups_of(person_id: UUID, *, on: date) -> tuple[Group, ...]:
    """The groups of goods that somebody coordinates on a day, or is the deputy for. One statement."""
    mine = Q(person_id=person_id) | Q(deputy_id=person_id)
    rows = Coordinator.objects.filter(mine).filter(in_force(on)).order_by("category")
    return tuple(Group(row.category, row.person_id) for row in rows)


def who_answers_for(categories: Iterable[str], *, on: date) -> dict[str, UUID]:
    """For each of the goods that somebody answers for, who takes over what another may not buy: whoever
    is responsible for restricted goods (ORG-08), else who coordinates the narrowest group (ORG-09),
    or his deputy while he is away. Nobody who has left. Four statements at most."""
    asked = sorted({code for code in categories if code})
    responsible = queries.responsible_for(asked, on=on)
    rows = sorted(Coordinator.objects.filter(in_force(on)), key=lambda row: -len(row.category))
    coordinating = {
        code: next((row for row in rows if code.startswith(row.category)), None) for code in asked
    }
    candidates = set(responsible.values())
    for row in coordinating.values():
        if row is not None:
            candidates |= {person for person in (row.person_id, row.deputy_id) if person}
    here = {
        key for key, person in parties.people(candidates).items() if gone_since(person, on) is None
    }
    away = parties.away_on(candidates, on)
    found: dict[str, UUID] = {}
    for code in asked:
        row = coordinating[code]
        chain = [responsible.get(code)]
        if row is not None:
            own, deputy = row.person_id, row.deputy_id
            chain += [deputy, own] if own in away and deputy not in away else [own, deputy]
        taker = next((person for person in chain if person in here), None)
        if taker is not None:
            found[code] = taker
    return found


def gone_since(person: Any, day: date) -> date | None:
    """The first day without the person; None while he is there."""
    if person is None or person.valid_until is None or person.valid_until >= day:
        return None
    last: date = person.valid_until
    return last + timedelta(days=1)
