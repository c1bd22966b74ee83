"""What there is to look at when every page is opened: the demonstration's journey as it ended, some
things that still wait there for somebody, and a seller at work with an order in each place."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from avrop.agreements.models import Agreement
from avrop.authority import actions as authority
from avrop.authority import queries as rights
from avrop.authority.models import Mandate
from avrop.buying.invoices.models import Difference
from avrop.buying.payables.models import Proposal, SieFile, Voucher
from avrop.buying.receipts.models import Claim, Receipt
from avrop.coding.models import ShortCode
from avrop.documents.finance import camt054
from avrop.documents.finance.bank_accounts import AccountKind, BankAccount
from avrop.exchange.models import Message
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_at
from avrop.kernel.jobs import running_here
from avrop.kernel.models import EventRow
from avrop.kernel.ports import Deed
from avrop.kernel.scope import tenant_scope
from avrop.onboarding import actions as onboarding
from avrop.onboarding import links as question_links
from avrop.onboarding.models import CentreRequest, Question, RequesterChange
from avrop.onboarding.shapes import DepartmentForm, FuturePerson
from avrop.parties import actions as parties
from avrop.parties import queries as known
from avrop.parties.models import DeliveryPlace, ImportRow, Organisation, Person, Unit
from avrop.responsibility import actions as responsibility
from avrop.responsibility.models import HandOver
from avrop.selling.billing import actions as billing
from avrop.selling.fulfilment import actions as fulfilment
from avrop.selling.fulfilment.shapes import Pick
from avrop.selling.sales import actions as sales
from avrop.selling.sales import links
from avrop.selling.sales import queries as sold
from avrop.selling.sales.tests.builders import (
    NOW,
    Market,
    a_market,
    a_received_order,
    an_order,
    received,
    send,
)
from avrop.selling.sales.tests.test_actions import a_cancellation
from avrop.site.actors import operator
from avrop.site.demonstration.goods import AGREEMENT_NUMBERS
from avrop.site.demonstration.hands import OwnHands
from avrop.site.demonstration.journey import SHOPPING, next_workday
from avrop.site.demonstration.people import DAIRY, EKVALLA, GROCER, PEOPLE, SCHOOL
from avrop.support import actions as support
from avrop.support import receipts
from avrop.testing.municipality import municipality
from avrop.testing.worlds import a_person, a_tenant, an_email, everything
from avrop.training import actions as training
from avrop.training import queries as taught
from avrop.training.plan_shapes import PlanFacts, PlannedPerson, PlannedRisk, PlannedWave
from avrop.values import Money
from tests.played import Played

HOW_MANY = {item: quantity for _seller, item, quantity in SHOPPING}
CODING = "ansvar=4100 konto=64400 verksamhet=440"
#: What is asked for beside an address, so that the page has something to show.
ASKED: Mapping[str, str] = {
    "find": "?q=or",
    "add_short_code": "?unit={unit}",
    "grant_dispensation": "?unit={unit}&who=a",
    "move_unit": "?to=outermost",
    "give_mandate": "?who=a&unit={unit}",
    "register_pass": "?who=a",
    "may": "?permission=requisitions.submit",
    "requester_policies": "?unit={unit}&who-may=everyone",
    "coordinators": "?who=a",
    "guide": "?page=order",
    "handbook_search": "?q=varukorg",
    "get_help": "?from={order}",
    "compare": "?item={item}&item={other_item}",
    "code_line": "?parts=2",
    "find_goods": "?code=saknas",
    "new_requester": "?unit={unit}",
    "people_who_order": "?who=a",
}

#: Samples by name, of one organisation; "page.sample" is the sample of one page alone.
Samples = dict[str, Any]


@dataclass(slots=True)
class WalkedWorld:
    """Who can look, by the code of his role, and what is his organisation's to look at."""

    readers: dict[str, Actor]
    samples: dict[UUID, Samples]
    open_samples: Samples = field(default_factory=dict)

    def samples_of(self, reader: Actor | None) -> Samples:
        """What fills the addresses for a reader; for nobody, what needs no signing in."""
        return self.open_samples if reader is None else self.samples.get(reader.tenant_id, {})


