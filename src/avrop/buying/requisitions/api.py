"""Addresses of carts."""

from avrop.buying.requisitions import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("requisitions", queries.requisitions_page),
    get("requisitions/{requisition_id}", queries.requisition),
    get("requisitions/by-number/{number}", queries.requisition_by_number),
    get("requisitions/{requisition_id}/preflight", queries.preflight),
    post("requisitions", actions.start_requisition),
    post("requisitions/{requisition_id}/lines", actions.add_lines),
    post("requisitions/{requisition_id}/change-lines", actions.change_lines),
    post("requisitions/{requisition_id}/remove-lines", actions.remove_lines),
    post("requisitions/{requisition_id}/coding", actions.code_lines),
    post("requisitions/{requisition_id}/copy-coding", actions.copy_coding),
    post("requisitions/{requisition_id}/use-short-code", actions.use_short_code),
    post("requisitions/{requisition_id}/hand-over", actions.hand_over_lines),
    post("requisitions/{requisition_id}/submit", actions.submit_requisition),
    post("requisitions/{requisition_id}/withdraw", actions.withdraw_requisition),
    post("requisitions/{requisition_id}/close", actions.close_requisition),
)
