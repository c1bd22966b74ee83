"""Matching an invoice to what was ordered and received. Pure.

    paired = pair_lines(invoice, order_lines)
    comparison = compare(paired, ground)
    return judge(comparison, tolerances)

Invoices are untidy: references are missing or stand in the wrong place, lines come in another order
and other units than ordered, goods are weighed that were ordered by the piece, freight and deposits
stand among the goods. Pairing finds out what each line is about; comparing lays quantities against
what was received and not yet billed, never more (invariant 7), and prices against what was agreed;
judging leaves out what the tolerances allow.
"""

from avrop.buying.invoices.matching.comparing import Comparison, Ground, compare
from avrop.buying.invoices.matching.facts import (
    ChargeFacts,
    Cover,
    Deviation,
    InvoiceFacts,
    LineFacts,
    Portion,
)
from avrop.buying.invoices.matching.judging import Judgement, Tolerances, judge
from avrop.buying.invoices.matching.pairing import Pairing, pair_lines
from avrop.buying.invoices.matching.references import order_numbers_in

__all__ = [
    "ChargeFacts",
    "Comparison",
    "Cover",
    "Deviation",
    "Ground",
    "InvoiceFacts",
    "Judgement",
    "LineFacts",
    "Pairing",
    "Portion",
    "Tolerances",
    "compare",
    "judge",
    "order_numbers_in",
    "pair_lines",
]
