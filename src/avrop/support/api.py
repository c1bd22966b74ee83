"""Addresses of cases and of the handbooks."""

from avrop.kernel.routes import get, post
from avrop.support import actions, queries

ROUTES = (
    get("handbooks", queries.handbooks),
    get("handbooks/search", queries.search_handbooks),
    get("handbooks/about", queries.handbook_entries_about),
    get("handbooks/judgements", queries.handbook_judgements),
    get("handbooks/{role}", queries.handbook),
    get("handbooks/{role}/{code}", queries.handbook_entry),
    post("handbooks/{role}/{code}/judgement", actions.judge_text),
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
