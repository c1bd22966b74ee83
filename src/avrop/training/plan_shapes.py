"""What a roll-out plan says, and how it stands, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

#: The parts that people of a unit have in ordering, in the order of the plan.
REQUESTER, APPROVER, RECEIVER, DEPUTY = "requester", "approver", "receiver", "deputy_approver"
PARTS = (REQUESTER, APPROVER, RECEIVER, DEPUTY)
#: The role of the catalogue behind each part.
ROLE_OF = {
    REQUESTER: "requester",
    APPROVER: "approver",
    RECEIVER: "receiver",
    DEPUTY: "approver",
}


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """Somebody of the unit, the part that he is to have (one of `PARTS`), and by when he is trained."""

    part: str
    person_id: UUID | None = None
    trained_by: date | None = None


@dataclass(frozen=True, slots=True)
class PlannedWave:
    """What begins to be ordered here on a day: goods, agreements or suppliers in words, and the
    classification code of the goods where there is one."""

    starts_on: date | None = None
    what: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class PlannedRisk:
    """What may go wrong, and what is done about it."""

    risk: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """What a manager plans for a unit. A draft may lack anything.

    From `orders_stop_on` on nobody orders outside the system, and `orders_stop_how` says how that is
    brought about. `super_user_id` is whom the others ask. `target_percent` of the orders go through the
    system by `target_on`.
    """

    go_live_on: date | None = None
    people: tuple[PlannedPerson, ...] = ()
    waves: tuple[PlannedWave, ...] = ()
    orders_stop_on: date | None = None
    orders_stop_how: str = ""
    super_user_id: UUID | None = None
    target_percent: int | None = None
    target_on: date | None = None
    risks: tuple[PlannedRisk, ...] = ()

    @property
    def person_ids(self) -> frozenset[UUID]:
        """Everybody whom the plan names."""
        named = (*(one.person_id for one in self.people), self.super_user_id)
        return frozenset(person for person in named if person is not None)

    def people_in(self, part: str) -> frozenset[UUID]:
        """Who is to have a part."""
        return frozenset(one.person_id for one in self.people if one.part == part and one.person_id)


@dataclass(frozen=True, slots=True)
class Readiness:
    """How far somebody has come to the part that he is to have. `courses` are those that his role asks
    for and that he has no valid certificate of: id and code; `is_late` says that something is missing
    after the day on which he was to be trained."""

    person_id: UUID
    person: str
    part: str
    trained_by: date | None
    courses: tuple[tuple[UUID, str], ...]
    has_mandate: bool
    is_late: bool

    @property
    def is_trained(self) -> bool:
        """Whether every course that the role asks for is done."""
        return not self.courses

    @property
    def is_ready(self) -> bool:
        """Whether he can begin."""
        return self.is_trained and self.has_mandate


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in a list: how many of the parts that it gives out are ready."""

    id: UUID
    number: str
    state: str
    unit_id: UUID
    unit: str
    made_by: UUID
    manager: str
    go_live_on: date | None
    ready: int
    planned: int
    late: int
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan with the names it needs, and how ready each of its people is. `may_judge` and `is_own` say
    what the reader has to do with it."""

    id: UUID
    version: int
    number: str
    state: str
    unit_id: UUID
    unit: str
    facts: PlanFacts
    made_by: UUID
    begun_at: datetime
    submitted_at: datetime | None
    judged_by: UUID | None
    judged_at: datetime | None
    reason: str
    names: dict[UUID, str]
    readiness: tuple[Readiness, ...]
    is_own: bool
    may_judge: bool
    available_actions: tuple[str, ...]

    @property
    def ready(self) -> int:
        """How many can begin."""
        return sum(1 for one in self.readiness if one.is_ready)


@dataclass(frozen=True, slots=True)
class PlannableUnit:
    """A unit that the reader can plan for, and the plan of it that is being worked on, if any."""

    id: UUID
    name: str
    open_plan: UUID | None


@dataclass(frozen=True, slots=True)
class PlanStanding:
    """How far the plan has come that the exercise of a course asks somebody for."""

    id: UUID
    number: str
    state: str
    unit_id: UUID
