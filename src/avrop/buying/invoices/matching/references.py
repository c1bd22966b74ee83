"""Finding our order numbers in what sellers write. Pure.

The number stands in the order reference, or in the buyer's reference, or somewhere in a note; with
blanks or other dashes; and with O for zero, I or l for one (INV-05).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from avrop.buying.invoices.kinds import Reference

_LOOKS_LIKE_ONE = re.compile(
    r"(?<![0-9A-Z])A[O0][-–—\s/.]{0,2}([0-9OILl|]{4})[-–—\s/.]{0,2}([0-9OILl|]{5,9})(?![0-9A-Z])",
    re.IGNORECASE,
)
_DIGITS = str.maketrans({"O": "0", "o": "0", "I": "1", "i": "1", "L": "1", "l": "1", "|": "1"})
MOST_TEXT = 2000


def order_numbers_in(
    *, order_reference: str = "", buyer_reference: str = "", notes: tuple[str, ...] = ()
) -> dict[str, Reference]:
    """The order numbers an invoice names, the most trusted place first, and where each stands."""
    places = (
        (Reference.ORDER_REFERENCE, (order_reference,)),
        (Reference.BUYER_REFERENCE, (buyer_reference,)),
        (Reference.NOTE, notes),
    )
    found: dict[str, Reference] = {}
    for place, texts in places:
        for text in texts:
            for number in _numbers_in(text[:MOST_TEXT]):
                found.setdefault(number, place)
    if order_reference.strip():
        # Numbers that were given by another system before ours look like anything.
        found.setdefault(order_reference.strip(), Reference.ORDER_REFERENCE)
    return found


def _numbers_in(text: str) -> Iterator[str]:
    for match in _LOOKS_LIKE_ONE.finditer(text):
        year, number = (part.translate(_DIGITS) for part in match.groups())
        yield f"AO-{year}-{number}"
