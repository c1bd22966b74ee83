"""What the commands of this app share: rows, locked, and for whom a step waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.permissions import Permission
from avrop.kernel.ports import ANYWHERE, Within, over
from avrop.kernel.problems import missing
from avrop.kernel.versions import count_change
from avrop.onboarding import permissions, rules
from avrop.onboarding.models import CentreRequest, Department, Question, RequesterChange
from avrop.onboarding.shapes import DepartmentForm
from avrop.onboarding.stored import form_of
from avrop.tasks import actions as tasks

TO_NUMBER, TO_REGISTER = "onboarding.to_number", "onboarding.to_register"
TO_MEND, IS_READY = "onboarding.to_mend", "onboarding.is_ready"
REQUESTERS_WANTED = "onboarding.requesters_wanted"
CENTRE_IS_LATE, SUPPLIER_IS_LATE = "onboarding.centre_is_late", "onboarding.supplier_is_late"
DAYS_ASKED = "onboarding.days_asked"
TAKER_WANTED, SIGN_IN_WANTED = "onboarding.taker_wanted", "onboarding.sign_in_wanted"
#: What tasks of this app are about.
DEPARTMENT, CENTRE_REQUEST, REQUESTER = "department", "centre_request", "requester_change"
#: Who is told where nobody holds the role that a step waits for.
LAST_RESORT = "system_administrator"


def department_for_change(department_id: UUID) -> Department:
    """A new department, locked."""
    row = Department.objects.select_for_update().filter(id=department_id).first()
    if row is None:
        raise missing("department", department_id)
    return row


def question_for_change(question_id: UUID) -> tuple[Department, Question]:
    """A question with its department, both locked; the department first, as every command does."""
    found = Question.objects.filter(id=question_id).values_list("department_id", flat=True).first()
    if found is None:
        raise missing("question", question_id)
    department = department_for_change(found)
    return department, Question.objects.select_for_update().get(id=question_id)


def centre_request_for_change(request_id: UUID) -> CentreRequest:
    """A customer's question to us, locked."""
    row = CentreRequest.objects.select_for_update().filter(id=request_id).first()
    if row is None:
        raise missing("centre_request", request_id)
    return row


def change_for_change(change_id: UUID) -> RequesterChange:
    """A requester's change, locked."""
    row = RequesterChange.objects.select_for_update().filter(id=change_id).first()
    if row is None:
        raise missing("requester_change", change_id)
    return row


def place_of(row: Department) -> Within:
    """Where the right over a new department is asked: the unit that it is to lie in, or that it is."""
    if row.unit_id is not None:
        return Within(unit_id=row.unit_id)
    is_outermost = bool(dict(row.form).get("is_outermost"))
    return _place(row.parent_unit_id, is_outermost)


def steered_in(row: Department) -> Within:
    """Where the right to bring a department about is asked: never less than the unit that it is to lie
    in."""
    return over(row.unit_id or row.parent_unit_id)


def place_in(form: DepartmentForm) -> Within:
    """Where the right is asked for what a form says. A draft that says nothing of its place is anybody's
    who may ask for departments; what lies in no other unit concerns the whole organisation."""
    return _place(form.parent_id, form.is_outermost)


def _place(parent_id: UUID | None, is_outermost: bool) -> Within:
    return ANYWHERE if parent_id is None and not is_outermost else over(parent_id)


def save(row: Department, expected_version: int | None, *columns: str) -> None:
    """Count the change and write the state with these columns."""
    count_change(row, expected_version)
    row.save(update_fields=["state", "version", *columns])


def wait_for(
    row: Department,
    kind: str,
    permission: Permission,
    days: int,
    *,
    actor: Actor,
    at: datetime,
    people: tuple[UUID, ...] = (),
) -> None:
    """Have a step of a department wait for its owner, else for everybody with the right, until a day.
    No days: it may wait for ever. Opened once for each version of the department."""
    owner = (row.owner,) if row.owner and permission is permissions.COORDINATE else ()
    able = people or owner or people_for(permission, steered_in(row), at)
    if not able:
        return
    tasks.open_task(
        kind,
        subject_kind=DEPARTMENT,
        subject_id=row.id,
        assignees=able,
        once_key=f"{kind}:{row.id}:{row.version}",
        values=said_of(row),
        unit_id=row.unit_id or row.parent_unit_id,
        due_at=rules.due_after(at, day_of(at), days) if days else None,
        actor=actor,
        at=at,
    )


def people_for(permission: Permission, within: Within, at: datetime) -> tuple[UUID, ...]:
    """Everybody with a right somewhere; where there is nobody, whoever administers the system."""
    able = authority.people_who_may(permission, within, at)
    return able or authority.holders_of(LAST_RESORT, unit_id=None, on=day_of(at))


def said_of(row: Department) -> Mapping[str, Any]:
    """What a task's sentence names of a department."""
    return {"number": row.number, "name": form_of(row).name}


def settle(row: Department, kind: str, *, actor: Actor, at: datetime) -> None:
    """What waited has been done."""
    tasks.close_tasks(row.id, kind=kind, actor=actor, at=at)
