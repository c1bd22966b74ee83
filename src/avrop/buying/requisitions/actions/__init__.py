"""The commands of requisitions; the listing of this folder is the list of verbs."""

from avrop.buying.requisitions.actions.code import code_lines, copy_coding, use_short_code
from avrop.buying.requisitions.actions.edit import add_lines, change_lines, remove_lines
from avrop.buying.requisitions.actions.follow import (
    approve_requisition,
    mark_ordered,
    return_requisition,
)
from avrop.buying.requisitions.actions.hand_over import hand_over_lines
from avrop.buying.requisitions.actions.start import close_requisition, start_requisition
from avrop.buying.requisitions.actions.submit import submit_requisition, withdraw_requisition
from avrop.buying.requisitions.shapes import LineChange, LineCodingInput, NewLine, ShareInput

__all__ = [
    "LineChange",
    "LineCodingInput",
    "NewLine",
    "ShareInput",
    "add_lines",
    "approve_requisition",
    "change_lines",
    "close_requisition",
    "code_lines",
    "copy_coding",
    "hand_over_lines",
    "mark_ordered",
    "remove_lines",
    "return_requisition",
    "start_requisition",
    "submit_requisition",
    "use_short_code",
    "withdraw_requisition",
]
