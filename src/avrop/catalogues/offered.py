"""Reads the lines of a catalogue document as articles on offer. Pure.

What T19 has no element for is looked for among the item's properties, where avrop's own seller puts
it: "allergen" (repeated), "vat_kind", "catch_weight", "typical_weight", "deposit".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from avrop.catalogues.lifecycle import Action
from avrop.documents.catalogue import CatalogueLine, CataloguePrice, RelatedItem
from avrop.documents.common import Item
from avrop.values import VAT_KINDS, NothingInForce, vat_rate

CPV = "STI"  # UNCL7143
ONE = Decimal(1)
#: Food, and agricultural produce, in the divisions of the CPV (Regulation (EC) 2195/2002).
FOOD_DIVISIONS = ("03", "15")


@dataclass(frozen=True, slots=True)
class Offered:
    """A line of a catalogue, whole, as the tables keep it. None or "" is what it does not state.

    `amount` is for `base_quantity` of `price_unit`, net and without VAT. `price_factor` is how many
    `price_unit` one orderable `unit` holds; None where the document does not say.
    """

    position: int
    line_id: str
    action: str
    seller_item_id: str
    gtin: str = ""
    name: str = ""
    description: str = ""
    unit: str = ""
    category: str = ""
    vat_kind: str = ""
    allergens: tuple[str, ...] = ()
    catch_weight: bool = False
    orderable: bool = True
    deposit: Decimal | None = None
    min_quantity: Decimal | None = None
    max_quantity: Decimal | None = None
    multiple_quantity: Decimal | None = None
    content: Decimal | None = None
    content_unit: str = ""
    lead_time_days: int | None = None
    replaces: str = ""
    amount: Decimal | None = None
    currency: str = ""
    base_quantity: Decimal = ONE
    price_unit: str = ""
    price_factor: Decimal | None = ONE
    price_from: date | None = None
    price_until: date | None = None
    details: tuple[tuple[str, Any], ...] = ()


def offered_lines(
    lines: Iterable[CatalogueLine], *, header: Action, valid_from: date
) -> tuple[Offered, ...]:
    """Every line as an article on offer. A header that is not Update decides for all its lines."""
    return tuple(
        _offered(position, line, _action(line, header), valid_from)
        for position, line in enumerate(lines, start=1)
    )


def _action(line: CatalogueLine, header: Action) -> str:
    # Line actions mean something only when the header says Update (BIS Catalogue 3, 6.2); a line
    # without one is then an update of what is there or else new, which `rules` decides.
    if header != Action.UPDATE:
        return Action.DELETE.value if header == Action.DELETE else Action.ADD.value
    return (line.action_code or "").strip().lower()


def _offered(position: int, line: CatalogueLine, action: str, valid_from: date) -> Offered:
    item = line.item
    price = _price_on(line.prices, valid_from)
    gtin = item.standard_id.value.strip() if item.standard_id else ""
    unit = line.orderable_unit or price.base_unit or (line.content.unit if line.content else "")
    traits = _properties(item)
    return Offered(
        position=position,
        line_id=line.id,
        action=action,
        seller_item_id=(item.sellers_id or gtin).strip(),
        gtin=gtin,
        name=(item.name or "").strip(),
        description=(item.description or "").strip(),
        unit=unit,
        category=_category(item),
        vat_kind=_vat_kind(item, traits, valid_from),
        allergens=tuple(sorted(set(traits.get("allergen", ())))),
        catch_weight=_is_true(traits.get("catch_weight", ())),
        orderable=line.orderable is not False,
        deposit=_number(traits.get("deposit", ())),
        min_quantity=line.minimum_order.value if line.minimum_order else None,
        max_quantity=line.maximum_order.value if line.maximum_order else None,
        multiple_quantity=line.order_increment,
        content=line.content.value if line.content else None,
        content_unit=line.content.unit if line.content else "",
        lead_time_days=_days(price),
        replaces=_first_id(line.replaces),
        amount=price.amount,
        currency=price.currency or "",
        base_quantity=ONE if price.base_quantity is None else price.base_quantity,
        price_unit=price.base_unit or unit,
        price_factor=_factor(line, price, unit),
        price_from=price.validity.start if price.validity else None,
        price_until=price.validity.end if price.validity else None,
        details=_details(line, price),
    )


def _price_on(prices: Sequence[CataloguePrice], day: date) -> CataloguePrice:
    """The price that anybody gets for the smallest quantity on a day, else the next to come."""
    general = [
        price
        for price in prices
        if price.amount is not None
        and not price.territories
        and not (price.validity and price.validity.end and price.validity.end < day)
    ]
    return min(
        general,
        key=lambda price: (
            max(day, _start(price, day)),
            price.minimum.value if price.minimum else Decimal(0),
            # Of several that hold, the one that began last is the newer word.
            -_start(price, date.min).toordinal(),
        ),
        default=CataloguePrice(),
    )


def _start(price: CataloguePrice, default: date) -> date:
    start = price.validity.start if price.validity else None
    return start or default


def _factor(line: CatalogueLine, price: CataloguePrice, unit: str) -> Decimal | None:
    """How many units of the price one orderable unit holds, by what the document declares."""
    if price.base_unit in (None, unit):
        return ONE
    if price.orderable_unit_factor is not None:
        return price.orderable_unit_factor
    for trait in line.item.properties:
        weight = trait.quantity
        if trait.name.lower() == "typical_weight" and weight and weight.unit == price.base_unit:
            return weight.value
    if line.content is not None and line.content.unit == price.base_unit:
        return line.content.value
    return None


def _properties(item: Item) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in item.properties:
        name = each.name.strip().lower()
        found[name] = (*found.get(name, ()), each.value.strip())
    return found


def _category(item: Item) -> str:
    codes = sorted(item.classifications, key=lambda each: each.list_id != CPV)
    return codes[0].code.strip() if codes else ""


def _vat_kind(item: Item, traits: dict[str, tuple[str, ...]], on: date) -> str:
    """The kind the seller names, else the one whose rate on the day is the stated one; "" if none.

    Several kinds share a rate: goods of the CPV's food divisions are taken for food first.
    """
    named = traits.get("vat_kind", ("",))[0]
    if named in VAT_KINDS:
        return named
    if item.tax is None:
        return ""
    is_food = _category(item).startswith(FOOD_DIVISIONS)
    for kind in sorted(VAT_KINDS, key=lambda kind: (kind == "food") != is_food):
        try:
            rate = vat_rate(kind, on)
        except NothingInForce:
            continue
        if (rate.category, rate.percent or 0) == (item.tax.code, item.tax.percent or 0):
            return kind
    return ""


def _is_true(values: Sequence[str]) -> bool:
    return any(value.lower() in ("true", "1", "yes") for value in values)


def _number(values: Sequence[str]) -> Decimal | None:
    try:
        number = Decimal(values[0]) if values else None
    except InvalidOperation:
        return None
    return number if number is not None and number.is_finite() else None


def _days(price: CataloguePrice) -> int | None:
    if price.lead_time is None or price.lead_time.unit != "DAY":
        return None
    return min(max(int(price.lead_time.value), 0), 3650)


def _first_id(related: Iterable[RelatedItem]) -> str:
    return next((each.id.strip() for each in related if each.id), "")


def _details(line: CatalogueLine, price: CataloguePrice) -> tuple[tuple[str, Any], ...]:
    """What people read and nobody filters on (CAT-09); only what is stated."""
    item = line.item
    facts: dict[str, Any] = {
        "keywords": item.keywords,
        "brands": item.brands,
        "manufacturer": item.manufacturer,
        "origin_country": item.origin_country,
        "classifications": tuple((each.list_id, each.code) for each in item.classifications),
        "properties": tuple((each.name, each.value) for each in item.properties),
        "marks": tuple((each.type_name, each.issuer) for each in item.certificates),
        "hazards": tuple((each.undg_code, each.hazard_class) for each in item.hazards),
        "conditions": item.transaction_conditions,
        "pictures": tuple(
            each.attachment.uri
            for each in item.specifications
            if each.attachment and each.attachment.uri
        ),
        "pack_level": line.pack_level_code,
        "components": tuple(each.id for each in line.components),
        "accessories": tuple(each.id for each in line.accessories),
        "required": tuple(each.id for each in line.required),
        "comparisons": tuple((each.amount, each.currency) for each in line.comparisons),
        "warranty": line.warranty,
        # Conditional and coming prices: shown, never ordered at.
        "further_prices": tuple(
            (each.amount, each.currency, each.minimum.value if each.minimum else None)
            for each in line.prices
            if each is not price and each.amount is not None
        ),
    }
    return tuple((name, fact) for name, fact in facts.items() if fact)
