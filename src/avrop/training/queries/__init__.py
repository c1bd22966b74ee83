"""Reads: courses, one's own progress, who is trained, how good the questions are."""

from avrop.training.queries.courses import (
    course_versions,
    courses,
    lesson,
    lessons_about,
    policies,
    policy,
    question,
    questions_page,
    version,
)
from avrop.training.queries.following import (
    certificates_page,
    cover_by_role,
    coverage_page,
    item_analysis,
    untrained_page,
    waiting_for_decision,
    waivers_page,
)
from avrop.training.queries.learning import (
    course_of_mine,
    decision_on,
    learners_of,
    my_certificates,
    my_courses,
    open_sitting_of,
    sitting,
)
from avrop.training.queries.mistakes import common_mistakes, micro_effect, my_micro_offers
from avrop.training.queries.plans import plan, plannable_units, plans_page
from avrop.training.queries.practising import practice
from avrop.training.queries.requiring import RequirementsView, required
from avrop.training.queries.shapes import CourseSummary, ItemView, MyCourse, MyLesson, ToDecide

__all__ = [
    "CourseSummary",
    "ItemView",
    "MyCourse",
    "MyLesson",
    "RequirementsView",
    "ToDecide",
    "certificates_page",
    "common_mistakes",
    "course_of_mine",
    "course_versions",
    "courses",
    "cover_by_role",
    "coverage_page",
    "decision_on",
    "item_analysis",
    "learners_of",
    "lesson",
    "lessons_about",
    "micro_effect",
    "my_certificates",
    "my_courses",
    "my_micro_offers",
    "open_sitting_of",
    "plan",
    "plannable_units",
    "plans_page",
    "policies",
    "policy",
    "practice",
    "question",
    "questions_page",
    "required",
    "sitting",
    "untrained_page",
    "version",
    "waiting_for_decision",
    "waivers_page",
]
