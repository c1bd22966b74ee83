"""A real document of every kind, where a checkout has the corpus beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[5] / "shared/corpus/peppol/examples"
EXAMPLES = {
    "order": "order/phive-2026.5-Order_Example.xml",
    "order_response": "order-response/poacc-snippet-1.xml",
    "order_response_advanced": "order-response-advanced/poacc-snippet-advanced.xml",
    "order_agreement": "order-agreement/phive-2026.5-OrderAgreement_Example.xml",
    "order_change": "order-change/poacc-snippet-advanced.xml",
    "order_cancellation": "order-cancellation/poacc-snippet-advanced.xml",
    "despatch_advice": "despatch-advice/phive-2026.5-DespatchAdvice_Example.xml",
    "advanced_despatch_advice": (
        "advanced-despatch-advice/logistics-AdvancedDespatchAdvice_Example_Full.xml"
    ),
    "receipt_advice": "receipt-advice/logistics-snippet-2.xml",
    "invoice": "invoice/billing-giro.xml",
    "credit_note": "credit-note/billing-Snippet-cn.xml",
    "self_billing_invoice": "self-billing-invoice/phive-2026.5-SB-sales-order-example.xml",
    "self_billing_credit_note": (
        "self-billing-credit-note/phive-2026.5-SB-base-creditnote-correction.xml"
    ),
    "invoice_response": "invoice-response/poacc-T111-uc006c-Wrong_detail_partial_credit.xml",
    "catalogue": "catalogue/phive-2026.5-catalogue-wo-response-use-case-1.xml",
    "catalogue_response": "catalogue-response/phive-2026.5-CatalogueResponse_Example.xml",
    "punch_out": "punch-out/poacc-snippet-18-2.xml",
    "mlr": "mlr/phive-2026.5-MessageLevelResponse_Example.xml",
    "mls": "mls/phive-MessageLevelStatus_Example_RE2.xml",
    "logistics_response": (
        "logistics-response/logistics-ApplicationResponseAccept_Example_UseCase_04.xml"
    ),
}


def example(kind: str) -> Path:
    """The file of a real document of the kind; skips the test where there is none."""
    if not FOLDER.is_dir():
        pytest.skip("the corpus of Peppol documents is not beside this checkout")
    return FOLDER / EXAMPLES[kind]
