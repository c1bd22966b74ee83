"""The lines of a version in the tables. Whatever their number, each step is one statement: rows
travel as one JSON text and are spread out by the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.catalogues.models import StagedLine
from avrop.catalogues.offered import Offered
from avrop.catalogues.rules import TEXT_LIMITS, Judged, Known
from avrop.kernel.canonical import canonical_json, from_plain
from avrop.kernel.facts import read_facts, stored_facts
from avrop.kernel.problems import Problem
from avrop.kernel.scope import current_tenant
from avrop.values import uuid7

_LIMITS = {
    **TEXT_LIMITS,
    "gtin": 14,
    "unit": 3,
    "price_unit": 3,
    "content_unit": 3,
    "currency": 3,
    "vat_kind": 32,
    "action": 16,
}
_WIDEST = {"amount": 15, "deposit": 15}  # digits before the point; other numbers have 12


def stage(version_id: UUID, judged: Iterable[Judged]) -> None:
    """Write the lines of a version. One statement."""
    rows = [
        {
            "id": uuid7(),
            "tenant_id": current_tenant(),
            "version_id": version_id,
            "decision": "",
            "reason": "",
            **_verdict(each),
            **_facts(each.line),
        }
        for each in judged
    ]
    if not rows:
        return
    columns = tuple(rows[0])
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into catalogues_staged_line ({', '.join(columns)}) "
            f"select {', '.join(columns)} from {_recordset(columns)}",
            [_json(rows)],
        )


def restage(version_id: UUID, judged: Iterable[tuple[UUID, Judged]]) -> None:
    """Write new verdicts on staged lines. What a person decided stays. One statement."""
    rows = [
        {"id": line_id, **_verdict(each), "action": each.line.action[:16]}
        for line_id, each in judged
    ]
    columns = ("id", "verdict", "problems", "former", "action")
    with connection.cursor() as cursor:
        cursor.execute(
            "update catalogues_staged_line s set verdict = n.verdict, problems = n.problems, "
            f"former = n.former, action = n.action from {_recordset(columns)} "
            "where s.tenant_id = %s and s.version_id = %s and s.id = n.id",
            [_json(rows), current_tenant(), version_id],
        )


def staged(version_id: UUID) -> list[tuple[UUID, Offered]]:
    """The lines of a version as they came, by position. One statement."""
    names = [field.name for field in fields(Offered)]
    rows = StagedLine.objects.filter(version_id=version_id).order_by("position")
    found = []
    for row in rows.only("id", *names):
        facts = {name: getattr(row, name) for name in names}
        facts["allergens"] = tuple(row.allergens)
        facts["details"] = tuple(row.details.items())
        found.append((row.id, Offered(**facts)))
    return found


def _verdict(judged: Judged) -> dict[str, Any]:
    return {
        "verdict": str(judged.verdict),
        "problems": [_stored(problem) for problem in judged.problems],
        "former": judged.former,
    }


def _stored(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "values": stored_facts(problem.values),
        "place": problem.place,
    }


def problems_in(stored: Iterable[dict[str, Any]]) -> tuple[Problem, ...]:
    """The problems of a line as they were found."""
    return tuple(
        Problem(each["code"], read_facts(each["values"]), tuple(each["place"])) for each in stored
    )


def _facts(line: Offered) -> dict[str, Any]:
    """The columns of a line. A fact that its column cannot hold has made the line rejected; it is
    cut, so that the list can be shown whole."""
    facts = {
        field.name: _fitting(field.name, getattr(line, field.name)) for field in fields(Offered)
    }
    facts["details"] = dict(line.details)
    if facts["price_factor"] is None:
        facts["price_factor"] = Decimal(1)
    return facts


def _fitting(name: str, fact: Any) -> Any:
    if isinstance(fact, str):
        return fact.replace("\x00", "")[: _LIMITS.get(name)]
    if isinstance(fact, Decimal) and abs(fact) >= Decimal(10) ** _WIDEST.get(name, 12):
        return Decimal(0)
    return fact


def _recordset(columns: Sequence[str]) -> str:
    types = {
        field.column: field.db_type(connection) for field in StagedLine._meta.local_concrete_fields
    }
    return f"jsonb_to_recordset(%s::jsonb) as n ({', '.join(f'{c} {types[c]}' for c in columns)})"


def _json(rows: Sequence[dict[str, Any]]) -> str:
    return canonical_json(rows)


_KNOWN = """
    select i.seller_item_id, i.state = 'active', i.name, i.unit, i.content, i.content_unit,
        i.price_unit, i.price_factor, p.amount, coalesce(p.base_quantity, 1)
    from catalogues_item i
    left join lateral (
        select p.amount, p.base_quantity from catalogues_price p
        where p.tenant_id = i.tenant_id and p.item_id = i.id and p.valid_from <= %(on)s
        order by p.valid_from desc limit 1) p on true
    where i.tenant_id = %(tenant)s and i.agreement_id = %(agreement)s
      and (%(items)s::text[] is null or i.seller_item_id = any(%(items)s))"""


_KNOWN_FACTS = tuple(field.name for field in fields(Known))


def known_items(
    agreement_id: UUID, on: date, items: Sequence[str] | None = None
) -> dict[str, Known]:
    """What the agreement offers before the list, with its last prices; `items` narrows it to these
    numbers. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _KNOWN,
            {
                "tenant": current_tenant(),
                "agreement": agreement_id,
                "on": on,
                "items": None if items is None else list(items),
            },
        )
        return {
            row[0]: Known(**dict(zip(_KNOWN_FACTS, row[1:], strict=True)))
            for row in cursor.fetchall()
        }


def former_of(stored: Any) -> Known | None:
    """What an article was when its line was judged."""
    known: Known | None = from_plain(stored, Known | None)
    return known
