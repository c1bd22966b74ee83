"""Rules of orders, catalogues, carts, agreements and answers, on documents made by hand.

What a fragment lacks breaks other rules too, so that a test asks for the rules that it is about.
"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.documents.findings import Severity
from avrop.documents.parsing import parse_for_growing
from avrop.documents.recognise import KINDS
from avrop.documents.rules import faults_of, in_force
from avrop.documents.rules.asking import rounded
from avrop.documents.rules.faults import Fault
from avrop.documents.ubl.growth import grown
from avrop.documents.ubl.tree import AGGREGATES, BASICS


def faults_in(kind: str, content: str) -> list[Fault]:
    root = KINDS[kind].root
    raw = (
        f'<{root} xmlns="{KINDS[kind].namespace}" xmlns:cac="{AGGREGATES}" xmlns:cbc="{BASICS}">'
        f"{content}</{root}>"
    )
    tree = grown(parse_for_growing(raw.encode()))
    return list(faults_of(tree, KINDS[kind], in_force()))


def broken(kind: str, content: str, *numbers: str) -> set[str]:
    """Those of some rules of a kind's transaction that a document with this content breaks."""
    prefix = f"PEPPOL-{KINDS[kind].transaction}-"
    found = {fault.rule_id.removeprefix(prefix) for fault in faults_in(kind, content)}
    return found & set(numbers)


def common(content: str) -> list[tuple[str, Severity]]:
    """The common rules that an order with this content breaks."""
    return [
        (fault.rule_id.removeprefix("PEPPOL-COMMON-"), fault.severity)
        for fault in faults_in("order", content)
        if fault.rule_id.startswith("PEPPOL-COMMON-")
    ]


def wrapped(content: str, *names: str) -> str:
    """Some content inside elements, the outermost named first."""
    for name in reversed(names):
        content = f"<{name}>{content}</{name}>"
    return content


def values(**named: str) -> str:
    """Elements with values, in the order given."""
    return "".join(f"<cbc:{name}>{value}</cbc:{name}>" for name, value in named.items())


def line(content: str) -> str:
    return wrapped(content, "cac:OrderLine", "cac:LineItem")


@pytest.mark.parametrize(
    ("amount", "is_broken"),
    [("99.99", False), ("100.01", False), ("100.011", True), ("100.02", True)],
)
def test_a_line_amount_is_within_two_cents_of_what_it_would_be_unrounded(
    amount: str,
    is_broken: bool,
) -> None:
    price = wrapped(values(PriceAmount="49.995"), "cac:Price")

    content = line(values(ID="1", Quantity="2", LineExtensionAmount=amount) + price)

    assert bool(broken("order", content, "R024")) is is_broken


ALLOWED = {"ChargeIndicator": "false", "AllowanceChargeReason": "Volume"}


@pytest.mark.parametrize("kind", ["order", "order_change"])
@pytest.mark.parametrize(
    ("stated", "rules"),
    [
        ({"MultiplierFactorNumeric": "10", "Amount": "5.02", "BaseAmount": "50"}, set()),
        ({"MultiplierFactorNumeric": "10", "Amount": "5.03", "BaseAmount": "50"}, {"R022"}),
        ({"MultiplierFactorNumeric": "10", "Amount": "-5"}, {"R020"}),
        ({"Amount": "-5", "BaseAmount": "50"}, {"R021"}),
        ({"Amount": "-5"}, {"R032"}),
        ({}, {"R032"}),
    ],
)
def test_an_allowance_is_a_percentage_of_its_base_and_looked_at_no_further_without_it(
    kind: str,
    stated: dict[str, str],
    rules: set[str],
) -> None:
    content = wrapped(values(**ALLOWED, **stated), "cac:AllowanceCharge")

    assert broken(kind, content, "R020", "R021", "R022", "R023", "R032") == rules
    assert broken(kind, line(content), "R020", "R021", "R022", "R023", "R032") == rules


