"""A short tour by role: three to six stops, each at a page of the site and a thing that is really there.

A stop is ticked when its page has been opened, or what it tells one to do has been done, after the tour
was begun. What was passed lies in the session, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from avrop.approvals import queries as approvals
from avrop.buying.invoices import queries as invoices
from avrop.buying.orders import queries as orders
from avrop.buying.payables import queries as payables
from avrop.buying.receipts import queries as receipts
from avrop.buying.requisitions import queries as needs
from avrop.catalogues import queries as catalogues
from avrop.exchange import queries as exchange
from avrop.selling.billing import queries as billing
from avrop.selling.fulfilment import queries as fulfilment
from avrop.selling.sales import queries as sales
from avrop.site.actors import Request

IN_SESSION = "tour"
DONE = "!"


@dataclass(frozen=True, slots=True)
class Look:
    """Which thing a stop is at: the first that a query of pages gives, trying `asked` one by one."""

    query: Callable[..., Any]
    asked: tuple[Mapping[str, Any], ...] = ({},)
    by: str = "id"


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop: what to do, and what there is to see. `page` is the name of its address; with `look` it
    is that thing's page, or `otherwise` where there is none. `act` is the name of the address whose
    form must have been sent, "" where it is enough to have been there."""

    says: Any
    shows: Any
    page: str
    look: Look | None = None
    otherwise: str = ""
    act: str = ""

    def is_passed(self, passed: Iterable[str]) -> bool:
        """Whether it has been passed, among the marks of the session."""
        marks = set(passed)
        if self.act:
            return f"{self.act}{DONE}" in marks
        return self.page in marks or (self.otherwise in marks if self.otherwise else False)


_SHOP = Stop(
    _("Find an article in the shop"),
    _("Prices are those of the agreements, and each article says when it can be delivered."),
    "shop",
)
_MY_ORDER = Stop(
    _("Open an order and read where it is"),
    _("One sentence on top says it; below is everything that has happened, and what is to come."),
    "order",
    Look(orders.orders_page, ({"mine": True}, {})),
    "orders",
)
_ORDER = Stop(_MY_ORDER.says, _MY_ORDER.shows, "order", Look(orders.orders_page), "orders")
_SALES_ORDER = Stop(
    _("Open an order from a customer"),
    _("What was ordered, what was promised, and every step with the clock that runs on it."),
    "sales_order",
    Look(sales.orders_page),
    "sales_orders",
)

