"""Some rules by hand: what breaks them, where the finding points, and what it says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from avrop.documents import Document, Finding, check, read, write
from avrop.documents.common import Identifier, MonetaryTotal, Price, TaxCategory
from avrop.documents.invoice import InvoiceLine
from avrop.documents.order_response import ACCEPTED_WITH_CHANGES
from avrop.documents.rules import RELEASES, in_force
from avrop.documents.rules.common import (
    is_australian,
    is_belgian,
    is_gln,
    is_norwegian,
    is_swedish,
)
from avrop.documents.tests.builders import (
    BUYER,
    a_despatch_advice,
    an_invoice,
    an_invoice_line,
    an_order,
    an_order_line,
    an_order_response,
)
from avrop.documents.wording import message, place_in_words
from avrop.values import Quantity


def rules(document: Document) -> list[str]:
    return [finding.rule_id for finding in check(document)]


def test_an_order_line_that_does_not_add_up_is_pointed_out() -> None:
    line = an_order_line("2", line_amount=Decimal("70.00"))
    order = an_order(1)
    order = replace(order, lines=(*order.lines, line), total=None, tax_amount=None)

    (finding,) = check(order)

    assert finding.rule_id == "PEPPOL-T01-R024"
    assert finding.xpath == "/Order/cac:OrderLine[2]/cac:LineItem"
    assert place_in_words(finding, "sv") == "rad 2"
    assert message(finding, "sv") == "Beloppet är 70.00, men delarna blir 62.50."


def test_a_line_number_is_used_once_and_both_lines_that_share_one_are_pointed_out() -> None:
    order = an_order(2)
    twins = (order.lines[0], replace(order.lines[1], id="1"))

    assert rules(replace(order, lines=twins)) == ["PEPPOL-T01-R001", "PEPPOL-T01-R001"]


def test_an_unknown_unit_is_not_in_the_code_list() -> None:
    order = an_order(1)
    line = replace(order.lines[0], quantity=Quantity(Decimal(5), "st"))

    assert rules(replace(order, lines=(line,))) == ["PEPPOL-T01-B24102"]


def test_a_gln_with_a_wrong_check_digit_is_refused() -> None:
    buyer = replace(BUYER, endpoint=Identifier("7300010000002", "0088"))

    (finding,) = check(an_order(buyer=buyer))

    assert finding.rule_id == "PEPPOL-COMMON-R040"
    assert place_in_words(finding, "en") == "buyer, electronic address"


def test_a_response_with_changes_has_lines() -> None:
    assert rules(an_order_response(code=ACCEPTED_WITH_CHANGES)) == ["PEPPOL-T76-R007"]


def test_what_comes_later_should_have_a_reason() -> None:
    advice = a_despatch_advice()
    silent = replace(advice.lines[0], outstanding_reasons=())

    received = read(write(replace(advice, lines=(silent,))))

    assert [finding.rule_id for finding in received.findings] == ["PEPPOL-T16-R007"]
    assert received.valid


def test_an_invoice_total_is_the_sum_of_its_lines() -> None:
    total = MonetaryTotal(
        line_amount=Decimal("125.01"),
        payable=Decimal("156.25"),
        tax_exclusive=Decimal("125.00"),
        tax_inclusive=Decimal("156.25"),
    )

    assert rules(an_invoice(total=total)) == ["BR-CO-10", "BR-CO-13"]


def test_catch_weight_is_invoiced_by_weight() -> None:
    weighed = an_invoice_line(
        quantity=Quantity(Decimal("9.64"), "KGM"),
        price=Price(Decimal("89.90"), Decimal(1), "KGM"),
        line_amount=Decimal("866.64"),
    )
    wrong = replace(weighed, line_amount=Decimal("866.60"))

    def faults(line: InvoiceLine) -> list[str]:
        found = rules(replace(an_invoice(1), lines=(line,)))
        return [rule for rule in found if rule == "PEPPOL-EN16931-R120"]

    assert faults(weighed) == []
    assert faults(wrong) == ["PEPPOL-EN16931-R120"]


@pytest.mark.parametrize(("rate", "broken"), [(25, []), (20, ["SE-R-006"])])
def test_a_swedish_seller_uses_swedish_rates(rate: int, broken: list[str]) -> None:
    tax = TaxCategory("S", Decimal(rate))
    invoice = an_invoice(1)
    line = replace(invoice.lines[0], item=replace(invoice.lines[0].item, tax=tax))

    found = rules(replace(invoice, lines=(line,)))

    assert [rule for rule in found if rule == "SE-R-006"] == broken


def test_an_invoice_refers_to_its_buyer_somehow() -> None:
    lost = an_invoice(buyer_reference=None, order_number=None)

    assert rules(lost) == ["PEPPOL-EN16931-R003"]
    assert rules(an_invoice(buyer_reference=None)) == []


def test_a_document_says_what_schema_it_breaks() -> None:
    raw = write(an_order(1)).replace(b"<cbc:ID>O-1</cbc:ID>", b"", 1)
    moved = raw.replace(b"</Order>", b"<cbc:ID>O-1</cbc:ID></Order>")

    findings: tuple[Finding, ...] = check(moved)

    assert [(finding.rule_id, finding.code) for finding in findings] == [
        ("UBL", "rules.schema_order"),
    ]


def test_every_finding_carries_the_version_of_its_rules() -> None:
    (finding,) = check(an_invoice(buyer_reference=None, order_number=None))

    assert finding.rule_set == "2026.5"


def test_rules_are_chosen_by_day_and_the_first_release_serves_earlier_days() -> None:
    assert in_force(date(2026, 8, 17)) == in_force() == RELEASES[-1]
    assert in_force(date(2020, 1, 1)) == RELEASES[0]


@pytest.mark.parametrize(
    ("is_valid", "good", "bad"),
    [
        (is_gln, "7300010000001", "7300010000002"),
        (is_swedish, "2120002627", "2120002628"),
        (is_norwegian, "984661185", "984661186"),
        (is_belgian, "0202239951", "0202239952"),
        (is_australian, "51824753556", "51824753557"),
    ],
)
def test_check_digits_are_checked(is_valid: object, good: str, bad: str) -> None:
    assert callable(is_valid)
    assert is_valid(good)
    assert not is_valid(bad)
