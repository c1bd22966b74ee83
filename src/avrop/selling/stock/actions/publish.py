"""A catalogue goes to a customer."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.numbers import next_number
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.parties import queries as parties
from avrop.selling.stock import permissions
from avrop.selling.stock.events import CataloguePublished
from avrop.selling.stock.lifecycle import ItemState
from avrop.selling.stock.models import Catalogue, Item

ACTIONS = frozenset({"Add", "Replace", "Update", "Delete"})


@command(permissions.PUBLISH)
def publish_catalogue(
    organisation_id: UUID,
    valid_from: date,
    *,
    contract: str = "",
    name: str = "",
    valid_until: date | None = None,
    action: str = "Replace",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Send a customer the whole assortment with the prices of a contract. Returns the catalogue.

    `action` is the header's (BIS Catalogue 3): Add the first time, Replace as a rule.
    """
    actor = require(actor, permissions.PUBLISH, at=at)
    invalid_if([Problem("stock.bad_action", {"action": action})] if action not in ACTIONS else [])
    customer = parties.organisation(organisation_id)
    problems = [] if customer.endpoint else [Problem("stock.customer_has_no_endpoint")]
    if not Item.objects.filter(state=ItemState.ACTIVE).exists():
        problems.append(Problem("stock.nothing_to_offer"))
    refuse_if(problems)
    number = next_number("catalogues")
    row = Catalogue(
        number=f"CAT-{at:%Y}-{number:05d}",
        contract=contract,
        organisation_id=organisation_id,
        name=name,
        action=action,
        catalogue_version=number,
        valid_from=valid_from,
        valid_until=valid_until,
        published_at=at,
    )
    row.save(force_insert=True)
    outbox.publish(CataloguePublished(row.id), actor=actor, at=at)
    return row.id
