"""National rules, and others near them, where what is asked is not what one would think."""

import re

import pytest

from avrop.documents import Severity, judge, write
from avrop.documents.tests.builders import a_credit_note, an_invoice

SELLER = r"(<cac:AccountingSupplierParty>.*?<cbc:IdentificationCode>)SE"
BUYER = r"(<cac:AccountingCustomerParty>.*?<cbc:IdentificationCode>)SE"
NUMBER = "SE556036079301"
MEANS = r"<cac:PaymentMeans>.*?</cac:PaymentMeans>"
ACCOUNT = "<cac:PayeeFinancialAccount><cbc:ID>{}</cbc:ID></cac:PayeeFinancialAccount>"
INVOICE, CREDIT_NOTE = write(an_invoice(1)).decode(), write(a_credit_note()).decode()


def broken(prefix: str, *changes: tuple[str, str], of: str = INVOICE) -> set[str]:
    """The rules of a prefix that a document breaks once it is changed."""
    for pattern, text in changes:
        changed = re.sub(pattern, text, of, count=1, flags=re.DOTALL)
        assert changed != of, pattern
        of = changed
    verdict = judge(of.encode(), all_rules=True)
    found = {each for severity in Severity for each in verdict.rule_ids(severity)}
    return {each for each in found if each.startswith(prefix)}


