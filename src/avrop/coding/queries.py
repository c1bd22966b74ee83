"""Reads: the chart, short codes, and what a coding most likely is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from avrop.coding.models import AccountMapping, Combination, Dimension, ShortCode, Value
from avrop.coding.naming import NamedPart, parts_named, responsibilities_named
from avrop.coding.rules import (
    ENDS_SOON,
    CodingPlan,
    CodingString,
    CombinationFacts,
    DimensionFacts,
    Period,
    ShortCodeView,
    choices,
    problems_with,
    problems_with_short_code,
    read,
    state_on,
)
from avrop.coding.splitting import Part, Share, problems_with_split, split
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.paging import LARGEST_PAGE, Page, page_of
from avrop.kernel.problems import Invalid, Problem, missing
from avrop.kernel.scope import current_tenant
from avrop.parties import queries as parties
from avrop.values import Text

__all__ = [
    "CodingPlan",
    "CodingString",
    "NamedPart",
    "Part",
    "Share",
    "ShortCodeView",
    "choices",
    "parts_named",
    "plan",
    "problems_with",
    "problems_with_short_code",
    "problems_with_split",
    "read",
    "responsibilities_named",
    "split",
    "state_on",
]

_PLAN = """
    select 'dimension', code, '', jsonb_build_array(position, mandatory, name, purpose),
        null::date, null::date
    from coding_dimension where tenant_id = %(tenant)s
    union all
    select 'value', d.code, v.code, null, v.valid_from, v.valid_until
    from coding_value v join coding_dimension d on d.tenant_id = v.tenant_id and d.id = v.dimension_id
    where v.tenant_id = %(tenant)s
      and (%(named)s::text[] is null or v.code = any(%(named)s::text[]))
    union all
    select 'combination', dimension, then_dimension, jsonb_build_array(values, then_values),
        null, null
    from coding_rule where tenant_id = %(tenant)s
      and valid_from <= %(on)s and (valid_until is null or valid_until >= %(on)s)"""


@dataclass(frozen=True, slots=True)
class DimensionView:
    """A dimension of the chart; `name` by language."""

    id: UUID
    code: str
    name: dict[str, str]
    position: int
    mandatory: bool
    purpose: str


@dataclass(frozen=True, slots=True)
class ValueView:
    """A value of a dimension; `name` by language."""

    id: UUID
    dimension: str
    code: str
    name: dict[str, str]
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class CombinationView:
    """Values of two dimensions that have to go together."""

    id: UUID
    dimension: str
    values: tuple[str, ...]
    then_dimension: str
    then_values: tuple[str, ...]
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class AccountMappingView:
    """The account that goods of a category are booked on."""

    id: UUID
    category: str
    account: str
    valid_from: date
    valid_until: date | None


def plan(on: date, *, naming: Iterable[CodingString | str] | None = None) -> CodingPlan:
    """The chart on a day, in one statement.

    With `naming`, only the values that these codings name are read, so that checking costs the same
    in a chart of fifty thousand values. Codings that cannot be read name nothing.
    """
    named = (
        None if naming is None else sorted({code for each in naming for code in _named_in(each)})
    )
    with connection.cursor() as cursor:
        cursor.execute(_PLAN, {"tenant": current_tenant(), "named": named, "on": on})
        rows = cursor.fetchall()
    return _plan_in(rows, on)


def _named_in(coding: CodingString | str) -> list[str]:
    try:
        return [value for _, value in read(coding).parts]
    except Invalid:
        return []


def _plan_in(rows: Iterable[tuple[Any, ...]], on: date) -> CodingPlan:
    heads: list[tuple[str, list[Any]]] = []
    values: dict[str, dict[str, Period]] = {}
    combinations = []
    for kind, dimension, other, facts, valid_from, valid_until in rows:
        if kind == "dimension":
            heads.append((dimension, json.loads(facts)))
        elif kind == "value":
            values.setdefault(dimension, {})[other] = Period(valid_from, valid_until)
        else:
            when, then = json.loads(facts)
            combinations.append(CombinationFacts(dimension, tuple(when), other, tuple(then)))
    dimensions = (
        DimensionFacts(
            code, position, mandatory, Text.from_json(name), purpose, values.get(code, {})
        )
        for code, (position, mandatory, name, purpose) in heads
    )
    ordered = sorted(dimensions, key=lambda dimension: (dimension.position, dimension.code))
    return CodingPlan(on, tuple(ordered), tuple(combinations))


def short_code(short_code_id: UUID, on: date) -> ShortCodeView:
    """A short code with whether it is doubly linked on a day; raises `Missing`."""
    found = _with_links(ShortCode.objects.filter(id=short_code_id), on)
    if not found:
        raise missing("short code", short_code_id)
    return found[0]


def short_codes_by_id(ids: Iterable[UUID], on: date) -> dict[UUID, ShortCodeView]:
    """Some short codes with whether each is doubly linked on a day. One statement."""
    found = _with_links(ShortCode.objects.filter(id__in=list(ids)), on)
    return {code.id: code for code in found}


def short_codes_of(person_id: UUID, unit_id: UUID | None, on: date) -> tuple[ShortCodeView, ...]:
    """A person's short codes, in one unit or all, also those no longer in force, newest first."""
    rows = ShortCode.objects.filter(person_id=person_id)
    return _with_links(rows if unit_id is None else rows.filter(unit_id=unit_id), on)


