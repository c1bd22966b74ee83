"""Plain arguments for any command, about things that are really there.

What the journey gave is given again. For every other command a value is made for each argument that
must be given: from its type, and for an id from the table that holds such things.
"""

from __future__ import annotations

import base64
import dataclasses
import inspect
import types
import typing
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.apps import apps

from avrop import documents
from avrop.accounts import actions as accounts
from avrop.accounts.models import ApiKey
from avrop.buying.orders.models import Order, OrderLine
from avrop.exchange.models import Message, Payload
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import Operation
from avrop.kernel.scope import current_tenant
from avrop.onboarding.models import Department, Question
from avrop.onboarding.shapes import DepartmentForm
from avrop.parties.models import Person, Unit
from avrop.parties.queries import all_findings
from avrop.selling.billing.models import Invoice
from avrop.training.models import RolloutPlan
from avrop.training.plan_shapes import PlanFacts
from tests.played import Played
from tests.walls.rows import make_row

SELLING = frozenset({"stock", "sales", "fulfilment", "billing", "twin"})
#: Whose things a command is tried on: the municipality's, or the grocer's.
BUYER, SELLER = "anna", "petra"

#: Where the things lie that an id names, by the name of the argument; by app where apps differ.
TABLES: dict[str, str] = {
    "absence_id": "parties_absence",
    "agreement_id": "agreements_agreement",
    "aside_id": "parties_finding_aside",
    "approval_request_id": "approvals_request",
    "appointment_id": "authority_appointment",
    "case_id": "support_case",
    "benefit_id": "authority_benefit",
    "certificate_id": "training_certificate",
    "change_id": "sales_change",
    "claim_id": "receipts_claim",
    "course_id": "training_course",
    "contact_id": "parties_contact",
    "coordinator_id": "authority_coordinator",
    "delegation_id": "authority_delegation",
    "dispensation_id": "authority_dispensation",
    "department_id": "onboarding_department",
    "despatch_id": "fulfilment_despatch",
    "difference_id": "invoices_difference",
    "employment_id": "parties_employment",
    "entry_id": "payables_bank_entry",
    "hand_off_id": "sales_hand_off",
    "hand_over_id": "responsibility_hand_over",
    "hold_id": "sales_hold",
    "import_id": "parties_import",
    "invitation_id": "orders_invitation",
    "invoice_id": "invoices_invoice",
    "item_id": "catalogues_item",
    "line_id": "requisitions_line",
    "link_id": "sales_order_link",
    "mandate_id": "authority_mandate",
    "message_id": "exchange_message",
    "order_id": "orders_order",
    "order_line_id": "orders_line",
    "organisation_id": "parties_organisation",
    "parent_id": "parties_unit",
    "pass_id": "authority_pass",
    "person_id": "parties_person",
    "position_id": "authority_position",
    "proof_id": "authority_proof",
    "place_id": "parties_delivery_place",
    "plan_id": "training_rollout_plan",
    "policy_id": "training_policy",
    "proposal_id": "payables_proposal",
    "training.question_id": "training_question",
    "onboarding.question_id": "onboarding_question",
    "receipt_id": "receipts_receipt",
    "receipt_line_id": "receipts_receipt_line",
    "request_id": "approvals_request",
    "requisition_id": "requisitions_requisition",
    "restriction_id": "authority_restricted_category",
    "rule_id": "coding_rule",
    "script_id": "twin_script",
    "short_code_id": "coding_short_code",
    "sitting_id": "training_sitting",
    "step_id": "approvals_step",
    "substitute_row_id": "authority_substitute",
    "task_id": "tasks_task",
    "unit_id": "parties_unit",
    "version_id": "catalogues_version",
    "billing.invoice_id": "billing_invoice",
    "billing.order_id": "sales_order",
    "catalogues.line_id": "catalogues_staged_line",
    "fulfilment.line_id": "sales_line",
    "responsibility.change_id": "responsibility_planned_change",
    "fulfilment.order_id": "sales_order",
    "invoices.line_id": "invoices_line",
    "onboarding.change_id": "onboarding_requester_change",
    "onboarding.request_id": "onboarding_centre_request",
    "sales.line_id": "sales_line",
    "sales.order_id": "sales_order",
    "training.lesson_id": "training_lesson",
    "training.version_id": "training_version",
    "twin.order_id": "sales_order",
}
#: What other names of arguments mean.
ALIASES = {
    "assignees": "person_id",
    "from_line_id": "line_id",
    "into_id": "unit_id",
    "centre_organisation_id": "organisation_id",
    "customer_organisation_id": "organisation_id",
    "former_unit_id": "unit_id",
    "from_person_id": "person_id",
    "invoice_ids": "invoice_id",
    "line_ids": "line_id",
    "message_ids": "message_id",
    "owner": "person_id",
    "person_ids": "person_id",
    "requester_person_id": "person_id",
    "responsible_person_id": "person_id",
    "reviewer_id": "person_id",
    "seller_organisation_id": "organisation_id",
    "chains": "requisition_id",
    "substitute_id": "person_id",
    "subject_id": "order_id",
    "subject_ids": "order_id",
    "taker_id": "person_id",
    "to_person": "person_id",
    "to_person_id": "person_id",
    "unit_ids": "unit_id",
}
#: Which of the things in a table it must be, where the first that comes will not do.
OF_THESE: dict[str, dict[str, str]] = {
    "exchange.record_failure": {"direction": "out"},
    "exchange.resend": {"direction": "out"},
    "exchange.settle_conflict": {"direction": "in"},
}
#: Arguments that name a thing by its code, by command.
GIVEN: dict[str, dict[str, Any]] = {
    "notices.choose_notices": {"choices": {"approvals": "at_once"}},
    "coding.add_values": {"dimension": "konto"},
    "coding.end_value": {"dimension": "konto", "code": "64400"},
    "parties.take_in_import": {"content": base64.b64encode(b"kod;namn\n1;A").decode()},
    "onboarding.take_in_question": {"customer_tenant_id": str(UUID(int=1))},
    "sales.set_hold": {"hold_type": "check"},
    "support.judge_text": {"role": "receiver", "code": "register_what_came"},
}
TEXT, DAY, MOMENT = "1", date(2026, 3, 2), datetime.fromisoformat("2026-03-02T08:00:00+00:00")
CODES = {"currency": "SEK", "participant": "0007:5599009029", "to_department": "warehouse"}


