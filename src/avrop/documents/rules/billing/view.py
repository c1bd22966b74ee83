"""How the billing rules look at an invoice or credit note."""

import re
from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from operator import itemgetter
from typing import NamedTuple

from avrop.documents.rules.asking import WIDE
from avrop.documents.rules.tree import Layout, Node
from avrop.documents.ubl.scalars import decimal_from

ZERO = Decimal(0)
CENT, UNIT = Decimal("0.01"), Decimal(1)
SELLER = ("cac:AccountingSupplierParty", "cac:Party")
BUYER = ("cac:AccountingCustomerParty", "cac:Party")
REPRESENTATIVE = "cac:TaxRepresentativeParty"

# The first element of each make: name of the parent, name, and which attributes with which values.
Stated = dict[tuple[str, str, int], Node]

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?\Z", re.ASCII)


def is_number(text: str) -> bool:
    """True for what the published rules take for a number."""
    return NUMBER.match(text) is not None


def stated_attributes(root: Node) -> Stated:
    """Elements with attributes, one for all that are alike: equal attributes are one object."""
    found: Stated = {}
    for name, nodes in root.index.items():
        for node in [each for each in nodes if each.attributes]:
            key = (node.above, name, id(node.attributes))
            if key not in found:
                found[key] = node
    return found


class Category(NamedTuple):
    """A VAT category: its code, rate and tax as written, empty where they are not."""

    node: Node
    code: str
    percent: str
    scheme: str

    @property
    def rate(self) -> Decimal | None:
        """The rate as a number, None where there is none."""
        return number_of(self.percent)

    @property
    def is_vat(self) -> bool:
        """True for a category of VAT."""
        return self.scheme.upper() == "VAT"


class Line(NamedTuple):
    """A line of an invoice or credit note, with what several rules ask about looked up once."""

    node: Node
    number: str
    quantity: Node | None
    amount: Node | None
    item: Node | None
    name: str
    price: Node | None
    net: Node | None
    base_quantity: Node | None
    discount: Node | None
    categories: list[Category]


class Pick:
    """Looks up two children or more at once: where they stand is known for each layout.

    A name may be two with a bar between them: the first of them that is there.
    """

    __slots__ = ("names",)

    def __init__(self, *names: str) -> None:
        self.names = tuple(name.split("|") for name in names)

    def of(self, node: Node | None) -> Sequence[Node | None]:
        """The first child of each name, None where there is none."""
        if node is None:
            return [None] * len(self.names)
        plan: Callable[[list[Node]], Sequence[Node | None]] | None = node.layout.plans.get(self)
        if plan is None:
            plan = node.layout.plans[self] = self.planned(node.layout)
        return plan(node.children)

    def planned(self, layout: Layout) -> Callable[[list[Node]], Sequence[Node | None]]:
        """How to look them up in elements of one make."""
        places = [
            next((layout.first[name] for name in either if name in layout.first), None)
            for either in self.names
        ]
        known = [place for place in places if place is not None]
        if len(known) == len(places):
            return itemgetter(*known)
        return lambda children: [None if place is None else children[place] for place in places]


LINE = Pick(
    "cbc:ID",
    "cbc:InvoicedQuantity|cbc:CreditedQuantity",
    "cbc:LineExtensionAmount",
    "cac:Item",
    "cac:Price",
)
ITEM = Pick("cbc:Name", "cac:ClassifiedTaxCategory")
PRICE = Pick("cbc:PriceAmount", "cbc:BaseQuantity", "cac:AllowanceCharge")
ITEMS, CATEGORIES = ("cac:Item",), ("cac:ClassifiedTaxCategory",)
CATEGORY = Pick("cbc:ID", "cbc:Percent", "cac:TaxScheme")


def number_of(text: str) -> Decimal | None:
    """A text as a number, None where it is not one."""
    try:
        return decimal_from(text)
    except ValueError:
        return None


def lines(root: Node) -> list[Node]:
    """The lines of an invoice or of a credit note."""
    return root.all("cac:InvoiceLine") or root.all("cac:CreditNoteLine")


def lines_of(root: Node) -> list[Line]:
    """The same, each looked into."""
    return [line_of(node) for node in lines(root)]


def line_of(node: Node) -> Line:
    """A line; of what UBL has once, and that stands there more often, the first is taken."""
    places = places_of(node)
    if not places:
        *parts, category = parts_of(node)
        return line_told(node, parts, categories_of(node, parts[3], category))
    below = node.below
    found = [None if place is None else below[place] for place in places]
    category, code, percent, scheme = found[PARTS:]
    told = [category_told(category, code, percent, scheme)] if category else []
    return line_told(node, found[:PARTS], told)


def line_told(node: Node, parts: Sequence[Node | None], categories: list[Category]) -> Line:
    """A line from its parts, in the order of `parts_of`, and its VAT categories."""
    number, quantity, amount, item, name, price, net, base_quantity, discount = parts
    return Line(
        node,
        number.text if number else "",
        quantity,
        amount,
        item,
        name.text if name else "",
        price,
        net,
        base_quantity,
        discount,
        categories,
    )