def test_a_discount_of_a_price_needs_a_base_for_its_percentage_and_no_reason() -> None:
    discount = wrapped(values(MultiplierFactorNumeric="10", Amount="1"), "cac:AllowanceCharge")

    content = line(wrapped(values(PriceAmount="9") + discount, "cac:Price"))

    assert broken("order", content, "R019", "R020", "R023", "R033") == {"R020"}


@pytest.mark.parametrize(
    ("inclusive", "tax", "rules"),
    [
        ("125", values(TaxAmount="25"), set()),
        ("124", values(TaxAmount="25"), {"R016", "R017"}),
        ("125", "", {"R017"}),
        ("0", values(TaxAmount="25"), set()),
    ],
)
def test_an_order_with_tax_is_the_order_without_and_the_tax(
    inclusive: str,
    tax: str,
    rules: set[str],
) -> None:
    stated = values(LineExtensionAmount="100", TaxInclusiveAmount=inclusive, PayableAmount="125")

    content = wrapped(tax, "cac:TaxTotal") + wrapped(stated, "cac:AnticipatedMonetaryTotal")

    assert broken("order", content, "R016", "R017") == rules


@pytest.mark.parametrize(
    ("number", "is_broken"),
    [("SE556677889901", False), ("EL123", False), ("XI123", True), ("1234", True), ("se12", True)],
)
def test_a_vat_number_begins_with_a_country(number: str, is_broken: bool) -> None:
    scheme = wrapped(values(ID="VAT"), "cac:TaxScheme")
    party = wrapped(values(CompanyID=number) + scheme, "cac:Party", "cac:PartyTaxScheme")

    content = wrapped(party, "cac:BuyerCustomerParty")

    assert bool(broken("order", content, "R026")) is is_broken


def test_a_line_may_state_its_number_twice_and_needs_one() -> None:
    assert broken("order", line(values(ID="1") * 2) + line(values(ID="2")), "R001") == set()
    assert broken("order", line(values(ID="1")) + line(values(Note="No")), "R001") == {"R001"}


def test_who_refers_to_a_line_of_a_quotation_refers_to_the_quotation() -> None:
    content = wrapped(values(LineID="1"), "cac:OrderLine", "cac:QuotationLineReference")
    quotation = wrapped(values(ID="Q1"), "cac:QuotationDocumentReference")

    assert broken("order_change", content, "R035") == {"R035"}
    assert broken("order_change", quotation + content, "R035") == set()


def test_decimals_are_counted_but_in_prices() -> None:
    price = wrapped(values(PriceAmount="1.23456"), "cac:Price")
    sums = wrapped(values(PayableAmount="1.234"), "cac:AnticipatedMonetaryTotal")

    assert broken("order", line(price), "R028") == set()
    assert broken("order", line(values(LineExtensionAmount="1.234")), "R028") == {"R028"}
    assert broken("order", sums, "R028") == {"R028"}


@given(st.decimals(-(10**6), 10**6, places=4))
def test_half_a_cent_is_rounded_upwards_whatever_the_sign(amount: Decimal) -> None:
    difference = rounded(amount) - amount

    assert Decimal("-0.005") < difference <= Decimal("0.005")


def subtotal(percent: str, taxable: str, tax: str, code: str = "S", more: str = "") -> str:
    category = wrapped(values(ID=code, Percent=percent) + more, "cac:TaxCategory")
    return wrapped(values(TaxableAmount=taxable, TaxAmount=tax) + category, "cac:TaxSubtotal")


@pytest.mark.parametrize(
    ("part", "total", "rules"),
    [
        (subtotal("25", "100.10", "25.03"), "25.03", set()),
        (subtotal("25", "100.10", "25.02"), "25.02", {"R024"}),
        (subtotal("25", "100.10", "25.03"), "25.02", {"R025"}),
        (subtotal("0.4", "100", "0.40"), "0.40", set()),
        (subtotal("0", "100", "25", "Z"), "25", {"R024"}),
        (subtotal("0", "100", "0", "E"), "0", {"R028"}),
        (subtotal("25", "100", "25", "S", values(TaxExemptionReason="No")), "25", {"R029"}),
    ],
)
def test_the_breakdown_of_tax_in_an_agreement_adds_up(
    part: str,
    total: str,
    rules: set[str],
) -> None:
    content = wrapped(values(TaxAmount=total) + part, "cac:TaxTotal")

    assert broken("order_agreement", content, "R024", "R025", "R028", "R029") == rules


