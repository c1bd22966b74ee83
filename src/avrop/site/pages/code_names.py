"""What the codes on a page are called: read once for all codings of it, shown by `{% coded %}` (which
looks in `codes` of the page's values)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from avrop.coding.queries import NamedPart, parts_named, responsibilities_named
from avrop.kernel.presentation import shown
from avrop.site.patterns.shapes import Fact

Codes = dict[str, tuple[NamedPart, ...]]


def codes_of(lines: Iterable[Any]) -> Codes:
    """The names of the codings of lines (anything with `codings`); inside a scope, one statement."""
    return parts_named(share.coding for line in lines if line for share in line.codings)


def responsibilities(codes: Iterable[str]) -> dict[str, str]:
    """What responsibilities are called, in the reader's language; inside a scope."""
    return {code: shown(name) for code, name in responsibilities_named(codes).items()}


def legend(codes: Codes) -> tuple[Fact, ...]:
    """What the codes of a page are called, by dimension, each once: Account: 64400 Food, 46000 Tools."""
    told: dict[str, dict[str, str]] = {}
    for part in (part for parts in codes.values() for part in parts):
        words = f"{part.code} {shown(part.name)}" if part.name else part.code
        told.setdefault(shown(part.dimension), {})[part.code] = words
    return tuple(
        Fact(dimension, ", ".join(own[code] for code in sorted(own)))
        for dimension, own in told.items()
    )


def hint_of(coding: str, codes: Codes) -> str:
    """What stands in a field for a coding, in words; "" where nothing is known of it."""
    if not any(part.name for part in codes.get(coding, ())):
        return ""
    return _("Now: %(codes)s.") % {"codes": in_words(coding, codes)}


def in_words(coding: str, codes: Codes) -> str:
    """A coding in a line of text, each code with its name: 4100 The library, 64400 Food."""
    parts = codes.get(coding, ())
    told = (f"{part.code} {shown(part.name)}" if part.name else part.code for part in parts)
    return ", ".join(told) or coding
