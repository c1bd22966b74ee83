"""Application Response of logistics (Peppol transaction T129): an answer on documents of transport."""

from dataclasses import dataclass
from datetime import date, time

from avrop.documents.document_response import DocumentResponse
from avrop.documents.parties import Party

TRANSPORT_EXECUTION_PLAN = "urn:fdc:peppol.eu:logistics:bis:advanced_transport_execution_plan:1"


@dataclass(frozen=True, slots=True)
class LogisticsResponse:
    """An answer on one or more documents; `execution_id` ties it to the collaboration it is part of."""

    number: str
    issue_date: date
    issue_time: time
    sender: Party
    receiver: Party
    responses: tuple[DocumentResponse, ...]
    execution_id: str | None = None
    customization_id: str = "urn:fdc:peppol.eu:logistics:trns:application_response:1"
    profile_id: str = TRANSPORT_EXECUTION_PLAN
