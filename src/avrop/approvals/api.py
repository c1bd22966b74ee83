"""Addresses of the approvals app. Asking for approval belongs to the subject's own app."""

from avrop.approvals import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("approvals/waiting", queries.waiting_for_me),
    get("approvals/about/{subject_id}", queries.requests_about),
    post("approvals/routing", actions.change_routing),
    post("approvals/tolerance", actions.change_tolerance),
    get("approvals/waiting/number", queries.number_waiting_for_me),
    get("approvals/{request_id}", queries.request),
    get("approvals/{request_id}/mine", queries.steps_to_answer),
    post("approvals/{request_id}/approve-all", actions.approve_all),
    post("approval-steps/{step_id}/approve", actions.approve),
    post("approval-steps/{step_id}/return", actions.return_for_change),
)
