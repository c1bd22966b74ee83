"""What the twin does."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class ScriptSet(Event):
    """A script was made, changed or taken away."""

    name: ClassVar[str] = "twin.script_set"
    script_id: UUID
    is_removed: bool


@dataclass(frozen=True)
class TwinMoved(Event):
    """The twin went on with an order, up to this step, and is now in this state."""

    name: ClassVar[str] = "twin.moved"
    order_id: UUID
    position: int
    state: str