def side_of(operation: Operation) -> str:
    """Who of the demonstration has the things this command is about."""
    return SELLER if operation.name.partition(".")[0] in SELLING else BUYER


def arguments_for(operation: Operation, played: Played) -> dict[str, Any]:
    """Arguments the command can be called with. Call it in the scope of the tenant concerned.

    Raises LookupError naming the command where an id is asked for that no table here explains.
    """
    known = played.calls.get((current_tenant(), operation.name))
    if known is not None:
        return known
    asked = {
        name: kind
        for name, (kind, default) in operation.parameters().items()
        if default is inspect.Parameter.empty
    }
    given = _given(operation.name)
    return {
        name: given[name] if name in given else _value(kind, name, operation.name)
        for name, kind in asked.items()
    }


def _given(command: str) -> dict[str, Any]:
    if command == "orders.take_answer":
        return {"document": _received("order_response")}
    if command == "billing.register_payment":
        return {"reference": Invoice.objects.values_list("ocr", flat=True)[0]}
    if command == "parties.revoke_api_key":
        return {"key_id": str(_a_key())}
    if command == "onboarding.record_number":
        return {"question_id": str(_a_question())}
    if command == "training.submit_plan":
        return {"plan_id": str(_a_plan())}
    if command == "parties.put_finding_aside":
        return _a_finding()
    if command == "orders.send_order":
        return {"order_id": str(_an_order_for_anybody())}
    return GIVEN.get(command, {})