def taxed(**category: str) -> str:
    return line(wrapped(values(**category), "cac:Item", "cac:ClassifiedTaxCategory"))


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        (taxed(ID="S", Percent="25.00"), set()),
        (taxed(ID="S", Percent="12"), {"R026"}),
        (taxed(ID="Z", Percent="25"), {"R026", "R027"}),
        (taxed(ID="S"), {"R019", "R020"}),
        (taxed(ID="O"), {"R027"}),
    ],
)
def test_what_an_agreement_taxes_stands_in_its_breakdown(content: str, rules: set[str]) -> None:
    breakdown = wrapped(subtotal("25", "100", "25"), "cac:TaxTotal")

    asked = ("R019", "R020", "R026", "R027")

    assert broken("order_agreement", breakdown + content, *asked) == rules
    assert broken("order_agreement", content, *asked) == rules - {"R026", "R027"}


@pytest.mark.parametrize(
    ("stated", "rules"),
    [
        ({"LineExtensionAmount": "80", "TaxExclusiveAmount": "80", "TaxInclusiveAmount": "80"}, set()),
        ({"LineExtensionAmount": "81", "TaxExclusiveAmount": "80", "TaxInclusiveAmount": "80"},
         {"R007", "R010"}),
        ({"TaxExclusiveAmount": "0", "TaxInclusiveAmount": "80"}, {"R011"}),
        ({"TaxInclusiveAmount": "0", "PayableAmount": "-1"}, {"R005", "R012"}),
        ({"LineExtensionAmount": "-1"}, {"R006", "R007"}),
        ({"AllowanceTotalAmount": "1"}, {"R009"}),
        ({"ChargeTotalAmount": "1"}, {"R008"}),
    ],
)  # fmt: skip
def test_the_sums_of_an_agreement_are_looked_at_where_they_are_stated(
    stated: dict[str, str],
    rules: set[str],
) -> None:
    content = wrapped(values(**stated), "cac:LegalMonetaryTotal")
    content += line(values(LineExtensionAmount="80"))

    asked = [f"R{number:03}" for number in range(5, 13)]

    assert broken("order_agreement", content, *asked, "R014") == rules
    assert "R014" in broken("order_agreement", content + line(values(ID="2")), "R014")


def quantities(base: str, batch: str, unit: str = "C62") -> str:
    price = wrapped(f'<cbc:BaseQuantity unitCode="C62">{base}</cbc:BaseQuantity>', "cac:Price")
    delivered = f'<cbc:BatchQuantity unitCode="{unit}">{batch}</cbc:BatchQuantity>'
    content = price + wrapped(delivered, "cac:DeliveryUnit")
    return wrapped(content, "cac:CatalogueLine", "cac:RequiredItemLocationQuantity")


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        (quantities("1", "10"), set()),
        (quantities("1", "10", "KGM"), {"R006"}),
        (quantities("0", "10"), {"R002"}),
        (quantities("1", "ten"), {"R002"}),
    ],
)
def test_a_cart_states_its_quantities_in_one_unit(content: str, rules: set[str]) -> None:
    assert broken("punch_out", content, "R002", "R006") == rules


@pytest.mark.parametrize(
    ("ends", "is_broken"),
    [("2026-03-01", False), ("2026-02-28", True), ("soon", True)],
)
def test_a_cart_holds_no_shorter_than_the_day_it_is_handed_back(ends: str, is_broken: bool) -> None:
    content = values(IssueDate="2026-03-01")
    content += wrapped(values(EndDate=ends), "cac:ValidityPeriod")

    assert bool(broken("punch_out", content, "R001")) is is_broken


