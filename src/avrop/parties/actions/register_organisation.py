"""Somebody to trade with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, demand_proof, require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.parties import permissions
from avrop.parties.actions.stating import (
    ACCOUNTS,
    problems_taking_glns,
    record_change,
    stated_address,
)
from avrop.parties.events import OrganisationRegistered
from avrop.parties.models import Organisation
from avrop.parties.rules import checked_organisation
from avrop.parties.shapes import OrganisationFacts
from avrop.values import uuid7


@command(permissions.CHANGE_ORGANISATIONS)
def register_organisation(organisation: OrganisationFacts, *, actor: Actor, at: datetime) -> UUID:
    """Register a supplier, a customer, a distribution centre or a neighbour."""
    actor = require(actor, permissions.CHANGE_ORGANISATIONS, at=at, within=EVERYWHERE)
    if organisation.bankgiro or organisation.plusgiro or organisation.iban:
        demand_proof(actor, at=at)
    organisation_id = store_organisation(organisation, is_self=False, at=at)
    stated = {name for name in ACCOUNTS if getattr(organisation, name)}
    record_change(organisation_id, stated, actor=actor, at=at)
    outbox.publish(OrganisationRegistered(organisation_id), actor=actor, at=at)
    return organisation_id


def store_organisation(stated: OrganisationFacts, *, is_self: bool, at: datetime) -> UUID:
    """Decide on the facts and write them; `Invalid` or `Refused` with everything that is wrong."""
    facts, problems = checked_organisation(stated)
    invalid_if(problems)
    organisation_id = uuid7()
    place = facts.address.gln if facts.address else ""
    refuse_if(
        [
            *problems_being_another(facts, organisation_id),
            *problems_taking_glns((facts.gln, place), organisation_id, at),
        ]
    )
    columns = asdict(facts) | {"address": stated_address(facts.address, organisation_id)}
    row = Organisation(id=organisation_id, is_self=is_self, **columns)
    row.save(force_insert=True)
    return organisation_id


def problems_being_another(facts: OrganisationFacts, organisation_id: UUID) -> Iterator[Problem]:
    """Facts that another organisation of ours is known by already."""
    same = Q(pk=None)
    if facts.endpoint:
        same |= Q(endpoint=facts.endpoint)
    if facts.legal_id:
        same |= Q(legal_id=facts.legal_id, legal_scheme=facts.legal_scheme)
    if same == Q(pk=None):
        return
    others = Organisation.objects.filter(same).exclude(id=organisation_id).order_by("id")
    for name, endpoint, number in others.values_list("name", "endpoint", "legal_id"):
        values = {"organisation": name}
        if facts.endpoint and endpoint == facts.endpoint:
            yield Problem("parties.endpoint_known", values, ("organisation", "endpoint"))
        if facts.legal_id and number == facts.legal_id:
            yield Problem("parties.legal_id_known", values, ("organisation", "legal_id"))
