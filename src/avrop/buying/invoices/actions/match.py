"""Matching, the first time and every time after something relevant happened (INV-02, INV-04)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from avrop.agreements import queries as agreements
from avrop.buying.invoices import permissions
from avrop.buying.invoices.actions.credit import match_credit_note
from avrop.buying.invoices.costing import keep_costs
from avrop.buying.invoices.events import InvoiceMatched
from avrop.buying.invoices.facts import invoice_facts
from avrop.buying.invoices.holding import hold_orders_of, invoice_for_matching
from avrop.buying.invoices.kinds import DifferenceKind, InvoiceKind, Reference
from avrop.buying.invoices.lifecycle import ATTESTED, LIFECYCLE, OPEN
from avrop.buying.invoices.matching import (
    Comparison,
    Cover,
    Ground,
    Pairing,
    Portion,
    compare,
    judge,
    pair_lines,
)
from avrop.buying.invoices.matching.comparing import CreditFacts
from avrop.buying.invoices.matching.facts import NOTHING
from avrop.buying.invoices.matching.judging import DEFAULT, NAME
from avrop.buying.invoices.models import Invoice, InvoiceCharge, InvoiceLine, Match, OrderLink
from avrop.buying.invoices.queries import outcome_of
from avrop.buying.invoices.settling import Withheld, withheld_amount
from avrop.buying.invoices.shapes import InvoiceOutcome
from avrop.buying.invoices.writing import OpenDifferences, write_differences
from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as order_queries
from avrop.buying.orders.actions import EntryKind, NewEntry
from avrop.buying.orders.queries import LineToMatch
from avrop.buying.receipts import actions as receipts
from avrop.buying.receipts import queries as receipt_queries
from avrop.buying.receipts.queries import ExpectedCreditView
from avrop.catalogues import queries as catalogues
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.ports import Within, require
from avrop.values import PackFactor


@command(permissions.MATCH)
def match_invoice(invoice_id: UUID, *, actor: Actor, at: datetime) -> InvoiceOutcome:
    """Lay an invoice or credit note beside its orders and receipts again.

    Idempotent. One that has been attested, disputed, credited or paid stays as it is.
    """
    invoice = invoice_for_matching(invoice_id)
    actor = require(actor, permissions.MATCH, at=at, within=Within(unit_id=invoice.unit_id))
    rematch(invoice, actor=actor, at=at)
    return outcome_of(invoice)


_lines = compiled(
    lambda: InvoiceLine.objects.filter(invoice_id=Given("invoice_id")).order_by("position")
)
_linked_orders = compiled(
    lambda: OrderLink.objects.filter(invoice_id=Given("invoice_id")).values_list(
        "order_id", flat=True
    )
)
_matches = compiled(
    lambda: (
        Match.objects.filter(invoice_id=Given("invoice_id"))
        .values_list("line_id", "order_line_id")
        .annotate(quantity=Sum("quantity"), amount=Sum("amount"))
    )
)


def rematch(
    invoice: Invoice,
    *,
    actor: Actor,
    at: datetime,
    lines: Sequence[InvoiceLine] = (),
) -> None:
    """The matching of an invoice, for the commands of this app; `lines` where they are known.

    The invoice and the lines of its orders are locked (`invoice_for_matching`), or it is not there for
    others yet.
    """
    if invoice.state not in OPEN:
        return
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        match_credit_note(invoice, actor=actor, at=at, lines=lines)
        return
    before = _found(invoice)
    case = _gather(invoice, lines)
    comparison = _compare(case)
    # Where nothing differs, no tolerance has a say.
    tolerances, rule_set = (
        ruleset.in_force(NAME, DEFAULT, on=invoice.issue_date)
        if comparison.deviations
        else (DEFAULT, "")
    )
    judgement = judge(comparison, tolerances)
    withheld = [_without_goods(case, cover) for cover in judgement.covers]
    _write_matches(case, (*judgement.portions, *withheld), actor, at)
    invoice.withheld = _withhold(case, judgement.covers)
    waiting = write_differences(
        OpenDifferences(invoice, judgement.differences, rule_set, actor, at),
        keep=(DifferenceKind.DUPLICATE, DifferenceKind.ACCOUNT),
    )
    _settle_state(invoice, waiting, rule_set, before, actor=actor, at=at)


def take_up_goods(claim_ids: Iterable[UUID], *, actor: Actor, at: datetime) -> None:
    """Goods that attested invoices withheld were kept after all, for these claims were mistaken: they
    are billed by those invoices, and by no other. What the invoices cost is as it was."""
    tied = receipt_queries.invoices_withheld_for(claim_ids)
    hold_orders_of(tied)
    attested = Invoice.objects.select_for_update().filter(id__in=tied, state__in=ATTESTED)
    for invoice in attested.order_by("id"):
        case = _gather(invoice, ())
        comparison = _compare(case)
        withheld = [_without_goods(case, cover) for cover in comparison.covers]
        _write_matches(case, (*comparison.portions, *withheld), actor, at)
        invoice.withheld = _withhold(case, comparison.covers)
        invoice.version += 1
        invoice.save(update_fields=["withheld", "version"])


#: What matching finds out about an invoice.
_FOUND = ("state", "rule_set", "withheld", "unit_id", "costs", "chains", "has_differences")


def _found(invoice: Invoice) -> tuple[object, ...]:
    return tuple(getattr(invoice, name) for name in _FOUND)


def _settle_state(
    invoice: Invoice,
    waiting: int,
    rule_set: str,
    before: tuple[object, ...],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Save and announce what is other than before; a matching that finds the same leaves no mark."""
    is_first, former_state = invoice.matched_at is None, invoice.state
    invoice.state = LIFECYCLE.after(invoice.state, "differ" if waiting else "match")
    invoice.rule_set = rule_set
    if not is_first and _found(invoice) == before:
        return
    invoice.matched_at = at
    invoice.version += 1
    invoice.save(update_fields=["matched_at", "version", *_FOUND])
    if is_first or invoice.state != former_state:
        event = InvoiceMatched(invoice.id, invoice.state)
        outbox.publish(event, actor=actor, at=at, rule_set=rule_set)


