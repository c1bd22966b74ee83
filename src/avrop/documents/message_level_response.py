"""Message Level Response, MLR (Peppol BIS transaction T71): was a message fit to be read."""

from dataclasses import dataclass
from datetime import date, time

from avrop.documents.common import DocumentReference
from avrop.documents.document_response import LineResponse
from avrop.documents.parties import Party

MESSAGE_LEVEL_RESPONSE = "urn:fdc:peppol.eu:poacc:bis:mlr:3"


@dataclass(frozen=True, slots=True)
class MessageLevelResponse:
    """The answer of a message's receiver, who is the `sender` here: AB, AP or RE.

    `document` is the message by the identifier of its envelope. Only what is wrong has `lines`.
    """

    number: str
    issue_date: date
    sender: Party
    receiver: Party
    code: str
    document: DocumentReference
    issue_time: time | None = None
    description: str | None = None
    lines: tuple[LineResponse, ...] = ()
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:mlr:3"
    profile_id: str = MESSAGE_LEVEL_RESPONSE
