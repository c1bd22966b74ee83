"""When a test may be begun, what a version must have to be published, and what is missing for a
certificate. Pure."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.training.lifecycle import JUDGED_GOOD
from avrop.training.shapes import (
    EXERCISES,
    ROLLOUT_PLAN,
    LessonFacts,
    QuestionFacts,
    Terms,
    VersionFacts,
)

LANGUAGES = ("sv", "en", "zh-hans")
LONGEST_CODE, LONGEST_TITLE, LONGEST_TEXT, LONGEST_REASON = 64, 200, 20_000, 2000
MOST_EXTRA_TIME = 300
#: What the figures of a test may be: the lowest and the highest.
BOUNDS: Mapping[str, tuple[int, int]] = {
    "drawn": (1, 100),
    "pass_percent": (50, 100),
    "attempts": (1, 20),
    "wait_hours": (0, 24 * 30),
    "minutes": (5, 480),
    "months": (1, 60),
}


# --- what is written ---------------------------------------------------------------------------------


def problems_with_version(facts: VersionFacts) -> Iterator[Problem]:
    """Figures out of bounds, and what is not said in a language that the course is given in."""
    if not facts.languages:
        yield Problem("training.no_language", {}, ("languages",))
    for language in facts.languages:
        if language not in LANGUAGES:
            yield Problem("training.unknown_language", {"language": language}, ("languages",))
    yield from _said_in_each(facts.title, facts.languages, ("title",), LONGEST_TITLE)
    if facts.exercise and facts.exercise not in EXERCISES:
        yield Problem("training.unknown_exercise", {"exercise": facts.exercise}, ("exercise",))
    for name, (lowest, highest) in BOUNDS.items():
        if not lowest <= getattr(facts.terms, name) <= highest:
            values = {"lowest": lowest, "highest": highest}
            yield Problem("training.figure_out_of_bounds", values, (name,))


def problems_with_lesson(facts: LessonFacts, languages: Collection[str]) -> Iterator[Problem]:
    """A lesson says everything in every language of its course, and takes a while that can be read."""
    yield from _said_in_each(facts.title, languages, ("title",), LONGEST_TITLE)
    yield from _said_in_each(facts.text, languages, ("text",), LONGEST_TEXT)
    if not 0 < facts.minutes <= 60:
        yield Problem("training.figure_out_of_bounds", {"lowest": 1, "highest": 60}, ("minutes",))


def problems_with_question(facts: QuestionFacts, languages: Collection[str]) -> Iterator[Problem]:
    """A question is asked, answered and explained in every language, and has a right answer and a wrong
    one."""
    if not facts.code.strip() or len(facts.code) > LONGEST_CODE:
        yield Problem("training.code_shape", {"most": LONGEST_CODE}, ("code",))
    yield from _said_in_each(facts.text, languages, ("text",), LONGEST_TEXT)
    keys = [one.key for one in facts.answers]
    if len(keys) != len(set(keys)) or not all(keys):
        yield Problem("training.answers_alike", {}, ("answers",))
    if not any(one.is_right for one in facts.answers):
        yield Problem("training.no_right_answer", {}, ("answers",))
    if all(one.is_right for one in facts.answers):
        yield Problem("training.no_wrong_answer", {}, ("answers",))
    for number, one in enumerate(facts.answers):
        yield from _said_in_each(one.text, languages, ("answers", number, "text"), LONGEST_TEXT)
        yield from _said_in_each(one.why, languages, ("answers", number, "why"), LONGEST_TEXT)


def problems_publishing(facts: VersionFacts, lessons: int, questions: int) -> Iterator[Problem]:
    """A course that teaches nothing, or whose bank is too small to draw a new test from."""
    yield from problems_with_version(facts)
    if lessons < 1:
        yield Problem("training.no_lessons", {}, ("lessons",))
    least = 2 * facts.terms.drawn
    if questions < least:
        yield Problem("training.bank_too_small", {"least": least}, ("questions",))


def problems_changing(state: str) -> Iterator[Problem]:
    """What is published or retired stands as it was when people were tested on it (invariant 10)."""
    if state != "draft":
        yield Problem("training.not_a_draft")


def problems_with_policy(title: Mapping[str, str], text: Mapping[str, str]) -> Iterator[Problem]:
    """A policy says something, in the same languages throughout."""
    languages = sorted({*title, *text})
    if not languages:
        yield Problem("training.no_language", {}, ("text",))
    yield from _said_in_each(title, languages, ("title",), LONGEST_TITLE)
    yield from _said_in_each(text, languages, ("text",), LONGEST_TEXT)


def _said_in_each(
    said: Mapping[str, str], languages: Iterable[str], place: tuple[str | int, ...], most: int
) -> Iterator[Problem]:
    for language in languages:
        text = said.get(language, "")
        if not text.strip():
            yield Problem("training.not_said", {"language": language}, (*place, language))
        elif len(text) > most:
            yield Problem("training.too_long", {"most": most}, (*place, language))


# --- sitting a test ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Progress:
    """What somebody has done about a course since the last certificate: `attempts` since the last new
    start, `lapsed` is a pass of a version that is no longer taught. `waiting` policies are not yet
    acknowledged. `exercise` is what the course asks for beside the test, `plan_state` how far the
    roll-out plan of one's own has come that has come farthest, "" without one."""

    lessons: int = 0
    read: int = 0
    attempts: int = 0
    last_failed_at: datetime | None = None
    open_sitting: UUID | None = None
    passed_sitting: UUID | None = None
    has_lapsed: bool = False
    waiting: tuple[str, ...] = ()
    decision: bool | None = None
    exercise: str = ""
    plan_state: str = ""
    certificate_until: date | None = None

    @property
    def has_exercise_left(self) -> bool:
        """Whether the course asks for a plan that has not been approved."""
        return self.exercise == ROLLOUT_PLAN and self.plan_state not in JUDGED_GOOD


