"""The ways out, as plug-ins. A channel is a function that hands a message over and says what came of
it; whatever it raises is trouble that passes, and is tried again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any

from avrop.exchange.message_ledger import Attempt

LOCAL, PORTAL = "local", "portal"
#: Both deliver inside this installation; nobody outside may claim to bring messages by them.
LOCAL_CHANNELS = frozenset({LOCAL, PORTAL})


class Outcome(Enum):
    """What came of handing a message over."""

    HANDED_OVER = "handed_over"  # the channel has it; the transport's receipt comes later
    DELIVERED = "delivered"  # it has arrived
    FAILED = "failed"  # it has not and will not by itself; somebody may resend it
    REFUSED = "refused"  # the access point itself refused it: final (ORD-13)


@dataclass(frozen=True, slots=True)
class HandOver:
    """An outcome, the code of the reason where it is a bad one, and facts for the trace."""

    outcome: Outcome
    code: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


Channel = Callable[[Attempt, datetime], HandOver]

_CHANNELS: dict[str, Channel] = {}


def register_channel(name: str, channel: Channel) -> None:
    """Make a way out known."""
    _CHANNELS[name] = channel


def is_way_out(name: str) -> bool:
    """Whether messages can leave by the channel of that name."""
    return name in _CHANNELS


def hand_over(attempt: Attempt, *, at: datetime) -> HandOver:
    """Give a message to its channel. Called outside any transaction."""
    channel = _CHANNELS.get(attempt.channel)
    if channel is None:
        return HandOver(Outcome.FAILED, "exchange.no_channel", {"channel": attempt.channel})
    return channel(attempt, at)
