"""One order's journey from agreement to money, played by named people through any hands.

`play` is the table of contents. Nothing here reaches past the operations that every face has; what a
person does, the person's own mandate allows.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from avrop.site.demonstration.goods import AGREEMENT_NUMBERS
from avrop.site.demonstration.hands import Declined, Hands, until
from avrop.site.demonstration.people import CARE, DAIRY, FRESH, GROCER, SCHOOL, SUPPLIERS
from avrop.site.demonstration.scripts import SCRIPTS
from avrop.site.sentences import words_of
from avrop.values import Money, Quantity, Text

#: Who keeps the assortment and sends the price list of each supplier.
CLERKS = {GROCER: "petra", DAIRY: "stina", FRESH: "ture", CARE: "vera"}
#: Who keeps each supplier's twin: its script, and its next step by hand.
KEEPERS = {GROCER: "sixten", DAIRY: "stig", FRESH: "tore", CARE: "vilgot"}
#: What Anna puts into the cart: supplier, its item, how many.
SHOPPING = (
    (GROCER, "NG-1001", "10"),
    (GROCER, "NG-1003", "24"),
    (GROCER, "NG-1004", "3"),
    (DAIRY, "MB-2001", "12"),
    (DAIRY, "MB-2002", "8"),
    (FRESH, "FG-3001", "4"),
    (FRESH, "FG-3002", "20"),
    (CARE, "VM-4001", "5"),
)
SPLIT_ITEM = "NG-1004"
RESTRICTED_ITEM = "VM-4001"

Say = Callable[[str], None]


@dataclass(slots=True)
class Story:
    """What the journey has come to know on its way; ids and numbers as the operations gave them."""

    hands: Hands
    tell: Say
    today: date
    unit_id: str = ""
    items: dict[str, dict[str, Any]] = field(default_factory=dict)
    requisition_id: str = ""
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)

    def do(self, person: str, operation: str, **arguments: Any) -> Any:
        """Have a person do something."""
        return self.hands.do(person, operation, **arguments)

    def until(self, what: str, look: Callable[[], Any]) -> Any:
        """Wait for something."""
        return until(self.hands, what, look)


def play(hands: Hands, *, tell: Say, today: date) -> Story:
    """The whole journey."""
    from avrop.site.demonstration import invoicing, ordering, receiving

    story = Story(hands, tell, today)
    set_the_twins(story)
    receive_price_lists(story)
    fill_the_cart(story)
    mend_what_stops_it(story)
    ordering.approve(story)
    ordering.follow_the_orders(story)
    ordering.decide_on_changes(story)
    receiving.pass_the_centre(story)
    receiving.receive_goods(story)
    invoicing.settle_differences(story)
    invoicing.attest(story)
    invoicing.pay(story)
    invoicing.book(story)
    invoicing.look_back(story)
    return story


def set_the_twins(story: Story) -> None:
    """Each supplier is told how to answer by itself (requirement X19)."""
    for supplier, script in SCRIPTS.items():
        story.do(KEEPERS[supplier], "twin.set_script", script=script)
        story.tell(f"{supplier} answers by itself: {script['name']}.")


def receive_price_lists(story: Story) -> None:
    """Price lists come as Peppol Catalogues and are reviewed before they are active."""
    for supplier in SUPPLIERS:
        clerk = CLERKS[supplier]
        customer = next(
            one
            for one in story.do(clerk, "parties.organisations_page", text="Ekvalla")["items"]
            if one["name"] == "Ekvalla kommun"
        )
        story.do(
            clerk,
            "stock.publish_catalogue",
            organisation_id=customer["id"],
            contract=AGREEMENT_NUMBERS[supplier],
            name=f"Prislista {story.today:%Y-%m}",
            valid_from=story.today,
        )
    agreements = {
        one["number"]: one for one in story.do("gunnar", "agreements.agreements_page")["items"]
    }
    for supplier in SUPPLIERS:
        agreement = agreements[AGREEMENT_NUMBERS[supplier]]
        version = story.until(
            f"the price list of {supplier}", partial(_newest_list, story, agreement["id"])
        )
        if version["state"] == "in_review":
            version = story.do("gunnar", "catalogues.activate_version", version_id=version["id"])
        counts = version["counts"]
        story.tell(
            f"Price list {version['catalogue_number']} of {supplier}: {counts['lines']} lines, "
            f"{counts['quarantined']} in quarantine, now {version['state']}."
        )


def _newest_list(story: Story, agreement_id: str) -> Any:
    found = story.do("gunnar", "catalogues.versions_page", agreement_id=agreement_id)["items"]
    return next((one for one in found if one["state"] in ("in_review", "active")), None)


def fill_the_cart(story: Story) -> None:
    """Anna at the school fills a cart with goods of several suppliers."""
    units = story.do("anna", "parties.units_page")["items"]
    story.unit_id = next(unit["id"] for unit in units if unit["name"] == SCHOOL)
    for _supplier, item, _quantity in SHOPPING:
        found = story.do("anna", "catalogues.search", text=item, on=story.today)["items"]
        story.items[item] = next(one for one in found if one["seller_item_id"] == item)
    wanted = next_workday(story.today, 2)
    story.requisition_id = story.do(
        "anna", "requisitions.start_requisition", unit_id=story.unit_id, wanted_date=wanted
    )
    lines = [
        {"item_id": story.items[item]["item_id"], "quantity": quantity, "wanted_date": wanted}
        for _supplier, item, quantity in SHOPPING
    ]
    story.do("anna", "requisitions.add_lines", requisition_id=story.requisition_id, lines=lines)
    codes = story.do("anna", "coding.short_codes_page", on=story.today)["items"]
    code = next(one for one in codes if one["code"] == "BOK1")
    story.do(
        "anna",
        "requisitions.use_short_code",
        requisition_id=story.requisition_id,
        short_code_id=code["id"],
        overwrite=True,
    )
    cart = cart_of(story)
    story.tell(
        f"Anna Lind fills cart {cart['number']}: {len(cart['lines'])} lines, {money(cart['total'])}."
    )


def next_workday(day: date, ahead: int) -> date:
    """A working day at least `ahead` days from now."""
    found = day + timedelta(days=ahead)
    while found.isoweekday() > 5:
        found += timedelta(days=1)
    return found


def cart_of(story: Story) -> Any:
    """Anna's cart as she sees it."""
    return story.do("anna", "requisitions.requisition", requisition_id=story.requisition_id)


