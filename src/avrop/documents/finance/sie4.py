"""SIE 4: vouchers to and from Swedish accounting systems (SIE group, file format 4, 4E and 4I).

How a file is built: a line is a label and its fields; a voucher is a #VER line and the transactions
between braces below it. Fields stand in quotation marks when they hold spaces, and object lists in
braces. The format says code page 437, but programs in the cloud write UTF-8 or Latin-1 under the
same label, so the encoding is judged by the bytes. #BTRANS and #RTRANS tell how a voucher was
changed; a #TRANS stands beside each that counts, so both are read past.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from avrop.documents.finance.iso20022 import finding, refuse_unwritable
from avrop.documents.findings import Finding, Place, UnreadableDocument, unreadable
from avrop.values import Money

MAX_SIZE = 100 * 1024 * 1024
_EMPTY = '""'
COST_CENTRE = 1
PROJECT = 6

# Possessive, so that a field that is never closed costs no more than its length.
_QUOTED = re.compile(r'"((?:\\.|[^"\\])*+)"')
_BRACED = re.compile(r'\{((?:"(?:\\.|[^"\\])*+"|[^"}])*+)\}')
_BARE = re.compile(r"([^\s{}]+)")
_LINE_END = re.compile(r"\r\n?|\n")
_INK = re.compile(r"\S")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{0,10})?")
_ESCAPED = re.compile(r"\\(.)")
_CP437_LETTERS = frozenset(b"\x84\x86\x94\x8e\x8f\x99\x81\x82")  # ä å ö Ä Å Ö ü é
_LATIN_LETTERS = frozenset(b"\xe4\xe5\xf6\xc4\xc5\xd6\xfc\xe9")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Dimension:
    """What vouchers are divided by: 1 cost centre, 6 project; 20 and above are free."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class CodingObject:
    """One value of a dimension, such as a department."""

    dimension: int
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """An account of the chart of accounts."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class Balance:
    """An opening (IB) or closing (UB) balance or a result (RES); year 0 is the current one."""

    kind: str
    year: int
    account: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Transaction:
    """One row of a voucher: debit positive, credit negative. `objects` are (dimension, code)."""

    account: str
    amount: Money
    objects: tuple[tuple[int, str], ...] = ()
    transaction_date: date | None = None
    text: str = ""
    quantity: Decimal | None = None
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Voucher:
    """A voucher; series and number are empty when the receiving system gives them."""

    series: str
    number: str
    voucher_date: date
    text: str
    transactions: tuple[Transaction, ...]
    registered_date: date | None = None
    signature: str = ""

    def difference(self, currency: str) -> Money:
        """What the rows sum to: nothing, when the voucher balances."""
        return Money.sum((row.amount for row in self.transactions), currency)


@dataclass(frozen=True, slots=True)
class SieFile:
    """A SIE file. `sie_type` is 1 to 4; a 4I file has vouchers and no balances.

    `passed_over` counts the labels that were read past, by name.
    """

    program: str
    program_version: str
    generated_date: date
    company: str
    vouchers: tuple[Voucher, ...] = ()
    generated_by: str = ""
    organisation_number: str = ""
    is_imported: bool = False
    sie_type: int = 4
    currency: str = "SEK"
    dimensions: tuple[Dimension, ...] = ()
    objects: tuple[CodingObject, ...] = ()
    accounts: tuple[Account, ...] = ()
    balances: tuple[Balance, ...] = ()
    years: tuple[tuple[int, date, date], ...] = ()
    passed_over: tuple[tuple[str, int], ...] = ()


def write(document: SieFile) -> bytes:
    """A SIE 4I file in code page 437 with CRLF, as accounting systems import it.

    Characters that the code page lacks lose their accents or become a question mark. Raises
    UnwritableDocument when a voucher is empty or does not balance to the öre, or when a row names
    an account or an object badly.
    """
    refuse_unwritable(problems(document))
    lines = "\r\n".join(_lines(document)) + "\r\n"
    return "".join(_in_code_page(sign) for sign in lines).encode("cp437")


def problems(document: SieFile) -> Iterator[Finding]:
    """Everything that an accounting system would refuse in the vouchers."""
    for voucher in document.vouchers:
        yield from _voucher_problems(voucher, document.currency)


def _voucher_problems(voucher: Voucher, currency: str) -> Iterator[Finding]:
    name = f"{voucher.series}{voucher.number}" or voucher.text
    if not voucher.transactions:
        yield finding("finance.voucher_empty", "VER", voucher=name)
    for row in voucher.transactions:
        if not row.account.isdigit():
            yield finding("finance.not_an_account", "TRANS", voucher=name, text=row.account)
        if row.amount.currency != currency or row.amount != row.amount.rounded():
            text = str(row.amount)
            yield finding("finance.amount_not_payable", "TRANS", voucher=name, text=text)
            return
    difference = voucher.difference(currency)
    if not difference.is_zero:
        yield finding("finance.voucher_unbalanced", "VER", voucher=name, difference=str(difference))


def _lines(document: SieFile) -> Iterator[str]:
    yield f"#FLAGGA {int(document.is_imported)}"
    yield f"#PROGRAM {_quoted(document.program)} {_quoted(document.program_version)}"
    yield "#FORMAT PC8"
    generated = [_day(document.generated_date), _quoted(document.generated_by)]
    yield " ".join(["#GEN", *_without_empty_end(generated)])
    yield "#SIETYP 4"
    if document.organisation_number:
        yield f"#ORGNR {_hyphenated(document.organisation_number)}"
    yield f"#FNAMN {_quoted(document.company)}"
    if document.currency != "SEK":
        yield f"#VALUTA {document.currency}"
    for dimension in document.dimensions:
        yield f"#DIM {dimension.number} {_quoted(dimension.name)}"
    for each in document.objects:
        yield f"#OBJEKT {each.dimension} {_quoted(each.code)} {_quoted(each.name)}"
    for account in document.accounts:
        yield f"#KONTO {account.number} {_quoted(account.name)}"
    for voucher in document.vouchers:
        yield from _voucher_lines(voucher)


def _voucher_lines(voucher: Voucher) -> Iterator[str]:
    head = [_quoted(voucher.series), _quoted(voucher.number), _day(voucher.voucher_date)]
    tail = [_quoted(voucher.text), _day(voucher.registered_date), _quoted(voucher.signature)]
    yield " ".join(["#VER", *head, *_without_empty_end(tail)])
    yield "{"
    for row in voucher.transactions:
        objects = " ".join(f"{dimension} {_quoted(code)}" for dimension, code in row.objects)
        quantity = "" if row.quantity is None else f"{row.quantity:f}"
        optional = [
            _day(row.transaction_date),
            _quoted(row.text),
            quantity or '""',
            _quoted(row.signature),
        ]
        fields = [row.account, f"{{{objects}}}", f"{row.amount.rounded().amount:f}"]
        yield " ".join(["   #TRANS", *fields, *_without_empty_end(optional)])
    yield "}"


def _without_empty_end(fields: list[str]) -> list[str]:
    while fields and fields[-1] == _EMPTY:
        fields = fields[:-1]
    return fields


def _quoted(text: str) -> str:
    clean = _CONTROL.sub(" ", text).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{clean}"'


def _day(day: date | None) -> str:
    return f"{day:%Y%m%d}" if day else _EMPTY


def _hyphenated(organisation_number: str) -> str:
    digits = organisation_number.replace("-", "")
    return f"{digits[:-4]}-{digits[-4:]}"


def _in_code_page(sign: str) -> str:
    """The sign itself, the same without its accent, or a question mark."""
    for candidate in (sign, unicodedata.normalize("NFKD", sign)[0]):
        try:
            candidate.encode("cp437")
        except UnicodeEncodeError:
            continue
        return candidate
    return "?"


def read(raw: bytes) -> SieFile:
    """The SIE file in bytes, of any type from 1 to 4.

    Raises UnreadableDocument when it is empty, too large or no SIE file, when a line cannot be
    read, and for every voucher that does not balance to the öre.
    """
    if not raw.strip():
        raise unreadable("documents.empty")
    if len(raw) > MAX_SIZE:
        raise unreadable("documents.too_large", megabytes=str(MAX_SIZE // 2**20))
    # str.splitlines would also split at signs that may stand within a text.
    lines = _LINE_END.split(_decoded(raw))
    reading = _Reading()
    for row, line in enumerate(lines, start=1):
        reading.take(row, line.strip())
    if not reading.labels_seen or "SIETYP" not in reading.single:
        raise unreadable("finance.not_sie")
    if reading.open_voucher is not None:
        raise unreadable("documents.truncated", Place(row=len(lines)))
    document = reading.finished()
    if unbalanced := [each for each in problems(document) if each.code in _REFUSED_ON_READING]:
        raise UnreadableDocument(unbalanced)
    return document


_REFUSED_ON_READING = frozenset({"finance.voucher_unbalanced", "finance.amount_not_payable"})


def _decoded(raw: bytes) -> str:
    """By the bytes, not by the label: UTF-8 when it is, else whichever has more Swedish letters."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        dos = sum(byte in _CP437_LETTERS for byte in raw)
        latin = sum(byte in _LATIN_LETTERS for byte in raw)
        return raw.decode("cp437" if dos >= latin else "cp1252", errors="replace")


