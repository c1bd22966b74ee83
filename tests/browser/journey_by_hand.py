"""The journey of the demonstration, from agreement to money, as people play it on the pages.

The same story as `avrop demo` plays by itself (`avrop.site.demonstration.journey`), but here nobody has
anything but the pages: who sells answers at his order desk, and one small supplier by a link without an
account. `play` is the table of contents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avrop.documents.finance import answering, camt054, pain001, pain002
from avrop.site.demonstration.goods import AGREEMENT_NUMBERS, ASSORTMENTS
from avrop.site.demonstration.journey import SHOPPING, SPLIT_ITEM, next_workday
from avrop.site.demonstration.people import (
    CARE,
    DAIRY,
    EKVALLA,
    FRESH,
    GROCER,
    PEOPLE,
    SUPPLIERS,
)
from avrop.site.demonstration.world import DIMENSIONS
from tests.browser.hands import Hand

if TYPE_CHECKING:
    from playwright.sync_api import Locator

#: Who keeps the assortment and sends the price list of each supplier.
CLERKS = {GROCER: "petra", DAIRY: "stina", FRESH: "ture", CARE: "vera"}
#: What an article is called: its name is the seller's and Swedish on every page.
ARTICLES = {item.seller_item_id: item.name for items in ASSORTMENTS.values() for item in items}
#: How the cost of one line is split: the values of each dimension, and the percent.
SHARES = ((("4100", "64600", "440"), "60"), (("4210", "64600", "425"), "40"))
#: Who packs the goods of each supplier.
PACKERS = {GROCER: "qasim", DAIRY: "stina"}
TO_REVIEW = "The price list %(number)s of %(seller)s, valid from %(valid_from)s, waits for review."
HANDED_OVER = "%(lines)s lines of the cart %(number)s have been handed over to you."
ACCEPTED = "%(seller)s has accepted the order for delivery on %(promised)s."
DIFFERS = (
    "All goods have been received. Invoice %(number)s from %(seller)s has come, but it differs from the "
    "order or the receipt, and waits until that is settled."
)
AGREES = (
    "All goods have been received. Invoice %(number)s from %(seller)s has come and waits for review "
    "attest."
)
SENT = "The cart %(number)s has been sent for approval. From now on it is called a requisition."
IN_THE_BANK = "Received and invoiced; the bank has the payment to %(seller)s for %(on)s."
#: What goes on by itself is waited for so long, looked at so often.
ROUNDS, PAUSE_MS = 60, 500
APPROVERS = ("bo", "ulla", "cecilia")
NAMES = {person.key: person.name for person in PEOPLE}


@dataclass(slots=True)
class Journey:
    """Who plays, and what they have come to know on the way."""

    make: Callable[[], Hand]
    folder: Path
    today: date
    hands: dict[str, Hand] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)
    cart: str = ""
    other_cart: str = ""

    def at(self, person: str) -> Hand:
        """A person at her desk, signed in by the card on the first page."""
        if person not in self.hands:
            hand = self.hands[person] = self.make()
            hand.open("/sign-in")
            card = hand.page.get_by_role("button", name=re.compile(f"^{NAMES[person]}"))
            hand.activate(card.first)
            hand.sees("What waits for you")
        return self.hands[person]

    def order_with(self, supplier: str) -> str:
        """The number of Anna's newest order with a supplier, as soon as it has been made."""
        anna = self.at("anna")
        row = anna.among("main tbody tr", supplier)
        look_until(anna, "Buy", "Orders", row)
        return row.get_by_role("link").first.inner_text().strip()

    def stands(self, supplier: str, sentence: str, **values: Any) -> None:
        """The order's page says this of where it stands, as soon as what has been set going is done."""
        anna = self.at("anna")
        if self.orders[supplier] in anna.page.title():
            anna.page.reload()
        else:
            anna.go("Buy", "Orders")
            anna.press("link", self.orders[supplier])
        wanted = anna.words.pattern(sentence, **values)
        said = ""
        for _ in range(ROUNDS):
            said = anna.page.locator(".where__sentence").inner_text()
            if wanted.match(said):
                return
            anna.page.wait_for_timeout(PAUSE_MS)
            anna.page.reload()
        raise AssertionError(f"{said!r} instead of {wanted.pattern!r}")


