"""Addresses of new departments and of requesters who come, move and leave."""

from django.urls import path

from avrop.site.pages.onboarding import (
    answering,
    centre,
    department,
    departments,
    moving,
    requesters,
    stating,
)

_DEPARTMENT = "departments/<uuid:department_id>"
_PERSON = "requesters/people/<uuid:person_id>"
PATHS = (
    path("departments", departments.departments, name="departments"),
    path("departments/new", stating.new_department, name="new_department"),
    path(_DEPARTMENT, department.department, name="department"),
    path(f"{_DEPARTMENT}/form", stating.department_form, name="department_form"),
    path(f"{_DEPARTMENT}/days", centre.record_days, name="record_days"),
    path(f"{_DEPARTMENT}/do/<slug:key>", department.act, name="act_on_department"),
    path(
        f"{_DEPARTMENT}/questions/<uuid:question_id>/<slug:key>",
        department.act_on_question,
        name="act_on_question",
    ),
    path("delivery-days", centre.centre_requests, name="centre_requests"),
    path("delivery-days/<uuid:request_id>", centre.centre_request, name="centre_request"),
    path("requesters", requesters.requesters, name="requesters"),
    path("requesters/new", requesters.new_requester, name="new_requester"),
    path("requesters/people", moving.people_who_order, name="people_who_order"),
    path(f"{_PERSON}/move", moving.move_requester, name="move_requester"),
    path(f"{_PERSON}/leave", moving.end_requester, name="end_requester"),
    path("requesters/<uuid:change_id>", requesters.requester, name="requester_change"),
    path("requesters/<uuid:change_id>/finish", requesters.finish, name="finish_requester_change"),
    path("q/<str:token>", answering.answer_question, name="answer_question"),
)
