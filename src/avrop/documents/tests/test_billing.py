"""Rules of invoices by hand: the norm in UBL, Peppol's two profiles, and the countries."""

from decimal import Decimal

import pytest

from avrop.documents import write
from avrop.documents.parsing import parse_xml
from avrop.documents.recognise import BILLING, EN_16931, KINDS, SELF_BILLING
from avrop.documents.rules import faults_of, in_force
from avrop.documents.rules.billing import norm_faults
from avrop.documents.rules.billing.national.germany import is_iban
from avrop.documents.rules.billing.national.greece import is_tax_number
from avrop.documents.rules.billing.view import rounded
from avrop.documents.tests.builders import an_invoice
from avrop.documents.ubl.growth import grown

RELEASE = in_force()
SELLER_ENDS = "</cac:Party></cac:AccountingSupplierParty>"


def invoice(*changes: tuple[str, str], lines: int = 1) -> str:
    """An invoice of a Swedish seller to a Swedish buyer, with texts exchanged wherever they stand."""
    raw = write(an_invoice(lines)).decode()
    for old, new in changes:
        assert old in raw, old
        raw = raw.replace(old, new)
    return raw


def rules(raw: str, kind: str = "invoice") -> set[str]:
    """The rules that a document breaks, warnings and schema included."""
    tree = grown(parse_xml(raw.encode()))
    return {fault.rule_id for fault in faults_of(tree, KINDS[kind], RELEASE)}


def between(seller: str, buyer: str) -> tuple[tuple[str, str], ...]:
    """The countries of the two, and a VAT number of the seller's country."""
    code = "<cbc:IdentificationCode>{}</cbc:IdentificationCode>"
    numbers = {
        "NO": "NO984661185MVA",
        "IT": "IT02985591201",
        "GR": "EL061828591",
        "NL": "NL123456789B01",
    }
    return (
        (f"{code.format('SE')}</cac:Country></cac:PostalAddress><cac:PartyTax", "SELLER"),
        (code.format("SE"), code.format(buyer)),
        ("SELLER", f"{code.format(seller)}</cac:Country></cac:PostalAddress><cac:PartyTax"),
        ("SE556036079301", numbers.get(seller, f"{seller}556036079301")),
    )


@pytest.mark.parametrize(
    ("seller", "buyer", "broken"),
    [
        ("SE", "SE", set[str]()),
        ("NO", "SE", {"NO-R-002"}),
        ("DK", "SE", {"DK-R-014"}),
        ("DK", "DK", {"DK-R-005", "DK-R-014", "DK-R-017"}),
        ("NL", "SE", {"NL-R-003"}),
        ("NL", "NL", {"NL-R-003", "NL-R-005"}),
        ("IS", "SE", {"IS-R-002"}),
        ("IS", "IS", {"IS-R-002", "IS-R-004"}),
        ("DE", "SE", set()),
        ("DE", "DE", {"DE-R-002"}),
        ("IT", "SE", set()),
        (
            "GR",
            "SE",
            {f"GR-R-001-{part}" for part in range(1, 8)} | {"GR-R-004-1", "GR-R-009", "GR-S-008-1"},
        ),
    ],
)
def test_a_country_asks_of_its_own_sellers_what_no_other_does(
    seller: str, buyer: str, broken: set[str]
) -> None:
    assert rules(invoice(*between(seller, buyer))) == broken


@pytest.mark.parametrize(
    ("after", "added", "broken"),
    [
        ("cbc:BuyerReference", "<cac:InvoicePeriod/>", {"PEPPOL-EN16931-R008", "BR-CO-19"}),
        ("cbc:IssueDate", "<cbc:IssueTime>10:00:00</cbc:IssueTime>", {"UBL-CR-006"}),
        ("cbc:Name", "<cbc:AdditionalInformation>x</cbc:AdditionalInformation>", {"UBL-CR-567"}),
    ],
)
def test_what_the_norm_has_no_use_for_is_a_warning_once(
    after: str, added: str, broken: set[str]
) -> None:
    end = f"</{after}>" if after != "cbc:Name" else "handske nitril</cbc:Name>"
    raw = invoice((end, end + added), lines=3)

    found = [
        fault.rule_id
        for fault in faults_of(grown(parse_xml(raw.encode())), KINDS["invoice"], RELEASE)
        if fault.rule_id != "UBL"
    ]

    assert sorted(found) == sorted(broken)


def test_an_attribute_that_the_norm_has_no_use_for_is_a_warning() -> None:
    listed = invoice(("<cbc:InvoiceTypeCode>", '<cbc:InvoiceTypeCode listID="UNCL1001">'))
    named = invoice(("<cbc:PaymentMeansCode>", '<cbc:PaymentMeansCode name="Bankgiro">'))

    assert rules(listed) == {"UBL-CR-656"}
    assert rules(named) == set()


