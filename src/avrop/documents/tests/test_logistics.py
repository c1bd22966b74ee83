"""Rules of the logistics documents and of the message level status, on documents made by hand."""

import pytest

from avrop.documents import judge, message, place_in_words
from avrop.documents.findings import Severity
from avrop.documents.parsing import parse_for_growing
from avrop.documents.recognise import KINDS
from avrop.documents.rules import faults_of, in_force
from avrop.documents.ubl.growth import grown
from avrop.documents.ubl.tree import AGGREGATES, BASICS


def document(kind: str, content: str) -> bytes:
    """A fragment of a document of a kind."""
    root = KINDS[kind].root
    return (
        f'<{root} xmlns="{KINDS[kind].namespace}" xmlns:cac="{AGGREGATES}" xmlns:cbc="{BASICS}">'
        f"{content}</{root}>"
    ).encode()


def broken(
    kind: str,
    content: str,
    prefix: str,
    severity: Severity = Severity.FATAL,
) -> set[str]:
    """The rules of a prefix that a document with this content breaks."""
    tree = grown(parse_for_growing(document(kind, content)))
    faults = faults_of(tree, KINDS[kind], in_force())
    return {
        fault.rule_id.removeprefix(prefix)
        for fault in faults
        if fault.rule_id.startswith(prefix) and fault.severity is severity
    }


def despatch(content: str, severity: Severity = Severity.FATAL) -> set[str]:
    return broken("advanced_despatch_advice", content, "PEPPOL-T120-R", severity)


def receipt(content: str) -> set[str]:
    return broken("receipt_advice", content, "PEPPOL-T128-R")


def period(content: str) -> str:
    return (
        "<cac:Shipment><cac:Delivery><cac:EstimatedDeliveryPeriod>"
        f"{content}</cac:EstimatedDeliveryPeriod></cac:Delivery></cac:Shipment>"
    )


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        ("<cbc:StartDate>2026-03-02</cbc:StartDate><cbc:EndDate>2026-03-02</cbc:EndDate>", set()),
        ("<cbc:StartDate>2026-03-02</cbc:StartDate><cbc:EndDate>2026-03-01</cbc:EndDate>", {"012"}),
        (
            "<cbc:StartDate>2026-03-02</cbc:StartDate><cbc:StartTime>12:00:00</cbc:StartTime>"
            "<cbc:EndDate>2026-03-02</cbc:EndDate><cbc:EndTime>11:00:00</cbc:EndTime>",
            {"015"},
        ),
        ("<cbc:StartDate>2026-03-02</cbc:StartDate><cbc:EndTime>11:00:00</cbc:EndTime>", {"013", "014"}),
    ],
)  # fmt: skip
def test_a_period_of_delivery_ends_no_earlier_than_it_starts(content: str, rules: set[str]) -> None:
    assert despatch(period(content)) == rules


def units(*weights: tuple[str, str]) -> str:
    return "".join(
        "<cac:TransportHandlingUnit><cac:MeasurementDimension><cbc:AttributeID>AAB</cbc:AttributeID>"
        f'<cbc:Measure unitCode="{unit}">{weight}</cbc:Measure></cac:MeasurementDimension>'
        "</cac:TransportHandlingUnit>"
        for weight, unit in weights
    )


@pytest.mark.parametrize(
    ("gross", "parts", "rules"),
    [
        ("2061.0", (("1030.5", "KGM"), ("1030.5", "KGM")), set()),
        ("2090", (("1030.5", "KGM"), ("1060.5", "KGM")), {"018"}),
        ("2060", (("1030", "KGM"), ("1.03", "TNE")), set()),
        ("2060", (), set()),
    ],
)
def test_a_shipment_weighs_what_its_units_weigh_when_they_are_weighed_alike(
    gross: str,
    parts: tuple[tuple[str, str], ...],
    rules: set[str],
) -> None:
    weight = f'<cbc:GrossWeightMeasure unitCode="KGM">{gross}</cbc:GrossWeightMeasure>'

    content = f"<cac:Shipment>{weight}{units(*parts)}</cac:Shipment>"

    assert despatch(content, Severity.WARNING) == rules


