"""A new organisation of this installation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.exchange import actions as exchange
from avrop.exchange import permissions as exchange_permissions
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.kernel.problems import invalid_if, refuse_if
from avrop.kernel.scope import tenant_scope
from avrop.parties.actions.register_organisation import store_organisation
from avrop.parties.events import TenantFounded
from avrop.parties.queries.founding import problems_founded_already, problems_founding
from avrop.parties.rules import checked_organisation, registered_as
from avrop.parties.shapes import OrganisationFacts
from avrop.parties.sides import TradeSide
from avrop.values import uuid7


def found_tenant(
    organisation: OrganisationFacts,
    *,
    at: datetime,
    time_zone: str = "Europe/Stockholm",
    currency: str = "SEK",
    side: TradeSide = TradeSide.BOTH,
    is_operator: bool = False,
    practice_of: UUID | None = None,
) -> UUID:
    """Begin a tenant: its own organisation, which receives at its endpoint. Returns the tenant's id.
    `practice_of` is the organisation whose people practise in it.

    The operator of the installation does this, from the command line: there is nobody in the tenant
    yet who could be asked for a right. Must be called outside any scope. Raises `Invalid` or `Refused`
    (the number or the endpoint is another tenant's).
    """
    invalid_if(problems_founding(organisation, time_zone=time_zone, currency=currency))
    refuse_if(problems_founded_already(organisation))
    facts, _ = checked_organisation(organisation)
    tenant_id = uuid7()
    actor = Actor.routine(
        tenant_id,
        "parties.found_tenant",
        frozenset({exchange_permissions.REGISTER_ENDPOINT.name}),
    )
    with tenant_scope(tenant_id):
        Tenant.objects.create(
            id=tenant_id,
            name=facts.name,
            time_zone=time_zone,
            currency=currency,
            side=side,
            registered_as=registered_as(facts) or None,
            is_operator=is_operator,
            practice_of=practice_of,
            created_at=at,
        )
        organisation_id = store_organisation(facts, is_self=True, at=at)
        if facts.endpoint:
            exchange.register_endpoint(facts.endpoint, actor=actor, at=at)
        outbox.publish(TenantFounded(organisation_id), actor=actor, at=at)
    return tenant_id