def short_codes_called(code: str, on: date) -> tuple[ShortCodeView, ...]:
    """Everything a code stands for, newest first: what an invoice's reference may lead to."""
    return _with_links(ShortCode.objects.filter(code=code), on)


def _with_links(rows: QuerySet[ShortCode], on: date) -> tuple[ShortCodeView, ...]:
    return tuple(short_code_view(row) for row in _marked(rows, on).order_by("-id"))


def _marked(rows: QuerySet[ShortCode], on: date) -> QuerySet[Any]:
    """The short codes, each with whether its code has several links in force on a day."""
    links = (
        ShortCode.objects.filter(valid_from__lte=on)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .values("code")
        .annotate(links=Count("id"))
        .filter(links__gt=1)
        .values("code")
    )
    return rows.annotate(is_doubly_linked=Q(code__in=links))


def short_code_view(row: Any) -> ShortCodeView:
    """A marked short code as others see it."""
    return ShortCodeView(
        id=row.id,
        code=row.code,
        person_id=row.person_id,
        unit_id=row.unit_id,
        coding=row.coding,
        invoice_reference=row.invoice_reference,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        is_doubly_linked=row.is_doubly_linked,
    )


def accounts_for(categories: Iterable[str], on: date) -> dict[str, str]:
    """The account of each category that has one; the longest prefix wins. One statement."""
    rows = (
        AccountMapping.objects.filter(valid_from__lte=on)
        .filter(Q(valid_until=None) | Q(valid_until__gte=on))
        .values_list("category", "account")
    )
    by_length = sorted(rows, key=lambda row: -len(row[0]))
    found: dict[str, str] = {}
    for category in categories:
        account = next((a for prefix, a in by_length if category.startswith(prefix)), "")
        if account:
            found[category] = account
    return found


def proposals(
    unit_id: UUID, categories: Iterable[str], person_id: UUID, on: date
) -> dict[str, str]:
    """For each category the coding that is most likely right (REQ-02).

    The unit's default coding, under the person's short code for the unit where there is exactly one
    that can be used, under the account that the category is booked on.
    """
    asked = tuple(dict.fromkeys(categories))
    base = CodingString.readable(parties.unit(unit_id).default_coding)
    usable = [
        code
        for code in short_codes_of(person_id, unit_id, on)
        if not problems_with_short_code(code, unit_id=unit_id, person_id=person_id, on=on)
    ]
    if len(usable) == 1:
        base = CodingString.readable(usable[0].coding).over(base)
    chart = plan(on, naming=())
    account = chart.dimension_for("account")
    accounts = accounts_for(asked, on) if account else {}
    return {
        category: chart.canonical(base.with_part(account, accounts[category]))
        if category in accounts
        else chart.canonical(base)
        for category in asked
    }


def proposal(unit_id: UUID, category: str, person_id: UUID, on: date) -> str:
    """The coding that is most likely right for goods of one category."""
    return proposals(unit_id, (category,), person_id, on)[category]


@query
def dimensions(*, actor: Actor) -> tuple[DimensionView, ...]:
    """The dimensions of the chart, by position."""
    return tuple(
        DimensionView(row.id, row.code, row.name, row.position, row.mandatory, row.purpose)
        for row in Dimension.objects.order_by("position", "code")
    )


@query
def values_page(
    dimension: str, *, actor: Actor, text: str = "", cursor: str | None = None, limit: int = 50
) -> Page[ValueView]:
    """The values of a dimension, the newest first; `text` looks in codes and names."""
    rows = Value.objects.filter(dimension__code=dimension).select_related("dimension")
    if text:
        rows = rows.filter(Q(code__istartswith=text) | Q(name__icontains=text))
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(
        tuple(
            ValueView(r.id, r.dimension.code, r.code, r.name, r.valid_from, r.valid_until)
            for r in found
        ),
        following,
    )


