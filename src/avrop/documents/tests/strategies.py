"""Any value that a shape can carry, made from the shape's own table."""

import string
from dataclasses import fields
from typing import Any

from hypothesis import strategies as st

from avrop.documents.common import Identifier
from avrop.documents.ubl.shapes import Field, Shape, required_fields
from avrop.values import Quantity

LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cn"))
WORDS = st.text(LETTERS, min_size=1, max_size=12).filter(lambda text: text == text.strip())
CODES = st.text(string.ascii_letters + string.digits + '<&"', min_size=1, max_size=6)
NUMBERS = st.decimals(
    min_value=-(10**9),
    max_value=10**9,
    allow_nan=False,
    allow_infinity=False,
    places=4,
)
LEAVES: dict[str, st.SearchStrategy[Any]] = {
    "text": WORDS,
    "number": NUMBERS,
    "amount": NUMBERS,
    "date": st.dates(),
    "time": st.times(),
    "boolean": st.booleans(),
    "binary": st.binary(min_size=1, max_size=20),
    "identifier": st.builds(Identifier, WORDS, st.none() | CODES),
    "quantity": st.builds(Quantity, NUMBERS, CODES),
}


@st.composite
def values_of(draw: st.DrawFn, shape: Shape[Any]) -> Any:
    """A value of the shape that says something, with attributes only where their element is."""
    table = [entry for entry in shape.table if entry.name]
    required = required_fields(shape.kind)
    drawn: dict[str, Any] = dict(shape.constants)
    for entry in table:
        is_needed = entry.name in required or isinstance(default_of(shape, entry.name), str)
        drawn[entry.name] = draw(field_values(entry, needed=is_needed))
    for entry in table:
        if entry.path[-1].startswith("@"):
            carrier = next(other for other in table if other.path == entry.path[:-1])
            if drawn[carrier.name] is None:
                drawn[entry.name] = None
    return shape.kind(**drawn)


def default_of(shape: Shape[Any], name: str) -> Any:
    """The default of a field, MISSING when it has none."""
    return next(each.default for each in fields(shape.kind) if each.name == name)


def field_values(entry: Field, *, needed: bool) -> st.SearchStrategy[Any]:
    """Values of one field."""
    shape = entry.codec.shape
    values = LEAVES[entry.codec.name] if shape is None else saying_something(shape)
    if entry.repeats:
        return st.lists(values, min_size=1 if needed else 0, max_size=2).map(tuple)
    return values if needed else st.none() | values


def saying_something(shape: Shape[Any]) -> st.SearchStrategy[Any]:
    """Values that are written as at least one element."""
    return values_of(shape).filter(lambda value: shape.write(value, "SEK") != "")
