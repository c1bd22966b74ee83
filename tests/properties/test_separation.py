"""Nobody is alone in a purchase, from need to payment, whoever may do what and lends it to whom.

Four people hold every right in a purchase, two more hold none but may be lent some. Each step is tried
by them in any order, by the real commands, until one of them is let; others put needs of theirs in the
cart, mandates are lent, the organisation decides anew what it keeps apart, the supplier is paid
elsewhere, and somebody is let do what is kept apart. Whatever is reached, the deeds on the chain are
never one person's, nor his and a substitute's; no two are that were kept apart when the later was done,
but for who had been let; and money leaves by two who neither prepared it nor decided on its invoice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from avrop.approvals import actions as approvals
from avrop.authority import actions as authority
from avrop.authority import queries as authorised
from avrop.authority.separation import ALWAYS, DEFAULT, PURCHASE, Pair
from avrop.authority.shapes import DeedView
from avrop.buying.invoices import actions as invoices
from avrop.buying.invoices import queries as invoiced
from avrop.buying.invoices.models import Invoice
from avrop.buying.orders import queries as ordered
from avrop.buying.payables import actions as payables
from avrop.buying.receipts import actions as receipts
from avrop.buying.receipts.shapes import NewReceiptLine
from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions.shapes import NewLine
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.ports import Deed
from avrop.kernel.problems import Denial, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as party_queries
from avrop.parties.models import Organisation
from avrop.parties.queries import OrganisationFacts
from avrop.selling.twin.shapes import Script, Step
from avrop.testing.trade import Trade, a_cart, a_trade
from avrop.testing.worlds import a_person
from avrop.values import Money

ROLES = ("requester", "approver", "receiver", "ap_clerk", "manager", "payment_releaser")
#: Who keeps suppliers; never lent here.
KEEPER = "system_administrator"
#: Beside the bankgiro that the seller states, so that its invoices go on.
ACCOUNTS = ("SE4550000000058398257466", "")
HOLDERS, OTHERS = 4, 2
EVERYBODY = range(HOLDERS + OTHERS)
DELIVERS = Script(
    (Step("accept"), Step("despatch", final=True), Step("bill")), name="delivers and bills"
)
PLENTY = Money(Decimal(1_000_000), "SEK")


def now() -> datetime:
    """The purchase is made for real."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Lending:
    """A holder lends the mandate of a role to somebody before a step is tried."""

    before: int
    holder: int
    role: str
    to: int


@dataclass(frozen=True, slots=True)
class Deciding:
    """The organisation decides what it keeps apart before a step is tried; without `always` it would
    give up what cannot be given up."""

    before: int
    pairs: frozenset[Pair]
    always: bool = True


@dataclass(frozen=True, slots=True)
class Changing:
    """A holder changes the account of the supplier before a step is tried."""

    before: int
    holder: int


@dataclass(frozen=True, slots=True)
class Dispensing:
    """Somebody is let do two deeds in the unit before a step is tried."""

    before: int
    person: int
    pair: Pair


def unordered(pairs: Iterable[Pair]) -> frozenset[frozenset[Deed]]:
    """The pairs, whichever of the two is named first."""
    return frozenset(frozenset((pair.first, pair.second)) for pair in pairs)


@dataclass(frozen=True, slots=True)
class Taken:
    """Who has taken a step, the (principal, substitute) of every mandate lent by then, what the
    organisation kept apart, who had been let do which two, and who had changed the account."""

    deed: Deed
    person_id: UUID
    lent: frozenset[tuple[UUID, UUID]]
    apart: frozenset[frozenset[Deed]]
    let: frozenset[tuple[UUID, frozenset[Deed]]]
    changed: frozenset[UUID]