@dataclass(slots=True)
class _Case:
    """An invoice with all that it is compared with."""

    invoice: Invoice
    lines: list[InvoiceLine]
    pairing: Pairing
    order_lines: tuple[LineToMatch, ...]
    matched: Mapping[tuple[UUID, UUID], tuple[Decimal, Decimal]]
    credits: tuple[ExpectedCreditView, ...] = ()

    @property
    def own(self) -> dict[UUID, Decimal]:
        """What the ledger of orders holds of this invoice, by order line."""
        sums: dict[UUID, Decimal] = {}
        for (_, order_line_id), (quantity, _) in self.matched.items():
            sums[order_line_id] = sums.get(order_line_id, NOTHING) + quantity
        return sums


def _gather(invoice: Invoice, known: Sequence[InvoiceLine]) -> _Case:
    lines = list(known) or _lines(invoice_id=invoice.id)
    has_charges = bool(invoice.charge_amount or invoice.allowance_amount)
    charges = list(InvoiceCharge.objects.filter(invoice_id=invoice.id)) if has_charges else []
    order_ids = set(_linked_orders(invoice_id=invoice.id))
    order_lines = _order_lines(order_ids)
    facts = invoice_facts(invoice, lines, charges, has_order=bool(order_lines))
    pairing = pair_lines(facts, order_lines)
    if not order_lines:
        guessed = _by_goods(invoice, lines, charges)
        pairing, order_lines = guessed or (pairing, order_lines)
    if invoice.unit_id is None and order_lines:
        invoice.unit_id = order_lines[0].unit_id
    return _Case(invoice, lines, pairing, order_lines, _matched(invoice))


def _order_lines(order_ids: set[UUID]) -> tuple[LineToMatch, ...]:
    if not order_ids:
        return ()
    orders.lock_lines(order_ids=order_ids)
    return order_queries.lines_for_matching(order_ids=order_ids)


def _by_goods(
    invoice: Invoice, lines: Sequence[InvoiceLine], charges: Sequence[InvoiceCharge]
) -> tuple[Pairing, tuple[LineToMatch, ...]] | None:
    """No reference at all: the one order of this seller that has every item of the invoice.

    Only where there is exactly one such order among those he has sent goods for lately.
    """
    order_ids = set(receipt_queries.orders_sent_by(invoice.seller_organisation_id))
    by_order: dict[UUID, list[LineToMatch]] = {}
    for line in _order_lines(order_ids):
        by_order.setdefault(line.order_id, []).append(line)
    facts = invoice_facts(invoice, lines, charges, has_order=True)
    fitting = [
        (pairing, tuple(several))
        for several in by_order.values()
        if any(line.sums.accepted > line.sums.invoiced - line.sums.credited for line in several)
        and (pairing := pair_lines(facts, several)).pairs
        and not pairing.unknown
        and all(pair.by in ("item", "reference") for pair in pairing.pairs)
    ]
    if len(fitting) != 1:
        return None
    head = fitting[0][1][0]
    OrderLink.objects.create(
        invoice=invoice, order_id=head.order_id, order_number=head.order_number, how=Reference.ITEMS
    )
    return fitting[0]


def _matched(invoice: Invoice) -> dict[tuple[UUID, UUID], tuple[Decimal, Decimal]]:
    if invoice.matched_at is None:
        return {}
    return {
        (line, order_line): (quantity, amount)
        for line, order_line, quantity, amount in _matches(invoice_id=invoice.id)
    }


def _compare(case: _Case) -> Comparison:
    """Compared once; and again with the credits that are waited for, where something is over."""
    ground = Ground(
        packs=_packs(case.pairing),
        terms=_terms(case),
        own=case.own,
    )
    comparison = compare(case.pairing, ground)
    is_over = any(
        each.kind in (DifferenceKind.QUANTITY, DifferenceKind.NOT_RECEIVED)
        for each in comparison.deviations
    )
    if not (is_over or case.invoice.withheld):
        return comparison
    case.credits = receipt_queries.credits_about(
        order_line_ids=[line.order_line_id for line in case.order_lines],
        invoice_ids=[case.invoice.id],
    )
    credits = tuple(
        CreditFacts(credit.id, credit.order_line_id, credit.quantity.value)
        for credit in case.credits
        if credit.invoice_id in (None, case.invoice.id)
    )
    return compare(case.pairing, Ground(ground.packs, credits, ground.terms, ground.own))