def test_an_item_in_a_cart_is_known_has_one_main_image_and_is_a_service_or_not() -> None:
    image = wrapped(
        values(DocumentTypeCode="PRODUCT_IMAGE"), "cac:ItemSpecificationDocumentReference"
    )
    service = wrapped(values(Name="ServiceIndicator", Value="yes"), "cac:AdditionalItemProperty")

    content = wrapped(image * 2 + service, "cac:CatalogueLine", "cac:Item")

    assert broken("punch_out", content, "R004", "R005", "R007") == {"R004", "R005", "R007"}


def clarified(code: str, *stated: str) -> str:
    status = wrapped("".join(stated), "cac:Status") if stated else ""
    return wrapped(values(ResponseCode=code) + status, "cac:DocumentResponse", "cac:Response")


def reason(code: str, listed: str) -> str:
    return f'<cbc:StatusReasonCode listID="{listed}">{code}</cbc:StatusReasonCode>'


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        (clarified("AP"), set()),
        (clarified("RE"), {"R001"}),
        (clarified("RE", reason("REF", "OPStatusReason")), set()),
        (clarified("RE", reason("NIN", "OPStatusReason")), {"R007"}),
        (clarified("RE", reason("REF", "OPStatusAction")), {"R006"}),
        (clarified("PD", reason("PPD", "OPStatusReason")), {"R004"}),
        (clarified("AP", reason("OTH", "OPStatusAction")), {"R002"}),
        (clarified("AP", reason("OTH", "OPStatusAction"), values(StatusReason="So")), set()),
    ],
)
def test_an_answer_to_an_invoice_is_clarified_by_codes_of_their_lists(
    content: str,
    rules: set[str],
) -> None:
    asked = ("R001", "R002", "R004", "R005", "R006", "R007")

    assert broken("invoice_response", content, *asked) == rules


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("catalogue", "R018"),
        ("catalogue_response", "R001"),
        ("despatch_advice", "R011"),
        ("invoice_response", "R003"),
        ("mlr", "R001"),
        ("order", "R034"),
        ("order_agreement", "R030"),
        ("order_cancellation", "R034"),
        ("order_change", "R034"),
        ("order_response", "R006"),
        ("order_response_advanced", "R006"),
        ("punch_out", "R010"),
    ],
)
def test_a_specification_begins_as_that_of_its_kind(kind: str, number: str) -> None:
    stated = KINDS[kind].customization_id

    assert broken(kind, values(CustomizationID=f"{stated}:variant"), number) == set()
    assert broken(kind, values(CustomizationID=f"x{stated}"), number) == {number}


@pytest.mark.parametrize("kind", ["order_response", "order_response_advanced"])
def test_both_kinds_of_order_response_have_the_same_rules(kind: str) -> None:
    period = wrapped(
        values(StartDate="2026-03-02", EndDate="2026-03-01"),
        "cac:Delivery",
        "cac:PromisedDeliveryPeriod",
    )
    price = wrapped('<cbc:PriceAmount currencyID="EUR">1</cbc:PriceAmount>', "cac:Price")
    answer = values(OrderResponseCode="AP", DocumentCurrencyCode="SEK")

    content = answer + line(values(ID="1") + period + price) + line(values(ID="1"))

    asked = ("R003", "R004", "R005", "R007", "R008")
    assert broken(kind, content, *asked) == {"R003", "R004", "R005", "R008"}


