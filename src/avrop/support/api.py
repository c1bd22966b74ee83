"""Addresses of cases."""

from avrop.kernel.routes import get, post
from avrop.support import actions, queries

ROUTES = (
    get("cases", queries.cases_page),
    get("cases/mine", queries.my_cases),
    post("cases", actions.open_case),
    post("cases/reports", actions.report_fault),
    get("cases/{case_id}", queries.case),
    post("cases/{case_id}/take", actions.take_case),
    post("cases/{case_id}/assign", actions.assign_case),
    post("cases/{case_id}/answer", actions.answer_case),
    post("cases/{case_id}/read", actions.read_answer),
    post("cases/{case_id}/read-by-receipt", actions.read_report_answer),
    post("cases/{case_id}/tell", actions.tell_in_person),
    post("cases/{case_id}/ask-more", actions.ask_more),
    post("cases/{case_id}/close", actions.close_case),
)
