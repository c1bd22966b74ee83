"""Addresses of the onboarding app in the API. What is answered by a link has its page, and what follows
from events has no address."""

from avrop.kernel.routes import get, post
from avrop.onboarding import actions, queries

ROUTES = (
    get("departments", queries.departments_page),
    post("departments", actions.begin_department),
    get("departments/centres", queries.centres),
    get("departments/{department_id}", queries.department),
    get("departments/{department_id}/coordinators", queries.coordinators),
    post("departments/{department_id}/save", actions.save_department),
    post("departments/{department_id}/submit", actions.submit_department),
    post("departments/{department_id}/cancel", actions.cancel_department),
    post("departments/{department_id}/gln", actions.assign_gln),
    post("departments/{department_id}/ask-centre", actions.ask_centre),
    post("departments/{department_id}/register", actions.register_department),
    post("departments/{department_id}/restart", actions.restart_department),
    post("departments/{department_id}/reject", actions.reject_department),
    post("departments/{department_id}/hand-over", actions.hand_over_department),
    post("department-questions/{question_id}/number", actions.record_number),
    post("department-questions/{question_id}/days", actions.record_days),
    post("department-questions/{question_id}/ask-again", actions.ask_again),
    post("department-questions/{question_id}/link", actions.show_link),
    get("centre-requests", queries.centre_requests_page),
    get("centre-requests/{request_id}", queries.centre_request),
    post("centre-requests/{request_id}/answer", actions.answer_request),
    get("requesters", queries.requester_changes_page),
    post("requesters", actions.welcome_requester),
    get("requesters/{change_id}", queries.requester_change),
    post("requesters/{change_id}/taker", actions.name_taker),
    post("requesters/{change_id}/finish", actions.finish_requester_change),
    get("people/{person_id}/belongings", queries.belongings),
    post("people/{person_id}/move-requester", actions.move_requester),
    post("people/{person_id}/end-requester", actions.end_requester),
)
