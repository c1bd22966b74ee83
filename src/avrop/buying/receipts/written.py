"""Receipts as they stand: what was written, with all that corrected it counted in."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum

from avrop.buying.receipts.models import ReceiptLine
from avrop.buying.receipts.rules import WrittenLine


def written_lines(receipt_id: UUID) -> list[WrittenLine]:
    """The lines of a receipt as they stand, earlier corrections counted in. Two statements."""
    own = list(ReceiptLine.objects.filter(receipt_id=receipt_id).order_by("id"))
    later = {
        row["corrects_id"]: row
        for row in ReceiptLine.objects.filter(corrects_id__in=[line.id for line in own])
        .values("corrects_id")
        .annotate(received=Sum("received"), rejected=Sum("rejected"), weight=Sum("weight"))
    }
    return [_as_it_stands(line, later.get(line.id)) for line in own]


def _as_it_stands(line: ReceiptLine, later: Mapping[str, Any] | None) -> WrittenLine:
    changed = later or {}
    weight_change = changed.get("weight")
    has_weight = line.weight is not None or weight_change is not None
    return WrittenLine(
        id=line.id,
        order_line_id=line.order_line_id,
        received=line.received + (changed.get("received") or 0),
        rejected=line.rejected + (changed.get("rejected") or 0),
        weight=(line.weight or Decimal(0)) + (weight_change or 0) if has_weight else None,
        weight_unit=line.weight_unit,
    )