def look_until(hand: Hand, part: str, place: str, wanted: Locator) -> None:
    """Go to a page by the menu, again and again, until what comes by itself stands there."""
    for _ in range(ROUNDS):
        hand.go(part, place)
        if wanted.count():
            return
        hand.page.wait_for_timeout(PAUSE_MS)
    raise AssertionError(f"{hand.page.url}: {wanted} has not come")


def send_price_lists(story: Journey) -> None:
    """Each supplier sends its price list as a spreadsheet; who keeps the agreements looks it through."""
    for supplier in SUPPLIERS:
        clerk = story.at(CLERKS[supplier])
        clerk.go("Carry out orders", "Send a price list")
        sheet = clerk.fetch("Download the spreadsheet", story.folder)
        clerk.choose("Customer", EKVALLA)
        clerk.write("Number of the agreement", AGREEMENT_NUMBERS[supplier])
        clerk.give("The filled-in price list", sheet)
        clerk.press("button", "Send the price list")
        clerk.sees("The price list is sent; the customer looks through it.")


def put_price_lists_in_force(story: Journey) -> None:
    """Who keeps the agreements opens each list from what waits for him, and puts it in force."""
    keeper = story.at("gunnar")
    for supplier in SUPPLIERS:
        look_until(keeper, "Start", "Start", keeper.control("link", TO_REVIEW, seller=supplier))
        keeper.press("link", TO_REVIEW, seller=supplier)
        keeper.press("button", "Put it in force")
        keeper.sees("The price list is in force, or will be on its first day.")


def fill_the_cart(story: Journey) -> None:
    """Anna finds articles of four suppliers and puts them in the cart."""
    anna = story.at("anna")
    anna.go("Buy", "Shop")
    to_the_cart = "To the cart: %(count)s article, %(amount)s"
    several = "To the cart: %(count)s articles, %(amount)s"
    for number, (_supplier, item, quantity) in enumerate(SHOPPING, start=1):
        anna.write("What do you need?", item)
        anna.page.wait_for_url(re.compile(f"text={item}&"))
        anna.write("Quantity of %(name)s", quantity, name=ARTICLES[item])
        anna.press("button", "Add %(name)s to the cart", name=ARTICLES[item])
        anna.control("link", to_the_cart, plural=several, count=number).wait_for()
    anna.press("link", to_the_cart, plural=several, count=len(SHOPPING))
    day = next_workday(story.today, 2).day
    anna.choose("Have the whole cart delivered on", re.compile(rf"(?<!\d){day}(?!\d)"))
    anna.press("button", "Set the day")
    anna.sees("The whole cart is now wanted on that day.")
    story.cart = number_in(anna.page.title())


def number_in(text: str) -> str:
    """The number of a document that a text names."""
    found = re.search(r"[A-ZÅÄÖ]+-[\d-]*\d", text)
    assert found is not None, text
    return found[0]


def split_a_cost(story: Journey) -> None:
    """The detergent is borne by the school and by the leisure centre, by percent."""
    anna = story.at("anna")
    anna.press("link", "Change the coding", of=ARTICLES[SPLIT_ITEM])
    anna.press("link", "Split the cost")
    for number, (codes, percent) in enumerate(SHARES, start=1):
        with anna.inside(
            anna.page.get_by_role(
                "group", name=anna.words.pattern("Part %(number)s", number=number)
            )
        ):
            for (_code, names, _purpose), value in zip(DIMENSIONS, codes, strict=True):
                anna.choose(names[anna.words.language], re.compile(rf"^{value} "))
            anna.choose("Bears", anna.words.say("Percent", context="how a cost is split"))
            anna.write("How much", percent)
    anna.press("button", "Save the coding")
    anna.sees("The coding has been saved.")


