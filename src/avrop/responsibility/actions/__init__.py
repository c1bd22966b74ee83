"""The verbs of responsibilities."""

from avrop.responsibility.actions.changing import (
    add_step,
    drop_change,
    make_change,
    note_hours,
    plan_change,
    plan_hours,
    remove_step,
)
from avrop.responsibility.actions.confirming import confirm_unit, decide_duties
from avrop.responsibility.actions.deciding import (
    decide_matrix,
    decide_order_management,
    decide_part,
)
from avrop.responsibility.actions.posts import follow_appointment, note_handed_over, open_post
from avrop.responsibility.actions.quality import see_to_quality
from avrop.responsibility.actions.reminding import remind
from avrop.responsibility.duties import Answer, Duty
from avrop.responsibility.matrix import Entry

__all__ = [
    "Answer",
    "Duty",
    "Entry",
    "add_step",
    "confirm_unit",
    "decide_duties",
    "decide_matrix",
    "decide_order_management",
    "decide_part",
    "drop_change",
    "follow_appointment",
    "make_change",
    "note_handed_over",
    "note_hours",
    "open_post",
    "plan_change",
    "plan_hours",
    "remind",
    "remove_step",
    "see_to_quality",
]
