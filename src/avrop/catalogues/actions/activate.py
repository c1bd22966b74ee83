"""A reviewed price list comes into force, at once or on its day."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.catalogues import applying, permissions, rules
from avrop.catalogues.actions.finding import active_version, version_row, wait_for_turn
from avrop.catalogues.actions.judging import control_in_force, judge_again
from avrop.catalogues.events import CatalogueActivated, CatalogueScheduled
from avrop.catalogues.lifecycle import LIFECYCLE, Action, Decision, State, Verdict
from avrop.catalogues.models import StagedLine, Version
from avrop.catalogues.queries import VersionView, views_of
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.outbox import Event
from avrop.kernel.ports import EVERYWHERE, across, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change
from avrop.tasks.actions import close_tasks


@command(permissions.ACTIVATE)
def activate_version(
    version_id: UUID,
    *,
    on: date | None = None,
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> VersionView:
    """Put a reviewed list in force from a day on: its own first day, or today when that has passed.

    On that day its clean and accepted lines replace what the header's action says they replace;
    what was ordered before keeps its price. Lines held back leave their articles as they were.
    `Refused` when it has run out, when lines are held back that may not be, or when another list
    begins on the same day.
    """
    row = version_row(version_id)
    actor = require(actor, permissions.ACTIVATE, at=at, within=across(row.agreement_id))
    reached = LIFECYCLE.after(row.state, "activate")
    assert row.agreement_id is not None
    wait_for_turn(row.agreement_id)
    count_change(row, expected_version)
    today = day_of(at)
    first = max(on or row.valid_from, row.valid_from, today)
    refuse_if(_problems_activating(row, first, today))
    event: Event
    if first > today:
        row.state, row.in_force_from = LIFECYCLE.after(row.state, "schedule"), first
        row.save(update_fields=["state", "in_force_from", "version"])
        event = CatalogueScheduled(row.id, row.agreement_id, first)
    else:
        _put_in_force(row, State(reached), today, at)
        event = CatalogueActivated(row.id, row.agreement_id)
    close_tasks(row.id, actor=actor, at=at)
    outbox.publish(event, actor=actor, at=at, rule_set=row.rule_set)
    return views_of([row])[0]


@command(permissions.ACTIVATE)
def activate_due(*, actor: Actor, at: datetime) -> int:
    """Put every scheduled list in force whose day has come, the earliest first. Returns how many."""
    actor = require(actor, permissions.ACTIVATE, at=at, within=EVERYWHERE)
    today = day_of(at)
    rows = Version.objects.select_for_update().filter(
        state=State.SCHEDULED, in_force_from__lte=today
    )
    due = list(rows.order_by("in_force_from", "id"))
    for row in due:
        assert row.agreement_id is not None
        assert row.in_force_from is not None
        wait_for_turn(row.agreement_id)
        row.version += 1
        reached = LIFECYCLE.after(row.state, "activate")
        _put_in_force(row, State(reached), row.in_force_from, at)
        event = CatalogueActivated(row.id, row.agreement_id)
        outbox.publish(event, actor=actor, at=at, rule_set=row.rule_set)
    return len(due)


def _problems_activating(row: Version, first: date, today: date) -> list[Problem]:
    control, _ = control_in_force(first)
    held_back = StagedLine.objects.filter(version_id=row.id).exclude(verdict=Verdict.CLEAN)
    problems = rules.problems_activating(
        control=control,
        held_back=held_back.exclude(verdict=Verdict.QUARANTINED, decision=Decision.ACCEPT).count(),
        valid_until=row.valid_until,
        on=first,
    )
    others = Version.objects.filter(agreement_id=row.agreement_id).exclude(id=row.id)
    taken = others.filter(in_force_from__gte=first)
    if first == today:
        # The list in force may be replaced on its first day; it gives the day up.
        taken = taken.exclude(state=State.ACTIVE)
    if taken.exists():
        problems.append(Problem("catalogues.day_is_taken", {"day": first}))
    return problems


def _put_in_force(row: Version, reached: State, first: date, at: datetime) -> None:
    """Statements: what is in force, judging again if that has changed, the former list's end, this
    one's start, and one for each kind of change. Their number does not depend on the lines."""
    assert row.agreement_id is not None
    former = active_version(row.agreement_id)
    if former is None and row.action in (Action.UPDATE, Action.DELETE):
        refuse_if(rules.problems_with_header(row.action, has_catalogue=False))
    base_id = former.id if former else None
    if row.judged_against != base_id:
        judge_again(row, base_id)
    if former is not None:
        former.state = LIFECYCLE.after(former.state, "supersede")
        former.version += 1
        if former.in_force_from == first:
            former.in_force_from = None
        former.save(update_fields=["state", "version", "in_force_from"])
    row.state, row.in_force_from, row.activated_at = reached, first, at
    row.save(
        update_fields=[
            "state",
            "in_force_from",
            "activated_at",
            "version",
            "judged_against",
            "rule_set",
        ]
    )
    applying.apply(row, first)
