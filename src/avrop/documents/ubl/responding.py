"""Answers on documents, UBL's Application Response: elements and fields."""

from avrop.documents.catalogue_response import CatalogueResponse
from avrop.documents.document_response import DocumentResponse, LineIssue, LineResponse
from avrop.documents.invoice_response import Clarification, Condition, InvoiceResponse
from avrop.documents.logistics_response import LogisticsResponse
from avrop.documents.message_level_response import MessageLevelResponse
from avrop.documents.message_level_status import MessageLevelStatus
from avrop.documents.ubl.aggregates import ANY_REFERENCE, NAMED_PARTY, PARTY
from avrop.documents.ubl.ordering import ANSWERING_PARTY, HEADING, ISSUED
from avrop.documents.ubl.shapes import Shape, day, shaped, text

ADDRESSED_PARTY = PARTY.only("endpoint")
LOGISTICS_PARTY = PARTY.without("legal_form")

SENDER = "cac:SenderParty"
RECEIVER = "cac:ReceiverParty"
RESPONSE = "cac:DocumentResponse/cac:Response/"
DOCUMENT = "cac:DocumentResponse/cac:DocumentReference"

CONDITION = Shape(
    Condition,
    text("attribute", "cbc:AttributeID"),
    text("description", "cbc:Description"),
)
CLARIFICATION = Shape(
    Clarification,
    text("code", "cbc:StatusReasonCode"),
    text("list_id", "cbc:StatusReasonCode/@listID"),
    text("description", "cbc:StatusReason"),
    shaped("conditions", "cac:Condition*", CONDITION),
)

INVOICE_RESPONSE = Shape(
    InvoiceResponse,
    *HEADING,
    *ISSUED,
    text("note", "cbc:Note"),
    shaped("sender", SENDER, PARTY.only("endpoint", "identifications", "legal_name", "contact")),
    shaped("receiver", RECEIVER, ANSWERING_PARTY),
    text("code", RESPONSE + "cbc:ResponseCode"),
    day("effective_date", RESPONSE + "cbc:EffectiveDate"),
    shaped("clarifications", RESPONSE + "cac:Status*", CLARIFICATION),
    shaped("documents", DOCUMENT + "*", ANY_REFERENCE.only("number", "issue_date", "type_code")),
    shaped("seller", "cac:DocumentResponse/cac:IssuerParty", NAMED_PARTY),
    shaped("buyer", "cac:DocumentResponse/cac:RecipientParty", NAMED_PARTY),
)

LINE_RESPONSE = Shape(
    LineResponse,
    text("line", "cac:LineReference/cbc:LineID"),
    shaped(
        "issues",
        "cac:Response*",
        Shape(
            LineIssue,
            text("code", "cbc:ResponseCode"),
            text("description", "cbc:Description"),
            text("reason_code", "cac:Status/cbc:StatusReasonCode"),
        ),
    ),
)
ADDRESSED = (
    shaped("sender", SENDER, ADDRESSED_PARTY),
    shaped("receiver", RECEIVER, ADDRESSED_PARTY),
    text("code", RESPONSE + "cbc:ResponseCode"),
    text("description", RESPONSE + "cbc:Description"),
)
LINES = shaped("lines", "cac:DocumentResponse/cac:LineResponse*", LINE_RESPONSE)

MESSAGE_LEVEL_RESPONSE = Shape(
    MessageLevelResponse,
    *HEADING,
    *ISSUED,
    *ADDRESSED,
    shaped("document", DOCUMENT, ANY_REFERENCE.only("number", "type_code", "version")),
    LINES,
)

MESSAGE_LEVEL_STATUS = Shape(
    MessageLevelStatus,
    *HEADING,
    *ISSUED,
    *ADDRESSED,
    text("message_id", DOCUMENT + "/cbc:ID"),
    LINES,
)

CATALOGUE_RESPONSE = Shape(
    CatalogueResponse,
    *HEADING,
    *ISSUED,
    text("notes", "cbc:Note*"),
    shaped("sender", SENDER, ANSWERING_PARTY),
    shaped("receiver", RECEIVER, ANSWERING_PARTY),
    shaped(
        "responses",
        "cac:DocumentResponse*",
        Shape(
            DocumentResponse,
            text("code", "cac:Response/cbc:ResponseCode"),
            shaped("document", "cac:DocumentReference", ANY_REFERENCE.only("number", "version")),
        ),
    ),
)

LOGISTICS_RESPONSE = Shape(
    LogisticsResponse,
    text("customization_id", "cbc:CustomizationID"),
    text("profile_id", "cbc:ProfileID"),
    text("execution_id", "cbc:ProfileExecutionID"),
    text("number", "cbc:ID"),
    *ISSUED,
    shaped("sender", SENDER, LOGISTICS_PARTY),
    shaped("receiver", RECEIVER, LOGISTICS_PARTY),
    shaped(
        "responses",
        "cac:DocumentResponse*",
        Shape(
            DocumentResponse,
            text("code", "cac:Response/cbc:ResponseCode"),
            text("descriptions", "cac:Response/cbc:Description*"),
            shaped(
                "document",
                "cac:DocumentReference",
                ANY_REFERENCE.only("number", "issue_date", "issue_time", "type_code", "type_name"),
            ),
        ),
    ),
)
