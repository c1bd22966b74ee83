"""camt.054: the bank says what it has booked (ISO 20022 BankToCustomerDebitCreditNotification).

An entry is one line on the account; it holds one transaction, or many when the bank books a batch
as one sum. The end-to-end id leads from a transaction back to the payment it settles.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from avrop.documents.finance.bank_accounts import (
    NOBODY,
    BankAccount,
    PaymentParty,
    read_account,
    read_party,
    reported_account,
    write_account,
    write_agent,
    write_party,
)
from avrop.documents.finance.iso20022 import (
    Element,
    add,
    add_amount,
    add_if,
    amount,
    date_at,
    each,
    first,
    moment_at,
    moment_text,
    opened,
    required_text,
    serialised,
    started,
    text,
    unknown_code,
)
from avrop.documents.finance.pain001 import Remittance, read_remittance, write_remittance
from avrop.documents.findings import unreadable
from avrop.values import Money

CAMT_054_02 = "camt.054.001.02"
CAMT_054_08 = "camt.054.001.08"
_BODY = "BkToCstmrDbtCdtNtfctn"
_BODIES = {CAMT_054_02: _BODY, CAMT_054_08: _BODY}


class Direction(StrEnum):
    """Whether money left the account or came to it."""

    DEBIT = "debit"
    CREDIT = "credit"


_INDICATORS = {Direction.DEBIT: "DBIT", Direction.CREDIT: "CRDT"}
_DIRECTIONS = {indicator: direction for direction, indicator in _INDICATORS.items()}


@dataclass(frozen=True, slots=True)
class BookedTransaction:
    """One payment within an entry.

    `counterparty` is the payee of a debit and the payer of a credit. `return_reason` is set when a
    payment comes back.
    """

    amount: Money
    direction: Direction
    end_to_end_id: str = ""
    message_id: str = ""
    batch_id: str = ""
    instruction_id: str = ""
    counterparty: PaymentParty = NOBODY
    counterparty_account: BankAccount | None = None
    remittance: tuple[Remittance, ...] = ()
    remarks: tuple[str, ...] = ()
    return_reason: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line on an account. `status` BOOK means that it stands; dates are the bank's."""

    amount: Money
    direction: Direction
    booking_date: date | None
    value_date: date | None
    transactions: tuple[BookedTransaction, ...]
    status: str = "BOOK"
    bank_reference: str = ""
    transaction_code: tuple[str, str, str] = ("", "", "")

    @property
    def is_booked(self) -> bool:
        """Whether the money has moved, rather than being announced."""
        return self.status == "BOOK"


@dataclass(frozen=True, slots=True)
class AccountNotification:
    """Entries of one account."""

    notification_id: str
    created_at: datetime
    account: BankAccount
    entries: tuple[Entry, ...]
    currency: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class BookingNotification:
    """A camt.054 file; `message` names its version."""

    message_id: str
    created_at: datetime
    notifications: tuple[AccountNotification, ...]
    message: str = CAMT_054_02


def write(document: BookingNotification) -> bytes:
    """The notification as bytes."""
    root, body = started(document.message, _BODY)
    header = add(body, "GrpHdr")
    add(header, "MsgId", document.message_id)
    add(header, "CreDtTm", moment_text(document.created_at))
    is_new = document.message != CAMT_054_02
    for notification in document.notifications:
        node = add(body, "Ntfctn")
        add(node, "Id", notification.notification_id)
        add(node, "CreDtTm", moment_text(notification.created_at))
        account = write_account(node, "Acct", notification.account, notification.currency)
        add_if(account, "Ownr/Nm", notification.owner)
        for entry in notification.entries:
            _write_entry(node, entry, is_new=is_new)
    return serialised(root)


def read(raw: bytes) -> BookingNotification:
    """The notification in bytes; raises UnreadableDocument."""
    message, body = opened(raw, _BODIES)
    header = first(body, "GrpHdr")
    if header is None:
        raise unreadable("finance.missing", element="GrpHdr")
    return BookingNotification(
        message_id=required_text(header, "MsgId"),
        created_at=moment_at(header, "CreDtTm"),
        notifications=tuple(_read_notification(node, header) for node in each(body, "Ntfctn")),
        message=message,
    )


def _write_entry(notification: Element, entry: Entry, *, is_new: bool) -> None:
    node = add(notification, "Ntry")
    add_amount(node, "Amt", entry.amount)
    add(node, "CdtDbtInd", _INDICATORS[entry.direction])
    add(node, "Sts/Cd" if is_new else "Sts", entry.status)
    for name, day in (("BookgDt", entry.booking_date), ("ValDt", entry.value_date)):
        if day is not None:
            add(node, f"{name}/Dt", day.isoformat())
    add_if(node, "AcctSvcrRef", entry.bank_reference)
    _write_transaction_code(node, entry.transaction_code)
    if entry.transactions:
        details = add(node, "NtryDtls")
        for transaction in entry.transactions:
            _write_transaction(add(details, "TxDtls"), transaction, is_new=is_new)


