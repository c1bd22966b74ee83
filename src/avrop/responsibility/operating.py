"""Who manages the orders of customers: a department of its own or a dedicated centre (requirement
ORG-16). Pure; a decided model is a dated version of rules.

Orders say in which step of the work they are, never who does it, so that another model moves nothing:
whoever reaches the unit that the model names finds the work, also what came in before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.problems import Problem

NAME = "responsibility.order_management"
#: The right that the work at the order desk asks for; the app of it stands on a floor above.
DESK_RIGHT = "sales.answer_order"


class Owner(TextChoices):
    """Who manages orders."""

    SALES = "sales", pgettext_lazy("who manages orders", "The sales department")
    CUSTOMER_SERVICE = (
        "customer_service",
        pgettext_lazy("who manages orders", "Customer service"),
    )
    CENTRE = "centre", pgettext_lazy("who manages orders", "A dedicated order centre")


@dataclass(frozen=True, slots=True)
class OperatingModel:
    """Who manages orders, and in which unit; without one, whoever has the right anywhere does."""

    owner: str = "sales"
    unit_id: UUID | None = None


def problems_with_model(model: OperatingModel) -> Iterator[Problem]:
    """Why orders cannot be managed so: a centre is a unit."""
    if model.owner not in Owner.values:
        yield Problem("responsibility.unknown_owner", {"owner": model.owner}, ("owner",))
    if model.owner == Owner.CENTRE and model.unit_id is None:
        yield Problem("responsibility.centre_is_a_unit", {}, ("unit_id",))
