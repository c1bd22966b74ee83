"""Check digits catch a slip of the finger, and every spelling ends in one form."""

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from avrop.values import identifiers
from avrop.values.identifiers import (
    Bankgiro,
    Gln,
    Gtin,
    InvalidIdentifier,
    OcrReference,
    OrganisationNumber,
    PeppolParticipant,
    Plusgiro,
    Sscc,
)

Parser = Callable[[str], str]


def refusal_code(parse: Parser, text: str) -> str:
    with pytest.raises(InvalidIdentifier) as refusal:
        parse(text)
    return refusal.value.code


@pytest.mark.parametrize(
    ("parse", "text", "canonical"),
    [
        (Gln.parse, "7300010000001", "7300010000001"),
        (Gtin.parse, "4006381333931", "4006381333931"),
        (Gtin.parse, "96385074", "96385074"),
        (Sscc.parse, "106141412345678908", "106141412345678908"),
        (Sscc.parse, "(00)106141412345678908", "106141412345678908"),
        (Sscc.parse, "00106141412345678908", "106141412345678908"),
        (OrganisationNumber.parse, "556036-0793", "5560360793"),
        (OrganisationNumber.parse, "16556036-0793", "5560360793"),
        (OrganisationNumber.parse, "165560360793", "5560360793"),
        (Bankgiro.parse, "5050-1055", "50501055"),
        (Bankgiro.parse, "991-2346", "9912346"),
        (Plusgiro.parse, "28 65 43-4", "2865434"),
        (identifiers.Iban.parse, "se45 5000 0000 0583 9825 7466", "SE4550000000058398257466"),
        (PeppolParticipant.parse, "0007:556036-0793", "0007:5560360793"),
        (PeppolParticipant.parse, "iso6523-actorid-upis::0088:7300010000001", "0088:7300010000001"),
        (PeppolParticipant.parse, "0192:991825827", "0192:991825827"),
        (PeppolParticipant.parse, "0208:0428643097", "0208:0428643097"),
        (PeppolParticipant.parse, "9925:BE0428643097", "9925:be0428643097"),
    ],
)
def test_every_spelling_is_read_into_one_form(parse: Parser, text: str, canonical: str) -> None:
    assert parse(text) == canonical


@pytest.mark.parametrize(
    ("parse", "text", "code"),
    [
        (Gln.parse, "7300010000002", "identifiers.gln_check_digit"),
        (Gln.parse, "730001000000", "identifiers.gln_shape"),
        (Gtin.parse, "4006381333930", "identifiers.gtin_check_digit"),
        (Sscc.parse, "106141412345678909", "identifiers.sscc_check_digit"),
        (OrganisationNumber.parse, "5560360794", "identifiers.organisation_number_check_digit"),
        (OrganisationNumber.parse, "185560360793", "identifiers.organisation_number_shape"),
        (Bankgiro.parse, "5050-1056", "identifiers.bankgiro_check_digit"),
        (Plusgiro.parse, "123456789", "identifiers.plusgiro_shape"),
        (identifiers.Iban.parse, "SE4550000000058398257467", "identifiers.iban_check_digit"),
        (identifiers.Iban.parse, "SE45", "identifiers.iban_shape"),
        (OcrReference.parse, "12A4", "identifiers.ocr_reference_shape"),
        (Gln.parse, "٧٣٠٠٠١٠٠٠٠٠٠١", "identifiers.gln_shape"),
        (PeppolParticipant.parse, "5560360793", "identifiers.peppol_participant_shape"),
        (PeppolParticipant.parse, "0007:5560360794", "identifiers.organisation_number_check_digit"),
        (PeppolParticipant.parse, "0088:7300010000002", "identifiers.gln_check_digit"),
        (PeppolParticipant.parse, "0192:991825828", "identifiers.peppol_participant_check_digit"),
        (PeppolParticipant.parse, "0208:0428643098", "identifiers.peppol_participant_check_digit"),
        (PeppolParticipant.parse, "0151:51824753557", "identifiers.peppol_participant_check_digit"),
    ],
)
def test_what_is_wrong_has_a_stable_code(parse: Parser, text: str, code: str) -> None:
    assert refusal_code(parse, text) == code


def test_a_refusal_says_which_digit_was_expected() -> None:
    with pytest.raises(InvalidIdentifier) as refusal:
        Gln.parse("7300010000002")

    assert refusal.value.values == {"text": "7300010000002", "expected": "1"}


MADE = st.one_of(
    st.integers(0, 10**5 - 1).map(lambda number: identifiers.gln("7300010", number)),
    st.integers(0, 10**9 - 1).map(lambda number: identifiers.sscc(3, "7300010", number)),
    st.integers(0, 10**9 - 1).map(lambda n: identifiers.organisation_number(f"{n:09}")),
    st.integers(10**6, 10**7 - 1).map(lambda number: identifiers.bankgiro(str(number))),
    st.integers(1, 10**7 - 1).map(lambda number: identifiers.plusgiro(str(number))),
    st.integers(1, 10**20).map(identifiers.ocr_reference),
)


@given(MADE, st.data())
def test_every_single_wrong_digit_is_caught(made: Gln, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(made) - 1))
    digit = data.draw(st.sampled_from("0123456789"))
    assume(digit != made[place])

    wrong = made[:place] + digit + made[place + 1 :]

    assert refusal_code(type(made).parse, wrong).endswith("_check_digit")


@given(MADE)
def test_what_is_made_is_read_back(made: Gln) -> None:
    assert type(made).parse(made) == made


def test_numbers_are_shown_as_people_write_them() -> None:
    assert Bankgiro.parse("50501055").hyphenated == "5050-1055"
    assert Bankgiro.parse("9912346").hyphenated == "991-2346"
    assert Plusgiro.parse("2865434").hyphenated == "28 65 43-4"
    assert identifiers.plusgiro("12345").hyphenated == "1 23 45-5"
    assert OrganisationNumber.parse("5560360793").hyphenated == "556036-0793"
    assert OrganisationNumber.parse("5560360793").vat_number == "SE556036079301"
    assert Gtin.parse("96385074").fourteen == "00000096385074"


def test_a_sole_traders_number_is_known_to_be_a_persons() -> None:
    assert OrganisationNumber.parse("121212-1212").belongs_to_a_person
    assert not OrganisationNumber.parse("556036-0793").belongs_to_a_person


def test_an_ocr_reference_is_held_to_what_the_payee_agreed_with_the_bank() -> None:
    soft = identifiers.ocr_reference(1001)
    with_length = identifiers.ocr_reference(1001, length_digit=True)

    assert (soft, with_length) == ("10017", "100164")
    assert OcrReference.parse("100164", length_digit=True) == with_length
    with pytest.raises(InvalidIdentifier) as wrong_length_digit:
        OcrReference.parse("10017", length_digit=True)
    assert wrong_length_digit.value.code == "identifiers.ocr_reference_length_digit"
    with pytest.raises(InvalidIdentifier) as wrong_length:
        OcrReference.parse("10017", fixed_lengths=frozenset({6, 8}))
    assert wrong_length.value.values == {"text": "10017", "expected": "6, 8"}


def test_a_participant_is_taken_apart_and_qualified() -> None:
    participant = PeppolParticipant.of("0007", "5560360793")

    assert (participant.scheme, participant.value) == ("0007", "5560360793")
    assert participant.qualified == "iso6523-actorid-upis::0007:5560360793"
