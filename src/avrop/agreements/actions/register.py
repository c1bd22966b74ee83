"""An agreement from draft to its end."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from avrop.agreements import events, permissions, rules
from avrop.agreements.actions.finding import agreement_row
from avrop.agreements.lifecycle import LIFECYCLE, State
from avrop.agreements.models import Agreement, Drawn, EntitledUnit
from avrop.agreements.rules import TermsOfAgreement
from avrop.kernel import bulk, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, across, require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties


@command(permissions.MANAGE)
def register_agreement(
    number: str,
    title: str,
    seller_organisation_id: UUID,
    valid_from: date,
    terms: TermsOfAgreement,
    *,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Write an agreement with a seller into the register, as a draft (AGR-01)."""
    parties.organisation(seller_organisation_id)
    actor = require(actor, permissions.MANAGE, at=at, within=EVERYWHERE)
    invalid_if(rules.problems_registering(number, valid_from, valid_until, terms))
    if Agreement.objects.filter(number=number.strip()).exists():
        refuse_if([Problem("agreements.number_taken", {"number": number.strip()}, ("number",))])
    row = Agreement(
        number=number.strip(),
        title=title.strip(),
        seller_organisation_id=seller_organisation_id,
        valid_from=valid_from,
        valid_until=valid_until,
        **_columns(terms),
    )
    row.save(force_insert=True)
    Drawn(agreement_id=row.id).save(force_insert=True)
    outbox.publish(events.AgreementRegistered(row.id), actor=actor, at=at)
    return row.id


def _columns(terms: TermsOfAgreement) -> dict[str, Any]:
    columns = {name: getattr(terms, name) for name in TermsOfAgreement.__slots__}
    columns["charges"] = to_plain(terms.charges)
    return columns


@command(permissions.MANAGE)
def change_terms(
    agreement_id: UUID,
    terms: TermsOfAgreement,
    *,
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Write other terms into a draft. What is in force is changed by decisions, one by one."""
    row = agreement_row(agreement_id)
    actor = require(actor, permissions.MANAGE, at=at, within=across(row.id))
    invalid_if(rules.problems_registering(row.number, row.valid_from, row.valid_until, terms))
    if row.state != State.DRAFT:
        refuse_if([Problem("agreements.no_longer_a_draft", {"agreement": row.number})])
    count_change(row, expected_version)
    columns = _columns(terms)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save(update_fields=[*columns, "version"])
    outbox.publish(events.AgreementChanged(row.id), actor=actor, at=at)


@command(permissions.MANAGE)
def entitle_units(
    agreement_id: UUID, unit_ids: tuple[UUID, ...], *, actor: Actor, at: datetime
) -> None:
    """Decide which units, each with all below it, may use the agreement; none named: everybody."""
    row = agreement_row(agreement_id)
    actor = require(actor, permissions.MANAGE, at=at, within=across(row.id))
    wanted = tuple(dict.fromkeys(unit_ids))
    known = {unit.id for unit in parties.units()}
    invalid_if(
        Problem("agreements.unknown_unit", {"unit": str(unit_id)}, ("unit_ids",))
        for unit_id in wanted
        if unit_id not in known
    )
    EntitledUnit.objects.filter(agreement_id=row.id).delete()
    bulk.insert_rows(
        EntitledUnit, [EntitledUnit(agreement_id=row.id, unit_id=unit_id) for unit_id in wanted]
    )
    outbox.publish(events.UnitsEntitled(row.id, wanted), actor=actor, at=at)


@command(permissions.MANAGE)
def activate_agreement(
    agreement_id: UUID, *, expected_version: int | None = None, actor: Actor, at: datetime
) -> None:
    """Let the agreement be ordered from, within its dates."""
    row = agreement_row(agreement_id)
    actor = require(actor, permissions.MANAGE, at=at, within=across(row.id))
    row.state = LIFECYCLE.after(row.state, "activate")
    count_change(row, expected_version)
    row.save(update_fields=["state", "version"])
    outbox.publish(events.AgreementActivated(row.id), actor=actor, at=at)


@command(permissions.MANAGE)
def end_agreement(
    agreement_id: UUID,
    last_day: date,
    reason: str,
    *,
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """End an agreement before its time. Nothing can be ordered from it any more; what has been
    ordered is still delivered and invoiced (AGR-06)."""
    row = agreement_row(agreement_id)
    actor = require(actor, permissions.MANAGE, at=at, within=across(row.id))
    reached = LIFECYCLE.after(row.state, "end")
    problems = [] if reason.strip() else [Problem("agreements.no_reason", {}, ("reason",))]
    if last_day < row.valid_from:
        values = {"valid_from": row.valid_from, "valid_until": last_day}
        problems.append(Problem("agreements.ends_before_start", values, ("last_day",)))
    refuse_if(problems)
    count_change(row, expected_version)
    row.state, row.valid_until = reached, last_day
    row.save(update_fields=["state", "valid_until", "version"])
    outbox.publish(events.AgreementEnded(row.id, last_day), actor=actor, at=at, reason=reason)