def problems_beginning(
    progress: Progress,
    facts: VersionFacts,
    language: str,
    *,
    at: datetime,
    renewal_days: int,
    on: date,
) -> Iterator[Problem]:
    """Every reason why a test cannot be begun now."""
    if language not in facts.languages:
        yield Problem("training.not_in_language", {"language": language}, ("language",))
    if progress.read < progress.lessons:
        left = progress.lessons - progress.read
        yield Problem("training.lessons_unread", {"left": left}, ("lessons",))
    if progress.passed_sitting is not None:
        left = progress.has_exercise_left
        yield Problem("training.passed_but_exercise" if left else "training.passed_already")
    until = progress.certificate_until
    if until is not None and until - timedelta(days=renewal_days) > on:
        first = until - timedelta(days=renewal_days)
        yield Problem("training.certificate_lasts", {"valid_until": until, "first_day": first})
    if progress.attempts >= facts.terms.attempts:
        yield Problem("training.no_attempts_left", {"attempts": facts.terms.attempts})
    elif progress.last_failed_at is not None:
        moment = may_try_again_at(progress.last_failed_at, facts.terms)
        if at < moment:
            yield Problem("training.wait_before_next", {"moment": moment})


def may_try_again_at(failed_at: datetime, terms: Terms) -> datetime:
    """When the next attempt may be begun."""
    return failed_at + timedelta(hours=terms.wait_hours)


