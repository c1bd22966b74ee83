"""Amounts, prices, allowances and tax rates: rules that several transactions share by other ids."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from avrop.documents.rules.asking import (
    CENTS,
    any_holds,
    are_near,
    as_written,
    has_any,
    is_not_negative,
    is_positive,
    rounded,
    value_of,
)
from avrop.documents.rules.faults import (
    Fault,
    differs,
    has_excess_decimals,
    missing,
    negative_faults,
)
from avrop.documents.rules.release import codes
from avrop.documents.rules.tree import Node

AMOUNTS = (
    "cbc:Amount",
    "cbc:TaxAmount",
    "cbc:LineExtensionAmount",
    "cbc:PriceAmount",
    "cbc:BaseAmount",
)
FACTOR, BASE = "cbc:MultiplierFactorNumeric", "cbc:BaseAmount"
REASON, REASON_CODE = "cbc:AllowanceChargeReason", "cbc:AllowanceChargeReasonCode"
INDICATOR = "cbc:ChargeIndicator"
ALLOWANCE = "cac:AllowanceCharge"


class AmountRules(NamedTuple):
    """Rules of every amount: those of these names, and all that the total holds."""

    currency: str
    decimals: str
    names: tuple[str, ...]
    total: str


class AllowanceRules(NamedTuple):
    """Rules of an allowance or charge of the document or of a line."""

    base: str
    factor: str
    product: str
    reason: str
    negative: str


class PriceRules(NamedTuple):
    """Rules of a price, of the price before its discount, and of the discount."""

    net: str
    gross: str
    discount: str


class TaxRules(NamedTuple):
    """Rules of a tax category: that it has a rate, and the standard rate is above zero."""

    rate: str
    standard: str


class ReasonRules(NamedTuple):
    """Rules of the lists that the reasons of allowances and of charges are from."""

    allowance: str
    charge: str


def amount_faults(root: Node, rules: AmountRules) -> Iterator[Fault]:
    """One currency; two decimals, but in prices and what makes them up."""
    currencies = {as_written(node) for node in root.all("cbc:DocumentCurrencyCode")}
    prices: set[Node] | None = None
    for node in stated_amounts(root, rules):
        stated = node.attributes.get("currencyID")
        if stated is not None and stated not in currencies:
            yield Fault(rules.currency, node, "rules.other_currency", {"value": stated[:10]})
        if "." in node.text and has_excess_decimals(as_written(node)):
            prices = set(all_below(root.everywhere("cac:Price"))) if prices is None else prices
            if node not in prices:
                yield Fault(rules.decimals, node, "rules.too_many_decimals", {"limit": "2"})


def stated_amounts(root: Node, rules: AmountRules) -> Iterator[Node]:
    """Every amount that the rules look at, once."""
    yield from root.everywhere(*rules.names)
    for total in root.everywhere(rules.total):
        for node in total.children:
            if node.name.startswith("cbc:") and node.name not in rules.names:
                yield node


def all_below(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every element below some elements."""
    for node in nodes:
        yield from node.children
        yield from all_below(node.children)


def is_allowance(node: Node) -> bool:
    """True for what is taken off."""
    return any(indicator.text == "false" for indicator in node.all(INDICATOR))


def is_charge(node: Node) -> bool:
    """True for what is put on."""
    return any(indicator.text == "true" for indicator in node.all(INDICATOR))


def needs_base(node: Node) -> bool:
    """True for an allowance with a percentage of nothing."""
    return has_any(node, (FACTOR,)) and not has_any(node, (BASE,))


def allowance_faults(node: Node, rules: AllowanceRules) -> Iterator[Fault]:
    """An allowance or charge is a percentage of a base, has a reason and is not negative.

    The published rules look no further at one whose base or percentage is missing.
    """
    if needs_base(node):
        yield missing(rules.base, node, BASE)
        return
    base, factor, amount = node.one(BASE), node.one(FACTOR), node.number_at("cbc:Amount")
    if base is not None and factor is None:
        yield missing(rules.factor, node, FACTOR)
        return
    if base is not None and factor is not None:
        expected = value_of(base) * value_of(factor) / CENTS
        if not are_near(value_of(node.one("cbc:Amount")), expected):
            yield differs(rules.product, node, rounded(expected), "–" if amount is None else amount)
    if not has_any(node, (REASON,), (REASON_CODE,)):
        yield missing(rules.reason, node, REASON)
    yield from negative_faults(rules.negative, node, amount, "cbc:Amount")


def reason_faults(root: Node, folder: str, rules: ReasonRules) -> Iterator[Fault]:
    """The reason of every allowance, and of every charge, is of its list."""
    for rule_id, indicator, listed in (
        (rules.allowance, "false", "BR-CL-19"),
        (rules.charge, "true", "UNCL7161"),
    ):
        for node in root.everywhere(ALLOWANCE):
            if all(as_written(said) != indicator for said in node.all(INDICATOR)):
                continue
            for code in node.all(REASON_CODE):
                if code.text not in codes(folder, listed):
                    yield Fault(rule_id, code, "rules.code_unknown", {"value": code.text})


def price_faults(price: Node, rules: PriceRules) -> Iterator[Fault]:
    """A price is not negative, nor what it was before its discount, nor the discount."""
    net = price.number_at(PRICE)
    if net is None or net < 0:
        yield from negative_faults(rules.net, price, net, PRICE)
    if ALLOWANCE not in price.layout.first:
        return
    for rule_id, name in ((rules.gross, BASE), (rules.discount, "cbc:Amount")):
        nodes = price.each(ALLOWANCE, name)
        if nodes and not any_holds(nodes, is_not_negative):
            yield Fault(rule_id, price, "rules.negative", {"value": nodes[0].text[:40]})


PRICE = "cbc:PriceAmount"


def tax_faults(nodes: Iterable[Node], rules: TaxRules) -> Iterator[Fault]:
    """A category has a rate, unless outside VAT; the standard rate is above zero."""
    for node in nodes:
        code, has_rate = node.text_at("cbc:ID"), "cbc:Percent" in node.layout.first
        if not has_rate and code != "O":
            yield missing(rules.rate, node, "cbc:Percent")
        if code == "S" and not any_holds(node.all("cbc:Percent"), is_positive):
            value = node.text_at("cbc:Percent")[:40]
            yield Fault(rules.standard, node, "rules.not_positive", {"value": value})
