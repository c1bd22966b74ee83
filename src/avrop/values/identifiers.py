"""Identifiers with check digits: read in any common spelling, kept in one canonical form.

Each class is a `str` in canonical form that only `parse` makes, so a value of the type has passed
its check. Refusals carry a stable code and values; their words live where they are shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import ClassVar, Self

_SEPARATORS = str.maketrans("", "", " -\u00a0\u2011\u2013")


class InvalidIdentifier(ValueError):
    """A text is not the identifier it was taken for.

    `code` is stable (`identifiers.gln_check_digit`), `values` hold the text and what was expected.
    """

    def __init__(self, code: str, values: Mapping[str, str]) -> None:
        super().__init__(code)
        self.code = code
        self.values = dict(values)


def gs1_check_digit(body: str) -> str:
    """The last digit of GLN, GTIN and SSCC: weights 3 and 1 from the right (GS1 General
    Specifications 7.9)."""
    weighted = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))
    )
    return str(-weighted % 10)


def luhn_check_digit(body: str) -> str:
    """The modulus 10 check digit of organisation numbers, bankgiro, plusgiro and OCR."""
    total = 0
    for place, digit in enumerate(reversed(body)):
        doubled = int(digit) * (2 if place % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


class _CheckedDigits(str):
    """Digits of certain lengths whose last one checks the others."""

    __slots__ = ()
    name: ClassVar[str]
    lengths: ClassVar[frozenset[int]]
    check_digit: ClassVar[staticmethod[[str], str]]

    @classmethod
    def parse(cls, text: str) -> Self:
        """The canonical digits; raises InvalidIdentifier (`…_shape` or `…_check_digit`)."""
        digits = text.strip().translate(_SEPARATORS)
        if not (digits.isascii() and digits.isdigit() and len(digits) in cls.lengths):
            raise InvalidIdentifier(f"identifiers.{cls.name}_shape", {"text": text})
        expected = cls.check_digit(digits[:-1])
        if digits[-1] != expected:
            values = {"text": text, "expected": expected}
            raise InvalidIdentifier(f"identifiers.{cls.name}_check_digit", values)
        return cls(digits)


class Gln(_CheckedDigits):
    """GS1 Global Location Number, 13 digits: a party, a unit or a place."""

    __slots__ = ()
    name = "gln"
    lengths = frozenset({13})
    check_digit = staticmethod(gs1_check_digit)


class Gtin(_CheckedDigits):
    """GS1 Global Trade Item Number of 8, 12, 13 or 14 digits, kept in the length it was given."""

    __slots__ = ()
    name = "gtin"
    lengths = frozenset({8, 12, 13, 14})
    check_digit = staticmethod(gs1_check_digit)

    @property
    def fourteen(self) -> str:
        """Filled to 14 digits: two spellings of one trade item are equal in this form."""
        return self.rjust(14, "0")


class Sscc(_CheckedDigits):
    """GS1 Serial Shipping Container Code, 18 digits: one handling unit; reads a leading (00)."""

    __slots__ = ()
    name = "sscc"
    lengths = frozenset({18})
    check_digit = staticmethod(gs1_check_digit)

    @classmethod
    def parse(cls, text: str) -> Self:
        """As for any, with the application identifier 00 of a label taken off."""
        code = text.strip()
        if code.startswith("(00)") or (len(code) == 20 and code.startswith("00")):
            code = code.removeprefix("(00)") if code.startswith("(") else code[2:]
        return super().parse(code)


class OrganisationNumber(_CheckedDigits):
    """Swedish organisation number, ten digits without hyphen (lag 1974:174).

    `16` before it and a hyphen are read. A sole trader's number is a personal identity number: see
    `belongs_to_a_person` before it is shown or logged.
    """

    __slots__ = ()
    name = "organisation_number"
    lengths = frozenset({10})
    check_digit = staticmethod(luhn_check_digit)

    @classmethod
    def parse(cls, text: str) -> Self:
        """As for any, with the 16 of the tax agency's twelve-digit form taken off."""
        digits = text.strip().translate(_SEPARATORS)
        if len(digits) == 12 and digits.startswith("16"):
            return super().parse(digits[2:])
        return super().parse(text)

    @property
    def belongs_to_a_person(self) -> bool:
        """Whether it is a personal identity number: only there is the third digit 0 or 1."""
        return self[2] in "01"

    @property
    def hyphenated(self) -> str:
        """As people write it: 556036-0793."""
        return f"{self[:6]}-{self[6:]}"

    @property
    def vat_number(self) -> str:
        """The Swedish VAT number of the organisation: SE, the ten digits, 01."""
        return f"SE{self}01"