def mend_what_stops_it(story: Journey) -> None:
    """One page lists what stops the cart; each thing has its remedy beside it."""
    anna = story.at("anna")
    anna.write("Quantity of %(name)s", "20", name=ARTICLES["NG-1003"])
    anna.press("button", "Go on to send")
    anna.sees("%(count)s thing stops the cart.", plural="%(count)s things stop the cart.", count=2)
    anna.sees("You can mend all of it yourself.")
    anna.press("button", "Order %(fitting)s")
    anna.sees("%(count)d thing has been mended.", plural="%(count)d things have been mended.")
    anna.press("button", "Hand the line over to %(name)s", name=NAMES["david"])
    anna.sees("Nothing stops the cart.")
    anna.press("button", "Send for approval")
    anna.sees(SENT, number=story.cart)


def order_what_is_restricted(story: Journey) -> None:
    """The medicine is ordered by the one who is responsible for medicines."""
    david = story.at("david")
    look_until(david, "Start", "Start", david.control("link", HANDED_OVER))
    david.press("link", HANDED_OVER)
    david.press("link", "Go on with the cart")
    david.press("button", "Go on to send")
    david.press("button", "Send for approval")
    story.other_cart = number_in(david.sees(SENT))


def approve(story: Journey) -> None:
    """Who answers for the responsibility approves; whoever has nothing to approve is told so."""
    for person in APPROVERS:
        approver = story.at(person)
        for cart in (story.cart, story.other_cart):
            approver.go("Approve", "To approve")
            if approver.page.get_by_role("link", name=cart).count() == 0:
                continue
            approver.press("link", cart)
            approver.press("button", "Approve %(amount)s")
            approver.sees(
                "%(number)s is approved. It goes on by itself.",
                or_else="%(number)s is approved by you. Others must still approve it.",
                number=cart,
            )
    approver.go("Approve", "To approve")
    approver.sees("Nothing waits for you.")


def follow_the_orders(story: Journey) -> None:
    """An order has left for each supplier, and says in one sentence where it stands."""
    for supplier in (GROCER, DAIRY, FRESH):
        story.orders[supplier] = story.order_with(supplier)
        story.stands(
            supplier,
            "Sent %(sent)s, received by the supplier's system %(confirmed)s, not confirmed yet.",
        )


def open_sales_order(seller: Hand, place: str = "My work") -> None:
    """The order that waits at the desk; or, with its customer, among all."""
    look_until(seller, "Carry out orders", place, seller.control("link", "SO-%(number)s"))
    seller.press("link", "SO-%(number)s")


def accept_at_the_order_desk(story: Journey) -> None:
    """The grocer's clerk accepts all of it, sets the goods aside and gives them to the warehouse."""
    petra = story.at("petra")
    open_sales_order(petra)
    petra.press("button", "Accept everything")
    petra.sees("The order is accepted; the customer is told.")
    story.stands(GROCER, ACCEPTED, seller=GROCER)
    release_to_the_warehouse(petra)


def release_to_the_warehouse(clerk: Hand) -> None:
    """The goods are set aside, and the warehouse is told."""
    clerk.press("button", "Set the goods aside")
    clerk.sees("The goods are set aside for the order.")
    clerk.press("button", "Release to the warehouse")
    clerk.sees("The warehouse has the order.")


def offer_something_else(story: Journey) -> None:
    """The dairy says that the order has come; then it offers less of one thing and another for one."""
    stina, anna = story.at("stina"), story.at("anna")
    open_sales_order(stina)
    stina.press("button", "Say that it has come")
    stina.sees("The customer is told that the order has come.")
    story.stands(DAIRY, "%(seller)s got the order %(on)s and will answer later.", seller=DAIRY)
    stina.press("link", "Answer line by line")
    with stina.inside(stina.among("fieldset", "MB-2001")):
        stina.write("We deliver", "10")
    with stina.inside(stina.among("fieldset", "MB-2002")):
        stina.write("Another article instead", "MB-2009")
    stina.press("button", "Send the answer")
    stina.sees("The answer is sent to the customer.")
    story.stands(
        DAIRY, "%(seller)s wants to change the order: the buyer must decide.", seller=DAIRY
    )
    anna.reads(ARTICLES["MB-2009"])
    anna.press("button", "Accept the changes")
    anna.sees("The changes are accepted. The order stands as the seller answered.")
    story.stands(DAIRY, ACCEPTED, seller=DAIRY)
    open_sales_order(stina)
    release_to_the_warehouse(stina)


