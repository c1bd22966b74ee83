"""Message Level Status, MLS (Peppol): what became of a message between two access points."""

from dataclasses import dataclass
from datetime import date, time

from avrop.documents.document_response import LineResponse
from avrop.documents.parties import Party

MESSAGE_LEVEL_STATUS = "urn:peppol:edec:mls"

#: The reason of a line where the message could not be handed over.
FAILURE_OF_DELIVERY = "FD"


@dataclass(frozen=True, slots=True)
class MessageLevelStatus:
    """The receiving access point's answer to the sending one on a message: AB, AP or RE.

    `message_id` is the instance identifier of the message's envelope. The electronic addresses are
    those of the service providers, not of who trades.
    """

    number: str
    issue_date: date
    issue_time: time
    sender: Party
    receiver: Party
    code: str
    message_id: str
    description: str | None = None
    lines: tuple[LineResponse, ...] = ()
    customization_id: str = "urn:peppol:edec:mls:1.0"
    profile_id: str = MESSAGE_LEVEL_STATUS
