"""Matching credit notes: what they take back, and which credits they bring (INV-08)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q, Sum

from avrop.buying.invoices.costing import keep_costs
from avrop.buying.invoices.events import CreditNoteMatched, InvoiceApproved
from avrop.buying.invoices.facts import invoice_facts
from avrop.buying.invoices.holding import hold_orders_of
from avrop.buying.invoices.kinds import DifferenceKind, InvoiceKind, Reference
from avrop.buying.invoices.lifecycle import LIFECYCLE, OPEN, State
from avrop.buying.invoices.matching.crediting import AwaitedCredit, Crediting, take_back
from avrop.buying.invoices.matching.facts import NOTHING, ORE, Deviation, Portion
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
from avrop.buying.receipts.queries import ExpectedCreditView
from avrop.catalogues import queries as catalogues
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows, update_rows
from avrop.kernel.days import day_of

#: What approves credit notes that match.
BY_RULE = "invoices.matched_credit_note/0"
#: Credit notes of these states have taken something back.
CREDITING = (State.APPROVED, State.PAID, State.CREDITED)


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
    hold_orders_of([note.id])
    credited = _credited_invoice(note)
    order_lines = _order_lines(note, credited)
    is_whole = _is_whole(note, credited)
    known = list(lines) or list(InvoiceLine.objects.filter(invoice_id=note.id).order_by("position"))
    facts = invoice_facts(note, known, (), has_order=bool(order_lines))
    pairing = pair_lines(facts, order_lines)
    awaited = receipt_queries.credits_about(
        order_line_ids=[line.order_line_id for line in order_lines]
    )
    result = _take_back(pairing, awaited, order_lines)
    deviations = [
        *_unknown(note, result, order_lines),
        *(() if is_whole else result.too_much),
        *_beyond_invoice(note, credited),
    ]
    found = OpenDifferences(note, deviations, NAME, actor, at)
    waiting = write_differences(found)
    note.credits_invoice_id = credited.id if credited else None
    note.unit_id = note.unit_id or (order_lines[0].unit_id if order_lines else None)
    note.state = LIFECYCLE.after(note.state, "differ" if waiting else "match")
    if not waiting:
        _write(note, result, actor, at)
        met = {each.expected_credit_id for each in result.met}
        _let_go({each.invoice_id for each in awaited if each.id in met and each.invoice_id})
        if credited is not None and is_whole:
            _end_both(credited, note)
        if note.state == State.MATCHED:
            note.state = LIFECYCLE.after(note.state, "approve_by_rule")
    order_ids = tuple(dict.fromkeys(line.order_id for line in order_lines))
    matched = [(each.line_id, each.order_line_id, each.amount) for each in result.portions]
    keep_costs(note, known, matched, order_ids, on=day_of(at))
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
    """The invoice that a note names, locked; and locked with it, by id, those of the same orders of
    which something is withheld, since the note may bring that."""
    named = Invoice.objects.filter(
        seller_organisation_id=note.seller_organisation_id,
        kind=InvoiceKind.INVOICE,
        number=note.preceding_number,
    )
    named_id = named.values_list("id", flat=True).first() if note.preceding_number else None
    orders_of = OrderLink.objects.filter(
        invoice_id__in=[note.id, *([named_id] if named_id else [])]
    )
    sharing = OrderLink.objects.filter(order_id__in=orders_of.values("order_id"))
    locked = Invoice.objects.select_for_update().filter(
        Q(withheld__gt=0) | Q(id=named_id),
        id__in=[named_id, *sharing.values_list("invoice_id", flat=True)],
        kind=InvoiceKind.INVOICE,
    )
    return next((each for each in locked.order_by("id") if each.id == named_id), None)


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
    return order_queries.lines_for_matching(order_ids=order_ids)


def _take_back(
    pairing: Pairing, awaited: Sequence[ExpectedCreditView], order_lines: Sequence[LineToMatch]
) -> Crediting:
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
        _asked([line.order_line_id for line in order_lines]),
    )


def _asked(order_line_ids: Sequence[UUID]) -> dict[UUID, Decimal]:
    """What invoices have asked for each order line, less what has been credited. One statement."""
    sums = (
        Match.objects.filter(order_line_id__in=order_line_ids)
        .values_list("order_line_id")
        .annotate(
            asked=Sum("amount", filter=Q(invoice__kind=InvoiceKind.INVOICE), default=NOTHING),
            returned=Sum(
                "amount", filter=Q(invoice__kind=InvoiceKind.CREDIT_NOTE), default=NOTHING
            ),
        )
    )
    found = {line_id: asked - returned for line_id, asked, returned in sums}
    return {line_id: found.get(line_id, NOTHING) for line_id in order_line_ids}


def _is_whole(note: Invoice, credited: Invoice | None) -> bool:
    """Whether a note takes back all of an invoice that nobody has decided on, received or not."""
    if credited is None or "credit" not in LIFECYCLE.verbs_from(credited.state):
        return False
    return bool(note.payable == credited.payable)


def _beyond_invoice(note: Invoice, credited: Invoice | None) -> Iterator[Deviation]:
    """An invoice can be credited once in all, whatever its lines say. At most one statement."""
    if credited is None:
        return
    earlier = Invoice.objects.filter(
        kind=InvoiceKind.CREDIT_NOTE, credits_invoice_id=credited.id, state__in=CREDITING
    ).exclude(id=note.id)
    before = earlier.aggregate(net=Sum("net", default=NOTHING))["net"]
    over = before + note.net - credited.net
    if over > ORE:
        yield Deviation(
            DifferenceKind.CREDITED,
            min(over, note.net),
            name=credited.number,
            expected=credited.net - before,
            actual=note.net,
            subject="invoice",
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


def _let_go(invoice_ids: Set[UUID]) -> None:
    """What was withheld from these invoices is withheld only as far as it is still waited for, whether
    the credit note names them or not. The same statements however many they are."""
    if not invoice_ids:
        return
    rows = list(Invoice.objects.select_for_update().filter(id__in=invoice_ids).order_by("id"))
    still = _still_withheld(rows)
    changed = [row for row in rows if row.withheld != still[row.id]]
    for row in changed:
        row.withheld = still[row.id]
        row.version += 1
    update_rows(Invoice, ["withheld", "version"], changed)


def _end_both(credited: Invoice, note: Invoice) -> None:
    """An invoice that is credited as a whole before anybody decided on it ends here, and the credit
    note with it."""
    note.state = LIFECYCLE.after(note.state, "credit")
    Invoice.objects.filter(id=credited.id).update(
        state=LIFECYCLE.after(credited.state, "credit"), version=F("version") + 1
    )


def release_withheld(claim_ids: Iterable[UUID]) -> None:
    """Nobody waits for the credits of these claims any more: what was withheld for them can be paid."""
    tied = receipt_queries.invoices_withheld_for(claim_ids)
    hold_orders_of(tied)
    attested = Invoice.objects.filter(id__in=tied).exclude(state__in=OPEN)
    _let_go(set(attested.values_list("id", flat=True)))


def _still_withheld(invoices: Sequence[Invoice]) -> dict[UUID, Decimal]:
    ids = [invoice.id for invoice in invoices]
    credits = receipt_queries.credits_about(order_line_ids=(), invoice_ids=ids)
    rates = dict(
        InvoiceLine.objects.filter(
            id__in=[credit.invoice_line_id for credit in credits if credit.invoice_line_id]
        ).values_list("id", "vat_percent")
    )
    return {
        each: withheld_amount(
            Withheld(
                credit.missing_amount.amount if credit.state == "open" else NOTHING,
                (rates.get(credit.invoice_line_id) if credit.invoice_line_id else None) or NOTHING,
            )
            for credit in credits
            if credit.invoice_id == each
        )
        for each in ids
    }