@dataclass(slots=True)
class Purchase:
    """One purchase and the people who try to make it."""

    trade: Trade
    people: Sequence[Actor]
    settle: Callable[[], int]
    helpers: Sequence[int] = ()
    helped: list[UUID] = field(default_factory=list)
    apart: frozenset[frozenset[Deed]] = unordered(DEFAULT.pairs)
    requisition_id: UUID | None = None
    request_id: UUID | None = None
    proposal_id: UUID | None = None
    lent: set[tuple[UUID, UUID]] = field(default_factory=set)
    let: set[tuple[UUID, frozenset[Deed]]] = field(default_factory=set)
    changed: set[UUID] = field(default_factory=set)
    taken: list[Taken] = field(default_factory=list)

    @property
    def order_id(self) -> UUID:
        """The order that came of the approved need."""
        return ordered.orders_page(actor=self.trade.buyer_routine, limit=1).items[0].id

    @property
    def invoice_id(self) -> UUID:
        """The seller's invoice on it."""
        found = invoiced.invoices_of_order(self.order_id, actor=self.trade.buyer_routine)
        return found[0].id

    def lend(self, lending: Lending) -> None:
        """Have a mandate lent, where that is allowed."""
        holder, substitute = self.people[lending.holder], self.people[lending.to]
        assert holder.person_id is not None
        assert substitute.person_id is not None
        mandates = authorised.mandates_of(holder.person_id, actor=holder)
        mandate = next(each for each in mandates if each.role == lending.role)
        try:
            authority.delegate(
                mandate.id,
                substitute.person_id,
                valid_from=self.trade.today,
                valid_until=self.trade.today + timedelta(days=7),
                reason="Away",
                actor=holder,
                at=now(),
            )
        except Denial:
            return
        self.lent.add((holder.person_id, substitute.person_id))

    def decide(self, deciding: Deciding) -> None:
        """Have the organisation decide what it keeps apart, where it can decide that."""
        pairs = (*deciding.pairs, *(ALWAYS if deciding.always else ()))
        try:
            keep_apart(self, *pairs)
        except Denial:
            return
        self.apart = unordered(pairs)

    def change(self, changing: Changing) -> None:
        """Have the supplier paid elsewhere."""
        holder = self.people[changing.holder]
        with tenant_scope(holder.tenant_id):
            row = Organisation.objects.get(is_self=False)
            card = party_queries.organisation(row.id)
        facts = OrganisationFacts(
            **{name: getattr(card, name) for name in OrganisationFacts.__dataclass_fields__}
        )
        other = next(each for each in ACCOUNTS if each != card.iban)
        parties.change_organisation(card.id, replace(facts, iban=other), actor=holder, at=now())
        assert holder.person_id is not None
        self.changed.add(holder.person_id)

    def dispense(self, dispensing: Dispensing) -> None:
        """Have somebody let do two deeds in the unit, where that can be."""
        person = self.people[dispensing.person]
        assert person.person_id is not None
        assert self.trade.clerk.person_id is not None
        until = self.trade.today + timedelta(days=30)
        try:
            authority.grant_dispensation(
                person.person_id,
                dispensing.pair.first,
                dispensing.pair.second,
                valid_from=self.trade.today,
                valid_until=until,
                reason="Nobody else",
                control="All of it is looked at",
                reviewer_id=self.trade.clerk.person_id,
                review_by=until,
                unit_id=self.trade.unit_id,
                actor=self.trade.decider,
                at=now(),
            )
        except Denial:
            return
        self.let.add((person.person_id, dispensing.pair.deeds))

    def goes_on(
        self, step: Callable[[Purchase, Actor], object], deed: Deed, order: Sequence[int]
    ) -> bool:
        """Whether somebody, in this order, is let to do the step."""
        for number in order:
            try:
                step(self, self.people[number])
            except Denial:
                continue
            person_id = self.people[number].person_id
            assert person_id is not None
            others = self.helped if deed == Deed.NEED else ()
            self.taken += [
                Taken(
                    deed,
                    each,
                    frozenset(self.lent),
                    self.apart,
                    frozenset(self.let),
                    frozenset(self.changed),
                )
                for each in dict.fromkeys((person_id, *others))
            ]
            self.settle()
            return True
        return False

    def deeds(self) -> tuple[DeedView, ...]:
        """Who did what in this purchase: to the need, its invoice and its payment.

        A deed that stands on several of these chains is told once.
        """
        chains = [chain for chain in (self.requisition_id, self.proposal_id) if chain]
        with tenant_scope(self.trade.requester.tenant_id):
            chains += Invoice.objects.values_list("id", flat=True)
            found = authorised.deeds_on(chains)
        return tuple({(deed.deed, deed.person_id, deed.at): deed for deed in found}.values())


def _ask(purchase: Purchase, actor: Actor) -> None:
    purchase.requisition_id = a_cart(purchase.trade, lines=1, at=now(), requester=actor)
    purchase.helped = []
    for number in purchase.helpers:
        _put_in(purchase, purchase.people[number])
    purchase.request_id = requisitions.submit_requisition(
        purchase.requisition_id, send_when_approved=True, actor=actor, at=now()
    )


