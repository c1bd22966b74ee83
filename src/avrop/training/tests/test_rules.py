"""The rules of training: drawing, judging, what is missing, when to remind, how good a question is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.training import analysis, drawing, requirements, rules
from avrop.training.analysis import Verdict
from avrop.training.drawing import Drawable
from avrop.training.lifecycle import CERTIFICATE, SITTING, VERSION
from avrop.training.requirements import Requirement, Requirements
from avrop.training.rules import Progress
from avrop.training.shapes import Choice, LessonFacts, QuestionFacts, Terms, VersionFacts

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TODAY = NOON.date()
FACTS = VersionFacts({"sv": "Kurs", "en": "Course"}, {}, ("sv", "en"), Terms())
READY = Progress(lessons=5, read=5)
SAT = UUID(int=7)


def codes(problems: object) -> list[str]:
    return [problem.code for problem in problems]  # type: ignore[attr-defined]


def beginning(progress: Progress, language: str = "sv", at: datetime = NOON) -> list[str]:
    return codes(
        rules.problems_beginning(progress, FACTS, language, at=at, renewal_days=90, on=at.date())
    )


def test_a_test_can_be_begun_when_every_lesson_is_read() -> None:
    assert beginning(READY) == []
    assert beginning(replace(READY, read=4)) == ["training.lessons_unread"]


def test_every_reason_not_to_begin_is_told_at_once() -> None:
    progress = Progress(
        lessons=5,
        read=0,
        attempts=3,
        passed_sitting=SAT,
        certificate_until=TODAY + timedelta(days=200),
    )

    assert beginning(progress, "fi") == [
        "training.not_in_language",
        "training.lessons_unread",
        "training.passed_already",
        "training.certificate_lasts",
        "training.no_attempts_left",
    ]


def test_the_next_attempt_waits_and_the_certificate_is_renewed_in_good_time() -> None:
    failed = replace(READY, attempts=1, last_failed_at=NOON - timedelta(hours=23))

    assert beginning(failed) == ["training.wait_before_next"]
    assert beginning(failed, at=NOON + timedelta(hours=1)) == []
    assert beginning(replace(READY, certificate_until=TODAY + timedelta(days=90))) == []
    assert beginning(replace(READY, certificate_until=TODAY + timedelta(days=91))) == [
        "training.certificate_lasts"
    ]


def test_a_certificate_takes_course_test_policy_and_somebody_elses_yes() -> None:
    nothing = Progress(lessons=5, read=2, has_lapsed=True, waiting=("ordering",))
    learner, manager = UUID(int=1), UUID(int=2)

    assert codes(rules.problems_deciding(nothing, True, "", [manager], learner)) == [
        "training.lessons_unread",
        "training.pass_has_lapsed",
        "training.policy_not_acknowledged",
    ]
    done = replace(READY, passed_sitting=SAT)
    assert codes(rules.problems_deciding(done, True, "", [manager, None], learner)) == []
    assert codes(rules.problems_deciding(done, True, "", [manager, learner], learner)) == [
        "training.decides_about_himself"
    ]
    assert codes(rules.problems_deciding(done, False, " ", [manager], learner)) == [
        "training.no_reason"
    ]


def test_extended_time_lengthens_the_test() -> None:
    assert rules.due_at(NOON, Terms(minutes=40), 0) == NOON + timedelta(minutes=40)
    assert rules.due_at(NOON, Terms(minutes=40), 50) == NOON + timedelta(minutes=60)


@pytest.mark.parametrize(
    ("former", "expected"),
    [
        (None, (date(2026, 3, 2), date(2027, 3, 1))),
        (date(2026, 2, 1), (date(2026, 3, 2), date(2027, 3, 1))),
        (date(2026, 3, 31), (date(2026, 4, 1), date(2027, 3, 31))),
    ],
)
def test_a_renewal_begins_where_the_former_certificate_ends(
    former: date | None, expected: tuple[date, date]
) -> None:
    assert rules.period_after(TODAY, former, 12) == expected


def test_months_end_with_the_month() -> None:
    assert rules.months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert rules.months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)


@pytest.mark.parametrize(
    ("left", "reminder"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)],
)
def test_people_are_reminded_sixty_thirty_and_seven_days_before(
    left: int, reminder: int | None
) -> None:
    assert rules.reminder_due(TODAY + timedelta(days=left), TODAY, (60, 30, 7)) == reminder


def test_an_emergency_is_short_has_a_reason_and_is_not_ones_own() -> None:
    last = TODAY + timedelta(days=13)

    assert codes(rules.problems_waiving("Brand", TODAY, last, 14, False)) == []
    assert codes(rules.problems_waiving("", TODAY, last + timedelta(days=1), 14, True)) == [
        "training.decides_about_himself",
        "training.no_reason",
        "training.waiver_too_long",
    ]
    assert codes(rules.problems_waiving("Brand", TODAY, TODAY - timedelta(days=1), 14, False)) == [
        "training.ends_before_it_begins"
    ]


# --- what is written ---------------------------------------------------------------------------------

ANSWERS = (
    Choice("a", {"sv": "Ja", "en": "Yes"}, {"sv": "Så är det.", "en": "So it is."}, True),
    Choice("b", {"sv": "Nej", "en": "No"}, {"sv": "Tvärtom.", "en": "On the contrary."}),
)
QUESTION = QuestionFacts("q1", {"sv": "Stämmer det?", "en": "Is it so?"}, ANSWERS)


def test_a_question_is_whole_in_every_language() -> None:
    in_swedish = replace(QUESTION, text={"sv": "Stämmer det?"}, answers=(ANSWERS[0], ANSWERS[0]))

    assert codes(rules.problems_with_question(QUESTION, ("sv", "en"))) == []
    assert codes(rules.problems_with_question(in_swedish, ("sv", "en"))) == [
        "training.not_said",
        "training.answers_alike",
        "training.no_wrong_answer",
    ]
    no_right = replace(QUESTION, code="", answers=(ANSWERS[1],))
    assert codes(rules.problems_with_question(no_right, ("sv",))) == [
        "training.code_shape",
        "training.no_right_answer",
    ]


def test_a_version_is_published_when_it_teaches_and_can_be_tested_anew() -> None:
    assert codes(rules.problems_publishing(FACTS, 1, 24)) == []
    assert codes(rules.problems_publishing(FACTS, 0, 23)) == [
        "training.no_lessons",
        "training.bank_too_small",
    ]
    wild = replace(FACTS, languages=("sv", "tlh"), terms=Terms(pass_percent=101, attempts=0))
    assert codes(rules.problems_with_version(wild)) == [
        "training.unknown_language",
        "training.not_said",
        "training.figure_out_of_bounds",
        "training.figure_out_of_bounds",
    ]
    assert codes(rules.problems_with_version(replace(FACTS, languages=()))) == [
        "training.no_language"
    ]
    lesson = LessonFacts({"sv": "Ett"}, {"sv": "Text"}, minutes=0)
    assert codes(rules.problems_with_lesson(lesson, ("sv",))) == ["training.figure_out_of_bounds"]


def test_what_is_required_names_what_there_is() -> None:
    chosen = Requirements(
        (Requirement("a", ("r",), policies=("p",)), Requirement("a", ("x",), policies=("y",))),
        reminder_days=(0,),
    )

    found = requirements.problems_with_requirements(chosen, {"a"}, {"r"}, {"p"})

    assert codes(found) == [
        "training.required_twice",
        "authority.unknown_role",
        "training.unknown_policy",
        "training.days_out_of_range",
    ]


def test_a_course_is_required_by_role_and_by_goods() -> None:
    of_all, of_medicines = Requirement("a", ("r",)), Requirement("b", ("r",), ("336",))

    assert of_all.asks("r", ())
    assert not of_all.asks("x", ())
    assert of_medicines.asks("r", ("33600000",))
    assert of_medicines.asks("r", ("33",))
    assert not of_medicines.asks("r", ("15",))
    assert not of_medicines.asks("r", ())


# --- drawing -----------------------------------------------------------------------------------------

banks = st.lists(st.integers(0, 99), unique=True, max_size=40).map(
    lambda keys: [Drawable(f"q{key}", "b" if key % 3 == 0 else "") for key in keys]
)


@given(st.text(max_size=8), banks, st.integers(1, 20))
def test_a_draw_is_the_same_for_the_same_seed_and_asks_nothing_twice(
    seed: str, bank: list[Drawable], count: int
) -> None:
    drawn = drawing.draw(seed, bank, count, {"b"})

    assert drawn == drawing.draw(seed, list(reversed(bank)), count, {"b"})
    assert len(set(drawn)) == len(drawn) == min(count, len(bank))
    about = [one.key for one in bank if one.blocker]
    assert len(set(about) & set(drawn)) >= min(count // 3, len(about))


def test_every_question_has_an_even_chance() -> None:
    bank = [Drawable(f"q{number}") for number in range(30)]
    times = dict.fromkeys((one.key for one in bank), 0)

    for seed in range(3000):
        for key in drawing.draw(str(seed), bank, 10):
            times[key] += 1

    assert all(abs(one - 1000) < 150 for one in times.values())


def test_exactly_the_right_answers_are_right_and_the_mark_is_rounded_up() -> None:
    assert drawing.is_right(["b", "a"], ["a", "b"])
    assert not drawing.is_right(["a"], ["a", "b"])
    assert [drawing.needed(12, percent) for percent in (80, 100, 50)] == [10, 12, 6]


# --- analysis ----------------------------------------------------------------------------------------


def test_a_question_that_the_able_get_wrong_misleads() -> None:
    able = {"q1": True, "q2": True, "q3": False}
    weak = {"q1": False, "q2": False, "q3": True}

    found = {item.key: item for item in analysis.analyse([able] * 10 + [weak] * 10)}

    assert found["q1"].difficulty == 0.5
    assert found["q3"].verdict == Verdict.MISLEADS
    assert found["q3"].discrimination == pytest.approx(-1.0)


def test_figures_wait_for_enough_answers_and_tell_what_is_too_easy_or_too_hard() -> None:
    assert analysis.analyse([{"q1": True}] * 9)[0].verdict == Verdict.TOO_FEW
    assert analysis.analyse([{"q1": True}] * 10)[0].verdict == Verdict.TOO_EASY
    assert analysis.analyse([{"q1": False}] * 10)[0].verdict == Verdict.TOO_HARD
    assert analysis.verdict(10, 0.6, 0.1) == Verdict.WEAK
    assert analysis.verdict(10, 0.6, 0.4) == Verdict.GOOD


@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.booleans(), min_size=1), max_size=30))
def test_figures_stay_within_their_scales(sittings: list[dict[str, bool]]) -> None:
    for item in analysis.analyse(sittings):
        assert 0 <= item.difficulty <= 1
        assert item.discrimination is None or -1 <= item.discrimination <= 1


@given(st.sampled_from((VERSION, SITTING, CERTIFICATE)), st.data())
def test_no_run_of_verbs_leaves_the_tables(table: object, data: st.DataObject) -> None:
    state = table.states[0]  # type: ignore[attr-defined]
    for verb in data.draw(st.lists(st.sampled_from(table.verbs))):  # type: ignore[attr-defined]
        if verb in table.verbs_from(state):  # type: ignore[attr-defined]
            state = table.after(state, verb)  # type: ignore[attr-defined]
    assert state in table.states  # type: ignore[attr-defined]
