"""What a code at the goods entrance says. Pure: the text a reader gave in, what it names out.

A label of a handling unit carries a GS1 element string: application identifiers of two to four digits,
each with a value of fixed length or one that a separator ends (GS1 General Specifications 3 and 7.8).
Readers give it raw, with the separator as a control character, or as people read it, with brackets.
An article carries its GTIN alone. Everything else is taken for a number of ours or of the seller's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from avrop.values import Gtin, InvalidIdentifier, Sscc

#: Longer than any element string; beyond it nothing is read.
LONGEST_CODE = 200
SEPARATOR = "\x1d"
#: What readers set before the data to say which kind of symbol it came from (ISO/IEC 15424).
_SYMBOL = re.compile(r"^\][A-Za-z][0-9]")
_BRACKETED = re.compile(r"\((\d{2,4})\)([^(]*)")
#: Application identifiers whose values have a length of their own, by their first two digits.
_FIXED = {
    "00": 18, "01": 14, "02": 14, "03": 14, "04": 16, "11": 6, "12": 6, "13": 6, "14": 6, "15": 6,
    "16": 6, "17": 6, "18": 6, "19": 6, "20": 2, "31": 8, "32": 8, "33": 8, "34": 8, "35": 8, "36": 8,
    "41": 14,
}  # fmt: skip
#: Those of other lengths that a label at a goods entrance may carry before what we look for.
_OPEN = (
    "10",
    "21",
    "22",
    "30",
    "37",
    "240",
    "241",
    "250",
    "251",
    "400",
    "401",
    "402",
    "403",
    "420",
)
_LENGTHS = (8, 12, 13, 14)


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a code names: `kind` is sscc, gtin or number, and `value` its canonical form.

    `order_number` is the buyer's, where the label carries it beside the rest (identifier 400); `text`
    is the code itself, since a number of ours may look like an article's.
    """

    kind: str
    value: str
    text: str
    order_number: str = ""


def read_code(text: str) -> Scanned:
    """What somebody scanned or typed. An empty value where there is nothing to look for."""
    kept = "".join(one for one in text[:LONGEST_CODE] if one == SEPARATOR or one.isprintable())
    bare = _SYMBOL.sub("", kept.strip()).strip(SEPARATOR + " ")
    found = dict(_elements(bare))
    order_number = found.get("400", "")
    for kind, code in (("sscc", found.get("00")), ("gtin", found.get("02") or found.get("01"))):
        if code:
            return Scanned(kind, code, bare, order_number)
    if order_number:
        return Scanned("number", order_number, bare, order_number)
    return _plain(bare)


def _plain(text: str) -> Scanned:
    try:
        return Scanned("gtin", Gtin.parse(text).fourteen, text)
    except InvalidIdentifier:
        pass
    try:
        return Scanned("sscc", Sscc.parse(text), text)
    except InvalidIdentifier:
        return Scanned("number", text, text)


def _elements(text: str) -> Iterator[tuple[str, str]]:
    """The identifiers of an element string with values that pass their check; none of another text."""
    pairs = _BRACKETED.findall(text) if text.startswith("(") else list(_split(text))
    for identifier, value in pairs:
        checked = _checked(identifier, value.strip())
        if checked:
            yield identifier, checked


def _split(text: str) -> Iterator[tuple[str, str]]:
    rest = text
    while rest:
        length = _FIXED.get(rest[:2])
        identifier = rest[:2] if length is not None else _open_identifier(rest)
        if not identifier:
            return
        body = rest[len(identifier) :]
        if length is None:
            value, _, rest = body.partition(SEPARATOR)
        else:
            value, rest = body[:length], body[length:].removeprefix(SEPARATOR)
            if len(value) < length:
                return
        yield identifier, value


def _open_identifier(text: str) -> str:
    return next((one for one in _OPEN if text.startswith(one)), "")


def _checked(identifier: str, value: str) -> str:
    try:
        if identifier == "00":
            return Sscc.parse(value)
        if identifier in ("01", "02"):
            return Gtin.parse(value).fourteen
    except InvalidIdentifier:
        return ""
    return value


def spellings(gtin: str) -> tuple[str, ...]:
    """A GTIN of 14 digits in each of the lengths that its leading zeros allow."""
    return tuple(
        gtin[-length:] for length in _LENGTHS if len(gtin) == 14 and not gtin[:-length].strip("0")
    )
