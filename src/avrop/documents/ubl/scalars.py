"""How values stand as text: into XML without harm, and out of it by XML Schema's rules."""

import base64
import re
from datetime import date, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache

# The same few numbers and days stand in a document again and again, and are looked at more than
# once: by reading, by the schema, by the sums.
REMEMBERED = 16_384

SPECIAL = re.compile('[&<>"\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]')
REPLACEMENTS = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """Text as XML content. Characters that XML cannot hold (control characters) are left out."""
    if SPECIAL.search(text) is None:
        return text
    return SPECIAL.sub(lambda found: REPLACEMENTS.get(found.group(), ""), text)


def quoted(text: str) -> str:
    """Text as the value of an attribute, where a parser would make spaces of line breaks."""
    return escaped(text).replace("\n", "&#10;").replace("\t", "&#9;")


DECIMAL = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)\Z", re.ASCII)
# No zone is further than fourteen hours away.
ZONE = r"(Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?\Z"
DATE = re.compile(r"(\d{4}-\d{2}-\d{2})" + ZONE, re.ASCII)
TIME = re.compile(r"(\d{2}:\d{2}:\d{2})(\.\d+)?" + ZONE, re.ASCII)
LONGEST_NUMBER = 40


@lru_cache(maxsize=REMEMBERED)
def decimal_from(text: str) -> Decimal:
    """A number as XML Schema writes it. Raises ValueError for anything else, exponents included."""
    if len(text) > LONGEST_NUMBER or DECIMAL.match(text) is None:
        raise ValueError(text)
    try:
        return Decimal(text)
    except InvalidOperation:
        raise ValueError(text) from None


@lru_cache(maxsize=REMEMBERED)
def date_from(text: str) -> date:
    """A day; a time zone behind it is allowed by UBL and says nothing about the day."""
    found = DATE.match(text)
    if found is None:
        raise ValueError(text)
    return date.fromisoformat(found.group(1))


def time_from(text: str) -> time:
    """A time of day, with its zone when stated; fractions are kept to the microsecond."""
    found = TIME.match(text)
    if found is None:
        raise ValueError(text)
    clock, fraction, zone = found.groups()
    microseconds = fraction[:7].ljust(7, "0") if fraction else ""
    return time.fromisoformat(clock + microseconds + (zone or "").replace("Z", "+00:00"))


def boolean_from(text: str) -> bool:
    """XML Schema's four ways to say yes or no."""
    return {"true": True, "1": True, "false": False, "0": False}[text]


def bytes_from(text: str) -> bytes:
    """Base64 with or without line breaks."""
    return base64.b64decode("".join(text.split()), validate=True)