def due_at(began_at: datetime, terms: Terms, extra_percent: int) -> datetime:
    """Until when a test may be answered, with the extended time that somebody has."""
    return began_at + timedelta(seconds=terms.minutes * 60 * (100 + extra_percent) // 100)


def problems_answering(
    due: datetime, at: datetime, asked: Sequence[str], question: str
) -> Iterator[Problem]:
    """An answer after the time, or to a question that was not drawn."""
    if at > due:
        yield Problem("training.time_is_up", {"due_at": due})
    if question not in asked:
        yield Problem("training.not_asked", {}, ("question_id",))


def problems_choosing(
    chosen: Sequence[str], known: Collection[str], right: int
) -> Iterator[Problem]:
    """No answer, one that is not offered, or several where one is asked for."""
    if not chosen:
        yield Problem("training.nothing_chosen", {}, ("chosen",))
    if any(one not in known for one in chosen):
        yield Problem("training.unknown_answer", {}, ("chosen",))
    if right == 1 and len(set(chosen)) > 1:
        yield Problem("training.only_one", {}, ("chosen",))


def problems_being(person_id: UUID | None, owner: UUID) -> Iterator[Problem]:
    """Nobody sits a test for somebody else, a substitute neither."""
    if person_id != owner:
        yield Problem("training.not_your_test")


# --- certificates ------------------------------------------------------------------------------------


def problems_certifying(progress: Progress) -> Iterator[Problem]:
    """Everything that is missing before a certificate, but for the manager's yes."""
    yield from problems_before_yes(progress)
    if progress.has_exercise_left:
        yield Problem("training.plan_not_approved", {}, ("plan",))


def problems_before_yes(progress: Progress) -> Iterator[Problem]:
    """What is missing before a manager can say yes. A roll-out plan is somebody else's to judge: the yes
    need not wait for it, only the certificate does."""
    if progress.read < progress.lessons:
        left = progress.lessons - progress.read
        yield Problem("training.lessons_unread", {"left": left}, ("lessons",))
    if progress.has_lapsed and progress.passed_sitting is None:
        yield Problem("training.pass_has_lapsed", {}, ("test",))
    elif progress.passed_sitting is None:
        yield Problem("training.test_not_passed", {}, ("test",))
    for policy in progress.waiting:
        yield Problem("training.policy_not_acknowledged", {"policy": policy}, ("policy",))


def problems_deciding(
    progress: Progress, granted: bool, reason: str, deciders: Collection[UUID | None], learner: UUID
) -> Iterator[Problem]:
    """Nobody decides about himself; a no says why; a yes needs everything else."""
    if learner in deciders:
        yield Problem("training.decides_about_himself")
    if granted:
        yield from problems_before_yes(progress)
    elif not reason.strip():
        yield Problem("training.no_reason", {}, ("reason",))


def period_after(today: date, former_until: date | None, months: int) -> tuple[date, date]:
    """From when until when a certificate counts: a renewal begins where the former one ends, so that
    nobody loses by being early."""
    first = (
        today if former_until is None or former_until < today else former_until + timedelta(days=1)
    )
    return first, months_after(first, months) - timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def reminder_due(valid_until: date, on: date, days: Collection[int]) -> int | None:
    """Which reminder a certificate's end asks for today: the shortest that has been reached. A routine
    that was away does not remind twice of what is nearer."""
    left = (valid_until - on).days
    reached = [one for one in days if 0 <= left <= one]
    return min(reached, default=None)


def problems_revoking(reason: str) -> Iterator[Problem]:
    """A certificate is taken back for a reason."""
    if not reason.strip():
        yield Problem("training.no_reason", {}, ("reason",))


def problems_waiving(
    reason: str, valid_from: date, valid_until: date, longest: int, same: bool
) -> Iterator[Problem]:
    """An emergency is short, has a reason, and nobody lets himself."""
    if same:
        yield Problem("training.decides_about_himself", {}, ("person_id",))
    if not reason.strip():
        yield Problem("training.no_reason", {}, ("reason",))
    if valid_until < valid_from:
        yield Problem("training.ends_before_it_begins", {}, ("valid_until",))
    if (valid_until - valid_from).days + 1 > longest:
        yield Problem("training.waiver_too_long", {"most": longest}, ("valid_until",))


def problems_with_extra_time(percent: int) -> Iterator[Problem]:
    """Extended time is none, or up to four times as long."""
    if not 0 <= percent <= MOST_EXTRA_TIME:
        values = {"lowest": 0, "highest": MOST_EXTRA_TIME}
        yield Problem("training.figure_out_of_bounds", values, ("percent",))
