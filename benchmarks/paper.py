"""The documents that are measured: of one length each, and as full as those that people send."""

from __future__ import annotations

import io
from dataclasses import replace
from decimal import Decimal

from avrop.documents import CatalogueLine, DespatchAdvice, OrderResponse, write
from avrop.documents.catalogue import CataloguePrice
from avrop.documents.common import Address, Classification, ItemProperty, Period
from avrop.documents.order_response import OrderResponseLine
from avrop.documents.tests.builders import (
    DAY,
    GLOVE,
    a_catalogue,
    a_despatch_advice,
    an_order_response,
)
from avrop.values import Quantity

#: What stands where the number of an article will.
NUMBER = "#ARTICLE#"
SWEDEN = Address(country="SE", region="Västerbotten")
ARTICLE = replace(
    GLOVE,
    description="Puderfri undersökningshandske av nitril, för kontakt med livsmedel och cytostatika.",
    manufacturers_id="NTR-240-M",
    origin_country="MY",
    classifications=(Classification("42132203", "TST"), Classification("33141420", "STI")),
    properties=(
        ItemProperty("Storlek", "M"),
        ItemProperty("Färg", "Blå"),
        ItemProperty("Antal per förpackning", "100"),
    ),
    keywords=("handske", "nitril", "engångs"),
    brands=("Grossistens eget",),
)
PRICE = CataloguePrice(
    Decimal("12.50"),
    "SEK",
    Decimal(1),
    "EA",
    validity=Period(start=DAY),
    lead_time=Quantity(Decimal(3), "DAY"),
    minimum=Quantity(Decimal(1), "EA"),
    territories=(SWEDEN,),
)


def an_answer_of(lines: int) -> OrderResponse:
    """Line by line: yes."""
    return an_order_response(
        code="CA",
        lines=tuple(
            OrderResponseLine(
                id=str(number),
                status_code="5",
                item=replace(GLOVE, tax=None),
                order_line=str(number),
                quantity=Quantity(Decimal(5), "EA"),
                promised=Period(start=DAY),
            )
            for number in range(1, lines + 1)
        ),
    )


def a_despatch_of(lines: int) -> DespatchAdvice:
    """As many lines, each on a pallet of its own."""
    (line,) = a_despatch_advice().lines
    return a_despatch_advice(
        lines=tuple(
            replace(line, id=str(number), order_line=str(number)) for number in range(1, lines + 1)
        )
    )


def an_article(number: str) -> CatalogueLine:
    """An article with what a buyer wants to know of it: about 2 KB."""
    return CatalogueLine(
        id=number,
        item=replace(ARTICLE, sellers_id=f"H-{number}", standard_id=GLOVE.standard_id),
        orderable=True,
        orderable_unit="EA",
        content=Quantity(Decimal(100), "EA"),
        minimum_order=Quantity(Decimal(1), "EA"),
        warranty="Tolv månader",
        prices=(PRICE,),
    )


class PriceList(io.RawIOBase):
    """A price list of any length as a file, written while it is read: it takes no room."""

    def __init__(self, lines: int) -> None:
        one = write(replace(a_catalogue(lines=1), lines=(an_article(NUMBER),)))
        head, line, tail = one.partition(b"<cac:CatalogueLine>")
        line, end, tail = tail.partition(b"</cac:CatalogueLine>")
        self._head, self._tail = head, tail
        self._before, self._middle, self._after = (b"<cac:CatalogueLine>" + line + end).split(
            NUMBER.encode(), 2
        )
        self._lines = lines
        digits = len(self._line(0)) - len(self._before) - len(self._middle) - len(self._after)
        each = len(self._before) + len(self._middle) + len(self._after) + digits
        self._size = len(head) + lines * each + len(tail)
        self._restart()

    def _line(self, number: int) -> bytes:
        stated = b"%09d" % number
        return self._before + stated + self._middle + stated + self._after

    def _restart(self) -> None:
        self._written, self._held, self._place = 0, self._head, 0

    def seek(self, place: int, whence: int = 0) -> int:
        """To the beginning; to the end only to hear how long it is."""
        if whence == io.SEEK_END:
            return self._size
        if place:
            raise io.UnsupportedOperation("it can only be read from its beginning")
        self._restart()
        return 0

    def tell(self) -> int:
        """How much has been read."""
        return self._place

    def read(self, size: int = -1) -> bytes:
        """The next bytes, all that are left without a size."""
        parts, length = [self._held], len(self._held)
        while self._written < self._lines and (size < 0 or length < size):
            parts.append(self._line(self._written))
            length += len(parts[-1])
            self._written += 1
            if self._written == self._lines:
                parts.append(self._tail)
                length += len(self._tail)
        whole = b"".join(parts)
        piece = whole if size < 0 else whole[:size]
        self._held = whole[len(piece) :]
        self._place += len(piece)
        return piece