def build(played: Played) -> WalkedWorld:
    """Everything, by commands; committed, and made once."""
    readers: dict[str, Actor] = {}
    for person in PEOPLE:
        for role in person.roles:
            if person.organisation == EKVALLA or role == "centre_operator":
                readers.setdefault(role, played.world.actors[person.key])
    of_responsibility = _who_answers(played)
    readers["newcomer"] = played.world.actors["tove"]
    buyer = readers["requester"].tenant_id
    market, of_seller, of_nobody = _a_seller_at_work()
    for role in ("order_clerk", "warehouse", "seller_finance", "order_manager"):
        readers[role] = market.person(role, name=f"Åsa {role}")
    _sit_with_finance(of_seller, readers)
    of_nobody["invitation"] = _an_invitation()
    of_nobody["receipt"] = _a_receipt()
    readers["auditor"] = a_person(buyer, roles=("auditor",), name="Åke Revisor")
    of_buyer = {
        **_what_the_buyer_has(played),
        **of_responsibility,
        "personal_data.person": readers["auditor"].person_id,
    }
    samples = {buyer: of_buyer, market.seller.tenant_id: of_seller}
    samples[readers["centre_operator"].tenant_id] = _new_departments(
        played, samples[buyer], of_nobody
    )
    return WalkedWorld(readers, samples, of_nobody)


# --- the buyer: the demonstration's municipality ------------------------------------------------------


def _what_the_buyer_has(played: Played) -> Samples:
    samples: Samples = {"decision": "reject"}
    with running_here() as drain:
        actors = {**played.world.actors, "grocer": operator(GROCER)}
        hands = OwnHands(actors, settle=drain)
        samples |= _carts(hands, played, drain)
        samples["price_list"] = _a_list_in_review(hands, played.story.today, drain)
        case = hands.do("anna", "support.open_case", topic="stuck", text="Hur ändrar jag dagen?")
        samples["case"] = case["case"]["id"]
        samples |= _a_text_that_did_not_help(hands)
        parties.take_in_import(
            municipality(12, 20).text_of_units(), "enheter.csv", actor=operator(EKVALLA), at=_now()
        )
        samples |= _rights(hands, played)
        samples["bank_entry"] = _money_that_came_in(hands, played.story.today)
        samples |= _what_is_kept_apart(played)
        drain()
    samples |= _training(actors)
    with tenant_scope(actors["anna"].tenant_id):
        samples |= _found_among_documents()
    return samples


def _a_text_that_did_not_help(hands: OwnHands) -> Samples:
    """A section of a handbook, with what somebody missed in it."""
    text = {"role": "receiver", "code": "register_what_came"}
    hands.do("anna", "support.judge_text", **text, helps=False, comment="Var skriver jag vikten?")
    return {"handbook": text["role"], "handbook_entry": text["code"]}


def _what_is_kept_apart(played: Played) -> Samples:
    """A dispensation for the manager's unit, and a proof over the organisation."""
    someone, chief, auditor = (played.world.actors[key] for key in ("anna", "nina", "maria"))
    today, now = played.story.today, datetime.now(UTC)
    with tenant_scope(someone.tenant_id):
        unit_id = Unit.objects.get(name=SCHOOL).id
    assert someone.person_id is not None
    assert auditor.person_id is not None
    dispensation = authority.grant_dispensation(
        someone.person_id,
        Deed.RECEIVE,
        Deed.ATTEST_DECISION,
        valid_from=today,
        valid_until=today + timedelta(days=20),
        reason="Två av tre är sjuka",
        control="Varje faktura mot sin följesedel",
        reviewer_id=auditor.person_id,
        review_by=today + timedelta(days=30),
        unit_id=unit_id,
        actor=chief,
        at=now,
    )
    proof = authority.prove(actor=auditor, at=now)
    return {"dispensation": dispensation, "proof": proof.id}


def _now() -> datetime:
    return datetime.now(UTC)


def _rights(hands: OwnHands, played: Played) -> Samples:
    """A licence of somebody in the manager's unit."""
    held = hands.do(
        "lars",
        "authority.grant_pass",
        person_id=str(played.world.actors["anna"].person_id),
        kind="licence",
        code="prescriber",
        valid_from="2026-01-01",
        reference="12345",
    )
    return {"pass": held}