def _put_in(purchase: Purchase, actor: Actor) -> None:
    """Somebody puts what he needs in the cart of whoever has begun it, where he may."""
    assert purchase.requisition_id is not None
    assert actor.person_id is not None
    need = NewLine(purchase.trade.item_ids[0], Decimal(3))
    try:
        requisitions.add_lines(purchase.requisition_id, (need,), actor=actor, at=now())
    except Denial:
        return
    purchase.helped.append(actor.person_id)


def _approve(purchase: Purchase, actor: Actor) -> None:
    assert purchase.request_id is not None
    approvals.approve_all(purchase.request_id, actor=actor, at=now())


def _receive(purchase: Purchase, actor: Actor) -> None:
    lines = ordered.order(purchase.order_id, actor=purchase.trade.buyer_routine).lines
    came = tuple(NewReceiptLine(line.id, line.quantity.value) for line in lines)
    receipts.register_receipt(purchase.order_id, came, actor=actor, at=now())


def _review(purchase: Purchase, actor: Actor) -> None:
    invoices.attest_review(purchase.invoice_id, actor=actor, at=now())


def _decide(purchase: Purchase, actor: Actor) -> None:
    invoices.attest_decision(purchase.invoice_id, actor=actor, at=now())


def _propose(purchase: Purchase, actor: Actor) -> None:
    due = purchase.trade.today + timedelta(days=60)
    purchase.proposal_id = payables.propose_payments(due, actor=actor, at=now()).id


def _release(purchase: Purchase, actor: Actor) -> None:
    assert purchase.proposal_id is not None
    payables.release_payments(purchase.proposal_id, actor=actor, at=now())


#: Nothing can be attested before it has been received: there is no other order.
STEPS = (_ask, _approve, _receive, _review, _decide, _propose, _release, _release)
DEEDS = (
    Deed.NEED,
    Deed.APPROVE,
    Deed.RECEIVE,
    Deed.ATTEST_REVIEW,
    Deed.ATTEST_DECISION,
    Deed.PREPARE_PAYMENT,
    Deed.RELEASE_PAYMENT,
    Deed.RELEASE_PAYMENT,
)
TRIES = st.lists(st.permutations(EVERYBODY), min_size=len(STEPS), max_size=len(STEPS))
LENDINGS = st.lists(
    st.builds(
        Lending,
        before=st.integers(0, len(STEPS) - 1),
        holder=st.integers(0, HOLDERS - 1),
        role=st.sampled_from(ROLES),
        to=st.sampled_from(EVERYBODY),
    ),
    max_size=5,
)
DECISIONS = st.lists(
    st.builds(
        Deciding,
        before=st.integers(0, len(STEPS) - 1),
        pairs=st.frozensets(
            st.sampled_from([Pair(*pair) for pair in combinations(dict.fromkeys(DEEDS), 2)]),
            max_size=4,
        ),
        always=st.booleans(),
    ),
    max_size=3,
)
CHANGES = st.lists(
    st.builds(Changing, before=st.integers(0, len(STEPS) - 1), holder=st.integers(0, HOLDERS - 1)),
    max_size=2,
)
DISPENSATIONS = st.lists(
    st.builds(
        Dispensing,
        before=st.integers(0, len(STEPS) - 1),
        person=st.integers(0, HOLDERS - 1),
        pair=st.sampled_from(DEFAULT.pairs),
    ),
    max_size=4,
)
HELPERS = st.lists(st.sampled_from(EVERYBODY), max_size=2, unique=True)
NEED_APART = frozenset({Pair(Deed.NEED, Deed.APPROVE)})
RECEIVED_AND_DECIDED = Pair(Deed.RECEIVE, Deed.ATTEST_DECISION)
#: Whoever comes first tries first, each time.
FIRST = [list(EVERYBODY)] * len(STEPS)


@pytest.fixture
def settle(committed: None) -> Iterator[Callable[[], int]]:
    """What follows from a command runs in this process."""
    with running_here() as drain:
        yield drain


def a_purchase(settle: Callable[[], int]) -> Purchase:
    """A trade of its own, four who hold every right, and two who hold none."""
    trade = a_trade(items=1, script=DELIVERS, drain=settle)
    tenant_id = trade.requester.tenant_id
    holders = [
        a_person(tenant_id, (*ROLES, KEEPER), amount_limit=PLENTY, responsibilities=("4100",))
        for _ in range(HOLDERS)
    ]
    return Purchase(trade, [*holders, *(a_person(tenant_id, ()) for _ in range(OTHERS))], settle)


