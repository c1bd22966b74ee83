"""Somebody has the twin take its next step, or another, or stops it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain, to_plain
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, invalid_if, missing, refuse_if
from avrop.selling.twin import permissions, queries, rules
from avrop.selling.twin.events import TwinMoved
from avrop.selling.twin.lifecycle import LIFECYCLE, RunState
from avrop.selling.twin.models import Run
from avrop.selling.twin.performing import MOVED, go_on, perform, the_twin
from avrop.selling.twin.shapes import RunView, Script, Step

TO_THE_END = "end"


@command(permissions.STEP)
def step_twin(order_id: UUID, *, until: str = "", actor: Actor, at: datetime) -> RunView:
    """Go on with an order past the pause at hand, to the next one; "end": through all of them.

    A script by hand takes one step. A step that is refused leaves the run stuck, with the reasons.
    """
    run = _for_change(order_id)
    actor = require(actor, permissions.STEP, at=at)
    refuse_if(_problems_going_on(run))
    script = from_plain(run.content, Script)
    if until not in ("", TO_THE_END):
        invalid_if([Problem("twin.bad_until", {"until": until}, ("until",))])
    if run.position < len(script.steps) and script.steps[run.position].do in rules.PAUSES:
        run.position += 1
    go_on(
        run,
        actor=the_twin(actor.tenant_id),
        at=at,
        steps=1 if script.by_hand and not until else None,
        past_pauses=bool(until),
    )
    return _moved(run, actor, at)


@command(permissions.STEP)
def run_step(order_id: UUID, step: Step, *, actor: Actor, at: datetime) -> RunView:
    """Take a step that stands in no script, now; raises what the step is refused for."""
    run = Run.objects.select_for_update().filter(order_id=order_id).first()
    actor = require(actor, permissions.STEP, at=at)
    if run is None:
        script = Script(steps=(step,), name="", by_hand=True)
        run = Run(order_id=order_id, content=to_plain(script), started_at=at, moved_at=at)
        run.position = 1
        run.state = RunState.DONE
        run.save(force_insert=True)
    invalid_if(rules.problems_in(Script(steps=(step,))))
    perform(order_id, step, name="", actor=the_twin(actor.tenant_id), at=at)
    return _moved(run, actor, at)


@command(permissions.STEP)
def stop_twin(order_id: UUID, *, actor: Actor, at: datetime) -> RunView:
    """Take the order out of the twin's hands; people go on with it."""
    run = _for_change(order_id)
    actor = require(actor, permissions.STEP, at=at)
    refuse_if(_problems_going_on(run))
    run.state = LIFECYCLE.after(run.state, "stop")
    return _moved(run, actor, at)


def _for_change(order_id: UUID) -> Run:
    run: Run | None = Run.objects.select_for_update().filter(order_id=order_id).first()
    if run is None:
        raise missing("twin_run", order_id)
    return run


def _problems_going_on(run: Run) -> Iterator[Problem]:
    if run.state == RunState.DONE:
        yield Problem("twin.nothing_left")


def _moved(run: Run, actor: Actor, at: datetime) -> RunView:
    run.version += 1
    run.moved_at = at
    run.save(update_fields=MOVED)
    outbox.publish(TwinMoved(run.order_id, run.position, run.state), actor=actor, at=at)
    return queries.view(run)
