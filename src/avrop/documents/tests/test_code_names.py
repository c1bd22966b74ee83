"""The words for codes: each in three languages, and only for codes that the lists have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from avrop.documents.code_names import CodeList, code_name, vat_reason

RULE_SET = Path(__file__).parents[5] / "shared/corpus/codelists/rule-set-2026.5.json"
#: Our lists and those that the rules check against. Where the rules have several, any will do.
LISTS = {
    CodeList.ORDER_TYPE: ("clUNCL1001_T01",),
    CodeList.INVOICE_TYPE: ("BR-CL-01",),
    CodeList.DOCUMENT_TYPE: ("clUNCL1001", "BR-CL-01"),
    CodeList.PAYMENT_MEANS: ("BR-CL-16",),
    CodeList.VAT_CATEGORY: ("BR-CL-17",),
    CodeList.VAT_REASON: ("BR-CL-22",),
    CodeList.TAX_POINT: ("UNCL2005",),
    CodeList.DEDUCTION: ("BR-CL-19",),
    CodeList.CHARGE: ("BR-CL-20",),
    CodeList.STATUS_REASON: ("clOPStatusReason",),
    CodeList.STATUS_ACTION: ("clOPStatusAction",),
    CodeList.CATALOGUE_ACTION: ("clActionCode_header",),
    CodeList.ADVICE_TYPE: ("clDespatchAdviceTypeCode",),
    CodeList.RECEIPT_TYPE: ("clReceiptAdviceTypeCode",),
    CodeList.RECEIPT_ACTION: ("clReceiptAdviceActionCode",),
    CodeList.REJECTION: ("clRejectReasonCode",),
    CodeList.CONSIGNMENT_REASON: ("clConsignmentStatusReason",),
    CodeList.UNIT_REASON: ("clTransportHandlingUnitReason",),
    CodeList.ACCEPTANCE: ("clUNCL4343-T111",),
    CodeList.TRANSPORT_MODE: ("clUNECERec19",),
    CodeList.HANDLING: ("clHandlingCode", "clTRED4079"),
    CodeList.MEASURE: ("clUNCL6313", "clUNCL6313-T120", "clUNCL6313-T16"),
    CodeList.PACKAGE: ("clUNECERec21",),
    CodeList.CONDITION: ("clTransactionCondition",),
    CodeList.SCHEME: ("clICD", "BR-CL-10"),
}


@pytest.mark.parametrize("names", LISTS)
def test_no_word_is_for_a_code_that_no_list_has(names: CodeList) -> None:
    if not RULE_SET.exists():
        pytest.skip("the code lists of Peppol are not beside this checkout")
    lists = json.loads(RULE_SET.read_text(encoding="utf-8"))["lists"]

    known = {code for name in LISTS[names] for code in lists[name]}

    assert set(names.value) - known == set()


@pytest.mark.parametrize("names", CodeList)
def test_every_word_is_there_in_three_languages(names: CodeList) -> None:
    for code, wording in names.value.items():
        assert all((wording.en, wording.sv, wording.zh)), code


def test_a_code_without_a_word_is_shown_as_it_is() -> None:
    assert code_name(CodeList.PAYMENT_MEANS, "30", "sv") == "Kontobetalning"
    assert code_name(CodeList.PAYMENT_MEANS, "999", "sv") == "999"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("vatex-eu-132-1g", "Exempt by article 132.1 g of the VAT Directive"),
        ("VATEX-EU-148-A", "Exempt by article 148 a of the VAT Directive"),
        ("VATEX-EU-309", "Exempt by article 309 of the VAT Directive"),
        ("VATEX-EU-AE", "Reverse charge"),
        ("VATEX-FR-AE", "VATEX-FR-AE"),
    ],
)
def test_an_exemption_from_vat_names_its_article(code: str, reason: str) -> None:
    assert vat_reason(code, "en") == reason
