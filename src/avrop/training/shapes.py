"""What goes into training and comes out of it, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from avrop.values import Text


@dataclass(frozen=True, slots=True)
class PracticeView:
    """The practice environment of an organisation: `tenant_id` is whom people practise in, once it is
    founded. `done` of `total` steps are taken; `total` is 0 until the first."""

    id: UUID
    tenant_id: UUID | None
    name: str
    suppliers: tuple[str, ...]
    asked_at: datetime
    done: int
    total: int
    ready_at: datetime | None


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer one can choose, whether it is right, and why it is or is not."""

    key: str
    text: dict[str, str]
    why: dict[str, str]
    is_right: bool = False


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """A question as somebody writes it. `blocker` is the code of the mistake it is about."""

    code: str
    text: dict[str, str]
    answers: tuple[Choice, ...]
    blocker: str = ""


@dataclass(frozen=True, slots=True)
class QuestionView:
    """A question of a bank."""

    id: UUID
    version_id: UUID
    facts: QuestionFacts

    @property
    def right(self) -> tuple[str, ...]:
        """The keys of the right answers."""
        return tuple(one.key for one in self.facts.answers if one.is_right)


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """A page of a course as somebody writes it, by language: an empty line parts paragraphs, a line that
    begins with "## " is a heading, one with "- " a point of a list."""

    title: dict[str, str]
    text: dict[str, str]
    minutes: int = 5
    page: str = ""


@dataclass(frozen=True, slots=True)
class LessonView:
    """A lesson; `read_at` is when the reader last went through it, as far as that counts."""

    id: UUID
    version_id: UUID
    position: int
    facts: LessonFacts
    read_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """How a version is tested: how many questions are drawn, what share of them must be right, how many
    attempts there are with how many hours between, how many minutes, and how many months it lasts."""

    drawn: int = 12
    pass_percent: int = 80
    attempts: int = 3
    wait_hours: int = 24
    minutes: int = 45
    months: int = 12


#: What a course may ask for beside its test: that a roll-out plan of one's own unit is approved.
ROLLOUT_PLAN = "rollout_plan"
EXERCISES = (ROLLOUT_PLAN,)


@dataclass(frozen=True, slots=True)
class VersionFacts:
    """What a version of a course says of itself, by language, and how it is tested. `exercise` is one of
    `EXERCISES`, "" for none."""

    title: dict[str, str]
    aim: dict[str, str]
    languages: tuple[str, ...]
    terms: Terms
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of a course."""

    id: UUID
    version: int
    course_id: UUID
    course: str
    number: int
    state: str
    facts: VersionFacts
    lessons: int
    questions: int
    published_at: datetime | None
    retired_at: datetime | None
    available_actions: tuple[str, ...]

    @property
    def title(self) -> Text:
        """What it is called, by language."""
        return Text(self.facts.title)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a test as it is asked: its answers in the order drawn, and what has been chosen.
    The right ones and why are there only when the test has ended."""

    question_id: UUID
    number: int
    text: str
    answers: tuple[AskedChoice, ...]
    takes_several: bool
    chosen: tuple[str, ...]
    is_right: bool | None


@dataclass(frozen=True, slots=True)
class AskedChoice:
    """An answer as it is offered."""

    key: str
    text: str
    is_chosen: bool
    is_right: bool | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class SittingView:
    """A test that somebody sits or has sat."""

    id: UUID
    version: int
    person_id: UUID
    course_id: UUID
    course: str
    title: Text
    language: str
    number: int
    state: str
    began_at: datetime
    due_at: datetime
    ended_at: datetime | None
    ran_out: bool
    extra_percent: int
    right_count: int
    needed: int
    questions: tuple[Asked, ...]

    @property
    def unanswered(self) -> tuple[int, ...]:
        """The numbers of the questions without an answer."""
        return tuple(one.number for one in self.questions if not one.chosen)


@dataclass(frozen=True, slots=True)
class CertificateView:
    """A certificate."""

    id: UUID
    version: int
    number: str
    person_id: UUID
    course_id: UUID
    course: str
    title: Text
    course_version: int
    state: str
    valid_from: date
    valid_until: date
    granted_by: UUID | None
    granted_at: datetime
    revoked_at: datetime | None

    def standing(self, on: date) -> str:
        """How it stands on a day: revoked, coming, valid or expired."""
        if self.state == "revoked":
            return "revoked"
        if on < self.valid_from:
            return "coming"
        return "valid" if on <= self.valid_until else "expired"


@dataclass(frozen=True, slots=True)
class PolicyView:
    """A version of a policy, and when the reader acknowledged it."""

    id: UUID
    code: str
    number: int
    title: Text
    text: dict[str, str]
    in_force_from: date
    acknowledged_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WaiverView:
    """That somebody may act without the certificate for a time."""

    id: UUID
    person_id: UUID
    course: str
    title: Text
    valid_from: date
    valid_until: date
    reason: str
    decided_by: UUID | None
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has passed and waits for the manager's decision."""

    person_id: UUID
    unit_id: UUID | None
    course_id: UUID
    course: str
    title: Text
    sitting_id: UUID
    passed_at: datetime
    right_count: int
    asked: int


@dataclass(frozen=True, slots=True)
class Cover:
    """How many of those who hold a role in a unit are trained for it. `overdue` have had the role for
    longer than the days to begin, or have let the certificate end."""

    unit_id: UUID | None
    unit: str
    course: str
    title: Text
    role: str
    holders: int
    trained: int
    overdue: int
    ending: int

    @property
    def percent(self) -> int:
        """The share trained, in whole percent, rounded down: nothing is called whole that is not."""
        return 100 * self.trained // self.holders if self.holders else 100


@dataclass(frozen=True, slots=True)
class Untrained:
    """Somebody who should be trained and is not."""

    person_id: UUID
    person: str
    unit_id: UUID | None
    unit: str
    course: str
    title: Text
    role: str
    since: date
    ended_on: date | None
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that several people have made lately: nobody is named, and none is shown that fewer
    than `analysis.FEWEST` people have made."""

    code: str
    times: int
    people: int
    questions: int
    has_micro_lesson: bool


@dataclass(frozen=True, slots=True)
class MicroOffer:
    """A mistake that the reader has made again and again, and the short lesson about it."""

    blocker: str
    title: Text
    times: int


@dataclass(frozen=True, slots=True)
class MicroEffect:
    """Whether a short lesson helps: how often those who read it made the mistake in the days before,
    and in as many days after."""

    blocker: str
    title: Text
    readers: int
    before: int
    after: int