class Bankgiro(_CheckedDigits):
    """Swedish bankgiro number, seven or eight digits without hyphen."""

    __slots__ = ()
    name = "bankgiro"
    lengths = frozenset({7, 8})
    check_digit = staticmethod(luhn_check_digit)

    @property
    def hyphenated(self) -> str:
        """As people write it: 123-4567 or 1234-5678."""
        return f"{self[:-4]}-{self[-4:]}"


class Plusgiro(_CheckedDigits):
    """Swedish plusgiro number, two to eight digits without spaces and hyphen."""

    __slots__ = ()
    name = "plusgiro"
    lengths = frozenset(range(2, 9))
    check_digit = staticmethod(luhn_check_digit)

    @property
    def hyphenated(self) -> str:
        """As people write it: pairs from the right, then the check digit: 1 23 45-6."""
        body = self[:-1]
        head = len(body) % 2
        pairs = [body[:head]] * bool(head)
        pairs += [body[start : start + 2] for start in range(head, len(body), 2)]
        return f"{' '.join(pairs)}-{self[-1]}"


class OcrReference(_CheckedDigits):
    """Payment reference that a Swedish payee's bank checks: 2 to 25 digits, the last modulus 10."""

    __slots__ = ()
    name = "ocr_reference"
    lengths = frozenset(range(2, 26))
    check_digit = staticmethod(luhn_check_digit)

    @classmethod
    def parse(
        cls, text: str, *, length_digit: bool = False, fixed_lengths: frozenset[int] = frozenset()
    ) -> Self:
        """The digits, checked as the payee has agreed with the bank.

        `length_digit`: the last digit but one is the length modulo 10 (`…_length_digit`).
        `fixed_lengths`: only references of these lengths (`…_length`).
        """
        reference = super().parse(text)
        if fixed_lengths and len(reference) not in fixed_lengths:
            lengths = ", ".join(str(length) for length in sorted(fixed_lengths))
            values = {"text": text, "expected": lengths}
            raise InvalidIdentifier("identifiers.ocr_reference_length", values)
        if length_digit and reference[-2] != str(len(reference) % 10):
            values = {"text": text, "expected": str(len(reference) % 10)}
            raise InvalidIdentifier("identifiers.ocr_reference_length_digit", values)
        return reference


class Iban(str):
    """International bank account number (ISO 13616), capitals and digits without spaces.

    The check digits are verified; how long an account is in each country is not known here.
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The canonical number; raises InvalidIdentifier (`iban_shape` or `iban_check_digit`)."""
        number = text.strip().translate(_SEPARATORS).upper()
        if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{10,30}", number):
            raise InvalidIdentifier("identifiers.iban_shape", {"text": text})
        digits = "".join(str(int(sign, 36)) for sign in number[4:] + number[:4])
        if int(digits) % 97 != 1:
            raise InvalidIdentifier("identifiers.iban_check_digit", {"text": text})
        return cls(number)

    @property
    def grouped(self) -> str:
        """As people read it: in groups of four."""
        return " ".join(self[start : start + 4] for start in range(0, len(self), 4))


_NORWEGIAN_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_AUSTRALIAN_WEIGHTS = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)


def _norwegian(digits: str) -> bool:
    """Organisation number of Brønnøysund, nine digits, modulus 11 (PEPPOL-COMMON-R041)."""
    if not re.fullmatch("[0-9]{9}", digits):
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, _NORWEGIAN_WEIGHTS, strict=False)
    )
    return -total % 11 == int(digits[-1])


def _belgian(digits: str) -> bool:
    """Enterprise number of Belgium, ten digits, modulus 97 (PEPPOL-COMMON-R043)."""
    return bool(re.fullmatch("[0-9]{10}", digits)) and 97 - int(digits[:8]) % 97 == int(digits[8:])