def _training(actors: Mapping[str, Actor]) -> Samples:
    """The courses; one that somebody reads and is tested on, and a new version that is being written."""
    now, coordinator, learner = datetime.now(UTC), actors["fatima"], actors["anna"]
    training.install_courses(actor=coordinator, at=now)
    courses = {one.code: one.id for one in taught.courses(actor=coordinator, at=now)}
    course = courses["requester"]
    mine = taught.course_of_mine(course, actor=learner, at=now)
    for lesson in mine.lessons:
        training.read_lesson(lesson.id, actor=learner, at=now)
    draft = training.draft_version(course, actor=coordinator, at=now)
    plan = _a_rollout_plan(actors["nina"], learner, now)
    return {
        "plan": plan,
        "draft_plan": plan,
        "course": course,
        "lesson": mine.lessons[0].id,
        "policy": mine.policies[0].id,
        "blocker": "coding.short_code_expired",
        "sitting": training.begin_test(course, "sv", actor=learner, at=now),
        "learner": learner.person_id,
        "version": mine.version.id,
        "draft": draft,
        "position": 1,
        "question": taught.questions_page(draft, actor=coordinator).items[0].id,
    }


def _a_rollout_plan(nina: Actor, learner: Actor, now: datetime) -> UUID:
    """A plan of the manager's unit that is being worked on."""
    soon = day_at(nina.tenant_id, now) + timedelta(days=60)
    plan = training.begin_plan(_unit_of(nina), actor=nina, at=now)
    facts = PlanFacts(
        go_live_on=soon,
        people=(
            PlannedPerson("requester", learner.person_id, soon - timedelta(days=10)),
            PlannedPerson("approver", nina.person_id, soon - timedelta(days=20)),
        ),
        waves=(PlannedWave(soon, "Livsmedel från grossisten"),),
        risks=(PlannedRisk("Vikarier känner inte till det nya", "Anna visar dem"),),
    )
    training.change_plan(plan, facts, actor=nina, at=now)
    return plan


def _new_departments(played: Played, of_buyer: Samples, of_nobody: Samples) -> Samples:
    """A department in each place on its way, and a requester who is new; what the centre was asked."""
    nina, fatima = played.world.actors["nina"], played.world.actors["fatima"]
    helena, at = played.world.actors["helena"], datetime.now(UTC)
    with running_here() as drain:
        draft = onboarding.begin_department(
            DepartmentForm(name="Bokskolans kök", parent_id=_unit_of(nina)), actor=nina, at=at
        )
        asked, told = (_a_department(nina, fatima, at, food=food) for food in (True, False))
        with tenant_scope(nina.tenant_id):
            centre = next(iter(known.distribution_centres(played.story.today)))
        onboarding.ask_centre(asked, centre, actor=fatima, at=at)
        onboarding.register_department(told, actor=fatima, at=at)
        change = onboarding.welcome_requester(
            "Disa Holm",
            an_email(),
            unit_id=_unit_of(nina),
            short_code="BOK9",
            coding_string=CODING,
            invoice_reference="EKV4100DIS",
            valid_from=played.story.today,
            decision_reference="Delegation 12",
            actor=helena,
            at=at,
        )
        drain()
    with tenant_scope(nina.tenant_id):
        question = Question.objects.filter(department_id=told).order_by("id")[0]
        person = RequesterChange.objects.get(id=change).person_id
    of_buyer |= {
        "draft_department": draft,
        "department": told,
        "department_at_centre": asked,
        "requester_change": change,
        "person": person,
    }
    of_nobody["question"] = question_links.token_of(nina.tenant_id, question.id)
    with tenant_scope(played.world.actors["yngve"].tenant_id):
        return {"centre_request": CentreRequest.objects.order_by("id")[0].id}


def _unit_of(nina: Actor) -> UUID:
    """The unit that its manager has."""
    assert nina.person_id is not None
    with tenant_scope(nina.tenant_id):
        unit_id = known.person(nina.person_id).unit_id
    assert unit_id is not None
    return unit_id


