"""Reading cases, and the handbooks."""

from avrop.support.queries.cases import (
    answerers_of,
    case,
    cases_page,
    my_cases,
    open_cases_of,
    reports_since_yesterday,
    somebody_answers,
    takes_reports,
    view_of,
    who_answers,
)
from avrop.support.queries.handbooks import (
    handbook,
    handbook_entries_about,
    handbook_entry,
    handbook_judgements,
    handbooks,
    pages_in_handbooks,
    search_handbooks,
)
from avrop.support.shapes import CaseSummary, CaseView, Check, Said, Traced
from avrop.support.surroundings import KINDS

__all__ = [
    "KINDS",
    "CaseSummary",
    "CaseView",
    "Check",
    "Said",
    "Traced",
    "answerers_of",
    "case",
    "cases_page",
    "handbook",
    "handbook_entries_about",
    "handbook_entry",
    "handbook_judgements",
    "handbooks",
    "my_cases",
    "open_cases_of",
    "pages_in_handbooks",
    "reports_since_yesterday",
    "search_handbooks",
    "somebody_answers",
    "takes_reports",
    "view_of",
    "who_answers",
]
