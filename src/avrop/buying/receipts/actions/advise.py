"""What sellers say has left them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop import documents
from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as order_queries
from avrop.buying.orders.queries import LineToMatch
from avrop.buying.receipts import permissions
from avrop.buying.receipts.events import DespatchNoted
from avrop.buying.receipts.models import Despatch, DespatchLine
from avrop.buying.receipts.placing import (
    PlacedLine,
    entries_despatched,
    needs_packs,
    order_numbers,
    place_lines,
)
from avrop.catalogues import queries as catalogues
from avrop.documents.parties import Party
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused, refuse_if
from avrop.parties import queries as parties
from avrop.parties.queries import OrganisationView


@command(permissions.NOTE_DESPATCH)
def note_despatch(
    advice: documents.DespatchAdvice, message_id: UUID | None = None, *, actor: Actor, at: datetime
) -> UUID:
    """Write down what a Despatch Advice says, in the ledger too. Returns the despatch's id."""
    actor = require(actor, permissions.NOTE_DESPATCH, at=at)

    seller = _seller(advice)
    lines = _order_lines(advice, seller)
    packs = (
        catalogues.pack_factors_of({line.item_id for line in lines})
        if needs_packs(advice, lines)
        else {}
    )
    placing = place_lines(advice, lines, packs)
    refuse_if(placing.problems)

    despatch = _despatch(advice, seller, placing.lines, message_id, at)
    despatch.save(force_insert=True)
    insert_rows(DespatchLine, (_line(despatch, each) for each in placing.lines))
    orders.add_entries(entries_despatched(placing.lines, despatch.id), actor=actor, at=at)

    order_ids = tuple(dict.fromkeys(each.line.order_id for each in placing.lines))
    outbox.publish(DespatchNoted(despatch.id, order_ids), actor=actor, at=at)
    return despatch.id


_known = compiled(
    lambda: Despatch.objects.filter(
        seller_organisation_id=Given("seller_id"), number=Given("number")
    ).values_list("id", flat=True)
)


def _seller(advice: documents.DespatchAdvice) -> OrganisationView:
    known = _organisation_of(advice.despatcher) or _organisation_of(advice.seller)
    if known is None:
        raise Refused((Problem("exchange.unknown_sender"),))
    if _known.first(seller_id=known.id, number=advice.number) is not None:
        raise Refused((Problem("receipts.advice_known", {"number": advice.number}),))
    return known


def _organisation_of(party: Party | None) -> OrganisationView | None:
    return parties.organisation_of_party(party) if party else None


def _order_lines(
    advice: documents.DespatchAdvice, seller: OrganisationView
) -> tuple[LineToMatch, ...]:
    numbers = order_numbers(advice)
    heads = order_queries.order_heads(numbers=numbers)
    orders.lock_lines(order_ids=[head.id for head in heads])
    refuse_if(
        Problem("receipts.no_such_order", {"number": number})
        for number in numbers or ("",)
        if number not in {head.number for head in heads}
    )
    refuse_if(
        Problem("receipts.other_seller", {"number": head.number})
        for head in heads
        if head.seller_organisation_id != seller.id
    )
    return order_queries.lines_for_matching(order_ids=[head.id for head in heads])


def _despatch(
    advice: documents.DespatchAdvice,
    seller: OrganisationView,
    placed: tuple[PlacedLine, ...],
    message_id: UUID | None,
    at: datetime,
) -> Despatch:
    units = {each.line.unit_id for each in placed}
    shipment = advice.shipment
    arriving = shipment.estimated if shipment else None
    carrier = shipment.carrier if shipment else None
    return Despatch(
        number=advice.number,
        seller_organisation_id=seller.id,
        seller_name=seller.name,
        unit_id=units.pop() if len(units) == 1 else None,
        message_id=message_id,
        issue_date=advice.issue_date,
        arrives_on=(arriving.end or arriving.start) if arriving else None,
        carrier=(carrier.name or "")[:200] if carrier else "",
        tracking_id=(shipment.tracking_id or "")[:100] if shipment else "",
        received_at=at,
    )


def _line(despatch: Despatch, each: PlacedLine) -> DespatchLine:
    return DespatchLine(
        despatch=despatch,
        position=each.position,
        order_id=each.line.order_id,
        order_line_id=each.line.order_line_id,
        name=each.name[:500],
        quantity=each.quantity,
        unit=each.line.unit,
        outstanding=each.outstanding,
        weight=each.weight.value if each.weight else None,
        weight_unit=each.weight.unit if each.weight else "",
        sscc=each.sscc[:100],
        lot=each.lot[:100],
        best_before=each.best_before,
    )