def _a_department(nina: Actor, fatima: Actor, at: datetime, *, food: bool) -> UUID:
    """Submitted, with its GLN."""
    with tenant_scope(nina.tenant_id):
        agreements = tuple(Agreement.objects.order_by("id").values_list("id", flat=True)[:2])
    form = DepartmentForm(
        name="Bokskolans fritidshem",
        parent_id=_unit_of(nina),
        opens_on=day_at(nina.tenant_id, at) + timedelta(days=1),
        street="Bokvägen 4",
        postal_code="222 22",
        city="Ekvalla",
        opening_hours="Måndag till fredag 7–16",
        orders_food=food,
        default_coding=CODING,
        invoice_reference="EKV4100FRI",
        contact_name="Disa Holm",
        contact_phone="010-123 45 67",
        people=(FuturePerson("Disa Holm", "disa.holm@ekvalla.example"),),
        agreements=agreements,
    )
    department = onboarding.begin_department(form, actor=nina, at=at)
    onboarding.submit_department(department, actor=nina, at=at)
    onboarding.assign_gln(department, actor=fatima, at=at)
    return department


def _money_that_came_in(hands: OwnHands, today: date) -> UUID:
    """A booking of the bank that fits no payment."""
    money = Money(Decimal(100), "SEK")
    entry = camt054.Entry(money, camt054.Direction.CREDIT, today, today, ())
    account = BankAccount(AccountKind.BANKGIRO, "50501055")
    moment = datetime(today.year, today.month, today.day, tzinfo=UTC)
    notified = camt054.AccountNotification("N-1", moment, account, (entry,), "SEK")
    raw = camt054.write(camt054.BookingNotification("CAME-IN-1", moment, (notified,)))
    content = base64.b64encode(raw).decode()
    hands.do("karin", "payables.take_in_bank_answer", content=content)
    found: UUID = hands.do("karin", "payables.bank_entries_page")["items"][0]["id"]
    return found


def _carts(hands: OwnHands, played: Played, drain: Callable[[], int]) -> Samples:
    fill = partial(_a_cart, hands, played)
    ordered = fill("NG-1001", "NG-1003", "MB-2001", "MB-2002")
    hands.do("anna", "requisitions.submit_requisition", requisition_id=ordered)
    drain()
    for step in hands.do("bo", "approvals.waiting_for_me")["items"]:
        hands.do("bo", "approvals.approve", step_id=step["id"])
    drain()
    orders = _newest_orders(hands, ordered)
    asked = fill("NG-1003", "MB-2001")
    hands.do("anna", "requisitions.submit_requisition", requisition_id=asked)
    drain()
    (waiting,) = hands.do("bo", "approvals.waiting_for_me")["items"]
    cart = fill("NG-1001", "MB-2002", "VM-4001")
    lines = hands.do("anna", "requisitions.requisition", requisition_id=cart)["lines"]
    items = played.story.items
    return {
        "requisition": ordered,
        "order": orders[DAIRY],
        "receive_order.order": orders[GROCER],
        "approval": waiting["request_id"],
        "cart": cart,
        "cart_line": lines[0]["id"],
        "item": items["NG-1001"]["item_id"],
        "other_item": items["NG-1003"]["item_id"],
    }


def _a_cart(hands: OwnHands, played: Played, *items: str) -> str:
    story = played.story
    wanted = next_workday(story.today, 2)
    cart: str = hands.do(
        "anna", "requisitions.start_requisition", unit_id=story.unit_id, wanted_date=wanted
    )
    lines = [
        {"item_id": story.items[item]["item_id"], "quantity": HOW_MANY[item], "wanted_date": wanted}
        for item in items
    ]
    added = hands.do("anna", "requisitions.add_lines", requisition_id=cart, lines=lines)
    codings = [
        {"line_id": line, "shares": [{"coding": CODING, "percent": "100"}]} for line in added
    ]
    hands.do("anna", "requisitions.code_lines", requisition_id=cart, codings=codings)
    return cart


def _newest_orders(hands: OwnHands, requisition_id: str) -> dict[str, str]:
    cart = hands.do("anna", "requisitions.requisition", requisition_id=requisition_id)
    found = {}
    for one in hands.do("anna", "orders.orders_page")["items"]:
        order = hands.do("anna", "orders.order", order_id=one["id"])
        if order["requisition_number"] == cart["number"]:
            found[order["seller_name"]] = order["id"]
    return found


