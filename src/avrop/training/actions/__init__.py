"""The verbs of training."""

from avrop.training.actions.deciding import (
    decide_training,
    give_extra_time,
    give_new_start,
    revoke_certificate,
    waive_training,
)
from avrop.training.actions.installing import install_courses
from avrop.training.actions.learning import acknowledge_policy, read_lesson, read_micro_lesson
from avrop.training.actions.planning import (
    approve_plan,
    begin_plan,
    change_plan,
    have_plans_judged,
    return_plan,
    submit_plan,
    withdraw_plan,
)
from avrop.training.actions.practising import ask_for_practice, begin_practice_anew
from avrop.training.actions.sitting import answer_question, begin_test, end_overdue_tests, hand_in
from avrop.training.actions.steering import change_requirements, publish_policy
from avrop.training.actions.watching import announce_ends, withdraw_acknowledgements
from avrop.training.actions.writing import (
    change_version,
    draft_version,
    drop_lesson,
    drop_question,
    open_course,
    publish_version,
    retire_version,
    set_lesson,
    set_question,
)

__all__ = [
    "acknowledge_policy",
    "announce_ends",
    "answer_question",
    "approve_plan",
    "ask_for_practice",
    "begin_plan",
    "begin_practice_anew",
    "begin_test",
    "change_plan",
    "change_requirements",
    "change_version",
    "decide_training",
    "draft_version",
    "drop_lesson",
    "drop_question",
    "end_overdue_tests",
    "give_extra_time",
    "give_new_start",
    "hand_in",
    "have_plans_judged",
    "install_courses",
    "open_course",
    "publish_policy",
    "publish_version",
    "read_lesson",
    "read_micro_lesson",
    "retire_version",
    "return_plan",
    "revoke_certificate",
    "set_lesson",
    "set_question",
    "submit_plan",
    "waive_training",
    "withdraw_acknowledgements",
    "withdraw_plan",
]
