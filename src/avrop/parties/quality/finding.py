"""What the rules of data quality find, and what of it is put aside. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from avrop.kernel.canonical import canonical_json, digest
from avrop.kernel.problems import Problem
from avrop.parties.quality.rules import RULES_OF
from avrop.parties.quality.shapes import (
    Aside,
    ContactSeen,
    Facts,
    Finding,
    OrganisationSeen,
    PersonSeen,
    Rule,
    Subject,
    TermsSeen,
    UnitSeen,
)

#: How many days, and characters of a reason, a finding can be put aside for.
LONGEST_ASIDE = timedelta(days=366)
LONGEST_REASON = 500


def findings(seen: Iterable[Any], on: date) -> Iterator[Finding]:
    """What the rules find in things of any kind on a day; without whether it was put aside."""
    for one in seen:
        subject = _SUBJECTS[type(one)]
        for rule in RULES_OF[subject]:
            facts = rule.test(one, on)
            if facts is not None:
                yield _finding(rule, one, facts)


_SUBJECTS: Mapping[type, Subject] = {
    UnitSeen: Subject.UNIT,
    PersonSeen: Subject.PERSON,
    ContactSeen: Subject.CONTACT,
    TermsSeen: Subject.RELATIONSHIP,
    OrganisationSeen: Subject.ORGANISATION,
}


def _finding(rule: Rule, seen: Any, facts: Facts) -> Finding:
    subject_id, name, unit_id, partner_id = _whom(seen)
    return Finding(
        rule=rule.code,
        kind=rule.kind.value,
        severity=rule.severity.value,
        subject_kind=rule.subject.value,
        subject_id=subject_id,
        subject=name,
        unit_id=unit_id,
        partner_id=partner_id,
        place=rule.place,
        values=facts,
        digest=digest(canonical_json(facts)).hex(),
    )


def _whom(seen: Any) -> tuple[UUID, str, UUID | None, UUID | None]:
    """Id and name of a thing, the unit it lies in and the partner it has to do with."""
    match seen:
        case UnitSeen():
            return seen.unit.id, seen.unit.name, seen.unit.id, seen.own_id
        case PersonSeen():
            return seen.id, seen.name, seen.unit_id, None
        case ContactSeen():
            one = seen.contact
            return one.id, one.name, one.unit_id, one.organisation_id
        case TermsSeen():
            return seen.id, seen.organisation, seen.unit_id, seen.organisation_id
        case _:
            return seen.organisation.id, seen.organisation.name, None, seen.organisation.id


def with_asides(found: Iterable[Finding], asides: Iterable[Aside], on: date) -> list[Finding]:
    """The findings, each with how it was put aside, where that still holds on the day."""
    known = {(one.rule, one.subject_kind, one.subject_id): one for one in asides}
    return [
        replace(finding, aside=aside)
        if (aside := known.get(finding.key)) is not None and aside.holds(finding.digest, on)
        else finding
        for finding in found
    ]


def problems_putting_aside(reason: str, until: date, today: date) -> Iterator[Problem]:
    """Every reason not to put a finding aside so: somebody says why, and for how long."""
    if not reason.strip():
        yield Problem("parties.aside_without_reason", {}, ("reason",))
    if len(reason.strip()) > LONGEST_REASON:
        yield Problem("parties.too_long", {"most": LONGEST_REASON}, ("reason",))
    if not today <= until <= today + LONGEST_ASIDE:
        yield Problem(
            "parties.aside_until", {"first": today, "last": today + LONGEST_ASIDE}, ("until",)
        )


def problems_taking_up(aside: Aside, today: date) -> Iterator[Problem]:
    """Why a finding cannot be taken up again: it is no longer put aside."""
    if aside.taken_up_at is not None or aside.until < today:
        yield Problem("parties.aside_is_over")
