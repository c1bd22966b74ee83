"""Commands on cases, and what is said of the handbooks."""

from avrop.support.actions.cases import (
    answer_case,
    ask_more,
    assign_case,
    close_case,
    open_case,
    read_answer,
    take_case,
    tell_in_person,
)
from avrop.support.actions.judging import judge_text
from avrop.support.actions.reports import read_report_answer, report_fault

__all__ = [
    "answer_case",
    "ask_more",
    "assign_case",
    "close_case",
    "judge_text",
    "open_case",
    "read_answer",
    "read_report_answer",
    "report_fault",
    "take_case",
    "tell_in_person",
]