def _packs(pairing: Pairing) -> Mapping[UUID, Sequence[PackFactor]]:
    items = {
        pair.candidates[0].item_id
        for pair in pairing.pairs
        if pair.line.quantity.unit not in (pair.candidates[0].unit, pair.candidates[0].price_unit)
    }
    return catalogues.pack_factors_of(items) if items else {}


def _terms(case: _Case) -> tuple[agreements.AgreementTerms, ...]:
    if not case.pairing.charges:
        return ()
    return tuple(agreements.terms_of({line.agreement_id for line in case.order_lines}).values())


def _without_goods(case: _Case, cover: Cover) -> Portion:
    """Money that is withheld belongs to its order line, so that its cost and its credit are coded
    alike; goods it has none."""
    order_id = next(
        line.order_id for line in case.order_lines if line.order_line_id == cover.order_line_id
    )
    return Portion(cover.line_id, cover.order_line_id, order_id, NOTHING, cover.amount)


def _write_matches(case: _Case, portions: Sequence[Portion], actor: Actor, at: datetime) -> None:
    """Add to both ledgers what the matching of now says over what it said before."""
    orders_of = {line.order_line_id: line.order_id for line in case.order_lines}
    wanted: dict[tuple[UUID, UUID], tuple[Decimal, Decimal]] = {}
    for portion in portions:
        key = (portion.line_id, portion.order_line_id)
        quantity, amount = wanted.get(key, (NOTHING, NOTHING))
        wanted[key] = (quantity + portion.quantity, amount + portion.amount)
    rows = []
    changes: dict[UUID, Decimal] = {}
    for key in dict.fromkeys((*wanted, *case.matched)):
        now, before = wanted.get(key, (NOTHING, NOTHING)), case.matched.get(key, (NOTHING, NOTHING))
        if now == before:
            continue
        line_id, order_line_id = key
        quantity = now[0] - before[0]
        changes[order_line_id] = changes.get(order_line_id, NOTHING) + quantity
        rows.append(
            Match(
                invoice=case.invoice,
                line_id=line_id,
                order_id=orders_of[order_line_id],
                order_line_id=order_line_id,
                quantity=quantity,
                amount=now[1] - before[1],
                matched_at=at,
            )
        )
    if rows:
        insert_rows(Match, rows)
    if rows or not case.invoice.costs:
        matched = [(line, order_line, amount) for (line, order_line), (_, amount) in wanted.items()]
        order_ids = dict.fromkeys(line.order_id for line in case.order_lines)
        keep_costs(case.invoice, case.lines, matched, order_ids, on=day_of(at))
    entries = [
        NewEntry(
            order_line_id,
            EntryKind.INVOICED,
            quantity,
            document_kind="invoice",
            document_id=case.invoice.id,
        )
        for order_line_id, quantity in changes.items()
        if quantity
    ]
    if entries:
        orders.add_entries(entries, actor=actor, at=at)


def _withhold(case: _Case, covers: Sequence[Cover]) -> Decimal:
    """Tie the credits that answer for lines of this invoice to it, let go of those that no longer do,
    and say what is withheld in all."""
    covering = {cover.expected_credit_id: cover for cover in covers}
    ties = [
        receipts.TiedCredit(credit.id, case.invoice.id, covering[credit.id].line_id)
        for credit in case.credits
        if credit.id in covering and credit.invoice_id is None
    ]
    needless = [
        credit
        for credit in case.credits
        if credit.invoice_id == case.invoice.id
        and credit.id not in covering
        and credit.quantity.value
        and not credit.met_quantity
        and credit.order_line_id is not None
    ]
    ties += [receipts.TiedCredit(credit.id, None, None) for credit in needless if credit.claim_id]
    receipts.tie_credits(ties)
    receipts.withdraw_expected_credits(
        expected_credit_ids=[credit.id for credit in needless if not credit.claim_id]
    )
    dropped = {credit.id for credit in needless}
    rates = {line.id: line.vat_percent or NOTHING for line in case.lines}
    return withheld_amount(
        _still_missing(credit, covering.get(credit.id), rates)
        for credit in case.credits
        if credit.id not in dropped
        and (credit.invoice_id == case.invoice.id or credit.id in covering)
    )


def _still_missing(
    credit: ExpectedCreditView, cover: Cover | None, rates: Mapping[UUID, Decimal]
) -> Withheld:
    """What is withheld for goods is what the invoice asks for them, less what has been credited."""
    line_id = cover.line_id if cover else credit.invoice_line_id
    asked = cover.amount if cover else credit.amount.amount
    is_met = credit.state != "open"
    missing_amount = NOTHING if is_met else asked - credit.met_amount.amount
    return Withheld(missing_amount, rates.get(line_id, NOTHING) if line_id else NOTHING)
