"""What happens to notices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class NoticesChosen(Event):
    """Somebody has chosen how and when to be told of what waits."""

    name: ClassVar = "notices.notices_chosen"
    person_id: UUID


@dataclass(frozen=True)
class NoticeRulesChanged(Event):
    """It is decided which notices nobody can turn off."""

    name: ClassVar = "notices.rules_changed"
    tenant_id: UUID
    rule_set: str


@dataclass(frozen=True)
class NoticesSent(Event):
    """People were told by mail of what waits for them."""

    name: ClassVar = "notices.notices_sent"
    tenant_id: UUID
    people: int
    notices: int