@dataclass(frozen=True, slots=True)
class OfferedValue:
    """A value that a part of a coding string may have, with its name."""

    code: str
    name: Text


@query
def values_offered(
    on: date, *, actor: Actor, most: int = 200
) -> dict[str, tuple[OfferedValue, ...]]:
    """For each dimension at most so many values in force on a day, by code, each with its name. One
    statement, whose cost does not grow with the chart."""
    limit = max(1, min(most, MOST_OFFERED))
    with connection.cursor() as cursor:
        cursor.execute(_OFFERED, {"tenant": current_tenant(), "on": on, "most": limit})
        rows = cursor.fetchall()
    found: dict[str, list[OfferedValue]] = {}
    for dimension, code, name in rows:
        values = found.setdefault(dimension, [])
        if code is not None:
            known = json.loads(name) if isinstance(name, str) else name
            values.append(OfferedValue(code, Text.from_json(known)))
    return {dimension: tuple(values) for dimension, values in found.items()}


MOST_OFFERED = 500
_OFFERED = """
    select d.code, v.code, v.name from coding_dimension d
    left join lateral (
        select v.code, v.name from coding_value v
        where v.tenant_id = d.tenant_id and v.dimension_id = d.id
          and v.valid_from <= %(on)s and (v.valid_until is null or v.valid_until >= %(on)s)
        order by v.code limit %(most)s) v on true
    where d.tenant_id = %(tenant)s order by d.position, d.code, v.code"""


@query
def coding_problems(coding: str, on: date, *, actor: Actor) -> tuple[Problem, ...]:
    """Everything that is wrong with a coding on a day; empty where nothing is."""
    return tuple(problems_with(coding, plan(on, naming=(coding,))))


@query
def coding_choices(coding: str, dimension: str, on: date, *, actor: Actor) -> tuple[str, ...]:
    """The values of a dimension that go with the rest of a coding on a day."""
    return choices(coding, dimension, plan(on))


@query
def short_codes_page(
    on: date,
    *,
    text: str = "",
    state: str = "",
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ShortCodeView]:
    """The register of short codes, the newest first, doubly linked ones marked.

    `text` is how a code begins, or a part of the name of its person or unit; `state` as `state_on`
    tells it of a day, or "doubled".
    """
    rows = _marked(ShortCode.objects.all(), on)
    rows = rows.filter(_about(text, actor)) if text else rows
    rows = rows.filter(_in_state(state, on)) if state else rows
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(short_code_view(row) for row in found), following)


def _about(text: str, actor: Actor) -> Q:
    people = parties.people_page(text=text, limit=LARGEST_PAGE, actor=actor).items
    units = parties.units_page(text=text, limit=LARGEST_PAGE, actor=actor).items
    return (
        Q(code__istartswith=text)
        | Q(person_id__in=[person.id for person in people])
        | Q(unit_id__in=[unit.id for unit in units])
    )


def _in_state(state: str, on: date) -> Q:
    soon = on + ENDS_SOON
    begun = Q(valid_from__lte=on)
    return {
        "coming": Q(valid_from__gt=on),
        "ended": Q(valid_until__lt=on),
        "ending": begun & Q(valid_until__gte=on, valid_until__lte=soon),
        "in_force": begun & (Q(valid_until=None) | Q(valid_until__gt=soon)),
        "doubled": Q(is_doubly_linked=True),
    }.get(state, Q(pk__in=()))


@query
def one_short_code(short_code_id: UUID, on: date, *, actor: Actor) -> ShortCodeView:
    """A short code of the register, with whether it is doubly linked on a day."""
    return short_code(short_code_id, on)


@query
def my_short_codes(
    on: date, *, actor: Actor, unit_id: UUID | None = None
) -> tuple[ShortCodeView, ...]:
    """The reader's own short codes."""
    return short_codes_of(actor.person_id, unit_id, on) if actor.person_id else ()


@query
def combinations(*, actor: Actor) -> tuple[CombinationView, ...]:
    """Which values of two dimensions have to go together, past rules too."""
    return tuple(
        CombinationView(
            r.id,
            r.dimension,
            tuple(r.values),
            r.then_dimension,
            tuple(r.then_values),
            r.valid_from,
            r.valid_until,
        )
        for r in Combination.objects.order_by("dimension", "then_dimension", "id")
    )


@query
def account_mappings(*, actor: Actor) -> tuple[AccountMappingView, ...]:
    """The accounts that goods of the categories are booked on."""
    return tuple(
        AccountMappingView(r.id, r.category, r.account, r.valid_from, r.valid_until)
        for r in AccountMapping.objects.order_by("category", "valid_from")
    )