@dataclass(slots=True)
class _OpenVoucher:
    fields: list[str]
    row: int
    transactions: list[Transaction] = field(default_factory=list)


@dataclass(slots=True)
class _Reading:
    """A file half read: single labels, lists, and the voucher that is open."""

    single: dict[str, list[str]] = field(default_factory=dict)
    dimensions: list[Dimension] = field(default_factory=list)
    objects: list[CodingObject] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    balances: list[tuple[str, int, str, Decimal]] = field(default_factory=list)
    years: list[tuple[int, date, date]] = field(default_factory=list)
    vouchers: list[Voucher] = field(default_factory=list)
    passed_over: dict[str, int] = field(default_factory=dict)
    open_voucher: _OpenVoucher | None = None
    labels_seen: int = 0

    @property
    def currency(self) -> str:
        """The currency of the books; the format says kronor when nothing is said."""
        return self._only("VALUTA") or "SEK"

    def _only(self, label: str) -> str:
        """The first field of a label that stands once; empty when there is none."""
        fields = self.single.get(label)
        return fields[0] if fields else ""

    def take(self, row: int, line: str) -> None:
        """Read one line; raises UnreadableDocument with its row."""
        if not line or line == "{":
            return
        try:
            if line == "}":
                self._close_voucher()
            elif line.startswith("#"):
                self._take_label(row, line)
        except (ValueError, IndexError):
            raise unreadable("finance.sie_line", Place(row=row), text=line[:80]) from None

    def _take_label(self, row: int, line: str) -> None:
        self.labels_seen += 1
        name, *rest = line.split(None, 1)
        label, fields = name[1:].upper(), _fields(rest[0] if rest else "")
        if label == "VER":
            self.open_voucher = _OpenVoucher(fields, row)
        elif label == "TRANS":
            if self.open_voucher is None:
                raise ValueError(line)
            self.open_voucher.transactions.append(_transaction(fields, self.currency))
        elif label in _SINGLE:
            self.single.setdefault(label, fields)
        else:
            self._take_list_label(label, fields)

    def _take_list_label(self, label: str, fields: list[str]) -> None:
        if label == "DIM":
            self.dimensions.append(Dimension(int(fields[0]), fields[1]))
        elif label == "OBJEKT":
            name = fields[2] if len(fields) > 2 else ""
            self.objects.append(CodingObject(int(fields[0]), fields[1], name))
        elif label == "KONTO":
            self.accounts.append(Account(fields[0], fields[1] if len(fields) > 1 else ""))
        elif label in {"IB", "UB", "RES"}:
            self.balances.append((label, int(fields[0]), fields[1], _number(fields[2])))
        elif label == "RAR":
            self.years.append((int(fields[0]), _date(fields[1]), _date(fields[2])))
        else:
            self.passed_over[label] = self.passed_over.get(label, 0) + 1

    def _close_voucher(self) -> None:
        if self.open_voucher is None:
            return
        fields = [*self.open_voucher.fields, *[""] * 6][:6]
        series, number, day, text, registered, signature = fields
        self.vouchers.append(
            Voucher(
                series=series,
                number=number,
                voucher_date=_date(day),
                text=text,
                transactions=tuple(self.open_voucher.transactions),
                registered_date=_date(registered) if registered else None,
                signature=signature,
            )
        )
        self.open_voucher = None

    def finished(self) -> SieFile:
        """The whole file as a value; raises UnreadableDocument when its head cannot be read."""
        try:
            return self._finished()
        except (ValueError, IndexError):
            raise unreadable("finance.not_sie") from None

    def _finished(self) -> SieFile:
        program = [*self.single.get("PROGRAM", []), "", ""]
        generated = [*self.single.get("GEN", []), "", ""]
        currency = self.currency
        return SieFile(
            program=program[0],
            program_version=program[1],
            generated_date=_date(generated[0]),
            company=self._only("FNAMN"),
            vouchers=tuple(self.vouchers),
            generated_by=generated[1],
            organisation_number=self._only("ORGNR"),
            is_imported=self._only("FLAGGA") == "1",
            sie_type=int(self._only("SIETYP").rstrip("IiEe")),
            currency=currency,
            dimensions=tuple(self.dimensions),
            objects=tuple(self.objects),
            accounts=tuple(self.accounts),
            balances=tuple(
                Balance(kind, year, account, Money(amount, currency))
                for kind, year, account, amount in self.balances
            ),
            years=tuple(self.years),
            passed_over=tuple(sorted(self.passed_over.items())),
        )


