"""How somebody is told, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from avrop.authority.held import roles_of
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.mail import can_mail
from avrop.kernel.ruleset import Decided
from avrop.notices.kinds import How, Occasion
from avrop.notices.rules import NAME, NoticeRules, Times, how_told
from avrop.notices.stored import NOTHING, chosen_by, rules_on
from avrop.parties import queries as parties


@dataclass(frozen=True, slots=True)
class MyOccasion:
    """How somebody is told on an occasion: by what he `chose` (None: nothing), and the rule."""

    occasion: Occasion
    how: How
    chose: How | None
    usual: How
    is_mandatory: bool


@dataclass(frozen=True, slots=True)
class MyNotices:
    """Somebody's notices; `address` is where they are sent, "" where none are."""

    occasions: tuple[MyOccasion, ...]
    times: Times
    address: str


@dataclass(frozen=True, slots=True)
class NoticeRulesView:
    """The rules of today with their version, and the versions that were decided, the newest first."""

    rules: NoticeRules
    rule_set: str
    decided: tuple[Decided, ...]


@query
def my_notices(*, actor: Actor, at: datetime) -> MyNotices:
    """How the acting person is told of what waits, on each occasion."""
    if actor.person_id is None:
        return MyNotices((), Times(), "")
    in_force, _ = rules_on(day_of(at))
    roles = roles_of([actor.person_id], day_of(at)).get(actor.person_id, frozenset())
    choices, times = chosen_by([actor.person_id]).get(actor.person_id, NOTHING)
    address = parties.person(actor.person_id).email
    rules = {one: in_force.rule_for(one, roles) for one in Occasion}
    return MyNotices(
        tuple(
            MyOccasion(
                one,
                how_told(rule, choices.get(one)),
                choices.get(one),
                rule.how,
                rule.is_mandatory,
            )
            for one, rule in rules.items()
        ),
        times,
        address if can_mail(address, actor.tenant_id) else "",
    )


@query
def notice_rules(*, actor: Actor, at: datetime) -> NoticeRulesView:
    """How soon people are told unless they choose otherwise, and what they cannot turn off. For
    everybody: it binds all."""
    found, reference = rules_on(day_of(at))
    return NoticeRulesView(found, reference, ruleset.decided(NAME))