def _australian(digits: str) -> bool:
    """Australian Business Number, eleven digits, modulus 89 (PEPPOL-COMMON-R050)."""
    if not re.fullmatch("[0-9]{11}", digits):
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, _AUSTRALIAN_WEIGHTS, strict=True)
    )
    return (total - 10) % 89 == 0


_OWN_CHECK: Mapping[str, Callable[[str], str]] = {
    "0007": OrganisationNumber.parse,
    "0088": Gln.parse,
}
_FOREIGN_CHECK: Mapping[str, Callable[[str], bool]] = {
    "0151": _australian,
    "0192": _norwegian,
    "0208": _belgian,
}
_ADDRESSING_SCHEME = "iso6523-actorid-upis::"


class PeppolParticipant(str):
    """Who is reached in the Peppol network: `scheme:value`, such as 0007:5560360793.

    The scheme is an ICD or EAS code of four digits. Values do not differ by case in the network, so
    the canonical form is lower case. Schemes with a check digit that is known here are checked.
    """

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Self:
        """The canonical identifier; raises InvalidIdentifier, with the scheme's code if any."""
        bare = text.strip().lower().removeprefix(_ADDRESSING_SCHEME)
        if not re.fullmatch(r"[0-9]{4}:[a-z0-9][a-z0-9._~:-]{0,134}", bare):
            raise InvalidIdentifier("identifiers.peppol_participant_shape", {"text": text})
        scheme, _, value = bare.partition(":")
        if scheme in _OWN_CHECK:
            return cls(f"{scheme}:{_OWN_CHECK[scheme](value)}")
        if scheme in _FOREIGN_CHECK and not _FOREIGN_CHECK[scheme](value):
            values = {"text": text, "scheme": scheme}
            raise InvalidIdentifier("identifiers.peppol_participant_check_digit", values)
        return cls(bare)

    @classmethod
    def of(cls, scheme: str, value: str) -> Self:
        """From the two parts as documents carry them (`EndpointID` and its `schemeID`)."""
        return cls.parse(f"{scheme}:{value}")

    @property
    def scheme(self) -> str:
        """The four digits that say who gave the number."""
        return self.partition(":")[0]

    @property
    def value(self) -> str:
        """The number itself."""
        return self.partition(":")[2]

    @property
    def qualified(self) -> str:
        """As an envelope and the network's registers write it."""
        return f"{_ADDRESSING_SCHEME}{self}"


def gln(prefix: str, reference: int) -> Gln:
    """The GLN of a GS1 company prefix and a location reference that fills it to twelve digits."""
    body = prefix + str(reference).rjust(12 - len(prefix), "0")
    return Gln.parse(body + gs1_check_digit(body))


def gtin13(prefix: str, reference: int) -> Gtin:
    """The GTIN-13 of a GS1 company prefix and an item reference."""
    return Gtin.parse(gln(prefix, reference))


def sscc(extension: int, prefix: str, serial: int) -> Sscc:
    """The SSCC of an extension digit, a GS1 company prefix and a serial number.

    Raises InvalidIdentifier (`identifiers.sscc_shape`) when the serial does not fit.
    """
    body = f"{extension}{prefix}" + str(serial).rjust(16 - len(prefix), "0")
    return Sscc.parse(body + gs1_check_digit(body))


def organisation_number(nine_digits: str) -> OrganisationNumber:
    """The organisation number that begins with nine digits."""
    return OrganisationNumber.parse(nine_digits + luhn_check_digit(nine_digits))


def bankgiro(body: str) -> Bankgiro:
    """The bankgiro number that begins with six or seven digits."""
    return Bankgiro.parse(body + luhn_check_digit(body))


def plusgiro(body: str) -> Plusgiro:
    """The plusgiro number that begins with one to seven digits."""
    return Plusgiro.parse(body + luhn_check_digit(body))


def ocr_reference(number: int | str, *, length_digit: bool = False) -> OcrReference:
    """The reference for a number of ours, such as an invoice number, with its check digit.

    With `length_digit` the length of the whole reference, modulo 10, stands before the check digit.
    """
    body = str(number)
    if length_digit:
        body += str((len(body) + 2) % 10)
    return OcrReference.parse(body + luhn_check_digit(body), length_digit=length_digit)
