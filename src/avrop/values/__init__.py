"""Values that every floor above speaks in: money, quantities, identifiers, keys, text and dates.

Pure: nothing here knows Django, a database or a clock (but `uuid7`, which is made of time).
"""

from avrop.values.calendar import (
    add_working_days,
    easter_sunday,
    is_bank_day,
    next_bank_day,
    previous_bank_day,
    public_holidays,
    working_days_between,
)
from avrop.values.dates import Dated, DatedTable, NothingInForce
from avrop.values.identifiers import (
    Bankgiro,
    Gln,
    Gtin,
    Iban,
    InvalidIdentifier,
    OcrReference,
    OrganisationNumber,
    PeppolParticipant,
    Plusgiro,
    Sscc,
)
from avrop.values.ids import moment_of, uuid7, uuid7_floor, uuid_in
from avrop.values.money import CurrencyMismatch, Money, minor_unit, money_or_none, rounded_half_up
from avrop.values.quantity import (
    PackFactor,
    Quantity,
    UnitMismatch,
    convert,
    plain,
    plain_or_none,
)
from avrop.values.text import Text
from avrop.values.unit_codes import UNIT_CODES
from avrop.values.units import UNIT_NAMES, is_unit_code, unit_name
from avrop.values.vat import VAT_CATEGORIES, VAT_KINDS, UnknownVatKind, VatRate, vat_rate

__all__ = [
    "UNIT_CODES",
    "UNIT_NAMES",
    "VAT_CATEGORIES",
    "VAT_KINDS",
    "Bankgiro",
    "CurrencyMismatch",
    "Dated",
    "DatedTable",
    "Gln",
    "Gtin",
    "Iban",
    "InvalidIdentifier",
    "Money",
    "NothingInForce",
    "OcrReference",
    "OrganisationNumber",
    "PackFactor",
    "PeppolParticipant",
    "Plusgiro",
    "Quantity",
    "Sscc",
    "Text",
    "UnitMismatch",
    "UnknownVatKind",
    "VatRate",
    "add_working_days",
    "convert",
    "easter_sunday",
    "is_bank_day",
    "is_unit_code",
    "minor_unit",
    "moment_of",
    "money_or_none",
    "next_bank_day",
    "plain",
    "plain_or_none",
    "previous_bank_day",
    "public_holidays",
    "rounded_half_up",
    "unit_name",
    "uuid7",
    "uuid7_floor",
    "uuid_in",
    "vat_rate",
    "working_days_between",
]
