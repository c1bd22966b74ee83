"""When one person may do two deeds that are kept apart, for a time. Pure (requirements GOV-08, REQ-07).

A dispensation names the person, the two deeds, and the transaction or the unit it is for. Somebody else
decides on it, for a reason; it ends; and what makes up for it is a control that a third person carries
out and answers for. What is always apart is never dispensed from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from avrop.authority.separation import Pair, Separation, counted_as_one, is_always
from avrop.kernel.problems import Problem

#: The longest that a dispensation lasts; whoever needs it longer decides anew.
MOST_DAYS = 180
#: So many transactions one dispensation can name: the chains of one order and its invoices.
MOST_CHAINS = 200


@dataclass(frozen=True, slots=True)
class Proposed:
    """A dispensation that somebody would grant. `links` are the delegations in its time of those who
    have to do with it, as (principal, substitute)."""

    person_id: UUID
    pair: Pair
    chain_ids: tuple[UUID, ...]
    unit_id: UUID | None
    reason: str
    control: str
    reviewer_id: UUID
    review_by: date
    valid_from: date
    valid_until: date
    decided_by: frozenset[UUID]
    links: tuple[tuple[UUID, UUID], ...] = ()


def problems_dispensing(proposed: Proposed, rules: Separation) -> list[Problem]:
    """Every reason not to grant it."""
    return [problem for check in _CHECKS for problem in check(proposed, rules)]


def _is_of_two_deeds_kept_apart(proposed: Proposed, rules: Separation) -> Iterator[Problem]:
    pair = proposed.pair
    if is_always(pair):
        yield Problem("authority.never_dispensed", {}, ("first", "second"))
    elif pair.second not in rules.apart_from(pair.first):
        yield Problem("authority.nothing_kept_apart", {}, ("first", "second"))


def _is_for_somewhere(proposed: Proposed, rules: Separation) -> Iterator[Problem]:
    if bool(proposed.chain_ids) == (proposed.unit_id is not None):
        yield Problem("authority.dispensation_without_place", {}, ("unit_id",))
    if len(proposed.chain_ids) > MOST_CHAINS:
        yield Problem("authority.dispensation_too_wide", {"most": MOST_CHAINS}, ("chain_ids",))


def _ends(proposed: Proposed, rules: Separation) -> Iterator[Problem]:
    days = (proposed.valid_until - proposed.valid_from).days
    if days < 0:
        facts = {"valid_from": proposed.valid_from, "valid_until": proposed.valid_until}
        yield Problem("authority.ends_before_it_begins", facts, ("valid_until",))
    if days >= MOST_DAYS:
        yield Problem("authority.dispensation_too_long", {"most": MOST_DAYS}, ("valid_until",))


def _has_a_reason_and_a_control(proposed: Proposed, rules: Separation) -> Iterator[Problem]:
    if not proposed.reason.strip():
        yield Problem("authority.no_reason", {}, ("reason",))
    if not proposed.control.strip():
        yield Problem("authority.no_control", {}, ("control",))
    if proposed.review_by < proposed.valid_until:
        yield Problem("authority.reviewed_too_early", {}, ("review_by",))


def _is_decided_and_reviewed_by_others(proposed: Proposed, rules: Separation) -> Iterator[Problem]:
    """Not by whom it is for, nor by a substitute or principal of his; and whoever reviews it is a third
    person, since nobody looks at what he decided himself."""
    himself = counted_as_one((proposed.person_id,), proposed.links)
    if not proposed.decided_by or proposed.decided_by & himself:
        yield Problem("authority.own_dispensation", {}, ("person_id",))
    if proposed.reviewer_id in himself:
        yield Problem("authority.own_review", {}, ("reviewer_id",))
    elif proposed.reviewer_id in counted_as_one(proposed.decided_by, proposed.links):
        yield Problem("authority.decider_reviews", {}, ("reviewer_id",))


_CHECKS = (
    _is_of_two_deeds_kept_apart,
    _is_for_somewhere,
    _ends,
    _has_a_reason_and_a_control,
    _is_decided_and_reviewed_by_others,
)


def state_of(
    valid_from: date, valid_until: date, is_revoked: bool, is_reviewed: bool, today: date
) -> str:
    """Where a dispensation stands: coming, in force, to be reviewed, or reviewed."""
    if is_reviewed:
        return "reviewed"
    if is_revoked or valid_until < today:
        return "to_review"
    return "coming" if today < valid_from else "in_force"
