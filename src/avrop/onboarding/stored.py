"""Rows as values and values as rows."""

from __future__ import annotations

from typing import Any

from avrop.kernel.canonical import from_plain, to_plain
from avrop.onboarding.models import Department
from avrop.onboarding.shapes import (
    DeliveryAnswer,
    DepartmentFacts,
    DepartmentForm,
    NumberAnswer,
)


def form_of(row: Department) -> DepartmentForm:
    """What its manager has stated."""
    form: DepartmentForm = from_plain(row.form, DepartmentForm)
    return form


def days_of(stored: Any) -> DeliveryAnswer | None:
    """What a distribution centre has answered."""
    if stored is None:
        return None
    answer: DeliveryAnswer = from_plain(stored, DeliveryAnswer)
    return answer


def number_of(stored: Any) -> NumberAnswer | None:
    """What a supplier has answered."""
    if stored is None:
        return None
    answer: NumberAnswer = from_plain(stored, NumberAnswer)
    return answer


def facts_of(stored: Any) -> DepartmentFacts:
    """What somebody outside is told."""
    facts: DepartmentFacts = from_plain(stored, DepartmentFacts)
    return facts


def facts_in(form: DepartmentForm, gln: str) -> DepartmentFacts:
    """What somebody outside is told of a department whose form is whole."""
    assert form.opens_on is not None  # the rules have seen to it
    return DepartmentFacts(
        name=form.name,
        gln=gln,
        opens_on=form.opens_on,
        street=form.street,
        postal_code=form.postal_code,
        city=form.city,
        opening_hours=form.opening_hours,
        invoice_reference=form.invoice_reference,
        contact_name=form.contact_name,
        contact_email=form.contact_email,
        contact_phone=form.contact_phone,
    )


def plain(value: Any) -> Any:
    """A value as JSON."""
    return to_plain(value)
