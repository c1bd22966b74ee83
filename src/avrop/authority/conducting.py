"""Reading the rules of conduct: who stands too close to a purchase to decide on it (REQ-07)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from avrop.authority import conduct
from avrop.authority.conduct import Conduct
from avrop.authority.queries import conduct_in_force
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.ruleset import Decided


@dataclass(frozen=True, slots=True)
class ConductView:
    """The rules of today with their version, and the versions that were decided, the newest first."""

    rules: Conduct
    rule_set: str
    decided: tuple[Decided, ...]


@query
def conduct_rules(*, actor: Actor, at: datetime) -> ConductView:
    """Who must not decide on what today, because of whom it benefits. For everybody: it binds all."""
    rules, reference = conduct_in_force(day_of(at))
    return ConductView(rules, reference, ruleset.decided(conduct.NAME))
