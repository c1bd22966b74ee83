"""Other facts about an organisation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.exchange import actions as exchange
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.models import Tenant
from avrop.kernel.ports import EVERYWHERE, demand_proof, require
from avrop.kernel.problems import invalid_if, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.actions.finding import organisation_row
from avrop.parties.actions.register_organisation import problems_being_another
from avrop.parties.actions.stating import changed_fields, problems_taking_glns, record_change
from avrop.parties.events import OrganisationChanged
from avrop.parties.models import Organisation
from avrop.parties.queries.founding import problems_with_number
from avrop.parties.queries.stored import address_of
from avrop.parties.rules import (
    checked_organisation,
    problems_being_renumbered,
    problems_changing_place,
    registered_as,
)
from avrop.parties.shapes import OrganisationFacts

#: Where money goes: a stolen session must not be enough to change it (SEC-01).
BANK_DETAILS = frozenset({"bankgiro", "plusgiro", "iban"})


@command(permissions.CHANGE_ORGANISATIONS)
def change_organisation(
    organisation_id: UUID,
    organisation: OrganisationFacts,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
    address_is_corrected: bool = False,
) -> None:
    """State all facts of an organisation anew. `address_is_corrected` says that the place is the
    same as before, so that its GLN stays. Our own new endpoint also starts to receive; our own number
    only the operator changes, since it is what our address is known by."""
    row = organisation_row(organisation_id)
    asked = actor
    actor = require(actor, permissions.CHANGE_ORGANISATIONS, at=at, within=EVERYWHERE)
    facts, problems = checked_organisation(organisation)
    invalid_if(problems)
    former, by_person = address_of(row.address), row.is_self and actor.is_person
    place = facts.address.gln if facts.address else ""
    refuse_if(
        [
            *problems_being_another(facts, row.id),
            *(problems_with_number(facts, row.tenant_id) if row.is_self else ()),
            *problems_changing_place(former, facts.address, is_corrected=address_is_corrected),
            *problems_taking_glns((facts.gln, place), row.id, at),
            *(problems_being_renumbered(_registered(row), facts) if by_person else ()),
        ]
    )
    count_change(row, expected_version)
    former_endpoint = row.endpoint
    names = changed_fields(row, facts, "address", former)
    if not names:
        return
    if BANK_DETAILS & set(names):
        demand_proof(actor, at=at)
    row.save(update_fields=[*names, "version"])
    if not row.is_self:
        record_change(row.id, names, actor=actor, at=at)
    if row.is_self:
        Tenant.objects.filter(id=row.tenant_id).update(
            name=facts.name, registered_as=registered_as(facts) or None
        )
    if row.is_self and "endpoint" in names:
        _receive_at(former_endpoint, row.endpoint, actor=asked, at=at)
    outbox.publish(OrganisationChanged(row.id, tuple(sorted(names))), actor=actor, at=at)


def _registered(row: Organisation) -> str:
    return f"{row.legal_scheme}:{row.legal_id}" if row.legal_id else ""


def _receive_at(former: str, endpoint: str, *, actor: Actor, at: datetime) -> None:
    if former:
        exchange.withdraw_endpoint(former, actor=actor, at=at)
    if endpoint:
        exchange.register_endpoint(endpoint, actor=actor, at=at)
