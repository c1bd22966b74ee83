"""Catalogue Response (Peppol BIS transaction T58): does the receiver take a catalogue in."""

from dataclasses import dataclass
from datetime import date, time

from avrop.documents.document_response import DocumentResponse
from avrop.documents.parties import Party

CATALOGUE_ONLY = "urn:fdc:peppol.eu:poacc:bis:catalogue_only:3"


@dataclass(frozen=True, slots=True)
class CatalogueResponse:
    """The answer of a catalogue's receiver, who is the `sender` here, on one or more catalogues."""

    number: str
    issue_date: date
    sender: Party
    receiver: Party
    responses: tuple[DocumentResponse, ...] = ()
    issue_time: time | None = None
    notes: tuple[str, ...] = ()
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:catalogue_response:3"
    profile_id: str = CATALOGUE_ONLY
