"""`avrop authority prove`: the whole organisation is searched for a forbidden chain."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

import click

from avrop.site.cli.ground import actor_named, now, on_the_ground

if TYPE_CHECKING:
    from avrop.authority.queries import Finding, ProofView, Step


@click.command()
@click.option("--as", "email", help="E-mail of the person who acts; the operator without it.")
@click.option("--organisation", help="Which organisation, where there are several.")
@click.option("--open", "only_open", is_flag=True, help="Only what nothing stops counts as found.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a finding, then the proof.")
@on_the_ground()
def prove(email: str | None, organisation: str | None, only_open: bool, as_json: bool) -> None:
    """Search everybody's mandates, roles and delegations for somebody, or two whom a delegation links,
    who could do what is kept apart; each way is shown step by step. The proof is kept with its date.

    Exit code 0 when nothing is found, 1 when something is.
    """
    from avrop.authority import actions
    from avrop.kernel.commands import operation_of
    from avrop.kernel.faces import perform
    from avrop.kernel.scope import tenant_scope
    from avrop.launcher.progress import progress

    actor = actor_named(email, organisation)
    with progress("Searching the organisation"):
        made: ProofView = perform(
            operation_of(actions.prove), {}, actor=actor, at=now(), face="cli"
        )
    assert made.proof is not None
    found = [one for one in made.proof.findings if (one.is_open if only_open else one.stands)]
    with tenant_scope(actor.tenant_id):
        names, places = _names(found)
    lines = _as_json(made, found) if as_json else _told(made, found, names, places)
    for line in lines:
        click.echo(line)
    is_open = any(one.stopped_by == "nothing" for one in made.proof.carried)
    if found or is_open:
        raise SystemExit(1)


def _names(found: list[Finding]) -> tuple[Mapping[UUID, str], Mapping[UUID, str]]:
    from avrop.parties import queries as parties

    steps = [step for one in found for way in one.ways for step in way.steps]
    people = {who for one in found for who in one.people}
    people |= {step.principal for step in steps if step.principal is not None}
    units = {step.unit_id for step in steps if step.unit_id is not None}
    return parties.person_names(people), parties.unit_names(units)


def _as_json(made: ProofView, found: list[Finding]) -> Iterator[str]:
    from avrop.kernel.canonical import canonical_json

    for one in found:
        yield canonical_json(one)
    assert made.proof is not None
    yield json.dumps(
        {
            "proof": str(made.id),
            "made_at": made.made_at.isoformat() if made.made_at else None,
            "holds": made.holds,
            "found": len(found),
            "open": made.open_ways,
            "people": made.people,
            "mandates": made.mandates,
            "delegations": made.delegations,
            "units": made.units,
            "rule_set": made.rule_set,
        },
        sort_keys=True,
    )


def _told(
    made: ProofView,
    found: list[Finding],
    names: Mapping[UUID, str],
    places: Mapping[UUID, str],
) -> Iterator[str]:
    for one in found:
        yield f"{' – '.join(names.get(who, str(who)) for who in one.people)} ({one.kind})"
        for way in one.ways:
            yield f"  {way.first} + {way.second}: stopped by {way.stopped_by}"
            yield from (f"    {_step(step, names, places)}" for step in way.steps)
    yield (
        f"{made.people} people, {made.mandates} mandates, {made.delegations} delegations,"
        f" {made.units} units: {len(found)} found, {made.open_ways} open."
    )


def _step(step: Step, names: Mapping[UUID, str], places: Mapping[UUID, str]) -> str:
    place = places.get(step.unit_id, str(step.unit_id)) if step.unit_id else "everywhere"
    who: list[Any] = [names.get(step.person_id, str(step.person_id))]
    if step.principal is not None:
        who.append(f"for {names.get(step.principal, str(step.principal))}")
    until = step.valid_until or "on"
    right = f"{step.role} in {place}" if step.unit_id else f"{step.role} {place}"
    return (
        f"{' '.join(who)}: {right}, {step.valid_from} – {until}: {step.permission or 'holds the role'}"
        + (f" -> {step.deed}" if step.deed else "")
    )