def make(
    purchase: Purchase,
    tries: Sequence[Sequence[int]],
    lendings: Sequence[Lending] = (),
    decisions: Sequence[Deciding] = (),
    changes: Sequence[Changing] = (),
    dispensations: Sequence[Dispensing] = (),
) -> int:
    """Go as far as anybody is let; how many steps that was."""
    for number, (step, deed, order) in enumerate(zip(STEPS, DEEDS, tries, strict=True)):
        for lending in lendings:
            if lending.before == number:
                purchase.lend(lending)
        for deciding in decisions:
            if deciding.before == number:
                purchase.decide(deciding)
        for changing in changes:
            if changing.before == number:
                purchase.change(changing)
        for dispensing in dispensations:
            if dispensing.before == number:
                purchase.dispense(dispensing)
        if not purchase.goes_on(step, deed, order):
            return number
    return len(STEPS)


def assert_nobody_is_alone(purchase: Purchase) -> None:
    """Not by himself, not by substitutes, and not together with one he is a substitute of or has."""
    deeds = purchase.deeds()
    recorded = [(deed.deed, deed.person_id) for deed in deeds if deed.deed in DEEDS]
    done = [it.deed for it in purchase.taken]
    assert sorted(recorded) == sorted((it.deed, it.person_id) for it in purchase.taken)
    if done.count(Deed.RELEASE_PAYMENT) < 2:
        return
    acted = {(deed.on_behalf_of, deed.person_id) for deed in deeds if deed.on_behalf_of}
    together = [set(pair) for pair in purchase.lent | acted]
    for himself in [*({it.person_id} for it in purchase.taken), *together]:
        theirs = [deed for deed in deeds if deed.deed in PURCHASE and not doers(deed) & himself]
        assert theirs, himself


def assert_duties_are_apart(purchase: Purchase) -> None:
    """No two deeds that were kept apart when the later was done are done by or for one person, nor by
    two who were linked by a mandate that had been lent."""
    deeds = {(deed.deed, deed.person_id): deed for deed in purchase.deeds()}
    done = [(it, deeds[it.deed, it.person_id]) for it in purchase.taken]
    for (before, earlier), (after, later) in combinations(done, 2):
        both = frozenset((before.deed, after.deed))
        if both not in after.apart | unordered(ALWAYS):
            continue
        if (after.person_id, both) in after.let:
            continue
        assert not doers(earlier) & doers(later), (earlier, later)
        for principal, substitute in after.lent:
            linked = {principal, substitute}
            assert not (linked & doers(earlier) and linked & doers(later)), (earlier, later)


def assert_who_changed_the_account_does_not_pay(purchase: Purchase) -> None:
    """Nor attests, nor anybody linked to him, but for who had been let."""
    deeds = {(deed.deed, deed.person_id): deed for deed in purchase.deeds()}
    for it in purchase.taken:
        both = frozenset((Deed.CHANGE_ACCOUNT, it.deed))
        if both not in it.apart or (it.person_id, both) in it.let:
            continue
        done = doers(deeds[it.deed, it.person_id])
        linked = {one for link in it.lent if set(link) & done for one in link}
        assert not (done | linked) & it.changed, it


def doers(deed: DeedView) -> set[UUID]:
    """Who did it, and for whom."""
    return {person for person in (deed.person_id, deed.on_behalf_of) if person is not None}


def test_no_reachable_purchase_is_one_persons(
    settle: Callable[[], int], request: pytest.FixtureRequest
) -> None:
    is_long = bool(request.config.getoption("long"))
    reached: list[int] = []

    @settings(
        deadline=None,
        derandomize=not is_long,
        max_examples=150 if is_long else 8,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=(Phase.explicit, Phase.generate),
    )
    @example(FIRST, [], [], [1], [], [])
    @example(FIRST, [], [Deciding(0, NEED_APART, always=False)], [], [], [])
    @example(FIRST, [], [Deciding(4, frozenset())], [1], [Changing(2, 1), Changing(5, 2)], [])
    @example(FIRST, [], [], [], [Changing(0, 1)], [Dispensing(0, 0, RECEIVED_AND_DECIDED)])
    @given(TRIES, LENDINGS, DECISIONS, HELPERS, CHANGES, DISPENSATIONS)
    def hold(
        tries: list[list[int]],
        lendings: list[Lending],
        decisions: list[Deciding],
        helpers: list[int],
        changes: list[Changing],
        dispensations: list[Dispensing],
    ) -> None:
        purchase = a_purchase(settle)
        purchase.helpers = helpers
        reached.append(make(purchase, tries, lendings, decisions, changes, dispensations))
        assert_nobody_is_alone(purchase)
        assert_duties_are_apart(purchase)
        assert_who_changed_the_account_does_not_pay(purchase)
        never_let = {deeds for _, deeds in purchase.let} & unordered(ALWAYS)
        assert not never_let

    hold()

    assert max(reached) == len(STEPS), "no purchase was paid: nothing was shown"


