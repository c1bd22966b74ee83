"""Counting what people were refused: which reasons somebody meets again and again, and which many do."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.kernel.scope import current_tenant


@dataclass(frozen=True, slots=True)
class Blocker:
    """A reason for refusals: how often it was met, by how many people."""

    code: str
    times: int
    people: int


_OF_ONE = """
    select code, count(*), 1 from kernel_refusal r, jsonb_array_elements_text(r.codes) code
    where r.tenant_id = %(tenant)s and r.person_id = %(person)s and r.refused_at > %(since)s
      and r.refused_at <= %(until)s
    group by code order by count(*) desc, code"""
_OF_ALL = """
    select code, count(*), count(distinct r.person_id)
    from kernel_refusal r, jsonb_array_elements_text(r.codes) code
    where r.tenant_id = %(tenant)s and r.refused_at > %(since)s and r.refused_at <= %(until)s
      and r.person_id is not null
    group by code having count(distinct r.person_id) >= %(fewest)s
    order by count(*) desc, code limit %(most)s"""
_AROUND = """
    select w.code, count(*) filter (where r.refused_at <= w.middle),
        count(*) filter (where r.refused_at > w.middle)
    from json_to_recordset(%(windows)s::json)
        as w(code text, person_id uuid, "from" timestamptz, middle timestamptz, until timestamptz)
    join kernel_refusal r on r.tenant_id = %(tenant)s and r.person_id = w.person_id
        and r.refused_at > w."from" and r.refused_at <= w.until and r.codes ? w.code
    group by w.code"""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time in which somebody's refusals for one reason are counted, and its middle."""

    code: str
    person_id: UUID
    from_: datetime
    middle: datetime
    until: datetime


def blockers_of(person_id: UUID, *, since: datetime, until: datetime) -> tuple[Blocker, ...]:
    """What somebody has been refused for in a time, the most frequent first. One statement."""
    return _blockers(_OF_ONE, {"person": person_id, "since": since, "until": until})


def common_blockers(
    *, since: datetime, until: datetime, fewest: int, most: int
) -> tuple[Blocker, ...]:
    """What at least `fewest` people have been refused for in a time, the most frequent first, without
    saying who. One statement."""
    asked = {"since": since, "until": until, "fewest": fewest, "most": most}
    return _blockers(_OF_ALL, asked)


def _blockers(statement: str, asked: dict[str, Any]) -> tuple[Blocker, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"tenant": current_tenant(), **asked})
        return tuple(Blocker(*row) for row in cursor.fetchall())


def counted_around(windows: Iterable[Window]) -> dict[str, tuple[int, int]]:
    """How often each reason was met before and after the middle of its windows. One statement."""
    plain = [
        {
            "code": one.code,
            "person_id": str(one.person_id),
            "from": one.from_.isoformat(),
            "middle": one.middle.isoformat(),
            "until": one.until.isoformat(),
        }
        for one in windows
    ]
    if not plain:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_AROUND, {"tenant": current_tenant(), "windows": json.dumps(plain)})
        return {code: (before, after) for code, before, after in cursor.fetchall()}