def deliver(story: Journey, supplier: str, *, is_last: bool) -> None:
    """Half of each line leaves first, the rest afterwards."""
    packer = story.at(PACKERS[supplier])
    open_sales_order(packer)
    packer.press("link", "Pick and pack")
    if not is_last:
        pick_half(packer)
    packer.press("button", "Packed")
    packer.sees("Packed. Print the labels and send it off.")
    packer.write("Carrier", "Bilfrakt")
    packer.press("button", "Send it off")
    packer.sees("The goods are on their way; the customer is told.")


def pick_half(hand: Hand) -> None:
    """Half of what each line says is to be picked."""
    lines = hand.page.locator("fieldset.selling-line")
    lines.first.wait_for()
    for number in range(lines.count()):
        with hand.inside(lines.nth(number)):
            picked = Decimal(hand.labelled("Picked").input_value().replace(",", "."))
            hand.write("Picked", str((picked / 2).quantize(Decimal(1), ROUND_UP)))


def sell_by_link(story: Journey) -> None:
    """The small supplier has no account: who has the link answers, delivers and invoices with it."""
    ture = story.at("ture")
    open_sales_order(ture)
    ture.press("link", "Make a link for who has no account")
    ture.write("Whom is it for?", "Fiskbilen")
    ture.press("button", "Make the link")
    link = ture.page.locator(".selling-link__address a")
    link.wait_for()
    driver = story.hands["the driver"] = story.make()
    driver.open(link.inner_text().strip())
    driver.press("button", "Yes, we deliver everything")
    driver.sees("Thank you. The customer knows now that you deliver.")
    story.stands(FRESH, ACCEPTED, seller=FRESH)
    driver.press("link", "The goods leave now")
    with driver.inside(driver.among("fieldset", ARTICLES["FG-3001"])):
        driver.write("Weight in kg", "9.64")
    with driver.inside(driver.among("fieldset", ARTICLES["FG-3002"])):
        driver.write("How much leaves now?", "0")
    driver.press("button", "Tell the customer that it leaves")
    driver.sees("Thank you. The customer knows now what comes.")
    story.stands(FRESH, "%(seller)s has sent part of the goods.", seller=FRESH)
    driver.press("link", "The goods leave now")
    driver.press("button", "Tell the customer that it leaves")
    driver.sees("Thank you. The customer knows now what comes.")
    story.stands(FRESH, "%(seller)s has sent all goods.", seller=FRESH)


def pass_the_centre(story: Journey) -> None:
    """What goes by the distribution centre is registered there; that is not yet received."""
    fatima = story.at("fatima")
    fatima.go("Buy", "Orders")
    fatima.press("link", story.orders[FRESH])
    fatima.press("button", "It has come to the distribution centre")
    fatima.sees("The goods are at the distribution centre now.")
    story.stands(
        FRESH,
        "All goods from %(seller)s are at the distribution centre, not yet received.",
        seller=FRESH,
    )


def receive_the_first_half(story: Journey) -> None:
    """What has left the suppliers comes, and all of it is there."""
    for supplier in (GROCER, DAIRY):
        deliver(story, supplier, is_last=False)
        story.stands(supplier, "%(seller)s has sent part of the goods.", seller=supplier)
        eva = open_goods(story, supplier)
        eva.press("button", "Everything has come")
        eva.sees("What has come is registered as %(number)s.")
        story.stands(
            supplier,
            "Part of the goods from %(seller)s has been received; the rest is still to come.",
            seller=supplier,
        )


def receive_the_rest(story: Journey) -> None:
    """The rest comes; the fish has been weighed."""
    deliver(story, DAIRY, is_last=True)
    story.stands(
        DAIRY, "Part of the goods from %(seller)s has been received; the rest is still to come."
    )
    eva = open_goods(story, DAIRY)
    eva.press("button", "Everything has come")
    eva.sees("What has come is registered as %(number)s.")
    eva = open_goods(story, FRESH)
    with eva.inside(eva.among("li.goods-line", ARTICLES["FG-3001"])):
        eva.mark("radio", "All", context="how much has come")
        eva.write("Weight of what has come", "9.64")
    with eva.inside(eva.among("li.goods-line", ARTICLES["FG-3002"])):
        eva.mark("radio", "All", context="how much has come")
    eva.press("button", "Register what is chosen")
    eva.sees("What has come is registered as %(number)s.")
    for supplier in (DAIRY, FRESH):
        story.stands(supplier, "All goods from %(seller)s have been received.", seller=supplier)


