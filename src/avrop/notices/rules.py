"""How and when somebody is told (requirement SEC-13). Pure.

The organisation's rules say of each occasion, for everybody or for holders of some roles, how soon
people are told unless they choose otherwise, and which of that they cannot turn off. A choice never
makes what is mandatory later or silent. Quiet hours put a notice off until they end; they lose none.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from avrop.kernel.problems import Problem
from avrop.notices.kinds import SOONEST_LAST, How, Occasion

NAME = "notices.rules"


@dataclass(frozen=True, slots=True)
class NoticeRule:
    """How soon people are told on an occasion unless they choose otherwise; with `roles`, only holders
    of one of them. What `is_mandatory` is told no later than that, whatever they choose."""

    occasion: Occasion
    how: How
    roles: tuple[str, ...] = ()
    is_mandatory: bool = False


@dataclass(frozen=True, slots=True)
class NoticeRules:
    """The rules of an organisation. A rule with roles goes before one for everybody; without any,
    people are told once a day."""

    rules: tuple[NoticeRule, ...]

    def rule_for(self, occasion: Occasion, roles: Collection[str]) -> NoticeRule:
        """The rule for somebody who holds these roles: the soonest of those that name one of them."""
        own = [
            one for one in self.rules if one.occasion == occasion and set(one.roles) & set(roles)
        ]
        every = [one for one in self.rules if one.occasion == occasion and not one.roles]
        found = own or every or [NoticeRule(occasion, How.DIGEST)]
        return max(found, key=lambda one: (one.is_mandatory, SOONEST_LAST.index(one.how)))


#: What the product comes with: money that goes out wrongly and certificates that end are told of.
DEFAULT = NoticeRules(
    (
        NoticeRule(Occasion.APPROVALS, How.AT_ONCE, ("approver", "manager")),
        NoticeRule(Occasion.PAYMENTS, How.AT_ONCE, is_mandatory=True),
        NoticeRule(Occasion.TRAINING, How.DIGEST, is_mandatory=True),
    )
)


@dataclass(frozen=True, slots=True)
class Times:
    """When somebody wants to be told: not between `quiet_from` and `quiet_until` (the same: at any
    time), and what is gathered at `digest_at`. On the organisation's clock."""

    quiet_from: time = time(18)
    quiet_until: time = time(7)
    digest_at: time = time(7, 30)

    def is_quiet(self, at: time) -> bool:
        """Whether nobody is to be told at that time of day."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= at < self.quiet_until
        return at >= self.quiet_from or at < self.quiet_until


def how_told(rule: NoticeRule, choice: How | None) -> How:
    """How soon somebody is told who has chosen this, or nothing."""
    if choice is None:
        return rule.how
    if rule.is_mandatory:
        return max(choice, rule.how, key=SOONEST_LAST.index)
    return choice


def told_at(how: How, at: datetime, times: Times, zone: ZoneInfo) -> datetime | None:
    """When somebody is told of what has happened now; None: never."""
    if how is How.NEVER:
        return None
    if how is How.DIGEST:
        return _next(times.digest_at, at, zone)
    if times.is_quiet(at.astimezone(zone).time()):
        return _next(times.quiet_until, at, zone)
    return at


def _next(wanted: time, after: datetime, zone: ZoneInfo) -> datetime:
    """The next moment at which clocks there show a time of day."""
    day = after.astimezone(zone).date()
    found = datetime.combine(day, wanted, zone).astimezone(UTC)
    if found <= after:
        found = datetime.combine(day + timedelta(days=1), wanted, zone).astimezone(UTC)
    return found


def problems_choosing(
    choices: Mapping[Occasion, How], times: Times, rules: NoticeRules, roles: Collection[str]
) -> Iterator[Problem]:
    """Why somebody cannot choose this: what is mandatory would be told later, or the digest would come
    in the quiet hours."""
    for occasion, how in choices.items():
        rule = rules.rule_for(occasion, roles)
        if rule.is_mandatory and how_told(rule, how) != how:
            values = {"occasion": str(occasion), "how": str(rule.how)}
            yield Problem("notices.is_mandatory", values, ("choices", str(occasion)))
    if times.is_quiet(times.digest_at):
        values = {"at": f"{times.digest_at:%H:%M}"}
        yield Problem("notices.digest_is_quiet", values, ("digest_at",))


def problems_with_rules(chosen: NoticeRules, roles: Collection[str]) -> Iterator[Problem]:
    """What cannot be decided: roles that are not there, two rules for the same, a mandatory silence."""
    seen: set[tuple[Occasion, tuple[str, ...]]] = set()
    for number, one in enumerate(chosen.rules):
        place = ("rules", number)
        for role in one.roles:
            if role not in roles:
                yield Problem("authority.unknown_role", {"role": role}, (*place, "roles"))
        key = (one.occasion, tuple(sorted(one.roles)))
        if key in seen:
            values = {"occasion": str(one.occasion)}
            yield Problem("notices.rule_twice", values, (*place, "occasion"))
        seen.add(key)
        if one.is_mandatory and one.how is How.NEVER:
            yield Problem("notices.mandatory_silence", {}, (*place, "how"))
