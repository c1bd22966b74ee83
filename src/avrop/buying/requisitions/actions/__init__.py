"""The commands of requisitions; the listing of this folder is the list of verbs."""

from avrop.buying.requisitions.actions.apply_fixes import apply_fixes
from avrop.buying.requisitions.actions.approve import approve_requisition
from avrop.buying.requisitions.actions.ask_to_mend import ask_to_mend
from avrop.buying.requisitions.actions.change_waiting import change_waiting_lines
from avrop.buying.requisitions.actions.choose_delivery_place import choose_delivery_place
from avrop.buying.requisitions.actions.close import close_requisition
from avrop.buying.requisitions.actions.code import code_lines, copy_coding, use_short_code
from avrop.buying.requisitions.actions.coordinate import (
    pool_needs,
    reject_needs,
    substitute_need,
)
from avrop.buying.requisitions.actions.edit import add_lines, change_lines, remove_lines
from avrop.buying.requisitions.actions.fill_cart import fill_cart
from avrop.buying.requisitions.actions.hand_over import hand_over_lines
from avrop.buying.requisitions.actions.mark_ordered import mark_ordered
from avrop.buying.requisitions.actions.pass_on import pass_carts_on
from avrop.buying.requisitions.actions.return_requisition import return_requisition
from avrop.buying.requisitions.actions.say_for_whom import say_for_whom, take_back_for_whom
from avrop.buying.requisitions.actions.set_wanted_date import set_wanted_date
from avrop.buying.requisitions.actions.start import start_requisition
from avrop.buying.requisitions.actions.submit import submit_requisition
from avrop.buying.requisitions.actions.submit_free_lines import submit_free_lines
from avrop.buying.requisitions.actions.withdraw import withdraw_requisition
from avrop.buying.requisitions.shapes import (
    FindingName,
    LineChange,
    LineCodingInput,
    LineLess,
    NewLine,
    ShareInput,
)

__all__ = [
    "FindingName",
    "LineChange",
    "LineCodingInput",
    "LineLess",
    "NewLine",
    "ShareInput",
    "add_lines",
    "apply_fixes",
    "approve_requisition",
    "ask_to_mend",
    "change_lines",
    "change_waiting_lines",
    "choose_delivery_place",
    "close_requisition",
    "code_lines",
    "copy_coding",
    "fill_cart",
    "hand_over_lines",
    "mark_ordered",
    "pass_carts_on",
    "pool_needs",
    "reject_needs",
    "remove_lines",
    "return_requisition",
    "say_for_whom",
    "set_wanted_date",
    "start_requisition",
    "submit_free_lines",
    "submit_requisition",
    "substitute_need",
    "take_back_for_whom",
    "use_short_code",
    "withdraw_requisition",
]
