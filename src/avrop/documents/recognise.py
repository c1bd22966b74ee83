"""What a document says that it is: root element, specification and process."""

from dataclasses import dataclass

from lxml import etree

from avrop.documents import order
from avrop.documents.findings import Place, UnreadableDocument, unreadable
from avrop.documents.places import local_name

UBL = "urn:oasis:names:specification:ubl:schema:xsd:"
TRANSACTION = "urn:fdc:peppol.eu:poacc:trns:"
PROCESS = "urn:fdc:peppol.eu:poacc:bis:"
BASICS = f"{{{UBL}CommonBasicComponents-2}}"
EN_16931 = "urn:cen.eu:en16931:2017"
BILLING = f"{EN_16931}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
SELF_BILLING = f"{EN_16931}#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0"
LOGISTICS = "urn:fdc:peppol.eu:logistics:trns:"
LOGISTICS_PROCESS = "urn:fdc:peppol.eu:logistics:bis:"
# What an invoice and the answer to it share, and what France has for either kind of billing.
WITH_RESPONSE = "urn:peppol:bis:billing_with_response"
FRENCH_PROCESSES = (
    "urn:peppol:france:billing:regulated",
    "urn:peppol:france:billing:non-regulated",
)
BILLING_PROCESSES = (
    "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
    WITH_RESPONSE,
    *FRENCH_PROCESSES,
)
SELF_BILLING_PROCESSES = (
    "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0",
    WITH_RESPONSE,
    *FRENCH_PROCESSES,
)


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document that can be read and written.

    `transaction` is the number that Peppol's rules know it by; `version` the UBL version of its
    schema.
    """

    name: str
    root: str
    transaction: str
    customization_id: str
    process_ids: tuple[str, ...]
    version: str = "2.1"

    @property
    def namespace(self) -> str:
        """The XML namespace of the root element."""
        return f"{UBL}{self.root}-2"

    @property
    def tag(self) -> str:
        """The root element with its namespace, as lxml writes it."""
        return f"{{{self.namespace}}}{self.root}"

    @property
    def document_type_id(self) -> str:
        """The document type identifier that Peppol's network knows it by."""
        return f"{self.namespace}::{self.root}##{self.customization_id}::{self.version}"


