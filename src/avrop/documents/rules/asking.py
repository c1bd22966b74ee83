"""How the published rules ask: whether something is there, what it says, and what it comes to.

Their questions are those of XPath. An element counts when it is there, also when it is empty. A
comparison holds when it holds for any of several elements. A text that is no number is less, equal
and more than nothing. Texts are compared as they are written unless a rule says otherwise.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from decimal import ROUND_FLOOR, Context, Decimal, localcontext

from avrop.documents.rules.tree import Node

ZERO, ONE, CENTS = Decimal(0), Decimal(1), Decimal(100)
HALF, CENT = Decimal("0.5"), Decimal("0.01")
#: How far an amount may be from what its parts make.
SLACK = Decimal("0.02")
VAT = "VAT"
#: The product of three numbers of forty digits fits, and a quotient is near enough.
WIDE = Context(prec=150)
#: A day as year-month-day, be it one of the calendar or not.
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)


@contextmanager
def exactly() -> Iterator[None]:
    """Let sums and products of a stranger's numbers be exact: those have forty digits at most."""
    with localcontext(WIDE):
        yield


def is_day(text: str) -> bool:
    """True for a day of the calendar as year-month-day, and nothing around it."""
    try:
        return bool(DAY.match(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def as_written(node: Node | None) -> str:
    """The text of an element with the blanks around it; empty for one that is absent."""
    return node.raw if node is not None else ""


def nearest_whole(number: Decimal) -> Decimal:
    """The nearest whole number; of two as near, the higher, as XPath rounds."""
    return (number + HALF).to_integral_value(ROUND_FLOOR)


def rounded(amount: Decimal) -> Decimal:
    """Two decimals, half a cent upwards."""
    return (nearest_whole(amount * CENTS) / CENTS).quantize(CENT)


def total_of(nodes: Iterable[Node]) -> Decimal:
    """The sum of what numbers there are."""
    return sum((node.number or ZERO for node in nodes), ZERO)


def value_of(node: Node | None) -> Decimal:
    """The number of an element; zero when there is none."""
    return (node.number or ZERO) if node is not None else ZERO


def any_holds(nodes: Iterable[Node], holds: Callable[[Decimal], bool]) -> bool:
    """True when any of some elements is a number of which something holds."""
    for node in nodes:
        number = node.number
        if number is not None and holds(number):
            return True
    return False


def is_not_negative(number: Decimal) -> bool:
    """Zero or more."""
    return number >= 0


def is_positive(number: Decimal) -> bool:
    """More than zero."""
    return number > 0


def are_near(stated: Decimal, expected: Decimal) -> bool:
    """True for amounts no further apart than roundings may bring them."""
    return abs(stated - expected) <= SLACK


def has_any(node: Node, *paths: tuple[str, ...]) -> bool:
    """True when one of these paths leads to an element."""
    for path in paths:
        # Nearly always the first element of each name leads there, or there is none.
        if node.at(*path) is not None:
            return True
    return any(len(path) > 1 and node.each(*path) for path in paths)
