"""Reading scripts and runs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.problems import missing
from avrop.selling.twin.lifecycle import LIFECYCLE
from avrop.selling.twin.models import Run, ScriptRow
from avrop.selling.twin.rules import Candidate, most_exact
from avrop.selling.twin.shapes import ProblemView, RunView, Script, ScriptView


@query
def scripts(*, actor: Actor) -> tuple[ScriptView, ...]:
    """Every script of this organisation."""
    return tuple(
        ScriptView(
            id=row.id,
            version=row.version,
            customer_endpoint=row.customer_endpoint,
            buyer_order_number=row.buyer_order_number,
            seller_item_id=row.seller_item_id,
            script=from_plain(row.content, Script),
        )
        for row in ScriptRow.objects.visible_to(actor).order_by("id")
    )


@query
def run_of(order_id: UUID, *, actor: Actor) -> RunView:
    """How far the twin has come with an order."""
    run = Run.objects.visible_to(actor).filter(order_id=order_id).first()
    if run is None:
        raise missing("twin_run", order_id)
    return view(run)


# --- for this app, inside a scope ----------------------------------------------------------------


_for_customer = compiled(
    lambda: ScriptRow.objects.filter(
        Q(customer_endpoint="") | Q(customer_endpoint=Given("endpoint"))
    )
)
_any_script = compiled(lambda: ScriptRow.objects.values_list("id", flat=True)[:1])
_has_run = compiled(
    lambda: Run.objects.filter(order_id=Given("order_id")).values_list("id", flat=True)
)


def script_for(*, endpoint: str, number: str, items: frozenset[str]) -> Script | None:
    """The script that is meant for an order, if any."""
    rows = {row.id: row for row in _for_customer(endpoint=endpoint)}
    chosen = most_exact(
        (
            Candidate(row.id, row.customer_endpoint, row.buyer_order_number, row.seller_item_id)
            for row in rows.values()
        ),
        endpoint=endpoint,
        number=number,
        items=items,
    )
    return from_plain(rows[chosen.id].content, Script) if chosen else None


def has_run(order_id: UUID) -> bool:
    """Whether a script has been begun for an order."""
    return _has_run.first(order_id=order_id) is not None


def has_scripts() -> bool:
    """Whether this organisation answers anything by itself."""
    return _any_script.first() is not None


def view(run: Run) -> RunView:
    """A run as it is shown."""
    script = from_plain(run.content, Script)
    return RunView(
        order_id=run.order_id,
        version=run.version,
        state=run.state,
        position=run.position,
        next_step=script.steps[run.position].do if run.position < len(script.steps) else "",
        script=script,
        problems=tuple(ProblemView(problem["code"], problem["values"]) for problem in run.problems),
        available_actions=LIFECYCLE.verbs_from(run.state),
    )
