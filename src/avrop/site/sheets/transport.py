"""How goods travel, as parts of a sheet: the journey, its places and means, and how all is packed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from avrop.documents import AdvancedDespatchAdvice, DespatchLine
from avrop.documents.advanced_despatch_advice import (
    AdvancedShipment,
    Consignment,
    GoodsItem,
    ShipmentDelivery,
    ShipmentStage,
    TransportEquipment,
    TransportHandlingUnit,
    TransportPackage,
)
from avrop.documents.code_names import CodeList
from avrop.kernel.presentation import shown
from avrop.site.sheets.items import measures
from avrop.site.sheets.pieces import (
    address_side,
    carrier_side,
    day,
    delivery_terms,
    figure,
    lines_of,
    money,
    named,
    numbered,
    period,
    place,
    word,
)
from avrop.site.sheets.shapes import Cell, Column, Line, Row, Side, Table

#: How far a package within a package is set in.
DEEPER = "\N{EM SPACE}"
#: Codes that say no more than that there is something.
SAYS_NOTHING = {"", "NA", "ZZ", "ZZZ"}


def transport_sides(shipment: AdvancedShipment) -> Iterator[Side]:
    """Who drives the goods, from where and to where."""
    delivery = shipment.delivery or ShipmentDelivery()
    yield from place(_("Delivered to"), delivery.location)
    yield from address_side(_("Sent from"), delivery.despatch_address)
    if shipment.consignment is not None:
        yield from carrier_side(_("Carrier"), shipment.consignment.carrier)


def transport_facts(shipment: AdvancedShipment) -> tuple[Line, ...]:
    """The journey: when, how and with what."""
    delivery = shipment.delivery or ShipmentDelivery()
    return lines_of(
        (_("Left"), day(delivery.despatch_date, delivery.despatch_time)),
        (_("Expected"), period(delivery.estimated)),
        (_("Came"), day(delivery.actual_date, delivery.actual_time)),
        (_("Terms of delivery"), delivery_terms(delivery.terms)),
        (_("Shipment"), numbered(shipment.id)),
        (_("Tracking number"), delivery.tracking_id),
        *_stage_facts(shipment.stage),
        *_consignment_facts(shipment.consignment),
        (_("Weight"), shipment.gross_weight),
        (_("Volume"), shipment.gross_volume),
        (_("Pallets and parcels"), shipment.handling_unit_count),
        (_("Declared value"), money(shipment.declared_value, shipment.declared_currency)),
    )


def _stage_facts(stage: ShipmentStage | None) -> Iterator[tuple[str, object]]:
    if stage is None:
        return
    yield _("Way of transport"), word(CodeList.TRANSPORT_MODE, stage.mode_code)
    if stage.means is not None:
        means = stage.means
        yield _("Registration plate"), means.license_plate_id
        yield _("Train"), means.train_id
        yield _("Wagon"), means.rail_car_id
        yield _("Ship"), means.vessel_id
        yield _("Aircraft"), means.aircraft_id
        yield _("Measures of the vehicle"), ", ".join(measures(means.dimensions))


def _consignment_facts(consignment: Consignment | None) -> Iterator[tuple[str, object]]:
    if consignment is None:
        return
    yield _("Consignment"), numbered(consignment.id)
    yield _("Handling"), handled(consignment.handling_code, consignment.handling_instructions)
    yield _("Dangerous goods"), _("Yes") if consignment.hazardous else None
    service = consignment.service
    if service is not None:
        yield _("Service"), word(CodeList.TRANSPORT_SERVICE, service.code)
        for equipment in service.equipment:
            yield _("Fuel and vehicle"), _equipment(equipment)
        emissions = (f"{one.name or one.type_code} {shown(one.value)}" for one in service.emissions)
        yield _("Emissions"), ", ".join(emissions)


def handled(code: str | None, instructions: str | None) -> str:
    """How goods are to be handled, by a code and in words."""
    known = word(CodeList.HANDLING, code) if code and code not in SAYS_NOTHING else None
    return ". ".join(dict.fromkeys(part for part in (known, instructions) if part))


def _equipment(one: TransportEquipment) -> str:
    fuel = one.fuel
    about = (named(part.name, part.value) for part in fuel.properties) if fuel else ()
    known = (
        one.description,
        one.id,
        fuel.name if fuel else None,
        *about,
        *measures(one.dimensions),
        *(measures(fuel.dimensions) if fuel else ()),
        _("refrigerated") if one.is_refrigerated else None,
        one.provider.display_name if one.provider else None,
    )
    return ", ".join(part for part in known if part)


# --- how it is packed -----------------------------------------------------------------------------


def packed(document: AdvancedDespatchAdvice, lang: str) -> Iterator[Table]:
    """The pallets and parcels, each with the packages and the goods in it."""
    units = document.shipment.handling_units
    if not units:
        return
    lines = {line.id: line for line in document.lines}
    columns = (
        Column(_("Number")),
        Column(_("Pallet or parcel")),
        Column(_("Goods")),
        figure(_("Measures")),
        Column(_("Handling")),
    )
    rows = (row for unit in units for row in _unit_rows(unit, lines, lang))
    yield Table(_("How it is packed"), columns, tuple(rows))


def _unit_rows(
    unit: TransportHandlingUnit, lines: dict[str, DespatchLine], lang: str
) -> Iterator[Row]:
    heat = (one for one in (unit.minimum_temperature, unit.maximum_temperature) if one is not None)
    sizes = [*measures(unit.dimensions), *measures(heat)]
    notes = [_("Dangerous goods")] if unit.hazardous else []
    notes.extend(_equipment(one) for one in unit.equipment)
    handling = handled(unit.handling_code, unit.handling_instructions)
    yield Row(
        (
            Cell(unit.id.value),
            Cell(
                word(CodeList.PACKAGE, unit.type_code),
                tuple(note for note in notes if note),
                words=(unit.shipping_marks,) if unit.shipping_marks else (),
                lang=lang,
            ),
            _goods_cell(unit.goods, lines, lang),
            Cell(sizes[0] if sizes else "", tuple(sizes[1:])),
            Cell(handling),
        )
    )
    for package in unit.packages:
        yield from _package_rows(package, lines, lang, depth=1)


def _package_rows(
    package: TransportPackage, lines: dict[str, DespatchLine], lang: str, *, depth: int
) -> Iterator[Row]:
    sizes = [*measures(package.dimensions)]
    known = (package.material, _("to be returned") if package.returnable else None)
    yield Row(
        (
            Cell(package.id.value if package.id is not None else ""),
            Cell(
                DEEPER * depth + (word(CodeList.PACKAGE, package.type_code) or _("Package")),
                tuple(part for part in known if part),
            ),
            _goods_cell(package.goods, lines, lang),
            Cell(sizes[0] if sizes else "", tuple(sizes[1:])),
            Cell(""),
        )
    )
    for inner in package.contained:
        yield from _package_rows(inner, lines, lang, depth=depth + 1)


def _goods_cell(goods: Iterable[GoodsItem], lines: dict[str, DespatchLine], lang: str) -> Cell:
    """The goods in a package, each by its line of the document."""
    told = [_goods(one, lines.get(one.id)) for one in goods]
    return Cell(told[0] if told else "", (), lang, tuple(told[1:]))


def _goods(one: GoodsItem, line: DespatchLine | None) -> str:
    name = line.item.name if line is not None and line.item.name else None
    what = name or _("line %(line)s") % {"line": one.id}
    trace = one.trace_id.value if one.trace_id is not None else None
    value = money(one.declared_value, one.declared_currency)
    known = (f"{shown(one.quantity)} {what}", trace, str(shown(value)) if value else None)
    return ", ".join(part for part in known if part)
