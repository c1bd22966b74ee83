"""Accounts and parties of payments, as Swedish banks write them in ISO 20022.

A bankgiro number stands in Othr/Id with the proprietary scheme BGNR, below an agent that names the
clearing system SESBA and its member 9900; a plusgiro number is a BBAN at member 9960; anything else
is an IBAN or a BBAN (clearing number and account number).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from avrop.documents.finance.iso20022 import Element, add, add_if, first, text
from avrop.documents.findings import UnreadableDocument, unreadable
from avrop.values import Bankgiro, Iban, InvalidIdentifier, Plusgiro

SWEDISH_CLEARING = "SESBA"
BANKGIRO_MEMBER = "9900"
PLUSGIRO_MEMBER = "9960"
BANKGIRO_SCHEME = "BGNR"
BBAN_SCHEME = "BBAN"


class AccountKind(StrEnum):
    """In which numbering an account is named."""

    IBAN = "iban"
    BANKGIRO = "bankgiro"
    PLUSGIRO = "plusgiro"
    BBAN = "bban"


_CLEARING_MEMBERS = {
    AccountKind.BANKGIRO: BANKGIRO_MEMBER,
    AccountKind.PLUSGIRO: PLUSGIRO_MEMBER,
}


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account by kind and number, in canonical form when made by the class methods."""

    kind: AccountKind
    number: str

    @classmethod
    def bankgiro(cls, number: str) -> Self:
        """A bankgiro number; raises InvalidIdentifier."""
        return cls(AccountKind.BANKGIRO, str(Bankgiro.parse(number)))

    @classmethod
    def plusgiro(cls, number: str) -> Self:
        """A plusgiro number; raises InvalidIdentifier."""
        return cls(AccountKind.PLUSGIRO, str(Plusgiro.parse(number)))

    @classmethod
    def iban(cls, number: str) -> Self:
        """An IBAN; raises InvalidIdentifier."""
        return cls(AccountKind.IBAN, str(Iban.parse(number)))

    @classmethod
    def bban(cls, number: str) -> Self:
        """Clearing number and account number, or whatever else the bank calls an account."""
        return cls(AccountKind.BBAN, number)


@dataclass(frozen=True, slots=True)
class PaymentParty:
    """Who pays or is paid: name, and where known organisation number and country (ISO 3166)."""

    name: str
    organisation_number: str = ""
    country: str = ""


NOBODY = PaymentParty("")


def write_party(parent: Element, name: str, party: PaymentParty) -> Element:
    """A party element: name, country, organisation number."""
    element = add(parent, name)
    add_if(element, "Nm", party.name)
    add_if(element, "PstlAdr/Ctry", party.country)
    if party.organisation_number:
        other = add(element, "Id/OrgId/Othr")
        add(other, "Id", party.organisation_number)
        add(other, "SchmeNm/Cd", "COID")
    return element


def read_party(node: Element | None) -> PaymentParty:
    """A party, also below the Pty that the set of 2019 puts in between in reports."""
    if node is None:
        return NOBODY
    inner = first(node, "Pty")
    node = node if inner is None else inner
    return PaymentParty(
        text(node, "Nm"), text(node, "Id/OrgId/Othr/Id"), text(node, "PstlAdr/Ctry")
    )


def write_account(parent: Element, name: str, account: BankAccount, currency: str = "") -> Element:
    """An account element with its scheme, and its currency when given."""
    element = add(parent, name)
    identification = add(element, "Id")
    if account.kind is AccountKind.IBAN:
        add(identification, "IBAN", account.number)
    else:
        other = add(identification, "Othr")
        add(other, "Id", account.number)
        if account.kind is AccountKind.BANKGIRO:
            add(other, "SchmeNm/Prtry", BANKGIRO_SCHEME)
        else:
            add(other, "SchmeNm/Cd", BBAN_SCHEME)
    add_if(element, "Ccy", currency)
    return element


def read_account(node: Element | None, agent: Element | None = None) -> BankAccount | None:
    """The account in an element; its agent tells a plusgiro number from another BBAN.

    Raises UnreadableDocument for an IBAN, bankgiro or plusgiro number with wrong check digits.
    """
    if node is None:
        return None
    try:
        return _account(node, agent)
    except InvalidIdentifier as refusal:
        raise unreadable("finance.wrong_account", text=refusal.values["text"]) from None


def reported_account(node: Element | None, agent: Element | None = None) -> BankAccount | None:
    """As `read_account`, for the other side of what a bank has booked.

    The money has moved, so a number with wrong check digits is kept as the bank wrote it.
    """
    try:
        return read_account(node, agent)
    except UnreadableDocument as refusal:
        return BankAccount.bban(refusal.findings[0].values["text"])


def _account(node: Element, agent: Element | None) -> BankAccount | None:
    iban, number = text(node, "Id/IBAN"), text(node, "Id/Othr/Id")
    if iban:
        return BankAccount.iban(iban)
    if not number:
        return None
    if text(node, "Id/Othr/SchmeNm/Prtry") == BANKGIRO_SCHEME:
        return BankAccount.bankgiro(number)
    member = "" if agent is None else text(agent, "FinInstnId/ClrSysMmbId/MmbId")
    if member == BANKGIRO_MEMBER:
        return BankAccount.bankgiro(number)
    if member == PLUSGIRO_MEMBER:
        return BankAccount.plusgiro(number)
    return BankAccount.bban(number)


def write_agent(
    parent: Element, name: str, *, bic: str = "", account: BankAccount | None = None, bic_tag: str
) -> None:
    """The bank of an account: its BIC, and for giro numbers their clearing member.

    `bic_tag` is BIC in the older messages and BICFI in those of 2019. Nothing is written when
    neither is known.
    """
    member = _CLEARING_MEMBERS.get(account.kind, "") if account else ""
    if not bic and not member:
        return
    institution = add(parent, f"{name}/FinInstnId")
    add_if(institution, bic_tag, bic)
    if member:
        clearing = add(institution, "ClrSysMmbId")
        add(clearing, "ClrSysId/Cd", SWEDISH_CLEARING)
        add(clearing, "MmbId", member)


def read_bic(agent: Element | None) -> str:
    """The BIC of an agent element of either generation; empty when there is none."""
    if agent is None:
        return ""
    return text(agent, "FinInstnId/BICFI") or text(agent, "FinInstnId/BIC")