def test_goods_in_a_package_belong_to_a_line() -> None:
    goods = "<cac:GoodsItem><cbc:ID>{}</cbc:ID></cac:GoodsItem>"
    packed = f"<cac:Package><cac:ContainedPackage>{goods}</cac:ContainedPackage></cac:Package>"
    unit = f"<cac:TransportHandlingUnit>{packed}</cac:TransportHandlingUnit>"
    line = "<cac:DespatchLine><cbc:ID>10</cbc:ID></cac:DespatchLine>"

    assert "020" not in despatch(f"<cac:Shipment>{unit.format('10')}</cac:Shipment>{line}")
    assert "020" in despatch(f"<cac:Shipment>{unit.format('11')}</cac:Shipment>{line}")


STATUS = "<cac:DespatchDocumentReference>{}</cac:DespatchDocumentReference>"
ACCEPTED = STATUS.format("<cbc:DocumentStatusCode>AP</cbc:DocumentStatusCode>")
SHIPMENT = "<cac:Shipment><cbc:ID>7</cbc:ID></cac:Shipment>"


@pytest.mark.parametrize(
    ("code", "content", "is_broken"),
    [
        ("D", ACCEPTED, False),
        ("D", ACCEPTED + SHIPMENT, True),
        ("D", STATUS.format(""), True),
        ("S", STATUS.format("") + SHIPMENT, False),
        ("S", ACCEPTED + SHIPMENT, True),
        ("S", STATUS.format(""), True),
    ],
)
def test_a_receipt_answers_an_advice_or_tells_of_goods(
    code: str,
    content: str,
    *,
    is_broken: bool,
) -> None:
    stated = f"<cbc:ReceiptAdviceTypeCode>{code}</cbc:ReceiptAdviceTypeCode>"

    assert ("023" in receipt(stated + content)) is is_broken


@pytest.mark.parametrize(
    ("content", "rules"),
    [
        ("<cbc:ConditionCode>AP</cbc:ConditionCode>", set()),
        ("<cbc:ConditionCode>RE</cbc:ConditionCode>", {"025", "026"}),
        ("<cbc:StatusReasonCode>3</cbc:StatusReasonCode>", {"025", "026"}),
    ],
)
def test_a_consignment_is_accepted_or_has_a_reason(content: str, rules: set[str]) -> None:
    status = f"<cac:Status>{content}</cac:Status>"

    found = receipt(f"<cac:Shipment><cac:Consignment>{status}</cac:Consignment></cac:Shipment>")

    assert found == rules


def test_what_is_rejected_has_an_action_a_code_and_a_reason() -> None:
    line = "<cac:ReceiptLine><cbc:RejectedQuantity>1</cbc:RejectedQuantity></cac:ReceiptLine>"

    assert receipt(line) == {"004", "005", "006"}


def test_danish_numbers_are_only_warned_about_in_logistics() -> None:
    party = '<cac:PartyIdentification><cbc:ID schemeID="0198">1</cbc:ID></cac:PartyIdentification>'
    content = f"<cac:SenderParty>{party}</cac:SenderParty>"

    assert broken("logistics_response", content, "PEPPOL-COMMON-R") == set()
    assert "053" in broken("logistics_response", content, "PEPPOL-COMMON-R", Severity.WARNING)


def test_a_party_of_a_logistics_response_has_a_name_or_an_identifier() -> None:
    name = "<cac:PartyName><cbc:Name>Kajsa</cbc:Name></cac:PartyName>"
    content = f"<cac:SenderParty/><cac:ReceiverParty>{name}</cac:ReceiverParty>"

    assert broken("logistics_response", content, "PEPPOL-T129-") == {"R031"}


PROVIDER = '<cbc:EndpointID schemeID="0242">{}</cbc:EndpointID>'