def periods(whole: str, own: str = "", price: str = "") -> str:
    def period(days: str, name: str) -> str:
        start, _, end = days.partition("/")
        return wrapped(values(StartDate=start, EndDate=end), name) if days else ""

    priced = wrapped(
        values(PriceAmount="1") + period(price, "cac:ValidityPeriod"),
        "cac:RequiredItemLocationQuantity",
        "cac:Price",
    )
    content = period(own, "cac:LineValidityPeriod") + priced
    return period(whole, "cac:ValidityPeriod") + wrapped(content, "cac:CatalogueLine")


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        (periods("2026-01-01/2026-12-31"), set()),
        (periods("2026-01-01/2026-12-31", "2026-02-01/2027-01-01"), {"R007"}),
        (periods("2026-01-01/2026-12-31", "2026-02-01/2026-03-01", "2026-01-31/2026-03-01"), {"R011"}),
        (periods("", "2026-02-02/2026-02-01"), {"R011", "R013", "R016"}),
        (periods("2026-02-02/2026-02-01"), {"R001", "R007", "R011", "R013", "R016"}),
    ],
)  # fmt: skip
def test_what_has_no_period_of_its_own_has_that_of_what_it_stands_in(
    content: str,
    rules: set[str],
) -> None:
    assert broken("catalogue", content, "R001", "R007", "R011", "R013", "R016") == rules


def test_what_is_short_has_a_reason_even_when_nothing_is_short() -> None:
    content = wrapped(values(DeliveredQuantity="1", OutstandingQuantity="0"), "cac:DespatchLine")

    assert broken("despatch_advice", content, "R006", "R007") == {"R007"}


def endpoint(scheme: str, number: str) -> str:
    return f'<cbc:EndpointID schemeID="{scheme}">{number}</cbc:EndpointID>'


FATAL, WARNING = Severity.FATAL, Severity.WARNING


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (endpoint("0210", "RSSMRA85T10A562S"), []),
        (endpoint("0210", "RSSMRA85T10A562"), [("R045", WARNING)]),
        (endpoint("9907", "1234567890X"), [("R046", WARNING)]),
        (endpoint("0211", "IT00743110157"), []),
        (endpoint("0211", "IT00743110158"), [("R047", WARNING)]),
        (endpoint("0211", "DE1"), []),
        (endpoint("0184", "DK12345678"), []),
        (endpoint("0184", " DK12345678"), [("R042", FATAL)]),
        (endpoint("0198", "12345678"), [("R053", FATAL)]),
        (endpoint("0192", "000000000"), [("R041", FATAL)]),
        (values(IssueDate="2026-02-30"), [("R030", FATAL)]),
        (values(ActualDeliveryDate=" 2026-02-01"), [("R030", FATAL)]),
        (values(Note="\u00a0"), []),
        (values(Note=" "), [("R001", FATAL)]),
    ],
)
def test_identifiers_and_days_are_well_formed(
    content: str,
    found: list[tuple[str, Severity]],
) -> None:
    assert common(content) == found


def test_a_dutch_vat_number_has_its_form() -> None:
    scheme = wrapped(values(ID="VAT"), "cac:TaxScheme")

    def party(number: str) -> str:
        return wrapped(values(CompanyID=number) + scheme, "cac:Party", "cac:PartyTaxScheme")

    assert common(party("NL123456789B12")) == []
    assert common(party("NL123456789")) == [("R056-2", WARNING)]


def schema_faults_in(kind: str, content: str) -> set[str]:
    return {
        fault.node.name
        for fault in faults_in(kind, content)
        if fault.rule_id == "UBL" and fault.node.name not in {"cac:OrderLine", "cac:LineItem"}
    }


def test_what_ubl_has_added_is_what_its_name_says() -> None:
    reference = "cac:OrderChangeDocumentReference"
    unnamed = wrapped(values(IssueDate="2026-03-01"), reference)
    undated = wrapped(values(ID="1", IssueDate="soon"), reference)

    assert reference in schema_faults_in("order_response_advanced", unnamed)
    assert "cbc:IssueDate" in schema_faults_in("order_response_advanced", undated)
    assert reference in schema_faults_in("order_response", undated)


def test_an_extension_holds_what_it_likes() -> None:
    extension = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
    held = wrapped('<a:b xmlns:a="urn:a"><a:c/></a:b>', "e:UBLExtension", "e:ExtensionContent")

    faults = faults_in("order", f'<e:UBLExtensions xmlns:e="{extension}">{held}</e:UBLExtensions>')

    schema = [fault.code for fault in faults if fault.rule_id == "UBL"]
    assert set(schema) == {"rules.missing"}  # what else an order has; nothing of the extension
