"""Reading what is required of whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.ruleset import Decided
from avrop.training import requirements
from avrop.training.records import required_on
from avrop.training.requirements import Requirements


@dataclass(frozen=True, slots=True)
class RequirementsView:
    """What is required today with its version, and the versions that were decided, the newest first."""

    requirements: Requirements
    rule_set: str
    decided: tuple[Decided, ...]


@query
def required(*, actor: Actor, at: datetime) -> RequirementsView:
    """Which courses and policies are required of whom today. For everybody: it binds all."""
    found, reference = required_on(day_of(at))
    return RequirementsView(found, reference, ruleset.decided(requirements.NAME))
