"""What the codes of coding strings are called, for whoever reads them. Inside a scope."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from avrop.coding.rules import CodingString
from avrop.kernel.scope import current_tenant
from avrop.values import Text

_NAMED = """
    select d.code, w.value, d.name, v.name
    from unnest(%(dimensions)s::text[], %(values)s::text[]) as w (dimension, value)
    join coding_dimension d on d.tenant_id = %(tenant)s and d.code = w.dimension
    left join coding_value v
        on v.tenant_id = d.tenant_id and v.dimension_id = d.id and v.code = w.value"""


@dataclass(frozen=True, slots=True)
class NamedPart:
    """A part of a coding string: what its dimension is called, the code, and what that is called; no
    name where the chart has none."""

    dimension: Text
    code: str
    name: Text


def parts_named(codings: Iterable[str]) -> dict[str, tuple[NamedPart, ...]]:
    """The parts of each coding string with their names, in the order they are written in. What cannot
    be read is left out. One statement, however many codings; none for none."""
    parts = {
        coding: CodingString.readable(coding).parts for coding in dict.fromkeys(codings) if coding
    }
    wanted = sorted({part for several in parts.values() for part in several})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        facts: dict[str, Any] = {
            "tenant": current_tenant(),
            "dimensions": [dimension for dimension, _ in wanted],
            "values": [value for _, value in wanted],
        }
        cursor.execute(_NAMED, facts)
        rows = cursor.fetchall()
    known = {(row[0], row[1]): NamedPart(_text(row[2]), row[1], _text(row[3])) for row in rows}
    return {
        coding: tuple(
            known.get((dimension, value), NamedPart(Text({"en": dimension}), value, Text()))
            for dimension, value in several
        )
        for coding, several in parts.items()
        if several
    }


def responsibilities_named(codes: Iterable[str]) -> dict[str, Text]:
    """What the responsibilities with these codes are called, where the chart says. One statement, none
    for none."""
    wanted = sorted({code for code in codes if code})
    if not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_RESPONSIBILITIES, {"tenant": current_tenant(), "codes": wanted})
        return {code: _text(name) for code, name in cursor.fetchall()}


_RESPONSIBILITIES = """
    select v.code, v.name from coding_dimension d
    join coding_value v on v.tenant_id = d.tenant_id and v.dimension_id = d.id
    where d.tenant_id = %(tenant)s and d.purpose = 'responsibility' and v.code = any(%(codes)s)"""


def _text(stored: object) -> Text:
    known = json.loads(stored) if isinstance(stored, str) else stored
    return Text.from_json(known) if known else Text()