def open_goods(story: Journey, supplier: str) -> Hand:
    """Eva at the goods entrance, with the delivery of a supplier before her."""
    eva = story.at("eva")
    eva.go("Receive", "Expected goods")
    eva.press("link", supplier)
    return eva


def claim_what_is_wrong(story: Journey) -> None:
    """Of the grocer's rest one packet is missing and one can is broken: both are claimed."""
    deliver(story, GROCER, is_last=True)
    story.stands(
        GROCER, "Part of the goods from %(seller)s has been received; the rest is still to come."
    )
    eva = open_goods(story, GROCER)
    with eva.inside(eva.among("li.goods-line", ARTICLES["NG-1001"])):
        eva.mark("radio", "Some", context="how much has come")
        eva.write("How much has come?", "4")
        complain(eva, "Missing", "1")
    with eva.inside(eva.among("li.goods-line", ARTICLES["NG-1003"])):
        eva.mark("radio", "All", context="how much has come")
    with eva.inside(eva.among("li.goods-line", ARTICLES["NG-1004"])):
        eva.mark("radio", "All", context="how much has come")
        complain(eva, "Broken", "1")
    eva.press("button", "Register what is chosen")
    eva.sees("What has come is registered as %(number)s.")
    for article in ("NG-1001", "NG-1004"):
        eva.go("Receive", "Claims")
        with eva.inside(eva.among("main tbody tr", ARTICLES[article])):
            eva.press("link", number_in(eva.area.get_by_role("link").first.inner_text()))
        eva.write("With whom", "Petra Vik")
        eva.write("What was said", "Kreditering begärd")
        eva.press("button", "Write it down")
        eva.sees("It is written down that the supplier has been told.")


def complain(eva: Hand, reason: str, how_much: str) -> None:
    """Say what is wrong with how much of a line, and ask for money back."""
    eva.unfold("Something is wrong")
    eva.choose("What is wrong?", eva.words.say(reason))
    eva.write("With how much?", how_much)
    eva.mark("radio", "Credit")


def invoice(story: Journey) -> None:
    """The grocer and the dairy invoice from their desks, the small supplier from the link."""
    rut, stina, driver = story.at("rut"), story.at("stina"), story.hands["the driver"]
    for hand in (rut, stina):
        open_sales_order(hand, "Sales orders")
        hand.press("link", "Invoice what has left")
        if hand is rut:
            hand.write("Freight without VAT", "300")
            hand.press("button", "Show it with this freight and these days")
        hand.press("button", "Send the invoice")
        hand.sees("The invoice is sent.")
    driver.press("link", "Send the invoice")
    driver.press("button", "Send the invoice")
    driver.sees("The invoice is sent. This is your copy; the order leads to it.")
    story.stands(GROCER, DIFFERS, seller=GROCER)
    for supplier in (DAIRY, FRESH):
        story.stands(supplier, AGREES, seller=supplier)


def open_invoice(hand: Hand, supplier: str, kind: str = "Invoice") -> None:
    """An invoice, or a credit note, of a supplier, from the list of invoices."""
    rows = hand.page.locator("main tbody tr").filter(has=hand.page.locator("th a"))
    row = rows.filter(has_text=supplier).filter(has_text=hand.words.say(kind)).first
    look_until(hand, "Invoices", "Invoices", row)
    with hand.inside(row):
        hand.press("link", row.get_by_role("link").first.inner_text().strip())


