"""What the product comes with: courses with their question banks, a policy, and the two-minute lessons.

Each course is a TOML file beside this module, in Swedish and English; the command
`training.install_courses` writes them into an organisation, where they become versions like any other.
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from avrop.kernel.canonical import from_plain
from avrop.training.shapes import (
    Choice,
    LessonFacts,
    QuestionFacts,
    Terms,
    VersionFacts,
)
from avrop.values import Text

FOLDER = Path(__file__).parent
LANGUAGES = ("sv", "en")
COURSES = ("requester", "approver", "receiver", "manager", "coordinator", "order_desk")


@dataclass(frozen=True, slots=True)
class WrittenAnswer:
    """An answer and why it is right or not."""

    sv: str
    en: str
    why_sv: str
    why_en: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A question as the file holds it."""

    code: str
    sv: str
    en: str
    answers: tuple[WrittenAnswer, ...]
    blocker: str = ""


@dataclass(frozen=True, slots=True)
class WrittenText:
    """A title and a text in both languages."""

    title_sv: str
    title_en: str
    sv: str
    en: str
    code: str = ""
    minutes: int = 5
    page: str = ""


@dataclass(frozen=True, slots=True)
class WrittenCourse:
    """A course as the file holds it."""

    code: str
    title_sv: str
    title_en: str
    aim_sv: str
    aim_en: str
    lessons: tuple[WrittenText, ...]
    questions: tuple[WrittenQuestion, ...]
    terms: Terms = field(default_factory=Terms)
    exercise: str = ""


@dataclass(frozen=True, slots=True)
class ShippedCourse:
    """A course that the product comes with; `origin` is the hash of its file."""

    code: str
    facts: VersionFacts
    lessons: tuple[LessonFacts, ...]
    questions: tuple[QuestionFacts, ...]
    origin: str


@dataclass(frozen=True, slots=True)
class ShippedPolicy:
    """A policy that the product comes with."""

    code: str
    title: dict[str, str]
    text: dict[str, str]
    origin: str


@dataclass(frozen=True, slots=True)
class MicroLesson:
    """A lesson of two minutes about one mistake."""

    blocker: str
    title: Text
    text: dict[str, str]
    page: str


@cache
def shipped_courses() -> tuple[ShippedCourse, ...]:
    """The courses, in their order."""
    return tuple(_course(code) for code in COURSES)


def _course(code: str) -> ShippedCourse:
    plain, origin = _read(f"{code}.toml")
    written: WrittenCourse = from_plain(plain, WrittenCourse)
    facts = VersionFacts(
        title={"sv": written.title_sv, "en": written.title_en},
        aim={"sv": written.aim_sv, "en": written.aim_en},
        languages=LANGUAGES,
        terms=written.terms,
        exercise=written.exercise,
    )
    lessons = tuple(
        LessonFacts(
            {"sv": one.title_sv, "en": one.title_en},
            {"sv": one.sv.strip(), "en": one.en.strip()},
            one.minutes,
            one.page,
        )
        for one in written.lessons
    )
    return ShippedCourse(
        written.code, facts, lessons, tuple(_question(one) for one in written.questions), origin
    )


def _question(written: WrittenQuestion) -> QuestionFacts:
    answers = tuple(
        Choice(
            key="abcdef"[number],
            text={"sv": one.sv, "en": one.en},
            why={"sv": one.why_sv, "en": one.why_en},
            is_right=one.right,
        )
        for number, one in enumerate(written.answers)
    )
    text = {"sv": written.sv, "en": written.en}
    return QuestionFacts(written.code, text, answers, written.blocker)


@cache
def shipped_policies() -> tuple[ShippedPolicy, ...]:
    """The policies that the courses ask people to acknowledge."""
    plain, origin = _read("policies.toml")
    written: tuple[WrittenText, ...] = from_plain(plain["policies"], tuple[WrittenText, ...])
    return tuple(
        ShippedPolicy(
            one.code,
            {"sv": one.title_sv, "en": one.title_en},
            {"sv": one.sv.strip(), "en": one.en.strip()},
            origin,
        )
        for one in written
    )


@cache
def micro_lessons() -> dict[str, MicroLesson]:
    """The short lessons, by the code of the mistake."""
    plain, _origin = _read("micro.toml")
    written: tuple[WrittenText, ...] = from_plain(plain["lessons"], tuple[WrittenText, ...])
    return {
        one.code: MicroLesson(
            one.code,
            Text(sv=one.title_sv, en=one.title_en),
            {"sv": one.sv.strip(), "en": one.en.strip()},
            one.page,
        )
        for one in written
    }


def _read(name: str) -> tuple[dict[str, Any], str]:
    raw = (FOLDER / name).read_bytes()
    return tomllib.loads(raw.decode("utf-8")), hashlib.sha256(raw).hexdigest()
