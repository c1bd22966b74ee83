"""Matching credit notes: what they take back, and which credits they bring (INV-08)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from avrop.buying.invoices.costing import keep_costs
from avrop.buying.invoices.events import CreditNoteMatched, InvoiceApproved
from avrop.buying.invoices.facts import invoice_facts
from avrop.buying.invoices.kinds import DifferenceKind, InvoiceKind, Reference
from avrop.buying.invoices.lifecycle import LIFECYCLE, OPEN, State
from avrop.buying.invoices.matching.crediting import AwaitedCredit, Crediting, take_back
from avrop.buying.invoices.matching.facts import NOTHING, Deviation, Portion
from avrop.buying.invoices.matching.judging import NAME
from avrop.buying.invoices.matching.pairing import Pairing, pair_lines
from avrop.buying.invoices.models import Invoice, InvoiceLine, Match, OrderLink
from avrop.buying.invoices.settling import Withheld, withheld_amount
from avrop.buying.invoices.writing import OpenDifferences, write_differences
from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as order_queries
from avrop.buying.orders.actions import EntryKind, NewEntry
from avrop.buying.orders.queries import LineToMatch
from avrop.buying.receipts import actions as receipts
from avrop.buying.receipts import queries as receipt_queries
from avrop.catalogues import queries as catalogues
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows

#: What approves credit notes that match.
BY_RULE = "invoices.matched_credit_note/0"


def match_credit_note(
    note: Invoice, *, actor: Actor, at: datetime, lines: Sequence[InvoiceLine] = ()
) -> None:
    """Lay a locked credit note beside the invoice it names, what was billed and what was waited for.

    While lines are unknown nothing is taken back: it waits for somebody who knows. One that is
    matched is approved by rule and booked: it returns what was billed or withheld, so that there is
    nothing to attest, and until it is booked an invoice might be paid in full.
    """
    if note.state == State.MATCHED:
        return
    credited = _credited_invoice(note)
    order_lines = _order_lines(note, credited)
    known = list(lines) or list(InvoiceLine.objects.filter(invoice_id=note.id).order_by("position"))
    facts = invoice_facts(note, known, (), has_order=bool(order_lines))
    pairing = pair_lines(facts, order_lines)
    result = _take_back(pairing, order_lines)
    found = OpenDifferences(note, _unknown(note, result, order_lines), NAME, actor, at)
    waiting = write_differences(found)
    note.credits_invoice_id = credited.id if credited else None
    note.unit_id = note.unit_id or (order_lines[0].unit_id if order_lines else None)
    note.state = LIFECYCLE.after(note.state, "differ" if waiting else "match")
    if not waiting:
        _write(note, result, actor, at)
        _let_go(credited, note)
        if note.state == State.MATCHED:
            note.state = LIFECYCLE.after(note.state, "approve_by_rule")
    order_ids = tuple(dict.fromkeys(line.order_id for line in order_lines))
    matched = [(each.line_id, each.order_line_id, each.amount) for each in result.portions]
    keep_costs(note, known, matched, order_ids, on=at.date())
    note.matched_at = at
    note.version += 1
    note.save(
        update_fields=[
            "state",
            "matched_at",
            "credits_invoice_id",
            "unit_id",
            "costs",
            "chains",
            "has_differences",
            "version",
        ]
    )
    if note.state == State.APPROVED:
        outbox.publish(InvoiceApproved(note.id), actor=actor, at=at, rule_set=BY_RULE)
    outbox.publish(
        CreditNoteMatched(note.id, note.credits_invoice_id, order_ids), actor=actor, at=at
    )


def _credited_invoice(note: Invoice) -> Invoice | None:
    if not note.preceding_number:
        return None
    named = Invoice.objects.select_for_update().filter(
        seller_organisation_id=note.seller_organisation_id,
        kind=InvoiceKind.INVOICE,
        number=note.preceding_number,
    )
    found: Invoice | None = named.first()
    return found


def _order_lines(note: Invoice, credited: Invoice | None) -> tuple[LineToMatch, ...]:
    """The orders the note names, and those of the invoice it credits."""
    linked = OrderLink.objects.filter(
        invoice_id__in=[note.id, *([credited.id] if credited else [])]
    )
    by_invoice: dict[UUID, dict[UUID, str]] = {note.id: {}}
    for invoice_id, order_id, number in linked.values_list(
        "invoice_id", "order_id", "order_number"
    ):
        by_invoice.setdefault(invoice_id, {})[order_id] = number
    order_ids = {order_id for links in by_invoice.values() for order_id in links}
    if credited:
        inherited = by_invoice.get(credited.id, {})
        insert_rows(
            OrderLink,
            [
                OrderLink(
                    invoice=note,
                    order_id=order_id,
                    order_number=number,
                    how=Reference.CREDITED_INVOICE,
                )
                for order_id, number in inherited.items()
                if order_id not in by_invoice[note.id]
            ],
        )
    if not order_ids:
        return ()
    orders.lock_lines(order_ids=order_ids)
    return order_queries.lines_for_matching(order_ids=order_ids)


def _take_back(pairing: Pairing, order_lines: Sequence[LineToMatch]) -> Crediting:
    awaited = receipt_queries.credits_about(
        order_line_ids=[line.order_line_id for line in order_lines]
    )
    items = {
        pair.candidates[0].item_id
        for pair in pairing.pairs
        if pair.line.quantity.unit not in (pair.candidates[0].unit, pair.candidates[0].price_unit)
    }
    packs = catalogues.pack_factors_of(items) if items else {}
    return take_back(
        pairing,
        [
            AwaitedCredit(
                credit.id,
                credit.order_line_id,
                credit.missing_quantity,
                credit.missing_amount.amount,
                is_withheld=credit.invoice_id is not None,
            )
            for credit in awaited
        ],
        packs,
    )


def _unknown(
    note: Invoice, result: Crediting, order_lines: Sequence[LineToMatch]
) -> list[Deviation]:
    if not order_lines:
        return [Deviation(DifferenceKind.NO_ORDER, note.net)]
    return [
        Deviation(
            DifferenceKind.UNKNOWN_ITEM,
            line.amount,
            line_id=line.id,
            position=line.position,
            name=line.name,
            actual=line.quantity.value,
            unit=line.quantity.unit,
        )
        for line in result.unknown
    ]


def _write(note: Invoice, result: Crediting, actor: Actor, at: datetime) -> None:
    insert_rows(Match, [_match(note, each, at) for each in result.portions])
    entries = [
        NewEntry(
            each.order_line_id,
            EntryKind.CREDITED,
            each.quantity,
            document_kind="credit_note",
            document_id=note.id,
        )
        for each in result.portions
        if each.quantity
    ]
    if entries:
        orders.add_entries(entries, actor=actor, at=at)
    receipts.meet_expected_credits(
        [
            receipts.MetCredit(each.expected_credit_id, each.quantity, each.amount)
            for each in result.met
        ],
        actor=actor,
        at=at,
    )


def _match(note: Invoice, each: Portion, at: datetime) -> Match:
    return Match(
        invoice=note,
        line_id=each.line_id,
        order_id=each.order_id,
        order_line_id=each.order_line_id,
        quantity=each.quantity,
        amount=each.amount,
        matched_at=at,
    )


def _let_go(credited: Invoice | None, note: Invoice) -> None:
    """What was withheld from the credited invoice for this is withheld no longer; and an invoice that
    is credited as a whole before anybody attested it ends here, the credit note with it."""
    if credited is None:
        return
    credited.withheld = _still_withheld(credited)
    is_whole = note.payable == credited.payable
    if is_whole and "credit" in LIFECYCLE.verbs_from(credited.state):
        credited.state = LIFECYCLE.after(credited.state, "credit")
        note.state = LIFECYCLE.after(note.state, "credit")
    Invoice.objects.filter(id=credited.id).update(
        withheld=credited.withheld, state=credited.state, version=F("version") + 1
    )


def release_withheld(claim_id: UUID) -> None:
    """Nobody waits for the credit of a claim any more: what was withheld for it can be paid."""
    tied = receipt_queries.invoices_withheld_for(claim_id)
    for invoice in Invoice.objects.select_for_update().filter(id__in=tied).order_by("id"):
        if invoice.state not in OPEN:
            invoice.withheld = _still_withheld(invoice)
            invoice.version += 1
            invoice.save(update_fields=["withheld", "version"])


def _still_withheld(invoice: Invoice) -> Decimal:
    credits = receipt_queries.credits_about(order_line_ids=(), invoice_ids=[invoice.id])
    rates = dict(
        InvoiceLine.objects.filter(
            id__in=[credit.invoice_line_id for credit in credits if credit.invoice_line_id]
        ).values_list("id", "vat_percent")
    )
    return withheld_amount(
        Withheld(
            credit.missing_amount.amount if credit.state == "open" else NOTHING,
            (rates.get(credit.invoice_line_id) if credit.invoice_line_id else None) or NOTHING,
        )
        for credit in credits
    )
