"""The view of differences: what a list changes, read from its lines and what they were judged on."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from avrop.catalogues import rules
from avrop.catalogues.lifecycle import Action
from avrop.catalogues.models import Item, StagedLine
from avrop.catalogues.offered import Offered
from avrop.catalogues.rules import Known
from avrop.catalogues.shapes import Difference, LineDifference
from avrop.catalogues.staging import former_of

_FACTS = (
    "position",
    "line_id",
    "action",
    "seller_item_id",
    "name",
    "unit",
    "content",
    "content_unit",
    "amount",
    "base_quantity",
    "price_unit",
    "price_factor",
)


def difference_between(version_id: UUID, left_out: Iterable[Item], *, limit: int) -> Difference:
    """Everything a version changes, at most `limit` of a kind. One statement."""
    rows = StagedLine.objects.filter(version_id=version_id).order_by("position")
    kinds: dict[str, list[LineDifference]] = {}
    for *facts, verdict, former in rows.values_list(*_FACTS, "verdict", "former"):
        line = Offered(**dict(zip(_FACTS, facts, strict=True)))
        kind, difference = _compared(line, former_of(former), verdict)
        kinds.setdefault(kind, []).append(difference)
    removed = [*kinds.get("removed", ()), *(_left_out(item) for item in left_out)]
    dearer = sorted(kinds.get("dearer", ()), key=lambda each: -(each.percent or 0))
    cheaper = sorted(kinds.get("cheaper", ()), key=lambda each: each.percent or 0)
    return Difference(
        added=tuple(kinds.get("added", ())[:limit]),
        removed=tuple(removed[:limit]),
        dearer=tuple(dearer[:limit]),
        cheaper=tuple(cheaper[:limit]),
        otherwise_changed=tuple(kinds.get("changed", ())[:limit]),
        unchanged=len(kinds.get("unchanged", ())),
    )


def _compared(line: Offered, former: Known | None, verdict: str) -> tuple[str, LineDifference]:
    percent = rules.increase(line, former) if former and line.base_quantity else None
    difference = LineDifference(
        seller_item_id=line.seller_item_id,
        name=line.name,
        former_name=former.name if former else "",
        price=_of_one(line),
        former_price=_of_one(former) if former else None,
        percent=None if percent is None else percent.quantize(Decimal("0.01")),
        unit=line.unit,
        former_unit=former.unit if former else "",
        verdict=verdict,
    )
    return _kind(line, former, percent), difference


def _kind(line: Offered, former: Known | None, percent: Decimal | None) -> str:
    if line.action == Action.DELETE:
        return "removed"
    if former is None:
        return "added"
    if percent:
        return "dearer" if percent > 0 else "cheaper"
    was = (former.name, former.unit, former.content, former.content_unit, former.amount is None)
    now = (line.name, line.unit, line.content, line.content_unit, line.amount is None)
    return "unchanged" if was == now else "changed"


def _of_one(priced: Offered | Known) -> Decimal | None:
    if priced.amount is None or not priced.base_quantity or priced.price_factor is None:
        return None
    return rules.price_of_one(priced.amount, priced.base_quantity, priced.price_factor)


def _left_out(item: Item) -> LineDifference:
    return LineDifference(item.seller_item_id, "", item.name, None, None, None, "", item.unit, "")