def test_the_bare_norm_does_not_know_peppol() -> None:
    raw = invoice((BILLING, EN_16931), ("<cbc:BuyerReference>U-204</cbc:BuyerReference>", ""))
    raw = raw.replace("<cac:OrderReference><cbc:ID>O-1</cbc:ID></cac:OrderReference>", "")

    dated = raw.replace(
        "<cac:AccountingSupplierParty>",
        "<cac:InvoicePeriod><cbc:DescriptionCode>x</cbc:DescriptionCode></cac:InvoicePeriod>"
        "<cac:AccountingSupplierParty>",
    )

    def asked(text: str) -> list[str]:
        faults = norm_faults(grown(parse_xml(text.encode())), RELEASE.folder)
        return [fault.rule_id for fault in faults]

    assert asked(raw) == []
    assert asked(dated) == ["BR-CL-06"]
    assert rules(raw) == {"PEPPOL-EN16931-R003", "PEPPOL-EN16931-R004"}


def test_self_billing_is_a_profile_of_its_own_and_no_countrys() -> None:
    profile = ("poacc:billing:01", "poacc:selfbilling:01")
    raw = invoice(
        (BILLING, SELF_BILLING),
        profile,
        ("TypeCode>380<", "TypeCode>389<"),
        ("50501055", "x"),
    )

    assert rules(raw, "self_billing_invoice") == set()
    # What type fits is only asked in Peppol's own processes of billing, and this is none of them.
    assert rules(raw) == {
        "PEPPOL-EN16931-R004",
        "PEPPOL-EN16931-R007",
        "SE-R-008",
        "SE-R-009",
    }


def test_more_of_a_card_number_than_its_last_digits_is_a_warning() -> None:
    card = (
        "<cac:CardAccount><cbc:PrimaryAccountNumberID>{}</cbc:PrimaryAccountNumberID>"
        "<cbc:NetworkID>VISA</cbc:NetworkID></cac:CardAccount><cac:PayeeFinancialAccount>"
    )

    shown = {
        number: rules(invoice(("<cac:PayeeFinancialAccount>", card.format(number))))
        for number in ("1234", "4111111111111111")
    }

    assert shown == {"1234": set(), "4111111111111111": {"BR-51"}}


def test_a_payee_is_another_than_the_seller() -> None:
    means = "<cac:PaymentMeans>"
    payee = (
        "<cac:PayeeParty><cac:PartyName><cbc:Name>{}</cbc:Name></cac:PartyName></cac:PayeeParty>"
    )

    assert rules(invoice((means, payee.format("Factoring AB") + means))) == set()
    assert rules(invoice((means, payee.format("Grossisten") + means))) == {"BR-17"}
    assert rules(invoice((means, payee.format("Grossisten AB") + means))) == {
        "UBL-SR-19",
        "UBL-SR-20",
        "UBL-SR-21",
    }


def test_split_payment_is_for_italians() -> None:
    split = invoice(
        ("<cbc:ID>S</cbc:ID><cbc:Percent>25", "<cbc:ID>B</cbc:ID><cbc:Percent>25"),
    )

    assert rules(split) == {"BR-B-01"}


def test_a_half_is_rounded_upwards_also_below_zero() -> None:
    assert rounded(Decimal("1.005")) == Decimal("1.01")
    assert rounded(Decimal("-1.005")) == Decimal("-1.00")


def test_numbers_of_countries_have_check_digits() -> None:
    assert is_iban("DE89 3704 0044 0532 0130 00")
    assert not is_iban("DE88370400440532013000")
    assert is_tax_number("061828591")
    assert not is_tax_number("061828592")


def test_a_german_discount_for_prompt_payment_is_written_as_agreed() -> None:
    terms = "<cac:PaymentTerms><cbc:Note>{}</cbc:Note></cac:PaymentTerms><cac:TaxTotal>"
    german = between("DE", "DE")

    def found(note: str) -> set[str]:
        raw = invoice(*german, ("<cac:TaxTotal>", terms.format(note)))
        return {rule for rule in rules(raw) if rule == "DE-R-018"}

    assert found("#SKONTO#TAGE=14#PROZENT=2.00#\n") == set()
    assert found("#SKONTO#TAGE=14#PROZENT=2#\n") == {"DE-R-018"}
    assert found("#SKONTO#TAGE=14#PROZENT=2.00#") == {"DE-R-018"}
    assert found("Inom 30 dagar") == set()


def test_a_text_of_a_million_signs_is_judged_at_once() -> None:
    """What strangers send is not searched again and again."""
    long = "a" + "#" * 1_000_000
    charge = (
        "<cac:AllowanceCharge><cbc:ChargeIndicator>true</cbc:ChargeIndicator>"
        "<cbc:AllowanceChargeReasonCode>ZZZ</cbc:AllowanceChargeReasonCode>"
        f"<cbc:AllowanceChargeReason>{long}</cbc:AllowanceChargeReason></cac:AllowanceCharge>"
    )
    contact = f"<cac:Contact><cbc:Telephone>12{long}</cbc:Telephone></cac:Contact>"

    danish = invoice(*between("DK", "DK"), ("<cac:TaxTotal>", charge + "<cac:TaxTotal>"))
    german = invoice(*between("DE", "DE"), (SELLER_ENDS, contact + SELLER_ENDS))

    assert "DK-R-004" in rules(danish)
    assert {"DE-R-005", "DE-R-007", "DE-R-027", "DE-R-028"} <= rules(german)