def _who_answers(played: Played) -> Samples:
    """A position that somebody takes over, a change that is planned, a manager who is to confirm."""
    chief, at = played.world.actors["lars"], datetime.now(UTC)
    anna, tove = (played.world.actors[each].person_id for each in ("anna", "tove"))
    assert anna is not None
    assert tove is not None
    today, acting = played.story.today, {"actor": chief, "at": at}
    yesterday = today - timedelta(days=1)
    with running_here() as drain:
        position = responsibility.open_post(
            "process_owner", "ordering", "Processägare för avrop", valid_from=yesterday, **acting
        )
        given = {"decision_reference": "KS 2026/7", **acting}
        authority.appoint(position, anna, valid_from=yesterday, valid_until=yesterday, **given)
        authority.appoint(position, tove, valid_from=today + timedelta(days=1), **given)
        change = responsibility.plan_change("Skolan attesterar själv", valid_from=today, **acting)
        responsibility.add_step(
            change, "matrix", role="approver", activity="attesting", letters="AR", **acting
        )
        responsibility.plan_hours(change, "approver", "project", Decimal(40), **acting)
        responsibility.note_hours(change, "approver", "project", Decimal(12), today, **acting)
        drain()
    manager = played.world.actors["nina"]
    with tenant_scope(chief.tenant_id):
        (held,) = rights.mandates_of(manager.person_id, actor=chief)
        paper = HandOver.objects.get(position_id=position)
    return {
        "position.position": position,
        "hand_over_position.position": position,
        "hand_over": paper.id,
        "hand_over_point": "contacts",
        "managed_unit": held.unit_id,
        "frequency": "yearly",
        "planned_change": change,
        "change_step": "matrix",
        "part": "ordering",
    }


def _a_list_in_review(hands: OwnHands, today: date, drain: Callable[[], int]) -> str:
    """A list with a price that has risen so much that somebody must look at it."""
    contract = AGREEMENT_NUMBERS[GROCER]
    customers = hands.do("petra", "parties.organisations_page", text="Ekvalla")["items"]
    customer = next(one for one in customers if one["name"] == EKVALLA)
    hands.do(
        "grocer",
        "stock.set_agreed_prices",
        contract=contract,
        prices=[{"seller_item_id": "NG-1001", "amount": "990.00"}],
        valid_from=today,
    )
    hands.do(
        "petra",
        "stock.publish_catalogue",
        organisation_id=customer["id"],
        contract=contract,
        name="Prislista höst",
        valid_from=today + timedelta(days=1),
    )
    drain()
    agreements = hands.do("gunnar", "agreements.agreements_page")["items"]
    agreement = next(one for one in agreements if one["number"] == contract)
    found = hands.do("gunnar", "catalogues.versions_page", agreement_id=agreement["id"])["items"]
    waiting: str = next(one["id"] for one in found if one["state"] == "in_review")
    return waiting


def _found_among_documents() -> Samples:
    """What the journey has left, in the organisation that is in scope."""
    differing = Difference.objects.filter(state="open").order_by("id")[0]
    rule, about, subject = known.all_findings(_now())[0].key
    return {
        "finding_rule": rule,
        "finding_kind": about,
        "finding_subject": subject,
        "invoice": differing.invoice_id,
        "difference": differing.id,
        "agreement": _first(Agreement),
        "claim": _first(Claim),
        "receipt": _first(Receipt),
        "proposal": _first(Proposal),
        "voucher": _first(Voucher),
        "sie_file": _first(SieFile),
        "short_code": _first(ShortCode),
        "unit": _first(Unit),
        "delivery_place": _first(DeliveryPlace),
        "change_delivery_place.unit": DeliveryPlace.objects.order_by("id")[0].unit_id,
        "event": EventRow.objects.order_by("-id").values_list("id", flat=True)[0],
        "person": _first(Person),
        "organisation": _first(Organisation),
        "import": _first(ImportRow),
        "mandate": _first(Mandate),
        "message": Message.objects.filter(kind="order").order_by("id").values_list("id")[0][0],
    }


def _first(model: Any) -> UUID:
    found: UUID = model.objects.order_by("id").values_list("id", flat=True)[0]
    return found


# --- the seller, and the one who comes by a link -------------------------------------------------------