def _a_key() -> UUID:
    """A key of somebody who works for the whole organisation; the table of keys is everybody's."""
    of_the_whole = list(Person.objects.filter(unit_id=None).values_list("id", flat=True))
    known = ApiKey.objects.filter(tenant_id=current_tenant(), person_id__in=of_the_whole).first()
    if known is not None:
        return known.id
    person = Person.objects.filter(unit_id=None).exclude(account_id=None).order_by("id")[0]
    assert person.account_id is not None
    now = datetime.now(UTC)
    key_id, _ = accounts.make_api_key(
        account_id=person.account_id,
        tenant_id=person.tenant_id,
        person_id=person.id,
        name="wall",
        issued_by=None,
        expires_at=now + timedelta(days=1),
        at=now,
    )
    return key_id


def _a_finding() -> dict[str, Any]:
    """Something that a rule finds in the basic data."""
    rule, subject_kind, subject_id = all_findings(datetime.now(UTC))[0].key
    return {"rule": rule, "subject_kind": subject_kind, "subject_id": str(subject_id)}


def _a_question() -> UUID:
    """What a supplier is asked about a department that stands in the register of units."""
    department = make_row(Department)
    Department.objects.filter(pk=department.pk).update(
        unit_id=Unit.objects.order_by("id")[0].id, form=to_plain(DepartmentForm(opens_on=DAY))
    )
    key: UUID = make_row(Question, {Department: department}).pk
    return key


def _a_plan() -> UUID:
    """A roll-out plan in which nothing has been planned yet."""
    plan = make_row(RolloutPlan)
    RolloutPlan.objects.filter(pk=plan.pk).update(facts=to_plain(PlanFacts()))
    key: UUID = plan.pk
    return key


def _an_order_for_anybody() -> UUID:
    """An order without medicines: those are bought by who answers for them alone."""
    medicines = OrderLine.objects.filter(category__startswith="336").values("order_id")
    return Order.objects.exclude(id__in=medicines).order_by("id")[0].id


def _received(kind: str) -> Any:
    """A document of that kind as it came in."""
    content = Payload.objects.filter(
        id__in=Message.objects.filter(kind=kind, direction="in").values("id")
    ).values_list("content", flat=True)
    return to_plain(documents.read(bytes(content[0] or b"")).document)


def _value(kind: Any, name: str, command: str) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _value(typing.get_args(kind)[0], name, command)
    if origin in (tuple, frozenset, list):
        return [_value(typing.get_args(kind)[0], name, command)]
    if origin is typing.Literal:
        return typing.get_args(kind)[0]
    if origin in (dict, Mapping) or kind is dict:
        return {"sv": TEXT}
    if origin is not None:
        kind = origin
    if kind is UUID:
        return _subject(name, command)
    if dataclasses.is_dataclass(kind):
        return _fields_of(kind, command)
    if issubclass(kind, Enum):
        return next(iter(kind)).value
    return _plain(kind, name)


def _plain(kind: type, name: str) -> Any:
    plain: dict[type, Any] = {
        str: CODES.get(name, TEXT),
        bool: False,
        int: 1,
        Decimal: "1",
        datetime: MOMENT.isoformat(),
        date: DAY.isoformat(),
        time: "12:00:00",
        bytes: base64.b64encode(b"<a/>").decode(),
    }
    if kind not in plain:
        raise LookupError(f"no value is known for the type {kind!r} of “{name}”")
    return plain[kind]


def _fields_of(kind: Any, command: str) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    return {
        field.name: _value(hints[field.name], field.name, command)
        for field in dataclasses.fields(kind)
        if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    }


def _subject(name: str, command: str) -> str:
    meaning, app = ALIASES.get(name, name), command.partition(".")[0]
    table = TABLES.get(f"{app}.{meaning}", TABLES.get(meaning))
    if table is None:
        raise LookupError(f"{command}: no table is known for the id “{name}”")
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    rows = model._default_manager.filter(**OF_THESE.get(command, {}))
    row = rows.order_by("pk").first() or make_row(model)
    return str(row.pk)