def line_of(story: Story, item: str) -> Any:
    """The line of Anna's cart with that item."""
    return next(line for line in cart_of(story)["lines"] if line["seller_item_id"] == item)


def mend_what_stops_it(story: Story) -> None:
    """One list says everything that stops the sending; each mends what is his to mend."""
    line = line_of(story, "NG-1001")
    wrong = [{"coding": "ansvar=4100 konto=64400", "percent": "100"}]
    _code(story, line["id"], wrong)
    _tell_findings(story, "in the way of sending")
    _code(story, line["id"], [{"coding": _right_coding(), "percent": "100"}])
    split = [
        {"coding": _right_coding(account="64600"), "percent": "60"},
        {"coding": "ansvar=4210 konto=64600 verksamhet=425", "percent": "40"},
    ]
    _code(story, line_of(story, SPLIT_ITEM)["id"], split)
    _renew_the_short_code(story)
    restricted = line_of(story, RESTRICTED_ITEM)["id"]
    handed = story.do(
        "anna",
        "requisitions.hand_over_lines",
        requisition_id=story.requisition_id,
        line_ids=[restricted],
    )
    story.tell(f"{RESTRICTED_ITEM} goes to David Gran, who is responsible for medicines.")
    story.do("david", "requisitions.submit_requisition", requisition_id=handed[0])
    _tell_findings(story, "left in the way of sending")
    request = story.do(
        "anna", "requisitions.submit_requisition", requisition_id=story.requisition_id
    )
    story.tell(f"Anna sends {cart_of(story)['number']} for approval ({request}).")


def _right_coding(account: str = "64400") -> str:
    return f"ansvar=4100 konto={account} verksamhet=440"


def _code(story: Story, line_id: str, shares: list[dict[str, str]]) -> None:
    story.do(
        "anna",
        "requisitions.code_lines",
        requisition_id=story.requisition_id,
        codings=[{"line_id": line_id, "shares": shares}],
    )


def _tell_findings(story: Story, what: str) -> None:
    findings = story.do("anna", "requisitions.preflight", requisition_id=story.requisition_id)[
        "findings"
    ]
    if not findings:
        story.tell(f"Nothing {what}.")
        return
    count = "1 thing" if len(findings) == 1 else f"{len(findings)} things"
    story.tell(f"{count} {what}:")
    for one in findings:
        where = " ".join(str(part) for part in one["place"])
        words = in_words(one["code"], one["values"])
        story.tell(f"    {one['code']} ({where}): {words} [{one['remedy']}]")


def _renew_the_short_code(story: Story) -> None:
    codes = story.do("helena", "coding.short_codes_page", on=story.today)["items"]
    code = next(one for one in codes if one["code"] == "BOK1")
    until_date = date(story.today.year + 1, 12, 31)
    try:
        story.do(
            "helena",
            "coding.renew_short_code",
            short_code_id=code["id"],
            valid_until=until_date,
        )
        story.tell("Helena Karlsson renews the short code BOK1.")
    except Declined as declined:
        # The demonstration has been played before: the code is good until then already.
        story.tell(f"The short code BOK1 is valid ({', '.join(declined.codes)}).")


def in_words(code: str, values: dict[str, Any]) -> str:
    """A standing or a change as a sentence, from the plain values an operation gave."""
    return words_of(code, {name: _read(value) for name, value in values.items()})


def _read(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        return Money(Decimal(value["amount"]), value["currency"])
    if isinstance(value, dict) and value.keys() == {"value", "unit"}:
        return Quantity(Decimal(value["value"]).normalize(), value["unit"])
    if isinstance(value, dict) and value.keys() == {"entries"}:
        return Text(dict(value["entries"]))
    return value


def money(value: dict[str, str]) -> str:
    """An amount as the journey tells it."""
    exact = Money(Decimal(value["amount"]), value["currency"]).rounded()
    return f"{exact.amount} {exact.currency}"