KINDS = {
    kind.name: kind
    for kind in (
        DocumentKind(
            "catalogue",
            "Catalogue",
            "T19",
            TRANSACTION + "catalogue:3",
            (PROCESS + "catalogue_only:3", PROCESS + "catalogue_wo_response:3"),
        ),
        DocumentKind(
            "order",
            "Order",
            "T01",
            TRANSACTION + "order:3",
            (order.ORDERING, order.ORDER_ONLY, order.ADVANCED_ORDERING),
        ),
        DocumentKind(
            "order_response",
            "OrderResponse",
            "T76",
            TRANSACTION + "order_response:3",
            (order.ORDERING,),
        ),
        DocumentKind(
            "order_change",
            "OrderChange",
            "T114",
            TRANSACTION + "order_change:3",
            (order.ADVANCED_ORDERING,),
            "2.3",
        ),
        DocumentKind(
            "order_cancellation",
            "OrderCancellation",
            "T115",
            TRANSACTION + "order_cancellation:3",
            (order.ADVANCED_ORDERING,),
            "2.3",
        ),
        DocumentKind(
            "despatch_advice",
            "DespatchAdvice",
            "T16",
            TRANSACTION + "despatch_advice:3",
            (PROCESS + "despatch_advice:3",),
        ),
        DocumentKind("invoice", "Invoice", "billing", BILLING, BILLING_PROCESSES),
        DocumentKind("credit_note", "CreditNote", "billing", BILLING, BILLING_PROCESSES),
        DocumentKind(
            "self_billing_invoice", "Invoice", "self-billing", SELF_BILLING, SELF_BILLING_PROCESSES
        ),
        DocumentKind(
            "self_billing_credit_note",
            "CreditNote",
            "self-billing",
            SELF_BILLING,
            SELF_BILLING_PROCESSES,
        ),
        DocumentKind(
            "catalogue_response",
            "ApplicationResponse",
            "T58",
            TRANSACTION + "catalogue_response:3",
            (PROCESS + "catalogue_only:3",),
        ),
        DocumentKind(
            "mlr", "ApplicationResponse", "T71", TRANSACTION + "mlr:3", (PROCESS + "mlr:3",)
        ),
        DocumentKind(
            "punch_out",
            "Catalogue",
            "T77",
            TRANSACTION + "punch_out:3",
            (PROCESS + "punch_out:3",),
        ),
        DocumentKind(
            "order_agreement",
            "OrderResponse",
            "T110",
            TRANSACTION + "order_agreement:3",
            (PROCESS + "order_agreement:3",),
        ),
        DocumentKind(
            "invoice_response",
            "ApplicationResponse",
            "T111",
            TRANSACTION + "invoice_response:3",
            (PROCESS + "invoice_response:3", WITH_RESPONSE),
        ),
        DocumentKind(
            "order_response_advanced",
            "OrderResponse",
            "T116",
            TRANSACTION + "order_response_advanced:3",
            (order.ADVANCED_ORDERING,),
            "2.3",
        ),
        DocumentKind(
            "mls",
            "ApplicationResponse",
            "MLS",
            "urn:peppol:edec:mls:1.0",
            ("urn:peppol:edec:mls",),
        ),
        DocumentKind(
            "advanced_despatch_advice",
            "DespatchAdvice",
            "T120",
            LOGISTICS + "advanced_despatch_advice:1",
            (
                LOGISTICS_PROCESS + "despatch_advice_w_receipt_advice:1",
                LOGISTICS_PROCESS + "despatch_advice_only:1",
            ),
        ),
        DocumentKind(
            "receipt_advice",
            "ReceiptAdvice",
            "T128",
            LOGISTICS + "receipt_advice:1",
            (LOGISTICS_PROCESS + "despatch_advice_w_receipt_advice:1",),
            "2.3",
        ),
        DocumentKind(
            "logistics_response",
            "ApplicationResponse",
            "T129",
            LOGISTICS + "application_response:1",
            (LOGISTICS_PROCESS + "advanced_transport_execution_plan:1",),
        ),
    )
}


# The root elements of documents, and the kinds that have them.
ROOTS: dict[str, tuple[DocumentKind, ...]] = {
    each.tag: tuple(kind for kind in KINDS.values() if kind.root == each.root)
    for each in KINDS.values()
}


def kind_of_root(root: etree._Element) -> DocumentKind:
    """The kind of a document. Raises UnreadableDocument with what it says that it is.

    An invoice by the bare European norm is taken for a Peppol one, so that its sender hears
    which of Peppol's rules it misses instead of nothing (PEPPOL-EN16931-R004).
    """
    name = local_name(root)
    claims = ROOTS.get(str(root.tag), ())
    if not claims:
        raise unknown("documents.unknown_root", root, name=name[:80])
    stated = next(root.iterchildren(BASICS + "CustomizationID"), None)
    customization = (stated.text or "").strip() if stated is not None else ""
    for kind in claims:
        if customization == kind.customization_id or is_variant(kind, customization):
            return kind
    raise unknown("documents.unknown_specification", root, name=name, value=customization[:120])


def is_variant(kind: DocumentKind, customization: str) -> bool:
    """True for a national variant of the specification, and for the bare norm of an invoice."""
    if customization.startswith((kind.customization_id + ":", kind.customization_id + "#")):
        return True
    if kind.transaction != "billing":
        return False
    beyond = customization.removeprefix(EN_16931)
    return beyond != customization and "selfbilling" not in beyond


def unknown(code: str, root: etree._Element, **values: str) -> UnreadableDocument:
    """A refusal that shows the root element."""
    return unreadable(code, Place(terms=(local_name(root),), row=root.sourceline or 0), **values)