TOURS: Mapping[str, tuple[Stop, ...]] = {
    "requester": (
        _SHOP,
        Stop(
            _("Put something in the cart"),
            _("The cart holds articles of several suppliers; each becomes an order of its own."),
            "shop",
            act="put_in_cart",
        ),
        Stop(
            _("Look through the cart"),
            _("Days, quantities and what it is booked on are changed in place."),
            "cart",
        ),
        Stop(
            _("See what stops a cart"),
            _("One list says what is in the way, who can mend it, and mends it where that is you."),
            "send_cart",
            Look(needs.requisitions_page, ({"mine": True, "state": "draft"},)),
            "needs",
        ),
        _MY_ORDER,
    ),
    "approver": (
        Stop(
            _("See what waits for you"),
            _("What is late or waits for somebody you stand in for is marked."),
            "approvals",
        ),
        Stop(
            _("Open a need and read its marks"),
            _("What is new, unusually much or dearer than before is said at its line."),
            "approval",
            Look(approvals.waiting_for_me, by="request_id"),
            "approvals",
        ),
        Stop(
            _("Approve it, or return it with a reason"),
            _(
                "What you approve is stored as it stands; what you return goes back with your words."
            ),
            "approval",
            Look(approvals.waiting_for_me, by="request_id"),
            "approvals",
            act="approval",
        ),
        Stop(
            _("See what ordering less would do"),
            _("Before anything is changed you see whose approval falls and who must look again."),
            "change_approval",
            Look(approvals.waiting_for_me, by="request_id"),
            "approvals",
        ),
        Stop(
            _("See who decides while you are away"),
            _("You lend your mandate for some days; both names are kept with each decision."),
            "absence",
        ),
    ),
    "receiver": (
        Stop(
            _("See what is expected today"),
            _("What is late stands first. On a phone, a code on a parcel can be scanned."),
            "receive",
        ),
        Stop(
            _("Open a delivery"),
            _("All, some or none; what is short, damaged or wrong, with a photograph."),
            "receive_order",
            Look(receipts.expected_page, by="order_id"),
            "receive",
        ),
        Stop(
            _("See what has been registered"),
            _("A receipt can be corrected; what was first written stays to be read."),
            "receipt",
            Look(receipts.receipts_page),
            "receipts",
        ),
        Stop(
            _("Follow a claim"),
            _("The seller is told, and the invoice waits for what was claimed."),
            "claim",
            Look(receipts.claims_page),
            "claims",
        ),
    ),
    "ap_clerk": (
        Stop(
            _("See which invoices wait, and for what"),
            _("They are grouped by what is to happen next."),
            "invoices",
        ),
        Stop(
            _("Open an invoice that differs"),
            _("Invoice, order and receipt side by side, and each difference in words."),
            "invoice",
            Look(invoices.invoices_page, ({"state": "differing"}, {})),
            "invoices",
        ),
        Stop(
            _("Read the invoice as the supplier wrote it"),
            _("The document itself stands beside what was read from it."),
            "invoice_document",
            Look(invoices.invoices_page),
            "invoices",
        ),
        Stop(
            _("Prepare payments"),
            _("Everything that is approved and due becomes a proposal, which two others release."),
            "propose_payments",
        ),
        Stop(
            _("Follow a payment to the bank and back"),
            _("The bank's answer stands at each payment."),
            "payment_proposal",
            Look(payables.proposals_page),
            "payments",
        ),
    ),
    "payment_releaser": (
        Stop(
            _("See the proposals of payments"),
            _("Each says who prepared it and who has released it."),
            "payments",
        ),
        Stop(
            _("Open a proposal"),
            _("It takes two people, neither of whom has attested what is paid."),
            "payment_proposal",
            Look(payables.proposals_page, ({"state": "proposed"}, {})),
            "payments",
        ),
        Stop(
            _("See who releases while you are away"),
            _("A substitute is bound by what you have done, too."),
            "absence",
        ),
    ),
    "finance_officer": (
        Stop(
            _("See which invoices wait, and for what"),
            _("What has waited long is drawn, with the figures beside."),
            "invoices",
        ),
        Stop(
            _("Open an invoice"),
            _("Who reviewed it, who decided, and under which mandate."),
            "invoice",
            Look(invoices.invoices_page),
            "invoices",
        ),
        Stop(_("See the payments"), _("From proposal to the bank's answer."), "payments"),
        _ORDER,
    ),
    "category_manager": (
        _SHOP,
        Stop(
            _("Look through a price list"),
            _("Lines that break the agreement are kept apart; the rest can come into force."),
            "price_list",
            Look(catalogues.versions_page, ({"state": "in_review"}, {})),
            "price_lists",
        ),
        _ORDER,
    ),
    "agreement_manager": (
        Stop(
            _("See the price lists"),
            _("What has come in, what waits for you, and what is in force from when."),
            "price_lists",
        ),
        Stop(
            _("Look through a price list"),
            _("Each line beside its former price, and why it was kept apart."),
            "price_list",
            Look(catalogues.versions_page, ({"state": "in_review"}, {})),
            "price_lists",
        ),
        _ORDER,
    ),
    "coordinator": (
        Stop(
            _("See who cannot send, and why"),
            _("The same rules that stop the sending say what must be mended, and by whom."),
            "what_stops",
        ),
        Stop(
            _("See messages that have stuck"),
            _("Since when, where, and what can be done about each."),
            "stuck_messages",
        ),
        Stop(
            _("Follow one message"),
            _("Every step between here and the other party, with its receipt."),
            "message",
            Look(exchange.messages_page),
            "messages",
        ),
        Stop(
            _("See who has asked for help"),
            _("A case cannot be closed before whoever asked has been told."),
            "cases",
        ),
        _ORDER,
    ),
    "system_administrator": (
        Stop(
            _("Follow one message"),
            _("Every step between here and the other party, with its receipt."),
            "message",
            Look(exchange.messages_page),
            "messages",
        ),
        Stop(
            _("See every page there is"),
            _("By part of the site, with what is done on each."),
            "site_map",
        ),
        Stop(
            _("Press Ctrl-K and find something"),
            _("Pages by name, documents by number."),
            "find",
        ),
    ),
    "manager": (
        Stop(
            _("See what waits for you"),
            _("What is late or waits for somebody you stand in for is marked."),
            "approvals",
        ),
        _ORDER,
        Stop(
            _("See who decides while you are away"),
            _("You lend your mandate for some days; both names are kept with each decision."),
            "absence",
        ),
    ),
    "auditor": (
        _ORDER,
        Stop(
            _("Open an invoice"),
            _("Who reviewed it, who decided, and under which mandate."),
            "invoice",
            Look(invoices.invoices_page),
            "invoices",
        ),
        Stop(
            _("Follow one message"),
            _("Every step between here and the other party, with its receipt."),
            "message",
            Look(exchange.messages_page),
            "messages",
        ),
    ),
    "order_manager": (
        Stop(
            _("See every order by stage"),
            _("With clocks: what is late, and where it stands."),
            "control",
        ),
        _SALES_ORDER,
        Stop(
            _("See what is on hold"),
            _("Whoever has set a hold does not release it himself."),
            "holds",
        ),
        Stop(
            _("See who has done the other desk's work"),
            _("Whoever controls does not key or ship; where it must be, it is counted here."),
            "crossings",
        ),
    ),
    "order_clerk": (
        Stop(_("See what waits for your department"), _("The most urgent first."), "work"),
        _SALES_ORDER,
        Stop(
            _("Answer an order line by line"),
            _("Less, later, or something else instead: the customer decides on what differs."),
            "answer_sales_order",
            Look(sales.orders_page, ({"stage": "checked"}, {"stage": "received"})),
            "work",
        ),
        Stop(
            _("Key an order that came by telephone"),
            _("Somebody else looks through it before it goes on."),
            "key_sales_order",
        ),
    ),
    "warehouse": (
        Stop(
            _("See what is to be picked"),
            _("Only orders that have been released to the warehouse."),
            "work",
        ),
        Stop(_("See what is in stock"), _("On hand, set aside, and to be inspected."), "stock"),
        Stop(
            _("Open a despatch"),
            _("Packages with their numbers, and labels to print."),
            "despatch",
            Look(fulfilment.despatches_page),
            "despatches",
        ),
    ),
    "seller_finance": (
        Stop(
            _("See what is to be invoiced"),
            _("What has been shipped and not invoiced yet waits for finance."),
            "work",
        ),
        Stop(
            _("Open an invoice you have sent"),
            _("What is paid, what is credited, and when it is due."),
            "sales_invoice",
            Look(billing.invoices_page),
            "sales_invoices",
        ),
        _SALES_ORDER,
    ),
}
#: For roles without pages of their own yet.
EVERYBODY = (
    Stop(_("See what waits for you"), _("What needs your decision comes up here."), "start"),
    Stop(
        _("See every page there is"),
        _("By part of the site, with what is done on each."),
        "site_map",
    ),
    Stop(_("Press Ctrl-K and find something"), _("Pages by name, documents by number."), "find"),
)
_NAMES = frozenset(
    name
    for stops in (*TOURS.values(), EVERYBODY)
    for stop in stops
    for name in (stop.page, stop.otherwise, f"{stop.act}{DONE}")
    if name
)


def tour_of(roles: Iterable[str]) -> tuple[Stop, ...]:
    """The stops of somebody with these roles, each once, in the order of the roles."""
    stops: list[Stop] = []
    for stop in (one for role in roles for one in TOURS.get(role, ())):
        if stop.says not in {known.says for known in stops}:
            stops.append(stop)
    return tuple(stops) or EVERYBODY


def note_passed(request: Request, answer: HttpResponse) -> None:
    """Tick what was opened or done, where a tour has been begun."""
    passed = request.session.get(IN_SESSION)
    match = request.resolver_match
    if passed is None or match is None or not match.url_name:
        return
    if request.method == "POST":
        mark = f"{match.url_name}{DONE}" if answer.status_code in (200, 302) else ""
    else:
        mark = match.url_name if answer.status_code == 200 else ""
    if mark in _NAMES and mark not in passed:
        request.session[IN_SESSION] = [*passed, mark]
