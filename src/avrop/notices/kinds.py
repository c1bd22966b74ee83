"""What people are told of, and how soon."""

from __future__ import annotations

from enum import StrEnum


class Occasion(StrEnum):
    """What a task that waits is about."""

    APPROVALS = "approvals"
    NEEDS = "needs"
    ORDERS = "orders"
    GOODS = "goods"
    INVOICES = "invoices"
    PAYMENTS = "payments"
    AGREEMENTS = "agreements"
    TRAINING = "training"
    RESPONSIBILITY = "responsibility"
    DEPARTMENTS = "departments"
    OTHER = "other"


#: The occasion of a task, by the app that its kind begins with.
_OF_APPS = {
    "approvals": Occasion.APPROVALS,
    "requisitions": Occasion.NEEDS,
    "orders": Occasion.ORDERS,
    "sales": Occasion.ORDERS,
    "receipts": Occasion.GOODS,
    "invoices": Occasion.INVOICES,
    "payables": Occasion.PAYMENTS,
    "agreements": Occasion.AGREEMENTS,
    "catalogues": Occasion.AGREEMENTS,
    "training": Occasion.TRAINING,
    "responsibility": Occasion.RESPONSIBILITY,
    "authority": Occasion.RESPONSIBILITY,
    "onboarding": Occasion.DEPARTMENTS,
}


def occasion_of(kind: str) -> Occasion:
    """What a task of this kind is about."""
    return _OF_APPS.get(kind.partition(".")[0], Occasion.OTHER)


class How(StrEnum):
    """How soon somebody is told."""

    NEVER = "never"
    DIGEST = "digest"  # once a day, with everything else
    AT_ONCE = "at_once"


#: From the least to the most.
SOONEST_LAST = (How.NEVER, How.DIGEST, How.AT_ONCE)


class Outcome(StrEnum):
    """What became of a notice."""

    WAITS = "waits"
    SENT = "sent"
    SETTLED = "settled"  # the task was done, or another had taken it, before anybody was told