#: So many things are told of a line before its VAT category.
PARTS = 9


def parts_of(node: Node) -> tuple[Node | None, ...]:
    """What is told of a line, and the first VAT category of its item."""
    number, quantity, amount, item, price = LINE.of(node)
    name, category = ITEM.of(item)
    return (number, quantity, amount, item, name, price, *PRICE.of(price), category)


def places_of(node: Node) -> list[int | None]:
    """Where in what is below a line its parts and those of its one VAT category stand, worked out once
    for all of its make; nothing for a line that has not just one, or of which nothing is known."""
    if node.make is None:
        return []
    known: list[int | None] | None = node.make.plans.get(LINE)
    if known is None:
        known = node.make.plans[LINE] = places_in(node)
    return known


def places_in(node: Node) -> list[int | None]:
    """The same, looked for in a line."""
    parts = parts_of(node)
    if not has_one_category(node, parts[3], parts[-1]):
        return []
    code, percent, scheme = CATEGORY.of(parts[-1])
    identifier = scheme.one("cbc:ID") if scheme else None
    places = {id(each): place for place, each in enumerate(node.below)}
    return [
        None if part is None else places[id(part)] for part in (*parts, code, percent, identifier)
    ]


def has_one_category(line: Node, item: Node | None, first: Node | None) -> bool:
    """True for a line with one item that has one VAT category, as nearly all have."""
    if item is None or first is None:
        return False
    return count(item, CATEGORIES) == count(line, ITEMS) == 1


def categories_of(line: Node, item: Node | None, first: Node | None) -> list[Category]:
    """The VAT categories of a line, of which nearly always there is one."""
    if first and has_one_category(line, item, first):
        return [category_of(first)]
    return [category_of(node) for node in line.each(*ITEMS, *CATEGORIES)]


def category_of(node: Node) -> Category:
    """A VAT category with what it says."""
    code, percent, scheme = CATEGORY.of(node)
    return category_told(node, code, percent, scheme.one("cbc:ID") if scheme else None)


def category_told(
    node: Node, code: Node | None, percent: Node | None, scheme: Node | None
) -> Category:
    """A VAT category from its parts."""
    return Category(
        node,
        code.text if code else "",
        percent.text if percent else "",
        scheme.text if scheme else "",
    )


def count(node: Node, path: tuple[str, ...]) -> int:
    """How many elements a path leads to."""
    if len(path) > 1:
        return sum([count(below, path[1:]) for below in node.all(path[0])])
    layout = node.layout
    run = layout.runs.get(path[0])
    if run is not None:
        stop: int = run.stop
        return stop - int(run.start)
    return len(layout.scattered.get(path[0], ()))


def allowances(node: Node, *, charges: bool) -> list[Node]:
    """Allowances, or charges, that stand right below an element."""
    if "cac:AllowanceCharge" not in node.layout.first:
        return []
    wanted = {"true", "1"} if charges else {"false", "0"}
    return [
        each
        for each in node.all("cac:AllowanceCharge")
        if each.text_at("cbc:ChargeIndicator") in wanted
    ]


def registrations(party: Node | None, *, vat: bool) -> list[Node]:
    """The VAT numbers of a party, or its other tax registrations."""
    if party is None:
        return []
    return [
        scheme
        for scheme in party.all("cac:PartyTaxScheme")
        if (scheme.text_at("cac:TaxScheme", "cbc:ID").upper() == "VAT") is vat
    ]


def has_number(schemes: list[Node]) -> bool:
    """True when a registration has its number."""
    return any(scheme.one("cbc:CompanyID") for scheme in schemes)


def country(root: Node, role: tuple[str, ...]) -> str:
    """Where a party is, by its address."""
    return root.text_at(*role, "cac:PostalAddress", "cac:Country", "cbc:IdentificationCode").upper()


def rounded(amount: Decimal) -> Decimal:
    """Two decimals; a half goes upwards, below zero too, as in the published rules."""
    return amount.quantize(CENT, ROUND_HALF_DOWN if amount < 0 else ROUND_HALF_UP, WIDE)


def whole(amount: Decimal) -> Decimal:
    """The same without decimals."""
    return amount.quantize(UNIT, ROUND_HALF_DOWN if amount < 0 else ROUND_HALF_UP, WIDE)


def total(nodes: Iterable[Node]) -> Decimal:
    """The sum of what numbers there are."""
    return sum((node.number or ZERO for node in nodes), ZERO)


def amounts(nodes: list[Node], name: str) -> Decimal:
    """The sum of an amount over several elements."""
    if not nodes:
        return ZERO
    return total(child for node in nodes for child in node.all(name))


def has_reason(node: Node) -> bool:
    """True when an allowance or charge says why, in words or by code."""
    first = node.layout.first
    return "cbc:AllowanceChargeReason" in first or "cbc:AllowanceChargeReasonCode" in first
