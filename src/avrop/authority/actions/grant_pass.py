"""What somebody has shown, and what is taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from avrop.authority import events, passes, permissions, rules
from avrop.authority.actions.checking import (
    locked,
    problems_helping_oneself,
    problems_with_period,
    problems_with_person,
    unit_of,
)
from avrop.authority.models import Pass
from avrop.authority.passes import Gates, PassKind
from avrop.authority.rights import require_over
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require_each
from avrop.kernel.problems import Problem, refuse_if
from avrop.parties import queries as parties

LONGEST_CODE, LONGEST_REFERENCE = 64, 200
FAR_OFF = datetime(9000, 1, 1, tzinfo=UTC)


@command(permissions.GRANT_PASS)
def grant_pass(
    person_id: UUID,
    kind: PassKind,
    code: str,
    valid_from: date,
    valid_until: date | None = None,
    reference: str = "",
    *,
    categories: tuple[str, ...] = (),
    actor: Actor,
    at: datetime,
) -> UUID:
    """Register that a person has a certificate, a licence, or somebody's decision, or has acknowledged a
    policy. `reference` is its number, or where it is kept; `categories` narrow a licence to some goods.

    Nobody registers his own, but that everybody may say himself that he has read a policy.
    """
    actor = require_over(actor, permissions.GRANT_PASS, at, unit_of(person_id))
    problems = [
        *problems_with_person(person_id, valid_from),
        *problems_with_period(valid_from, valid_until),
        *_problems_with_pass(kind, code, reference, categories),
    ]
    if kind is not PassKind.ACKNOWLEDGEMENT:
        problems += problems_helping_oneself(actor, person_id)
    refuse_if(problems)
    row = Pass.objects.create(
        person_id=person_id,
        kind=kind,
        code=code.strip(),
        categories=sorted({rules.category_prefix(each) for each in categories}),
        valid_from=valid_from,
        valid_until=valid_until,
        reference=reference.strip(),
        granted_by=_decider(actor),
        granted_at=at,
    )
    event = events.PassGranted(row.id, person_id, kind, row.code)
    outbox.publish(event, actor=actor, at=at)
    return row.id


def _problems_with_pass(
    kind: PassKind, code: str, reference: str, categories: tuple[str, ...]
) -> Iterator[Problem]:
    if not code.strip() or len(code) > LONGEST_CODE:
        yield Problem("authority.pass_without_code", {}, ("code",))
    if kind is PassKind.LICENCE and not reference.strip():
        yield Problem("authority.licence_without_number", {}, ("reference",))
    if len(reference) > LONGEST_REFERENCE:
        yield Problem(
            "authority.reference_too_long", {"longest": LONGEST_REFERENCE}, ("reference",)
        )
    if categories and kind is not PassKind.LICENCE:
        yield Problem("authority.only_licences_for_goods", {}, ("categories",))


@command(permissions.GRANT_PASS)
def revoke_pass(pass_id: UUID, reason: str, *, actor: Actor, at: datetime) -> None:
    """Withdraw a certificate, licence, acknowledgement, decision or waiver at once."""
    row = locked(Pass, pass_id, "pass")
    actor = require_over(actor, permissions.GRANT_PASS, at, unit_of(row.person_id))
    problems = []
    if row.revoked_at is not None:
        problems.append(Problem("authority.already_revoked"))
    if not reason.strip():
        problems.append(Problem("authority.no_reason", {}, ("reason",)))
    refuse_if(problems)
    row.revoked_at, row.revoked_by = at, _decider(actor)
    row.save(update_fields=["revoked_at", "revoked_by"])
    event = events.PassRevoked(row.id, row.person_id, row.kind, row.code)
    outbox.publish(event, actor=actor, at=at, reason=reason.strip())


def revoke_passes(pass_ids: Collection[UUID], reason: str, *, actor: Actor, at: datetime) -> int:
    """Withdraw several at once; those that have been withdrawn are left alone. For a command of a floor
    above, in its transaction. Returns how many. Statements do not grow with them."""
    rows = Pass.objects.select_for_update().filter(id__in=list(pass_ids), revoked_at=None)
    found = list(rows.order_by("id"))
    people = parties.people({row.person_id for row in found})
    units = {one.unit_id for one in people.values()}
    require_each(actor, permissions.GRANT_PASS, [over(unit_id) for unit_id in units], at=at)
    Pass.objects.filter(id__in=[row.id for row in found]).update(
        revoked_at=at, revoked_by=actor.person_id
    )
    revoked = [events.PassRevoked(row.id, row.person_id, row.kind, row.code) for row in found]
    outbox.publish_each(revoked, actor=actor, at=at, reason=reason)
    return len(found)


def _decider(actor: Actor) -> UUID | None:
    """Who answers for it: whoever acts, or the person for whom a routine does."""
    return actor.person_id or actor.on_behalf_of


@command(permissions.WAIVE_GATE)
def waive_gate(
    person_id: UUID,
    kind: PassKind,
    code: str,
    until: date,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let somebody through without the pass until a day, in an emergency: never oneself, never for long,
    not again and again, never without a licence that the law asks for. It is kept with the reason, and
    counted."""
    actor = require_over(actor, permissions.WAIVE_GATE, at, unit_of(person_id))
    today = day_of(at)
    gates, reference = ruleset.in_force(passes.NAME, passes.DEFAULT, on=today)
    refuse_if(
        [
            *problems_with_person(person_id, today),
            *problems_helping_oneself(actor, person_id),
            *_problems_waiving(kind, code, until, reason, gates, today),
            *_problems_waiving_on(person_id, kind, code.strip(), until, gates, today),
        ]
    )
    row = Pass.objects.create(
        person_id=person_id,
        kind=kind,
        code=code.strip(),
        valid_from=today,
        valid_until=until,
        is_waiver=True,
        reason=reason.strip(),
        granted_by=actor.person_id,
        granted_at=at,
    )
    event = events.GateWaived(row.id, person_id, kind, row.code, until)
    outbox.publish(event, actor=actor, at=at, reason=row.reason, rule_set=reference)
    return row.id


def _problems_waiving(
    kind: PassKind, code: str, until: date, reason: str, gates: Gates, today: date
) -> Iterator[Problem]:
    if kind is PassKind.LICENCE:
        yield Problem("authority.licence_not_waived", {}, ("kind",))
    if not any((gate.kind, gate.code) == (kind, code.strip()) for gate in gates.gates):
        yield Problem("authority.no_such_gate", {"pass": code}, ("code",))
    last = today + timedelta(days=gates.longest_waiver_days)
    if not today <= until <= last:
        yield Problem("authority.waiver_too_long", {"last": last}, ("until",))
    if not reason.strip():
        yield Problem("authority.no_reason", {}, ("reason",))


def _problems_waiving_on(
    person_id: UUID, kind: PassKind, code: str, until: date, gates: Gates, today: date
) -> Iterator[Problem]:
    """What goes on without end is no emergency. One statement, which locks what it counts."""
    same = Pass.objects.select_for_update().filter(
        person_id=person_id, kind=kind, code=code, is_waiver=True
    )
    former = [
        (row.valid_from, min(row.valid_until or until, day_of(row.revoked_at or FAR_OFF)))
        for row in same
    ]
    most = gates.most_waived_days
    days = passes.waived_days([*former, (today, until)], until)
    if days > most:
        yield Problem("authority.waived_too_often", {"days": days, "most": most}, ("until",))
