"""The verbs of this app."""

from avrop.onboarding.actions.answering import (
    answer_days,
    answer_number,
    ask_again,
    open_question,
    receive_days,
    record_days,
    record_number,
    show_link,
)
from avrop.onboarding.actions.centre import answer_request, take_back_question, take_in_question
from avrop.onboarding.actions.chasing import chase_everything
from avrop.onboarding.actions.coordinating import (
    ask_centre,
    assign_gln,
    follow_address,
    hand_over_department,
    register_department,
    reject_department,
    restart_department,
)
from avrop.onboarding.actions.form import (
    begin_department,
    cancel_department,
    save_department,
    submit_department,
)
from avrop.onboarding.actions.requesters import (
    end_requester,
    finish_requester_change,
    follow_leaving,
    follow_move,
    move_requester,
    name_taker,
    welcome_requester,
)

__all__ = [
    "answer_days",
    "answer_number",
    "answer_request",
    "ask_again",
    "ask_centre",
    "assign_gln",
    "begin_department",
    "cancel_department",
    "chase_everything",
    "end_requester",
    "finish_requester_change",
    "follow_address",
    "follow_leaving",
    "follow_move",
    "hand_over_department",
    "move_requester",
    "name_taker",
    "open_question",
    "receive_days",
    "record_days",
    "record_number",
    "register_department",
    "reject_department",
    "restart_department",
    "save_department",
    "show_link",
    "submit_department",
    "take_back_question",
    "take_in_question",
    "welcome_requester",
]