def settle_differences(story: Journey) -> None:
    """The freight is more than agreed: who keeps the agreement accepts it. Goods that were broken or
    missing come back as a credit note."""
    gunnar = story.at("gunnar")
    open_invoice(gunnar, GROCER)
    gunnar.mark("radio", "Accept it: what is invoiced is paid")
    gunnar.write("Why?", "Dyrare frakt i november")
    gunnar.press("button", "Settle")
    gunnar.sees("What was yours on %(number)s is settled.")
    rut = story.at("rut")
    rut.press("link", "Credit it")
    for item, quantity in (("NG-1001", "1"), ("NG-1003", "0"), ("NG-1004", "1")):
        with rut.inside(rut.among("fieldset", ARTICLES[item])):
            rut.write("Credit of it", quantity)
    rut.write("Reason", "Ett paket saknades och en dunk var trasig")
    rut.press("button", "Send the credit note")
    rut.sees("The credit note is sent.")
    ivar = story.at("ivar")
    open_invoice(ivar, GROCER, "Credit note")


def attest(story: Journey) -> None:
    """Review and decision are two acts by two people; receiving was the third."""
    ivar, nina = story.at("ivar"), story.at("nina")
    for supplier in (GROCER, DAIRY, FRESH):
        open_invoice(ivar, supplier)
        ivar.press("button", "Give review attest")
        ivar.sees("%(number)s has your review attest.")
        open_invoice(nina, supplier)
        nina.press("button", "Give decision attest")
        nina.sees("%(number)s is approved for payment.")


def pay(story: Journey) -> None:
    """Payment is prepared by one, released by two, and answered by the bank."""
    ivar = story.at("ivar")
    ivar.go("Payments", "Payments")
    ivar.press("link", "Propose payments")
    ivar.write_day("Pay what is due until", story.today + timedelta(days=60))
    ivar.press("button", "Propose payments")
    proposal = number_in(ivar.sees("%(number)s is prepared."))
    for person, sentence in (
        ("jonas", "You have released %(number)s. One more must."),
        ("karin", "%(number)s is released by two. The file can be made."),
    ):
        releaser = story.at(person)
        releaser.go("Payments", "Payments")
        releaser.press("link", proposal)
        releaser.press("button", "Release %(amount)s")
        releaser.sees(sentence, number=proposal)
    karin = story.at("karin")
    karin.press("button", "Make the file for the bank")
    karin.sees("The file of %(number)s is made. Download it and give it to the bank.")
    story.stands(GROCER, IN_THE_BANK, seller=GROCER)
    file = karin.fetch("Download the file", story.folder)
    for answer in answers_of_the_bank(file, story.folder):
        karin.go("Payments", "Payments")
        karin.press("link", "Take in the bank's answer")
        karin.give("The bank's file", answer)
        karin.press("button", "Take it in")
        karin.sees("The bank's file is taken in: %(what)s.")


def answers_of_the_bank(file: Path, folder: Path) -> tuple[Path, Path]:
    """The bank of the demonstration accepts what it is told to pay (pain.002), and pays it
    (camt.054)."""
    order = pain001.read(file.read_bytes())
    now = datetime.now(UTC)
    report = answering.report_on(order, message_id="R-1", at=now)
    paid_on = next_workday(now.date(), 1)
    booking = answering.booking_of(order, message_id="B-1", at=now, on=paid_on)
    answers = folder / "pain002.xml", folder / "camt054.xml"
    answers[0].write_bytes(pain002.write(report))
    answers[1].write_bytes(camt054.write(booking))
    return answers


def look_back(story: Journey) -> None:
    """Every order is received, invoiced and paid, and its page says so."""
    for supplier in (GROCER, DAIRY, FRESH):
        story.stands(
            supplier,
            "Received, invoiced and paid: %(seller)s got the money on %(on)s.",
            seller=supplier,
        )


def play(story: Journey) -> Iterator[str]:
    """The whole journey, stage by stage; the name of each, when it is done."""
    for stage in STAGES:
        stage(story)
        yield stage.__name__.replace("_", " ")


STAGES: tuple[Callable[[Journey], None], ...] = (
    send_price_lists,
    put_price_lists_in_force,
    fill_the_cart,
    split_a_cost,
    mend_what_stops_it,
    order_what_is_restricted,
    approve,
    follow_the_orders,
    accept_at_the_order_desk,
    offer_something_else,
    sell_by_link,
    pass_the_centre,
    receive_the_first_half,
    receive_the_rest,
    claim_what_is_wrong,
    invoice,
    settle_differences,
    attest,
    pay,
    look_back,
)
