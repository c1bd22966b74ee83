"""Reading new departments, a centre's requests, and requesters who come, move and leave."""

from avrop.onboarding.queries.departments import (
    centre_request,
    centre_requests_page,
    centres,
    coordinators,
    department,
    departments_page,
    is_answered,
)
from avrop.onboarding.queries.requesters import (
    belongings,
    requester_change,
    requester_changes_page,
)
from avrop.onboarding.shapes import (
    Centre,
    CentreRequestView,
    DeliveryAnswer,
    DeliveryWindow,
    DepartmentFacts,
    DepartmentForm,
    DepartmentSummary,
    DepartmentView,
    FuturePerson,
    Inquiry,
    NumberAnswer,
    QuestionView,
    Remains,
    RequesterChangeView,
)

__all__ = [
    "Centre",
    "CentreRequestView",
    "DeliveryAnswer",
    "DeliveryWindow",
    "DepartmentFacts",
    "DepartmentForm",
    "DepartmentSummary",
    "DepartmentView",
    "FuturePerson",
    "Inquiry",
    "NumberAnswer",
    "QuestionView",
    "Remains",
    "RequesterChangeView",
    "belongings",
    "centre_request",
    "centre_requests_page",
    "centres",
    "coordinators",
    "department",
    "departments_page",
    "is_answered",
    "requester_change",
    "requester_changes_page",
]
