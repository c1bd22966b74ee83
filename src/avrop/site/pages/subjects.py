"""Where the things that tasks are about are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from avrop.approvals import queries as approvals
from avrop.buying.invoices import queries as invoices
from avrop.buying.payables import queries as payables
from avrop.tasks.queries import TaskView
from avrop.training import queries as training

#: The page of each kind of thing. What is part of something else is shown on the page of the whole.
PAGES = {
    "order": "order",
    "sales_order": "sales_order",
    "message": "message",
    "approval_request": "approval",
    "requisition": "requisition",
    "invoice": "invoice",
    "claim": "claim",
    "agreement": "agreement",
    "catalogue_version": "price_list",
    "case": "case",
    "dispensation": "dispensation",
    "position": "position",
    "department": "department",
    "centre_request": "centre_request",
    "requester_change": "requester_change",
}
#: The list where things are shown that have no page each.
LISTS = {
    "absence": "absence",
    "bank_file": "bank_entries",
    "training": "my_training",
    "unit_confirmation": "my_responsibilities",
}
#: What is decided on a page about a person and a course: a test that was passed.
DECISIONS = "training_decision"
PARTS = frozenset({"approval_step", "invoice_difference", "payment", DECISIONS})

Subject = tuple[str, UUID]


def addresses_of(subjects: Iterable[Subject]) -> dict[Subject, str]:
    """The page of each subject that has one, in at most one statement for each kind of part."""
    wanted = tuple(dict.fromkeys(subjects))
    wholes = _wholes_of(wanted)
    found = _decisions_of(wanted)
    for subject in wanted:
        kind, subject_id = wholes.get(subject, subject)
        if kind in PAGES:
            found[subject] = reverse(PAGES[kind], args=[subject_id])
        elif kind in LISTS:
            found[subject] = reverse(LISTS[kind])
    return found


def _decisions_of(subjects: Iterable[Subject]) -> dict[Subject, str]:
    tests = [subject_id for kind, subject_id in subjects if kind == DECISIONS]
    if not tests:
        return {}
    return {
        (DECISIONS, test): reverse("training_decide", args=learnt)
        for test, learnt in training.learners_of(tests).items()
    }


def about(task: TaskView) -> str:
    """Which thing a task is about, where its sentence speaks of a part: an invoice and its seller."""
    number, seller = task.values.get("number"), task.values.get("seller")
    if task.subject_kind != "invoice_difference" or not number:
        return ""
    named = _("Invoice %(number)s") % {"number": number}
    return f"{named}, {seller}" if seller else named


def _wholes_of(subjects: Iterable[Subject]) -> Mapping[Subject, Subject]:
    ids: dict[str, list[UUID]] = {}
    for kind, subject_id in subjects:
        if kind in PARTS:
            ids.setdefault(kind, []).append(subject_id)
    wholes: dict[Subject, Subject] = {}
    if "approval_step" in ids:
        asking = approvals.requests_of_steps(ids["approval_step"])
        wholes |= {
            ("approval_step", part): ("approval_request", one) for part, one in asking.items()
        }
    if "invoice_difference" in ids:
        differing = invoices.invoices_of_differences(ids["invoice_difference"])
        wholes |= {
            ("invoice_difference", part): ("invoice", one) for part, one in differing.items()
        }
    if "payment" in ids:
        paying = payables.invoices_of_payments(ids["payment"])
        wholes |= {("payment", part): ("invoice", one) for part, one in paying.items()}
    return wholes