def both_in(country: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (SELLER, rf"\g<1>{country}"), (BUYER, rf"\g<1>{country}")


def paid(code: str, number: str = "", account: str = "") -> tuple[str, str]:
    stated = f"<cbc:PaymentID>{number}</cbc:PaymentID>" if number else ""
    held = ACCOUNT.format(account) if account else ""
    return (
        MEANS,
        f"<cac:PaymentMeans><cbc:PaymentMeansCode>{code}</cbc:PaymentMeansCode>"
        f"{stated}{held}</cac:PaymentMeans>",
    )


@pytest.mark.parametrize("country", ["dk", "is", "se"])
def test_some_countries_know_their_own_only_by_the_code_as_it_is_written(country: str) -> None:
    assert broken("DK-R", *both_in(country)) == set()
    assert broken("IS-R", *both_in(country)) == set()
    assert broken("SE-R", *both_in(country), (NUMBER, "SE1")) == set()


@pytest.mark.parametrize("country", ["de", "nl"])
def test_others_know_them_in_any_case(country: str) -> None:
    assert broken(country.upper() + "-R", *both_in(country)) != set()


@pytest.mark.parametrize(
    ("number", "account", "rules"),
    [
        ("01#", "1234567", set()),
        ("01#", "12345678", set()),
        ("01#", "123456X", {"DK-R-008"}),
        ("04#", "1234567", {"DK-R-009"}),
        ("04#1234567890123456", "1234567", set()),
        ("1", "1234567", {"DK-R-008"}),
    ],
)
def test_a_danish_giro_slip_names_an_account_of_digits(
    number: str, account: str, rules: set[str]
) -> None:
    found = broken("DK-R", *both_in("DK"), paid("50", number, account))

    assert found & {"DK-R-008", "DK-R-009"} == rules


def test_between_danes_alone_credit_notes_are_not_negative_and_identifiers_have_schemes() -> None:
    unnamed = (
        r'<cac:PartyIdentification><cbc:ID schemeID="0007">',
        "<cac:PartyIdentification><cbc:ID>",
    )
    amount = (r"(<cbc:PayableAmount[^>]*>)", r"\g<1>-")
    asked = {"DK-R-013", "DK-R-016"}

    abroad = broken("DK-R", (SELLER, r"\g<1>DK"), unnamed, amount, of=CREDIT_NOTE)
    at_home = broken("DK-R", *both_in("DK"), unnamed, amount, of=CREDIT_NOTE)

    assert abroad & asked == set()
    assert at_home & asked == asked


def test_swedish_rates_are_asked_of_those_with_a_swedish_vat_number() -> None:
    rate = (r"(<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>)25", r"\g<1>20")

    assert broken("SE-R", rate) == {"SE-R-006"}
    assert broken("SE-R", rate, (NUMBER, "DE123456789")) == set()


def test_of_a_long_swedish_organisation_number_the_first_ten_digits_are_checked() -> None:
    number = r'(RegistrationName><cbc:CompanyID) schemeID="0007">5560360793'

    assert broken("SE-R", (number, r"\g<1>>556036079377")) == {"SE-R-004"}
    assert broken("SE-R", (number, r"\g<1>>556036079477")) == {"SE-R-004", "SE-R-013"}


def test_a_dutch_seller_says_how_the_buyer_pays_only_where_the_buyer_owes() -> None:
    gone = (MEANS, "")

    assert "NL-R-007" in broken("NL-R", *both_in("NL"), gone)
    assert "NL-R-007" not in broken("NL-R", *both_in("NL"), gone, of=CREDIT_NOTE)
    assert "NL-R-007" in broken(
        "NL-R", *both_in("NL"), gone, (r"(<cbc:PayableAmount[^>]*>)", r"\g<1>-"), of=CREDIT_NOTE
    )


@pytest.mark.parametrize(
    ("terms", "is_sound"),
    [
        ("#SKONTO#TAGE=14#PROZENT=2.00#\n", True),
        ("Danke\n#SKONTO#TAGE=14#PROZENT=2.00#\nund Gruss", True),
        ("#SKONTO#TAGE=14#PROZENT=2.00#", False),
        ("#SKONTO#TAGE=14#PROZENT=2#\n", False),
        ("Nr. #12", True),
    ],
)
def test_german_discounts_end_with_a_break_and_words_may_follow(terms: str, is_sound: bool) -> None:
    stated = f"<cac:PaymentTerms><cbc:Note>{terms}</cbc:Note></cac:PaymentTerms>"
    noted = (r"<cac:TaxTotal>", stated + "<cac:TaxTotal>")

    assert ("DE-R-018" not in broken("DE-R", *both_in("DE"), noted)) is is_sound


def test_german_attachments_without_names_do_not_share_one() -> None:
    attached = (
        "<cac:AdditionalDocumentReference><cbc:ID>{}</cbc:ID><cac:Attachment>"
        '<cbc:EmbeddedDocumentBinaryObject mimeCode="text/csv"{}>YQ==</cbc:EmbeddedDocumentBinaryObject>'
        "</cac:Attachment></cac:AdditionalDocumentReference>"
    )
    start = r"<cac:AccountingSupplierParty>"

    def of(first: str, second: str) -> set[str]:
        both = attached.format(1, first) + attached.format(2, second)
        return broken("DE-R-022", *both_in("DE"), (start, both + start))

    assert of("", "") == set()
    assert of(' filename="a.csv"', ' filename="A.csv"') == set()
    assert of(' filename="a.csv"', ' filename="a.csv"') == {"DE-R-022"}


def test_a_greek_page_needs_its_address_wherever_the_greek_seller_is() -> None:
    page = (
        "<cac:AdditionalDocumentReference><cbc:ID>1</cbc:ID><cbc:DocumentDescription>##INVOICE|URL##"
        "</cbc:DocumentDescription></cac:AdditionalDocumentReference><cac:AccountingSupplierParty>"
    )
    change = ((NUMBER, "EL123456789"), (r"<cac:AccountingSupplierParty>", page))

    assert {"GR-R-008-3", "GR-R-009"} <= broken("GR-R", *change)
    assert "GR-R-004-1" not in broken("GR-R", *change)
    assert "GR-R-004-1" in broken("GR-R", *change, (SELLER, r"\g<1>GR"))


def test_split_payment_asks_for_every_country_in_the_document() -> None:
    split = (r"(<cac:ClassifiedTaxCategory><cbc:ID>)S", r"\g<1>B")
    origin = (
        r"(<cac:StandardItem)",
        r"<cac:OriginCountry><cbc:IdentificationCode>CN"
        r"</cbc:IdentificationCode></cac:OriginCountry>\g<1>",
    )

    assert broken("BR-B", split) == {"BR-B-01"}
    assert broken("BR-B", split, *both_in("IT")) == set()
    assert broken("BR-B", split, *both_in("IT"), origin) == {"BR-B-01"}


@pytest.mark.parametrize(
    ("process", "is_known"),
    [
        ("urn:peppol:bis:billing_with_response", True),
        ("urn:peppol:france:billing:regulated", True),
        ("urn:fdc:peppol.eu:2017:poacc:billing:02:1.0", False),
        ("urn:peppol:bis:billing", False),
    ],
)
def test_an_invoice_is_of_a_process_that_is_approved(process: str, is_known: bool) -> None:
    changed = (r"urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", process)
    kind = (r"<cbc:InvoiceTypeCode>380", "<cbc:InvoiceTypeCode>389")

    found = broken("PEPPOL-EN16931", changed, kind)

    assert ("PEPPOL-EN16931-R007" not in found) is is_known
    # Of which type a document may be is asked where its process is known.
    assert ("PEPPOL-EN16931-P0100" in found) is is_known


def test_a_discount_that_is_not_stated_fits_no_price() -> None:
    gross = (
        r"(</cbc:PriceAmount>)",
        r"\g<1><cac:AllowanceCharge><cbc:ChargeIndicator>false</cbc:ChargeIndicator>"
        r'<cbc:BaseAmount currencyID="SEK">12.50</cbc:BaseAmount></cac:AllowanceCharge>',
    )

    assert "PEPPOL-EN16931-R046" in broken("PEPPOL-EN16931", gross)


def test_what_stands_once_is_counted_by_its_number_and_its_code() -> None:
    code = r"(<cbc:PaymentMeansCode>30</cbc:PaymentMeansCode>)"
    number = rf"(<cbc:CompanyID>{NUMBER}</cbc:CompanyID>)"

    assert broken("UBL-SR", (code, r"\g<1>\g<1>")) == {"UBL-SR-27"}
    assert broken("UBL-SR", (number, r"\g<1>\g<1>")) == {"UBL-SR-12"}


def test_lines_at_the_standard_rate_are_of_vat() -> None:
    scheme = (
        r"(<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID>.*?<cac:TaxScheme><cbc:ID>)VAT",
        r"\g<1>GST",
    )

    assert broken("BR-S", scheme) == {"BR-S-02"}
