"""Addresses of carts."""

from avrop.buying.requisitions import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("find/requisitions", queries.requisitions_numbered),
    get("requisitions", queries.requisitions_page),
    get("requisitions/open", queries.open_carts),
    get("requisitions/stopped", queries.stopped_carts),
    get("requisitions/what-stops-most", queries.what_stops_most),
    get("requisitions/people-who-cannot-send", queries.people_who_cannot_send),
    get("requisitions/{requisition_id}", queries.requisition),
    get("requisitions/by-number/{number}", queries.requisition_by_number),
    get("requisitions/{requisition_id}/preflight", queries.preflight),
    get("requisitions/{requisition_id}/marks", queries.marks),
    get("requisitions/{requisition_id}/bought-before", queries.bought_before),
    get("requisitions/{requisition_id}/people-to-hand-to", queries.people_to_hand_to),
    post("requisitions", actions.start_requisition),
    post("requisitions/fill", actions.fill_cart),
    post("requisitions/{requisition_id}/lines", actions.add_lines),
    post("requisitions/{requisition_id}/change-lines", actions.change_lines),
    post("requisitions/{requisition_id}/remove-lines", actions.remove_lines),
    post("requisitions/{requisition_id}/coding", actions.code_lines),
    post("requisitions/{requisition_id}/copy-coding", actions.copy_coding),
    post("requisitions/{requisition_id}/use-short-code", actions.use_short_code),
    post("requisitions/{requisition_id}/set-wanted-date", actions.set_wanted_date),
    post("requisitions/{requisition_id}/for-whom", actions.say_for_whom),
    post(
        "requisitions/{requisition_id}/for-whom/{benefit_id}/take-back",
        actions.take_back_for_whom,
    ),
    post("requisitions/{requisition_id}/apply-fixes", actions.apply_fixes),
    post("requisitions/pass-on", actions.pass_carts_on),
    post("requisitions/{requisition_id}/ask-to-mend", actions.ask_to_mend),
    post("requisitions/{requisition_id}/submit-free-lines", actions.submit_free_lines),
    post("requisitions/{requisition_id}/hand-over", actions.hand_over_lines),
    post("requisitions/{requisition_id}/submit", actions.submit_requisition),
    post("requisitions/{requisition_id}/change-waiting", actions.change_waiting_lines),
    post("requisitions/{requisition_id}/withdraw", actions.withdraw_requisition),
    post("requisitions/{requisition_id}/close", actions.close_requisition),
)
