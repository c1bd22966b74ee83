"""Vouchers and payments without any database."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from avrop.buying.invoices.costs import Costs, cost_parts
from avrop.buying.invoices.queries import DocumentToPay, Posting
from avrop.buying.orders.queries import CodingWeight
from avrop.buying.payables.chart import DEFAULT, Chart, SieDimension, problems_with_chart
from avrop.buying.payables.duties import problems_releasing
from avrop.buying.payables.rules import (
    Paid,
    open_amount,
    plan_payments,
    problems_with_voucher,
    rows_of_invoice,
    rows_of_payments,
    spans_after,
    spans_within,
)
from avrop.kernel.actors import Actor
from avrop.values import Money

SPACE = UUID(int=0)
DAY = date(2026, 3, 2)
PEOPLE = st.sampled_from([uuid5(SPACE, name) for name in ("Anna", "Bo", "Cecilia")])
ore = st.decimals(Decimal("0.01"), Decimal("99999.99"), places=2)


def sek(amount: object) -> Money:
    return Money(Decimal(str(amount)), "SEK")


def a_posting(costs: Costs, *, tax: Decimal, payable: Decimal, credit: bool = False) -> Posting:
    return Posting(
        invoice_id=SPACE,
        is_credit_note=credit,
        state="approved",
        number="F1",
        seller_name="Mejeriet AB",
        issue_date=DAY,
        net=costs.net,
        tax=sek(tax),
        prepaid=sek(0),
        payable=sek(payable),
        parts=cost_parts(costs),
    )


@given(
    st.none() | PEOPLE,
    st.lists(st.frozensets(PEOPLE, min_size=1, max_size=2), max_size=2),
    PEOPLE,
    st.none() | PEOPLE,
)
def test_nobody_who_prepared_or_released_a_proposal_releases_it_himself_or_for_another(
    prepared_by: UUID | None,
    released: list[frozenset[UUID]],
    person: UUID,
    principal: UUID | None,
) -> None:
    actor = Actor(tenant_id=SPACE, person_id=person, on_behalf_of=principal)

    problems = [it.code for it in problems_releasing(prepared_by, released, actor)]

    people = {person, principal} - {None}
    assert ("payables.you_prepared" in problems) == (prepared_by in people)
    assert ("payables.you_released" in problems) == any(people & both for both in released)


def a_document(
    name: str, payable: object, *, credit: bool = False, **facts: object
) -> DocumentToPay:
    defaults: dict[str, object] = {
        "invoice_id": uuid5(SPACE, name),
        "is_credit_note": credit,
        "number": name,
        "seller_organisation_id": SPACE,
        "seller_name": "Mejeriet AB",
        "payable": sek(payable),
        "withheld": sek(0),
        "account_kind": "bankgiro",
        "account_number": "50501055",
        "payment_reference": "100",
        "due_date": DAY,
        "credits_invoice_id": None,
    }
    return DocumentToPay(**(defaults | facts))  # type: ignore[arg-type]


@given(
    amounts=st.lists(ore, min_size=1, max_size=6),
    weights=st.lists(
        st.lists(st.decimals(1, 100, places=0), min_size=1, max_size=3), min_size=6, max_size=6
    ),
    charge=st.decimals(0, 500, places=2),
    rounding=st.decimals(Decimal("-0.49"), Decimal("0.50"), places=2),
    credit=st.booleans(),
)
def test_the_voucher_of_any_invoice_balances(
    amounts: list[Decimal],
    weights: list[list[Decimal]],
    charge: Decimal,
    rounding: Decimal,
    credit: bool,
) -> None:
    lines = [(uuid5(SPACE, str(n)), amount, "") for n, amount in enumerate(amounts)]
    net = sum(amounts, charge)
    costs = Costs(
        net=sek(net),
        lines=lines,
        matched=[(line_id, line_id, amount) for line_id, amount, _ in lines],
        weights={
            line_id: [
                CodingWeight(f"konto=6{place}", weight) for place, weight in enumerate(weights[n])
            ]
            for n, (line_id, _, _) in enumerate(lines)
        },
    )
    tax = (net / 4).quantize(Decimal("0.01"))
    posting = a_posting(costs, tax=tax, payable=net + tax + rounding, credit=credit)

    rows = rows_of_invoice(posting, DEFAULT)

    assert list(problems_with_voucher(rows)) == []
    assert sum((part.amount.amount for part in posting.parts), Decimal(0)) == net
    assert all(row.amount == row.amount.quantize(Decimal("0.01")) for row in rows)


@given(payments=st.lists(ore, min_size=1, max_size=8))
def test_the_voucher_of_any_payments_balances(payments: list[Decimal]) -> None:
    rows = rows_of_payments([Paid(SPACE, "x", amount) for amount in payments], DEFAULT)

    assert list(problems_with_voucher(rows)) == []
    assert rows[-1].amount == -sum(payments)


def test_cost_is_divided_by_coding_and_freight_follows_the_goods() -> None:
    milk, bread = uuid5(SPACE, "milk"), uuid5(SPACE, "bread")
    costs = Costs(
        net=sek("130"),
        lines=[(milk, Decimal(100), ""), (bread, Decimal(20), "konto=7")],
        matched=[(milk, SPACE, Decimal(100))],
        weights={
            SPACE: [CodingWeight("konto=5", Decimal(60)), CodingWeight("konto=6", Decimal(40))]
        },
    )

    parts = cost_parts(costs)

    assert [(part.coding, part.amount.amount) for part in parts] == [
        ("konto=5", Decimal("65.00")),
        ("konto=6", Decimal("43.33")),
        ("konto=7", Decimal("21.67")),
    ]


def test_a_credit_note_is_set_off_against_the_invoice_it_credits_first() -> None:
    early = a_document("F1", 100)
    own = a_document("F2", 100, due_date=DAY + timedelta(days=9))
    note = a_document("K1", 130, credit=True, credits_invoice_id=own.invoice_id)

    planned = plan_payments([early, own, note], {})

    assert [(each.invoice.number, each.amount) for each in planned] == [("F1", 70), ("F2", 0)]


def test_withheld_money_and_what_has_been_paid_stay_where_they_are() -> None:
    part_paid = a_document("F1", 100, withheld=sek(25))
    note = a_document("K1", 10, credit=True)

    assert open_amount(part_paid, {part_paid.invoice_id: Decimal(60)}) == 15
    assert open_amount(note, {note.invoice_id: Decimal(-10)}) == 0
    assert plan_payments([part_paid], {part_paid.invoice_id: Decimal(75)}) == ()


@given(
    invoices=st.lists(ore, max_size=5),
    credits=st.lists(ore, max_size=5),
)
def test_no_payment_is_below_nothing_and_no_document_is_used_twice(
    invoices: list[Decimal], credits: list[Decimal]
) -> None:
    documents = [
        *(a_document(f"F{n}", amount) for n, amount in enumerate(invoices)),
        *(a_document(f"K{n}", amount, credit=True) for n, amount in enumerate(credits)),
    ]

    planned = plan_payments(documents, {})

    used: dict[UUID, Decimal] = {}
    for payment in planned:
        assert payment.amount >= 0
        for part in payment.parts:
            used[part.invoice_id] = used.get(part.invoice_id, Decimal(0)) + abs(part.amount)
    for document in documents:
        assert used.get(document.invoice_id, Decimal(0)) <= document.payable.amount


def test_a_chart_names_accounts_by_digits_and_dimensions_once() -> None:
    twice = (SieDimension("ansvar", 1, "Ansvar"), SieDimension("projekt", 1, "Projekt"))

    found = list(problems_with_chart(Chart(bank="kassa", dimensions=twice)))

    assert [each.code for each in found] == [
        "payables.not_an_account",
        "payables.dimension_numbers",
    ]
    assert list(problems_with_chart(DEFAULT)) == []


@given(
    written=st.dictionaries(
        st.tuples(st.sampled_from("LU"), st.integers(2025, 2027)), st.integers(1, 30)
    ),
    most=st.integers(1, 20),
)
def test_every_voucher_is_fetched_once_however_little_a_file_holds(
    written: dict[tuple[str, int], int], most: int
) -> None:
    fetched: dict[tuple[str, int], int] = {}
    seen = []

    while spans := spans_within(spans_after(written, fetched), most):
        assert sum(span.vouchers for span in spans) <= most
        for span in spans:
            numbers = range(span.first_number, span.last_number + 1)
            seen += [(span.series, span.fiscal_year, number) for number in numbers]
            fetched[span.series, span.fiscal_year] = span.last_number

    every = [(*key, number) for key, last in written.items() for number in range(1, last + 1)]
    assert sorted(seen) == sorted(every)
