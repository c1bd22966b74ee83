"""What the rules of data quality find in the organisation's basic data, and what was put aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import LARGEST_PAGE, Page
from avrop.kernel.problems import Invalid, Problem, missing
from avrop.parties.quality.finding import findings, with_asides
from avrop.parties.quality.rules import CODES, RULES
from avrop.parties.quality.shapes import Aside, Finding, Rule, Severity
from avrop.parties.quality_models import FindingAside
from avrop.parties.queries.seeing import everything_seen, one_seen
from avrop.parties.queries.units import subtree, units

OPEN, ASIDE, ALL = "open", "aside", "all"
#: What leads to mistakes stands first in a list.
_RANK: Mapping[str, int] = {
    rule.code: place
    for place, rule in enumerate(sorted(RULES, key=lambda one: one.severity != Severity.FAULT))
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How much a rule has found: to be seen to, and put aside."""

    rule: str
    kind: str
    severity: str
    open: int
    aside: int


@query
def quality_tallies(*, actor: Actor, at: datetime) -> tuple[Tally, ...]:
    """How much each rule finds in the organisation today, in the order of the rules, those that find
    nothing too. The statements do not grow."""
    found = all_findings(at)
    first = {rule.code: rule for rule in reversed(RULES)}
    counted = {code: [0, 0] for code in CODES}
    for one in found:
        counted[one.rule][one.aside is not None] += 1
    return tuple(
        Tally(code, first[code].kind.value, first[code].severity.value, *counted[code])
        for code in CODES
    )


@query
def findings_page(
    *,
    actor: Actor,
    at: datetime,
    rule: str = "",
    kind: str = "",
    unit_id: UUID | None = None,
    text: str = "",
    state: str = OPEN,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Finding]:
    """What the rules find today, what leads to mistakes first: to be seen to, put aside, or all.

    `unit_id`: in a unit and those below it. `text` looks in the names of what it is about, of the unit
    and of those it lies in. The statements do not grow.
    """
    found = [
        one
        for one in _found_by(_rules_of(rule, kind), at)
        if (state == ALL or (one.aside is not None) == (state == ASIDE))
    ]
    if unit_id is not None:
        there = subtree(unit_id)
        found = [one for one in found if one.unit_id in there]
    return _page_of(_named(found, text), cursor, limit)


@query
def finding(
    rule: str, subject_kind: str, subject_id: UUID, *, actor: Actor, at: datetime
) -> Finding:
    """One finding; `Missing` where all is well."""
    return find_one(rule, subject_kind, subject_id, at)


@query
def findings_about(
    subject_kind: str, subject_id: UUID, *, actor: Actor, at: datetime
) -> tuple[Finding, ...]:
    """What is found in one thing today, what leads to mistakes first; also what was put aside."""
    return _findings_about(subject_kind, subject_id, at)


def all_findings(at: datetime) -> list[Finding]:
    """All that the rules find, what leads to mistakes first. For other apps, inside a scope."""
    return _found_by(RULES, at)


def _rules_of(code: str, kind: str) -> tuple[Rule, ...]:
    """The rules that are asked about; all where none is named."""
    return tuple(
        rule for rule in RULES if code in ("", rule.code) and kind in ("", rule.kind.value)
    )


def _found_by(rules: Sequence[Rule], at: datetime) -> list[Finding]:
    """What some rules find; only what they look at is read."""
    on, wanted = day_of(at), {(rule.code, rule.subject.value) for rule in rules}
    seen = everything_seen(at, {rule.subject for rule in rules})
    found = (one for one in findings(seen, on) if (one.rule, one.subject_kind) in wanted)
    return sorted(with_asides(found, _asides(), on), key=_place)


def find_one(rule: str, subject_kind: str, subject_id: UUID, at: datetime) -> Finding:
    """One finding; `Missing` where all is well. For commands, inside a scope."""
    about = _findings_about(subject_kind, subject_id, at)
    for one in about:
        if one.rule == rule:
            return one
    raise missing("finding", subject_id)


def aside_of(row: FindingAside) -> Aside:
    """What was put aside, as it is stored."""
    return Aside(
        id=row.id,
        version=row.version,
        rule=row.rule,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        digest=row.digest,
        reason=row.reason,
        until=row.until,
        put_by=row.put_by,
        put_at=row.put_at,
        taken_up_at=row.taken_up_at,
    )


def _findings_about(subject_kind: str, subject_id: UUID, at: datetime) -> tuple[Finding, ...]:
    on = day_of(at)
    found = findings(one_seen(subject_kind, subject_id, at), on)
    known = _asides(subject_id)
    return tuple(sorted(with_asides(found, known, on), key=_place))


def _asides(subject_id: UUID | None = None) -> Iterable[Aside]:
    rows = FindingAside.objects.filter(taken_up_at=None)
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    return [aside_of(row) for row in rows]


def _named(found: list[Finding], text: str) -> list[Finding]:
    """Those with a text in the name of what they are about, of their unit or of one it lies in."""
    wanted = text.casefold()
    if not wanted:
        return found
    there = _units_named(wanted)
    return [one for one in found if wanted in one.subject.casefold() or one.unit_id in there]


def _units_named(wanted: str) -> frozenset[UUID]:
    tree = units()
    hit = {one.id for one in tree if wanted in one.name.casefold()}
    return frozenset(one.id for one in tree if not hit.isdisjoint(one.lineage))


# --- pages -------------------------------------------------------------------------------------------


def _place(one: Finding) -> tuple[int, str, UUID]:
    return _RANK[one.rule], one.subject_kind, one.subject_id


def _page_of(found: Sequence[Finding], cursor: str | None, limit: int) -> Page[Finding]:
    """A page by key: what was mended in between moves nothing."""
    size = max(1, min(limit, LARGEST_PAGE))
    after = _place_in(cursor) if cursor else None
    rest = [one for one in found if after is None or _place(one) > after]
    items = tuple(rest[:size])
    following = "/".join(map(str, items[-1].key)) if len(rest) > size else None
    return Page(items, following)


def _place_in(cursor: str) -> tuple[int, str, UUID]:
    try:
        rule, subject_kind, subject_id = cursor.split("/")
        return _RANK[rule], subject_kind, UUID(subject_id)
    except (KeyError, ValueError):
        problem = Problem("kernel.bad_cursor", {"cursor": cursor}, ("cursor",))
        raise Invalid((problem,)) from None