def _a_seller_at_work() -> tuple[Market, Samples, Samples]:
    market = a_market(advanced_ordering=True)
    seller = market.seller
    with running_here() as drain:
        orders = _orders_at_the_seller(market, drain)
        drain()
    first = orders["new"]
    with tenant_scope(seller.tenant_id):
        message = Message.objects.filter(kind="order").order_by("id")[0].id
    samples: Samples = {
        "sales_order": first,
        "seller_item_id": "A-001",
        "message": message,
        "despatch": orders["despatch"],
        "sales_invoice": orders["invoice"],
        "sales_change": orders["change"],
        **{f"{page}.sales_order": orders[at] for page, at in _WHERE.items()},
    }
    by_link: Samples = {
        "link": _token(market, first),
        "supplier_send.link": _token(market, orders["promised"]),
        "supplier_labels.link": _token(market, orders["packed"]),
        "supplier_labels.despatch": orders["despatch"],
        "supplier_invoice.link": _token(market, orders["shipped"]),
        "supplier_invoice_copy.link": _token(market, orders["billed"]),
        "supplier_invoice_copy.invoice": orders["invoice"],
    }
    return market, samples, by_link


#: The pages whose order is in another place than the newest is.
_WHERE = {
    "pick_sales_order": "promised",
    "pick_list": "promised",
    "bill_sales_order": "shipped",
    "release_hold": "held",
    "return_hand_off": "held",
    "refuse_sales_change": "changed",
    "goods_not_stopped": "changed",
}


def _orders_at_the_seller(market: Market, drain: Callable[[], int]) -> dict[str, UUID]:
    seller = market.seller
    names = ("held", "promised", "packed", "shipped", "billed", "new")
    orders = {name: a_received_order(market, drain).id for name in names}
    for name in ("promised", "packed", "shipped", "billed"):
        sales.accept_order(orders[name], actor=seller, at=NOW)
    for name in ("promised", "packed"):
        fulfilment.allocate_order(orders[name], actor=seller, at=NOW)
        sales.release_order(orders[name], actor=seller, at=NOW)
    picks = (Pick("1", Decimal(6)), Pick("2", Decimal(4), handling_unit=2))
    orders["despatch"] = fulfilment.pick_order(
        orders["packed"], picks=picks, final=False, actor=seller, at=NOW
    )
    for name in ("shipped", "billed"):
        fulfilment.despatch_order(orders[name], actor=seller, at=NOW)
    orders["invoice"] = billing.bill_order(orders["billed"], actor=seller, at=NOW)
    orders["changed"], orders["change"] = _a_change_that_waits(market, drain)
    return orders


def _a_change_that_waits(market: Market, drain: Callable[[], int]) -> tuple[UUID, UUID]:
    document = an_order(market)
    send(market, document, drain)
    order = received(market, document)
    sales.accept_order(order.id, actor=market.seller, at=NOW)
    send(market, a_cancellation(market, document), drain)
    (change,) = sold.changes_waiting(actor=market.seller).items
    return order.id, change.id


def _sit_with_finance(samples: Samples, readers: Mapping[str, Actor]) -> None:
    """An order is stopped by the one who controls, and given to the ones who count."""
    held = samples["release_hold.sales_order"]
    why = "Ring skolan först, de bygger om lastkajen hela veckan"
    samples["hold"] = sales.set_hold(
        held, "check", why, actor=readers["order_manager"], at=datetime.now(UTC)
    )
    samples["hand_off"] = sales.give_order(
        held, "finance", note="Stämmer rabatten?", actor=readers["order_clerk"], at=NOW
    )


def _token(market: Market, order_id: UUID) -> str:
    link = sales.issue_link(order_id, holder="bo@gard.example", actor=market.seller, at=NOW)
    return links.token_of(market.seller.tenant_id, link)


def _an_invitation() -> str:
    world = a_tenant()
    person = a_person(world.tenant_id, ("system_administrator",))
    assert person.person_id is not None
    return parties.invite_person(
        person.person_id, actor=everything(world.tenant_id), at=datetime.now(UTC)
    )


def _a_receipt() -> str:
    """The receipt of a report that has been answered."""
    world = a_tenant()
    answerer = a_person(world.tenant_id, ("coordinator",))
    visitor, at = receipts.visitor_of(world.tenant_id), datetime.now(UTC)
    report = support.report_fault(
        "access", "Knappen går inte att nå med tangentbordet.", actor=visitor, at=at
    )
    support.answer_case(report.case.id, "Nu går den att nå.", actor=answerer, at=at)
    return receipts.token_of(world.tenant_id, report.case.id)


def arguments(page: str, names: tuple[str, ...], samples: Samples) -> Iterator[Any]:
    """What fills a page's address; KeyError where there is nothing to fill it with."""
    for name in names:
        yield samples.get(f"{page}.{name}") or samples[name]