def test_the_one_who_always_tries_first_is_stopped_where_another_is_needed(
    settle: Callable[[], int],
) -> None:
    purchase = a_purchase(settle)

    done = make(purchase, FIRST)

    first, second, third, fourth = (actor.person_id for actor in purchase.people[:HOLDERS])
    assert done == len(STEPS)
    assert [(deed.deed, deed.person_id) for deed in purchase.deeds()] == [
        ("need", first),
        ("approve", second),
        ("order", first),
        ("receive", first),
        ("attest_review", first),
        ("attest_decision", second),
        ("prepare_payment", first),
        ("release_payment", third),
        ("release_payment", fourth),
    ]


def test_lending_every_right_to_another_does_not_make_two_of_one(
    settle: Callable[[], int],
) -> None:
    purchase = a_purchase(settle)
    lends = [Lending(0, 0, role, HOLDERS) for role in ROLES]

    done = make(purchase, [[0, HOLDERS]] * len(STEPS), lends)

    assert done == 1
    assert {deed.deed for deed in purchase.deeds()} == {"need"}


def keep_apart(purchase: Purchase, *pairs: Pair) -> None:
    """The organisation makes new rules of what it keeps apart."""
    authority.change_separation(
        pairs,
        valid_from=purchase.trade.today,
        reason="Decided by the board",
        actor=purchase.trade.buyer_routine,
        at=now(),
    )


@pytest.mark.parametrize("pair", list(combinations(PURCHASE, 2)), ids="-".join)
def test_under_any_rules_that_can_be_made_somebody_else_is_needed(
    settle: Callable[[], int], pair: tuple[Deed, Deed]
) -> None:
    purchase = a_purchase(settle)
    with pytest.raises(Refused):
        keep_apart(purchase, Pair(*pair))
    keep_apart(purchase, *ALWAYS, Pair(*pair))

    done = make(purchase, [[0]] * len(STEPS))

    assert done < len(STEPS)


@pytest.mark.parametrize("pair", list(combinations(PURCHASE, 2)), ids="-".join)
def test_whatever_two_deeds_an_organisation_keeps_apart_are_kept_apart(
    settle: Callable[[], int], pair: tuple[Deed, Deed]
) -> None:
    purchase = a_purchase(settle)
    keep_apart(purchase, *DEFAULT.pairs, Pair(*pair))

    make(purchase, [[0, 1, 2, 3] if deed in pair else [1, 2, 3, 0] for deed in DEEDS])

    done = purchase.deeds()
    first, second = ({deed.person_id for deed in done if deed.deed == each} for each in pair)
    assert first
    assert not first & second


def test_whoever_changed_the_account_waits_for_others_to_attest_and_to_pay(
    settle: Callable[[], int],
) -> None:
    purchase = a_purchase(settle)

    done = make(purchase, FIRST, changes=[Changing(0, 1), Changing(4, 2)])

    ids = [actor.person_id for actor in purchase.people[:HOLDERS]]
    by_deed = {(deed.deed, deed.person_id) for deed in purchase.deeds()}
    assert done == DEEDS.index(Deed.RELEASE_PAYMENT)
    assert ("attest_decision", ids[3]) in by_deed


def test_one_who_has_been_let_does_both_and_no_more(settle: Callable[[], int]) -> None:
    purchase = a_purchase(settle)
    let = [Dispensing(0, 0, RECEIVED_AND_DECIDED)]
    tries = [[0, 1, 2, 3]] * len(STEPS)

    make(purchase, [[1, 2], [2], [0], [1], [0], *tries[5:]], dispensations=let)

    first = purchase.people[0].person_id
    by_first = {deed.deed for deed in purchase.deeds() if deed.person_id == first}
    assert {"receive", "attest_decision"} <= by_first
    assert "release_payment" not in by_first