def _write_transaction_code(node: Element, code: tuple[str, str, str]) -> None:
    """BkTxCd is mandatory and may be empty."""
    element = add(node, "BkTxCd")
    if any(code):
        domain = add(element, "Domn")
        add(domain, "Cd", code[0])
        family = add(domain, "Fmly")
        add(family, "Cd", code[1])
        add(family, "SubFmlyCd", code[2])


def _write_transaction(node: Element, transaction: BookedTransaction, *, is_new: bool) -> None:
    ids = {
        "MsgId": transaction.message_id,
        "PmtInfId": transaction.batch_id,
        "InstrId": transaction.instruction_id,
        "EndToEndId": transaction.end_to_end_id,
    }
    if any(ids.values()):
        references = add(node, "Refs")
        for name, value in ids.items():
            add_if(references, name, value)
    if is_new:
        add_amount(node, "Amt", transaction.amount)
        add(node, "CdtDbtInd", _INDICATORS[transaction.direction])
    else:
        add_amount(node, "AmtDtls/TxAmt/Amt", transaction.amount)
    _write_counterparty(node, transaction, is_new=is_new)
    write_remittance(node, transaction.remittance, transaction.remarks)
    add_if(node, "RtrInf/Rsn/Cd", transaction.return_reason)


def _write_counterparty(node: Element, transaction: BookedTransaction, *, is_new: bool) -> None:
    role = _role(transaction.direction)
    account = transaction.counterparty_account
    named = transaction.counterparty != NOBODY
    if named or account:
        parties = add(node, "RltdPties")
        if named:
            place = add(parties, role) if is_new else parties
            write_party(place, "Pty" if is_new else role, transaction.counterparty)
        if account:
            write_account(parties, f"{role}Acct", account)
    if account:
        agents = add(node, "RltdAgts")
        tag = "BICFI" if is_new else "BIC"
        write_agent(agents, f"{role}Agt", account=account, bic_tag=tag)
        if len(agents) == 0:
            node.remove(agents)


def _role(direction: Direction) -> str:
    return "Cdtr" if direction is Direction.DEBIT else "Dbtr"


def _read_notification(node: Element, header: Element) -> AccountNotification:
    account = read_account(first(node, "Acct"))
    if account is None:
        raise unreadable("finance.missing", element="Acct")
    has_own_moment = first(node, "CreDtTm") is not None
    return AccountNotification(
        notification_id=required_text(node, "Id"),
        created_at=moment_at(node if has_own_moment else header, "CreDtTm"),
        account=account,
        entries=tuple(_read_entry(entry) for entry in each(node, "Ntry")),
        currency=text(node, "Acct/Ccy"),
        owner=text(node, "Acct/Ownr/Nm"),
    )


def _read_entry(node: Element) -> Entry:
    direction = _read_direction(node)
    total = amount(node, "Amt")
    transactions = each(node, "NtryDtls/TxDtls")
    # A lone transaction without an amount of its own has the entry's.
    default = total if len(transactions) == 1 else None
    return Entry(
        amount=total,
        direction=direction,
        booking_date=date_at(node, "BookgDt"),
        value_date=date_at(node, "ValDt"),
        transactions=tuple(_read_transaction(each_, direction, default) for each_ in transactions),
        status=text(node, "Sts/Cd") or required_text(node, "Sts"),
        bank_reference=text(node, "AcctSvcrRef"),
        transaction_code=(
            text(node, "BkTxCd/Domn/Cd"),
            text(node, "BkTxCd/Domn/Fmly/Cd"),
            text(node, "BkTxCd/Domn/Fmly/SubFmlyCd"),
        ),
    )


def _read_transaction(
    node: Element, entry_direction: Direction, default: Money | None
) -> BookedTransaction:
    direction = entry_direction if first(node, "CdtDbtInd") is None else _read_direction(node)
    role = _role(direction)
    agent = first(node, f"RltdAgts/{role}Agt")
    remittance, remarks = read_remittance(node)
    return BookedTransaction(
        amount=_transaction_amount(node, default),
        direction=direction,
        end_to_end_id=text(node, "Refs/EndToEndId"),
        message_id=text(node, "Refs/MsgId"),
        batch_id=text(node, "Refs/PmtInfId"),
        instruction_id=text(node, "Refs/InstrId"),
        counterparty=read_party(first(node, f"RltdPties/{role}")),
        counterparty_account=reported_account(first(node, f"RltdPties/{role}Acct"), agent),
        remittance=remittance,
        remarks=remarks,
        return_reason=text(node, "RtrInf/Rsn/Cd") or text(node, "RtrInf/Rsn/Prtry"),
    )


def _transaction_amount(node: Element, default: Money | None) -> Money:
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt"):
        if first(node, path) is not None:
            return amount(node, path)
    if default is None:
        return amount(node, "Amt")  # raises with the place
    return default


def _read_direction(node: Element) -> Direction:
    indicator = required_text(node, "CdtDbtInd")
    if indicator not in _DIRECTIONS:
        raise unknown_code(node, "CdtDbtInd", indicator)
    return _DIRECTIONS[indicator]
