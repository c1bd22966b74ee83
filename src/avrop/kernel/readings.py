"""What is read that one must be able to ask about afterwards is written down: who, what, when (GOV-09).

Sensitive is what harms somebody when the wrong one has seen it: bank details, a protected identity,
what is kept about a person, who may do what, and the audit trail itself. The query that gives it
away calls `record_reading`, so that the page, the API and the command line all leave the same mark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.outbox import Event
from avrop.kernel.scope import tenant_scope

#: So much of what somebody searched for is kept.
LONGEST_FILTER = 100


class Sensitive(StrEnum):
    """What is sensitive to read."""

    AUDIT = "audit"
    BANK_DETAILS = "bank_details"
    PERSONAL_DATA = "personal_data"
    PROTECTED_IDENTITY = "protected_identity"
    ACCESS_REVIEW = "access_review"


@dataclass(frozen=True)
class SensitiveRead(Event):
    """Somebody read something sensitive. `what` is of `Sensitive`; `filters` how it was chosen, each as
    "name=value"; `subject_id` whose it is, where it is one thing's."""

    name: ClassVar[str] = "kernel.sensitive_read"
    subject_id: UUID | None
    what: str
    filters: tuple[str, ...]


def record_reading(
    what: Sensitive,
    *,
    actor: Actor,
    at: datetime,
    subject_id: UUID | None = None,
    filters: Mapping[str, object] | None = None,
) -> None:
    """Write down that something sensitive is about to be shown."""
    chosen = tuple(
        f"{name}={str(value)[:LONGEST_FILTER]}"
        for name, value in sorted((filters or {}).items())
        if value
    )
    with tenant_scope(actor.tenant_id):
        outbox.publish(SensitiveRead(subject_id, what.value, chosen), actor=actor, at=at)
