"""What sellers' answers mean, what can be sent, how needs are pooled, and the one sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.agreements import permissions as agreement_permissions
from avrop.buying.orders import permissions
from avrop.buying.orders.answer_rules import (
    Agreed,
    Answer,
    Answered,
    ChangeTerms,
    Ordered,
    Substitute,
    agreed_lines,
    difference,
    problems_taking,
    verb_of,
)
from avrop.buying.orders.kinds import Extent
from avrop.buying.orders.lifecycle import LIFECYCLE, State
from avrop.buying.orders.pooling import Goods, Need, Share, plan_orders, pool, share_out
from avrop.buying.orders.progress import LineStanding, LineSums, progress_of
from avrop.buying.orders.rules import (
    Draft,
    DraftLine,
    NewContact,
    Refusal,
    as_asked,
    lines_to_ask,
    outcome_of_silence,
    problems_cancelling,
    problems_sending,
    problems_telling_seller,
)
from avrop.buying.orders.standings import (
    InvoiceStanding,
    MoneyStanding,
    OrderFacts,
    Transport,
    standing_of,
)
from avrop.buying.orders.wording import WORDING
from avrop.values import Money, Quantity

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TUESDAY = date(2026, 3, 3)
SOME_INVOICE = UUID(int=1)
#: What an invoice that is not approved can wait for; `invoices` knows it, orders do not.
INVOICE_WAITS = ("received", "differing", "disputed", "matched", "reviewed")
THURSDAY = date(2026, 3, 5)
MILK, BREAD = UUID(int=1), UUID(int=2)
ANYTHING = ChangeTerms(allows_changes=True, allows_substitutes=True)


def kr(amount: str) -> Money:
    return Money(Decimal(amount), "SEK")


def pieces(number: int | str) -> Quantity:
    return Quantity(Decimal(number), "C62")


def ordered(line_id: UUID = MILK, position: int = 1, quantity: int = 10) -> Ordered:
    return Ordered(
        id=line_id,
        position=position,
        name="Mjölk",
        seller_item_id="M-1",
        quantity=pieces(quantity),
        price=kr("12.50"),
        base_quantity=Decimal(1),
        price_factor=Decimal(1),
        wanted=TUESDAY,
        allergens=("milk",),
    )


def changed(*lines: Answered) -> Answer:
    return Answer("CA", "SEK", lines)


def codes(found: object) -> list[str]:
    return [each.code for each in found]  # type: ignore[attr-defined]


# Answers


def test_less_of_a_line_later_and_a_substitute_with_other_allergens_are_told_one_by_one() -> None:
    oat_drink = Substitute("H-9", "", "Havredryck", ("gluten",))
    answer = changed(
        Answered(MILK, "1", "3", pieces(6), THURSDAY, backorder=Decimal(0), substitute=oat_drink)
    )

    told = difference([ordered()], answer, ANYTHING)

    assert codes(told) == [
        "orders.rest_never_comes",
        "orders.date_later",
        "orders.substitute",
        "orders.allergens_added",
        "orders.allergens_removed",
    ]
    assert told[0].values["offered"] == pieces(6)
    assert told[1].values == {
        "line": 1,
        "name": "Mjölk",
        "wanted": TUESDAY,
        "promised": THURSDAY,
    }
    assert told[3].values["allergens"] == "gluten"
    assert set(codes(told)) <= set(WORDING)


def test_a_line_that_comes_on_two_days_is_one_change() -> None:
    answer = changed(
        Answered(MILK, "1", "3", pieces(4), TUESDAY), Answered(MILK, "1", "3", pieces(6), THURSDAY)
    )

    told = difference([ordered()], answer, ANYTHING)

    assert codes(told) == ["orders.comes_in_parts"]
    assert agreed_lines([ordered()], answer) == (
        Agreed(MILK, Decimal(10), Decimal("12.50"), THURSDAY),
    )


def test_a_price_for_another_base_quantity_is_compared_with_ours() -> None:
    same = Answered(MILK, "1", "3", pieces(10), TUESDAY, kr("125.00"), Decimal(10))
    dearer = replace(same, price=kr("130.00"))

    assert difference([ordered()], changed(same), ANYTHING) == ()
    assert codes(difference([ordered()], changed(dearer), ANYTHING)) == ["orders.price_higher"]


def test_unknown_allergens_and_forbidden_changes_are_said() -> None:
    answer = changed(
        Answered(MILK, "1", "3", pieces(10), TUESDAY, substitute=Substitute("X", "", "X", None))
    )

    told = difference([ordered()], answer, ChangeTerms(False, False))

    assert codes(told) == [
        "orders.substitute",
        "orders.substitutes_not_allowed",
        "orders.allergens_unknown",
        "orders.changes_not_allowed",
    ]


def test_what_may_come_later_is_agreed_too_and_a_rejected_line_is_agreed_to_be_nothing() -> None:
    lines = [ordered(), ordered(BREAD, 2)]
    answer = changed(
        Answered(MILK, "1", "3", pieces(6), TUESDAY, backorder=Decimal(4)),
        Answered(BREAD, "2", "7"),
    )

    agreed = agreed_lines(lines, answer)

    assert [line.quantity for line in agreed] == [Decimal(10), Decimal(0)]
    assert codes(difference(lines, answer, ANYTHING)) == [
        "orders.rest_comes_later",
        "orders.line_rejected",
    ]


def test_an_answer_with_changes_that_leaves_a_line_out_is_refused_for_every_reason() -> None:
    answer = Answer(
        "CA",
        "EUR",
        (Answered(MILK, "1", "3", Quantity(Decimal(5), "KGM")), Answered(None, "7", "9")),
    )

    found = problems_taking(answer, "SEK", [ordered(), ordered(BREAD, 2)])

    assert codes(found) == [
        "orders.answer_line_code_unknown",
        "orders.answer_names_unknown_line",
        "orders.answer_leaves_line_out",
        "orders.answer_in_other_unit",
        "orders.answer_in_other_currency",
    ]


@pytest.mark.parametrize(
    ("code", "state", "pending", "offer", "verb"),
    [
        ("AP", State.SENT, "", False, "accept"),
        ("AP", State.ACCEPTED, "", False, ""),
        ("AB", State.SENT, "", False, "acknowledge"),
        ("AB", State.ACCEPTED, "", False, ""),
        ("RE", State.SENT, "", False, "reject"),
        ("RE", State.ACCEPTED, "", False, "reject"),
        ("AP", State.CHANGE_PENDING, "cancellation", False, "cancel"),
        ("RE", State.CHANGE_PENDING, "cancellation", False, "accept"),
        ("AP", State.CHANGE_PENDING, "change", True, "accept"),
        ("RE", State.CHANGE_PENDING, "change", True, "stand_by_offer"),
        ("AP", State.CANCELLED, "", False, ""),
        ("AP", State.CLOSED, "", False, ""),
    ],
)
def test_an_answer_is_a_step_of_the_order(
    code: str, state: State, pending: str, offer: bool, verb: str
) -> None:
    answer = Answer(code, "SEK")

    step = verb_of(answer, state, pending, has_open_offer=offer, changes=())

    assert step == verb
    if step:
        LIFECYCLE.after(state, step)


def test_rejecting_every_line_is_rejecting_the_order_and_changing_nothing_is_accepting_it() -> None:
    every = changed(Answered(MILK, "1", "7"))
    nothing = changed(Answered(MILK, "1", "5", pieces(10), TUESDAY))
    told = difference([ordered()], nothing, ANYTHING)

    assert verb_of(every, State.SENT, "", has_open_offer=False, changes=told) == "reject"
    assert verb_of(nothing, State.SENT, "", has_open_offer=False, changes=told) == "accept"


def test_refusing_by_lines_keeps_what_is_as_ordered_and_drops_the_rest() -> None:
    lines = [ordered(), ordered(BREAD, 2)]
    offered = agreed_lines(
        lines, changed(Answered(MILK, "1", "3", pieces(6)), Answered(BREAD, "2", "5", pieces(10)))
    )

    asked = lines_to_ask(Refusal.REMOVE_LINES, lines, offered)
    insisting = lines_to_ask(Refusal.INSIST, lines, offered)

    assert [line.code for line in asked] == ["2", "4"]
    assert [line.quantity for line in as_asked(asked)] == [Decimal(0), Decimal(10)]
    assert [line.code for line in insisting] == ["3", "4"]
    assert [line.quantity for line in as_asked(insisting)] == [Decimal(10), Decimal(10)]


@given(st.lists(st.sampled_from(LIFECYCLE.verbs)))
def test_no_run_of_verbs_leaves_the_table(verbs: list[str]) -> None:
    state: str = State.DRAFT
    for verb in verbs:
        if verb in LIFECYCLE.verbs_from(state):
            state = LIFECYCLE.after(state, verb)

    assert state in State


# Sending, cancelling, silence


def a_draft(**other: object) -> Draft:
    facts = {
        "lines": (DraftLine(1, "Mjölk", TUESDAY, Decimal("125.00")),),
        "currency": "SEK",
        "today": date(2026, 3, 2),
        "seller_endpoint": "0007:5560360793",
        "seller_name": "Mejeriet",
        "lacks_customer_number": False,
        "has_delivery_address": True,
        "approved": True,
    }
    return Draft(**{**facts, **other})  # type: ignore[arg-type]


def test_an_unfit_order_is_told_every_reason_at_once() -> None:
    draft = a_draft(
        lines=(),
        seller_endpoint="",
        lacks_customer_number=True,
        has_delivery_address=False,
        approved=False,
    )

    assert problems_sending(a_draft()) == []
    assert codes(problems_sending(draft)) == [
        "orders.no_lines",
        "orders.seller_has_no_endpoint",
        "orders.no_customer_number",
        "orders.no_delivery_address",
        "orders.approval_does_not_cover",
    ]


def test_a_seller_without_advanced_ordering_must_have_been_spoken_with() -> None:
    spoken = NewContact("Eva", "phone", "The order lapses.", NOON)
    unclear = NewContact(" ", "smoke", "", NOON + timedelta(hours=1))

    def told(contact: NewContact | None, *, takes_documents: bool) -> list[str]:
        return codes(
            problems_telling_seller(takes_documents=takes_documents, contact=contact, now=NOON)
        )

    assert told(None, takes_documents=True) == []
    assert told(spoken, takes_documents=False) == []
    assert told(None, takes_documents=False) == ["orders.contact_required"]
    assert told(unclear, takes_documents=True) == [
        "orders.contact_without_name",
        "orders.contact_means_unknown",
        "orders.contact_says_nothing",
        "orders.contact_in_future",
    ]


def test_goods_on_their_way_cannot_be_cancelled() -> None:
    assert list(problems_cancelling("Wrong item", Extent.NONE, Extent.NONE)) == []
    assert codes(problems_cancelling(" ", Extent.PARTLY, Extent.NONE)) == [
        "orders.cancelled_without_reason",
        "orders.goods_are_on_the_way",
    ]


@pytest.mark.parametrize(
    ("agreed", "can_tell", "outcome"),
    [
        ("chase", True, "chase"),
        ("accept", False, "accept"),
        ("cancel", True, "cancel"),
        ("cancel", False, "chase"),
    ],
)
def test_silence_means_what_the_agreement_says(agreed: str, can_tell: bool, outcome: str) -> None:
    assert outcome_of_silence(agreed, State.SENT, can_tell=can_tell) == outcome


# Pooling


def some_goods(item: int = 1) -> Goods:
    return Goods(
        item_id=UUID(int=item),
        seller_item_id=f"I-{item}",
        gtin="",
        name="Mjölk",
        unit="C62",
        price=Decimal("12.50"),
        base_quantity=Decimal(1),
        price_unit="C62",
        price_factor=Decimal(1),
        vat_kind="food",
        category="15511000",
        allergens=("milk",),
        catch_weight=False,
    )


def a_need(
    chain: int, quantity: int = 1, seller: int = 1, item: int = 1, coding: str = "a=1"
) -> Need:
    return Need(
        line_id=uuid4(),
        chain_id=UUID(int=chain),
        seller_id=UUID(int=seller),
        agreement_id=UUID(int=seller),
        unit_id=UUID(int=9),
        currency="SEK",
        goods=some_goods(item),
        quantity=Decimal(quantity),
        wanted=TUESDAY,
        coding=coding,
    )


def test_needs_of_two_people_for_the_same_goods_become_one_line_with_an_allocation_each() -> None:
    first, second = a_need(chain=1, quantity=4), a_need(chain=2, quantity=6)

    (order,) = plan_orders([first, second])

    (line,) = order.lines
    assert line.quantity == Decimal(10)
    assert line.shares == (Share(first.line_id, Decimal(4)), Share(second.line_id, Decimal(6)))
    assert line.coding == "a=1"
    assert order.chains == (UUID(int=1), UUID(int=2))
    assert order.amount == kr("125.00")


def test_lines_that_one_person_wrote_apart_stay_apart_and_split_coding_stays_with_the_buyer() -> (
    None
):
    lines = pool([a_need(chain=1), a_need(chain=1), a_need(chain=2, coding="a=2")])

    assert [len(line.shares) for line in lines] == [2, 1]
    assert [line.coding for line in lines] == ["", "a=1"]


def test_each_seller_gets_an_order_of_its_own() -> None:
    orders = plan_orders([a_need(1, seller=1), a_need(1, seller=2), a_need(1, seller=1, item=2)])

    assert [len(order.lines) for order in orders] == [2, 1]


@given(wanted=st.lists(st.integers(1, 50), min_size=1, max_size=6), came=st.integers(0, 400))
def test_what_came_is_shared_out_whole_and_nobody_gets_less_than_his_part(
    wanted: list[int], came: int
) -> None:
    shares = [Share(uuid4(), Decimal(each)) for each in wanted]

    parts = share_out(Decimal(came), shares)

    assert sum(part.quantity for part in parts) == came
    for part, share in zip(parts, shares, strict=True):
        fair = Decimal(came) * share.quantity / sum(wanted)
        assert abs(part.quantity - fair) < 1


# The ledger


def test_arrived_at_the_centre_is_not_received() -> None:
    there = LineStanding(
        Decimal(10), LineSums(despatched=Decimal(10), arrived_at_centre=Decimal(10))
    )

    progress = progress_of([there])

    assert (progress.despatched, progress.at_centre) == (Extent.FULLY, Extent.FULLY)
    assert (progress.received, progress.is_complete) == (Extent.NONE, False)


def test_an_order_is_complete_when_what_was_kept_is_invoiced_and_the_rest_will_never_come() -> None:
    kept = LineSums(received=Decimal(8), rejected=Decimal(1), short=Decimal(2), invoiced=Decimal(8))
    owed = LineStanding(Decimal(10), kept)
    settled = LineStanding(Decimal(10), replace(kept, credited=Decimal(1)))

    assert not progress_of([owed]).is_complete
    assert progress_of([settled]).is_complete
    assert progress_of([settled]).received is Extent.FULLY


def test_what_was_not_kept_need_not_be_invoiced() -> None:
    kept = LineSums(received=Decimal(10), rejected=Decimal(1), invoiced=Decimal(9))

    progress = progress_of([LineStanding(Decimal(10), kept)])

    assert progress.is_complete
    assert progress.invoiced is Extent.FULLY


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 8), st.integers(0, 8)), min_size=1, max_size=4
    )
)
def test_an_extent_is_nothing_part_or_all(rows: list[tuple[int, int, int]]) -> None:
    lines = [
        LineStanding(Decimal(agreed), LineSums(received=Decimal(came), short=Decimal(short)))
        for agreed, came, short in rows
    ]

    received = progress_of(lines).received

    anything = any(line.sums.received for line in lines)
    everything = all(line.sums.received >= line.expected for line in lines)
    expected = Extent.FULLY if everything else Extent.PARTLY
    assert received is (expected if anything else Extent.NONE)


# The one sentence


def facts(**other: object) -> OrderFacts:
    known = {
        "state": State.SENT,
        "pending": "",
        "seller": "Mejeriet",
        "now": NOON,
        "created_at": NOON - timedelta(hours=5),
        "sent_at": NOON - timedelta(hours=4),
        "answer_due_at": NOON + timedelta(hours=20),
    }
    return OrderFacts(**{**known, **other})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"state": State.DRAFT}, "orders.stands_draft"),
        ({}, "orders.stands_waiting_to_go"),
        ({"transport": Transport.HANDED_OVER}, "orders.stands_handed_over"),
        ({"transport": Transport.FAILED}, "orders.stands_not_delivered"),
        ({"transport": Transport.REFUSED}, "orders.stands_refused_by_access_point"),
        ({"transport": Transport.CONFIRMED}, "orders.stands_delivered_unanswered"),
        (
            {"transport": Transport.CONFIRMED, "answer_due_at": NOON - timedelta(hours=1)},
            "orders.stands_silent",
        ),
        (
            {"transport": Transport.FAILED, "answer_due_at": NOON - timedelta(hours=1)},
            "orders.stands_not_delivered",
        ),
        ({"acknowledged_at": NOON}, "orders.stands_acknowledged"),
        ({"state": State.ACCEPTED}, "orders.stands_accepted"),
        ({"state": State.ACCEPTED, "promised": THURSDAY}, "orders.stands_accepted_for"),
        ({"state": State.ACCEPTED, "promised": date(2026, 3, 1)}, "orders.stands_late"),
        (
            {"state": State.ACCEPTED_WITH_CHANGES, "despatched": Extent.PARTLY},
            "orders.stands_changes_wait_for_you",
        ),
        (
            {"state": State.CHANGE_PENDING, "pending": "cancellation"},
            "orders.stands_cancellation_asked",
        ),
        (
            {"state": State.ACCEPTED, "despatched": Extent.FULLY, "at_centre": Extent.FULLY},
            "orders.stands_at_centre",
        ),
        (
            {"state": State.ACCEPTED, "at_centre": Extent.FULLY, "received": Extent.PARTLY},
            "orders.stands_received_partly",
        ),
        (
            {"state": State.ACCEPTED, "invoiced": Extent.FULLY},
            "orders.stands_invoiced_not_received",
        ),
        (
            {"state": State.CLOSED, "received": Extent.FULLY, "invoiced": Extent.FULLY},
            "orders.stands_received_and_invoiced",
        ),
        (
            {
                "state": State.CLOSED,
                "received": Extent.FULLY,
                "invoiced": Extent.FULLY,
                "money": MoneyStanding("paid", THURSDAY),
            },
            "orders.stands_payment_paid",
        ),
        (
            {
                "state": State.ACCEPTED,
                "received": Extent.FULLY,
                "invoice": InvoiceStanding("F1", "differing", SOME_INVOICE),
            },
            "orders.stands_invoice_differing",
        ),
        (
            {"state": State.ACCEPTED, "invoice": InvoiceStanding("F1", "differing", SOME_INVOICE)},
            "orders.stands_invoiced_not_received",
        ),
        (
            {
                "state": State.CLOSED,
                "received": Extent.FULLY,
                "invoiced": Extent.FULLY,
                "invoice": InvoiceStanding("F1", "reviewed", SOME_INVOICE),
            },
            "orders.stands_invoice_reviewed",
        ),
    ],
)
def test_the_sentence_names_the_right_stage(known: dict[str, object], code: str) -> None:
    standing = standing_of(facts(**known))

    assert standing.code == code
    str(WORDING[code].sentence) % standing.values


@given(
    state=st.sampled_from(list(State)),
    pending=st.sampled_from(["", "change", "cancellation"]),
    transport=st.sampled_from(list(Transport)),
    extents=st.tuples(*(st.sampled_from(list(Extent)) for _ in range(4))),
    money=st.sampled_from(
        [None, *(MoneyStanding(s, THURSDAY) for s in ("due", "released", "sent", "paid"))]
    ),
    invoice=st.sampled_from(
        [None, *(InvoiceStanding("F1", s, SOME_INVOICE) for s in INVOICE_WAITS)]
    ),
    moments=st.tuples(*(st.sampled_from([None, NOON, NOON - timedelta(days=3)]) for _ in range(3))),
)
def test_there_is_a_sentence_for_every_standing(
    state: State,
    pending: str,
    transport: Transport,
    extents: tuple[Extent, ...],
    money: MoneyStanding | None,
    invoice: InvoiceStanding | None,
    moments: tuple[datetime | None, ...],
) -> None:
    despatched, at_centre, received, invoiced = extents
    standing = standing_of(
        facts(
            state=state,
            pending=pending,
            transport=transport,
            transport_at=moments[0],
            acknowledged_at=moments[1],
            answer_due_at=moments[2],
            despatched=despatched,
            at_centre=at_centre,
            received=received,
            invoiced=invoiced,
            money=money,
            invoice=invoice,
        )
    )

    assert str(WORDING[standing.code].sentence) % standing.values


def test_whoever_may_commit_the_buyer_may_also_call_off_from_the_agreement() -> None:
    committing = {*permissions.SEND.roles, *permissions.DECIDE.roles}

    assert committing <= set(agreement_permissions.DRAW_DOWN.roles)