def status_message(
    answer: str,
    *,
    address: str = PROVIDER.format("123456"),
    time: str = "12:00:00Z",
) -> set[str]:
    head = (
        "<cbc:CustomizationID>urn:peppol:edec:mls:1.0</cbc:CustomizationID>"
        "<cbc:ProfileID>urn:peppol:edec:mls</cbc:ProfileID><cbc:ID>1</cbc:ID>"
        f"<cbc:IssueDate>2026-03-02</cbc:IssueDate><cbc:IssueTime>{time}</cbc:IssueTime>"
        f"<cac:SenderParty>{address}</cac:SenderParty>"
        f"<cac:ReceiverParty>{PROVIDER.format('234567-mls.P12345.99')}</cac:ReceiverParty>"
    )
    reference = "<cac:DocumentReference><cbc:ID>a</cbc:ID></cac:DocumentReference>"
    content, _, issues = answer.partition("|")
    response = f"<cac:Response>{content}</cac:Response>{reference}{issues}"
    return broken(
        "mls", f"{head}<cac:DocumentResponse>{response}</cac:DocumentResponse>", "SCH-MLS-"
    )


def answered(code: str) -> str:
    return f"<cbc:ResponseCode>{code}</cbc:ResponseCode><cbc:Description>x</cbc:Description>"


def issue(code: str) -> str:
    status = f"<cac:Status><cbc:StatusReasonCode>{code}</cbc:StatusReasonCode></cac:Status>"
    return (
        "|<cac:LineResponse><cac:LineReference><cbc:LineID>/Order</cbc:LineID></cac:LineReference>"
        f"<cac:Response><cbc:Description>x</cbc:Description>{status}</cac:Response>"
        "</cac:LineResponse>"
    )


@pytest.mark.parametrize(
    ("answer", "rules"),
    [
        (answered("AP"), set()),
        (answered("AB") + issue("BW"), set()),
        (answered("RE") + issue("BV"), set()),
        (answered("RE") + issue("FD"), set()),
        (answered("RE"), {"23", "24"}),
        (answered("RE") + issue("BW"), {"24"}),
        (answered("AP") + issue("SV"), {"25"}),
        (answered("OK"), {"19"}),
        ("<cbc:ResponseCode>RE</cbc:ResponseCode>" + issue("BV"), {"20", "21"}),
    ],
)
def test_a_rejection_and_only_a_rejection_tells_of_a_failure(answer: str, rules: set[str]) -> None:
    assert status_message(answer) == rules


@pytest.mark.parametrize(
    ("address", "rules"),
    [
        ("", {"07", "08", "09", "10", "11"}),
        (PROVIDER.format(""), {"08", "09"}),
        (PROVIDER.format("123456-MLS.ab"), {"09"}),
        ("<cbc:EndpointID>123456</cbc:EndpointID>", {"10", "11"}),
        ('<cbc:EndpointID schemeID="0007">123456</cbc:EndpointID>', {"11"}),
    ],
)
def test_a_status_comes_from_a_service_provider(address: str, rules: set[str]) -> None:
    assert status_message(answered("AP"), address=address) == rules


def test_the_time_of_a_status_tells_its_zone() -> None:
    assert status_message(answered("AP"), time="12:00:00") == {"06"}
    assert status_message(answered("AP"), time="12:00:00+01:00") == set()


def test_a_fault_in_a_receipt_points_at_its_line() -> None:
    line = (
        "<cac:ReceiptLine><cbc:ID>7</cbc:ID>"
        "<cbc:ShortQuantity>1</cbc:ShortQuantity></cac:ReceiptLine>"
    )

    raw = document("receipt_advice", line)

    (finding,) = (
        one
        for one in judge(raw, kind=KINDS["receipt_advice"], all_rules=True).findings
        if one.rule_id == "PEPPOL-T128-R007"
    )
    assert place_in_words(finding, "sv") == "rad 7, åtgärd för brist"
    assert message(finding, "en") == "Missing: action on the shortage."