_SINGLE = frozenset({"FLAGGA", "PROGRAM", "FORMAT", "GEN", "SIETYP", "FNAMN", "ORGNR", "VALUTA"})


def _fields(rest: str) -> list[str]:
    """The fields of a line; an object list comes back as the text between its braces.

    Raises ValueError when a quotation mark or a brace is never closed.
    """
    fields: list[str] = []
    place = _after_space(rest, 0)
    while place < len(rest):
        sort = {'"': _QUOTED, "{": _BRACED}.get(rest[place], _BARE)
        match = sort.match(rest, place)
        if match is None:
            raise ValueError(rest)
        found = match.group(1)
        fields.append(_ESCAPED.sub(r"\1", found) if sort is _QUOTED else found)
        place = _after_space(rest, match.end())
    return fields


def _after_space(rest: str, place: int) -> int:
    ink = _INK.search(rest, place)
    return ink.start() if ink else len(rest)


def _transaction(fields: list[str], currency: str) -> Transaction:
    account, objects, amount, *rest = fields
    day, text, quantity, signature = [*rest, *[""] * 4][:4]
    codes = _fields(objects)
    return Transaction(
        account=account,
        amount=Money(_number(amount), currency),
        objects=tuple(
            (int(dimension), code) for dimension, code in zip(codes[::2], codes[1::2], strict=True)
        ),
        transaction_date=_date(day) if day else None,
        text=text,
        quantity=_number(quantity) if quantity else None,
        signature=signature,
    )


def _number(text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return Decimal(text)


def _date(text: str) -> date:
    if len(text) != 8 or not text.isdigit():
        raise ValueError(text)
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))
