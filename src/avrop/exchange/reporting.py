"""What the receiver's side tells the sender: that a message has arrived (transport), and what has
become of it (message level). What the partner decides is the business's, and comes as a document."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.exchange import events, points, transitions
from avrop.exchange.channels import LOCAL_CHANNELS
from avrop.exchange.jobs import report
from avrop.exchange.lifecycle import State
from avrop.kernel import jobs, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope

TRANSPORT, MESSAGE, BUSINESS = "transport", "message", "business"

#: The message-level status of each state of an incoming message that is decided (Peppol's MLS says
#: the same three things: it was accepted, rejected, or could not be delivered).
STATUSES: dict[str, str] = {
    State.TAKEN_IN: "accepted",
    State.REPEATED: "accepted",
    State.REFUSED: "rejected",
    State.CONFLICT: "rejected",
    State.UNDELIVERABLE: "undeliverable",
}
ARRIVED = "arrived"
#: The states in which a report of the receiver's side makes an outgoing message delivered.
UNDECIDED = (State.HANDED_OVER, State.FAILED)


def transport_id(tenant_id: UUID, message_id: UUID) -> str:
    """How a message of this installation is known at its receiver."""
    return f"{tenant_id}/{message_id}"


def tell_sender(channel: str, known_as: str, layer: str, status: str, at: datetime) -> None:
    """Queue a report, in the transaction at hand, if the message is from this installation."""
    if channel in LOCAL_CHANNELS and known_as:
        tenant, _, message = known_as.partition("/")
        jobs.defer(
            report, tenant=tenant, message=message, layer=layer, status=status, at=at.isoformat()
        )


def take_report(
    tenant_id: UUID, message_id: UUID, layer: str, status: str, *, at: datetime
) -> None:
    """Write down what the receiver's side says. Saying it again changes nothing."""
    actor = Actor.routine(tenant_id, "exchange.report")
    step = "message_status" if layer == MESSAGE else "transport_acknowledged"
    with tenant_scope(tenant_id):
        if not transitions.report(message_id, layer, status, step, leaves=UNDECIDED, at=at):
            return
        outbox.publish(events.MessageAcknowledged(message_id, layer, status), actor=actor, at=at)
        points.reached("report.1")
    points.reached("report.2")
