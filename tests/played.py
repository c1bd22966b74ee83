"""The journey of the demonstration, played once a session with every operation written down: real
subjects for the tests that try the faces, the API and what has been sent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.canonical import canonical_json
from avrop.kernel.days import day_at
from avrop.kernel.jobs import running_here
from avrop.site.demonstration import journey
from avrop.site.demonstration import world as demo
from avrop.site.demonstration.hands import OwnHands
from avrop.site.demonstration.journey import Story
from avrop.site.demonstration.world import World

#: The arguments an operation was first called with in an organisation, as plain values.
Calls = Mapping[tuple[UUID, str], dict[str, Any]]


class RecordingHands(OwnHands):
    """Own hands that remember with what each operation was first done in each organisation."""

    def __init__(self, actors: Mapping[str, Actor], *, settle: Callable[[], Any]) -> None:
        super().__init__(actors, settle=settle)
        self.calls: dict[tuple[UUID, str], dict[str, Any]] = {}

    def do(self, person: str, operation: str, **arguments: Any) -> Any:
        """See `Hands`."""
        answer = super().do(person, operation, **arguments)
        plain = json.loads(canonical_json(arguments))
        self.calls.setdefault((self.actors[person].tenant_id, operation), plain)
        return answer


@dataclass(frozen=True, slots=True)
class Played:
    """The world as the journey left it, and what each operation was first called with."""

    world: World
    story: Story
    calls: Calls


def play() -> Played:
    """Build the world of the demonstration and play its journey in this process."""
    now = datetime.now(UTC)
    with running_here() as drain:
        world = demo.build(at=now)
        drain()
        hands = RecordingHands(world.actors, settle=drain)
        story = journey.play(hands, tell=lambda _: None, today=day_at(world.tenant("anna"), now))
        drain()
    return Played(world, story, hands.calls)
