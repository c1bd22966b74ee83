"""The columns of an import: their headings in our languages, and how their cells are read. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from avrop.kernel.problems import Problem
from avrop.parties.importing.reading import LONGEST_CELL, Sheet
from avrop.parties.places import LONGEST_DIRECTIONS
from avrop.parties.rules import LONGEST, email_address
from avrop.values import Gln, InvalidIdentifier

UNITS, PEOPLE, EMPLOYMENTS, MANDATES = "units", "people", "employments", "mandates"
ABSENCES, PLACES = "absences", "places"
#: In this order they are read and written, whatever the order of the sheets.
KINDS = (UNITS, PLACES, PEOPLE, EMPLOYMENTS, MANDATES, ABSENCES)
_YES = frozenset({"1", "ja", "j", "yes", "y", "true", "x", "sant", "是"})
_NO = frozenset({"", "0", "nej", "n", "no", "false", "falskt", "否"})
_EXCEL_BEGAN = date(1899, 12, 30)

#: What no text for people holds, and the database cannot keep.
_BAD_SIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")

Read = Callable[[str], Any]


class BadCell(ValueError):
    """A cell that cannot be what its column says."""

    def __init__(self, code: str, values: Mapping[str, Any]) -> None:
        super().__init__(code)
        self.code, self.values = code, dict(values)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `names` are what its heading may be; the template uses the first in English, the second
    in Swedish and the last in Chinese. `longest` is how many characters there is room for."""

    key: str
    names: tuple[str, ...]
    read: Read = str
    is_required: bool = False
    longest: int = 200


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A row of the file, read: `values` has the columns that the file has, and no others."""

    kind: str
    row: int
    values: Mapping[str, Any]

    def get(self, key: str, default: Any = "") -> Any:
        """What stands in a column, or the default where the file has no such column."""
        return self.values.get(key, default)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a row: in which column (its heading in the file), and why."""

    kind: str
    row: int
    column: str
    problem: Problem


@dataclass(slots=True)
class Lines:
    """Everything that was read of a file. `headings` maps kind and column to the heading in the file."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    headings: dict[tuple[str, str], str] = field(default_factory=dict)

    def of(self, kind: str) -> list[Line]:
        """The lines of a kind."""
        return self.lines.get(kind, [])

    def fault(self, line: Line, column: str, problem: Problem) -> None:
        """Write down a fault in a line."""
        heading = self.headings.get((line.kind, column), column)
        self.faults.append(Fault(line.kind, line.row, heading, problem))


def _day(text: str) -> date | None:
    if not text:
        return None
    if re.fullmatch(
        r"[0-9]{5}", text
    ):  # a workbook's own count of days, in a column of plain numbers
        return _EXCEL_BEGAN + timedelta(days=int(text))
    digits = re.fullmatch(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})", text)
    try:
        if digits is not None:
            return date(*(int(part) for part in digits.groups()))
    except ValueError:
        pass
    raise BadCell("parties.import_bad_day", {"text": text})


def _flag(text: str) -> bool:
    word = text.casefold()
    if word not in _YES | _NO:
        raise BadCell("parties.import_bad_flag", {"text": text})
    return word in _YES


def _gln(text: str) -> str:
    return str(Gln.parse(text)) if text else ""


def _email(text: str) -> str:
    return email_address(text) if text else ""


def _country(text: str) -> str:
    if text and not re.fullmatch("[A-Za-z]{2}", text):
        raise BadCell("parties.country_shape", {"text": text})
    return text.upper() or "SE"


def _amount(text: str) -> Decimal | None:
    if not text:
        return None
    try:
        amount = Decimal("".join(text.split()).replace("\u00a0", "").replace(",", "."))
    except InvalidOperation:
        raise BadCell("parties.import_bad_amount", {"text": text}) from None
    if not amount.is_finite() or not 0 <= amount < 10**15:
        raise BadCell("parties.import_bad_amount", {"text": text})
    return amount


def _currency(text: str) -> str:
    """A code of ISO 4217: what is no currency would stop whoever reads the amount beside it."""
    if text and not re.fullmatch("[A-Za-z]{3}", text):
        raise BadCell("parties.import_bad_currency", {"text": text})
    return text.upper()


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in re.split(r"[\s,;|]+", text) if part))


_FROM = ("valid_from", "från", "from", "giltig från", "valid from", "startdatum", "起始日期")
_UNTIL = (
    "valid_until",
    "till och med",
    "until",
    "valid until",
    "till",
    "giltig till",
    "slutdatum",
    "截止日期",
)
_UNIT = ("unit", "enhet", "enhetskod", "部门代码")

UNIT_COLUMNS = (
    Column("code", ("code", "kod", "enhetskod", "代码"), is_required=True, longest=50),
    Column("name", ("name", "namn", "benämning", "名称"), is_required=True),
    Column("parent", ("parent", "överordnad", "överordnad enhet", "上级部门"), longest=50),
    Column("gln", ("gln", "gln", "lokaliseringskod", "gln"), _gln),
    Column("street", ("street", "gata", "gatuadress", "leveransadress", "街道")),
    Column("postal_code", ("postal code", "postnummer", "postal_code", "邮政编码"), longest=20),
    Column("city", ("city", "ort", "postort", "城市"), longest=100),
    Column("country", ("country", "land", "国家"), _country, longest=2),
    Column("place_gln", ("place gln", "platsens gln", "place_gln", "地点gln"), _gln),
    Column(
        "invoice_reference",
        ("invoice reference", "fakturareferens", "invoice_reference", "发票参考号"),
        longest=100,
    ),
    Column(
        "default_coding",
        ("coding", "kontering", "default_coding", "核算编码"),
        longest=LONGEST["default_coding"],
    ),
    Column("serves_food", ("food", "livsmedel", "serves_food", "食品"), _flag),
    Column("by_centre", ("centre", "distributionscentral", "by_centre", "配送中心"), _flag),
    Column("opening_hours", ("opening hours", "öppettider", "opening_hours", "营业时间")),
    Column("valid_from", _FROM, _day),
    Column("valid_until", _UNTIL, _day),
    Column("successor", ("successor", "efterträdare", "接替部门"), longest=50),
)
PERSON_COLUMNS = (
    Column("number", ("number", "anställningsnummer", "personalnummer", "员工编号"), longest=50),
    Column("name", ("name", "namn", "姓名"), is_required=True),
    Column("email", ("email", "e-post", "e-mail", "epost", "电子邮件"), _email, longest=254),
    Column("phone", ("phone", "telefon", "telephone", "电话"), longest=50),
    Column("unit", _UNIT, longest=50),
    Column("title", ("title", "titel", "befattning", "职务")),
    Column("valid_from", _FROM, _day),
    Column("valid_until", _UNTIL, _day),
    Column("taker", ("taker", "övertar", "接手人"), longest=50),
)
EMPLOYMENT_COLUMNS = (
    Column(
        "employment",
        ("employment", "anställning", "anställningens nummer", "雇佣编号"),
        is_required=True,
        longest=50,
    ),
    Column("person", ("person", "anställningsnummer", "员工编号"), is_required=True, longest=50),
    Column("unit", _UNIT, is_required=True, longest=50),
    Column("title", ("title", "titel", "befattning", "职务")),
    Column("is_main", ("main", "huvudanställning", "is_main", "主要雇佣"), _flag),
    Column("valid_from", _FROM, _day),
    Column("valid_until", _UNTIL, _day),
)
MANDATE_COLUMNS = (
    Column("person", ("person", "anställningsnummer", "员工编号"), is_required=True, longest=254),
    Column("role", ("role", "roll", "角色"), is_required=True, longest=64),
    Column("unit", _UNIT, longest=50),
    Column("categories", ("categories", "kategorier", "类别"), _codes, longest=1000),
    Column("limit", ("limit", "beloppsgräns", "限额"), _amount),
    Column("currency", ("currency", "valuta", "货币"), _currency),
    Column("valid_from", _FROM, _day),
    Column("valid_until", _UNTIL, _day),
    Column(
        "decision", ("decision", "beslut", "beslutsreferens", "决定"), is_required=True, longest=200
    ),
)
ABSENCE_COLUMNS = (
    Column(
        "absence",
        ("absence", "frånvaro", "frånvarons nummer", "缺勤编号"),
        is_required=True,
        longest=100,
    ),
    Column("person", ("person", "anställningsnummer", "员工编号"), is_required=True, longest=254),
    Column("valid_from", _FROM, _day, is_required=True),
    Column("valid_until", _UNTIL, _day, is_required=True),
    Column("is_called_off", ("called off", "inställd", "is_called_off", "已取消"), _flag),
)
# The name of a place has a heading of its own, by which its sheet is told from one of units.
PLACE_COLUMNS = (
    Column("unit", _UNIT, is_required=True, longest=50),
    Column("place", ("place", "plats", "platsens namn", "地点名称"), is_required=True),
    Column("street", ("street", "gata", "gatuadress", "街道"), is_required=True),
    Column("postal_code", ("postal code", "postnummer", "postal_code", "邮政编码"), longest=20),
    Column("city", ("city", "ort", "postort", "城市"), is_required=True, longest=100),
    Column("country", ("country", "land", "国家"), _country, longest=2),
    Column("place_gln", ("place gln", "platsens gln", "place_gln", "地点gln"), _gln),
    Column("opening_hours", ("opening hours", "öppettider", "opening_hours", "营业时间")),
    Column(
        "directions",
        ("directions", "anvisning till chauffören", "anvisning", "给司机的指引"),
        longest=LONGEST_DIRECTIONS,
    ),
    Column("takes_food", ("food", "livsmedel", "takes_food", "食品"), _flag),
    Column("valid_from", _FROM, _day),
    Column("valid_until", _UNTIL, _day),
)
COLUMNS: Mapping[str, tuple[Column, ...]] = {
    UNITS: UNIT_COLUMNS,
    PLACES: PLACE_COLUMNS,
    PEOPLE: PERSON_COLUMNS,
    EMPLOYMENTS: EMPLOYMENT_COLUMNS,
    MANDATES: MANDATE_COLUMNS,
    ABSENCES: ABSENCE_COLUMNS,
}
SHEET_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("units", "enheter", "部门"), UNITS),
    **dict.fromkeys(("delivery addresses", "leveransadresser", "交货地址"), PLACES),
    **dict.fromkeys(("people", "personer", "人员"), PEOPLE),
    **dict.fromkeys(("employments", "anställningar", "雇佣"), EMPLOYMENTS),
    **dict.fromkeys(("mandates", "mandat", "behörigheter", "授权"), MANDATES),
    **dict.fromkeys(("absences", "frånvaro", "缺勤"), ABSENCES),
}


def lines_in(sheets: tuple[Sheet, ...]) -> Lines:
    """Every row of every sheet that is known by its name or its headings, with all that is wrong."""
    read = Lines()
    known = [(kind, sheet) for sheet in sheets if (kind := kind_of(sheet))]
    if not known:
        names = ", ".join(SHEET_NAMES)
        read.faults.append(Fault("", 1, "", Problem("parties.import_no_sheet", {"names": names})))
    seen: set[str] = set()
    for kind, sheet in sorted(known, key=lambda each: KINDS.index(each[0])):
        if kind in seen:
            values = {"sheet": sheet.name}
            read.faults.append(Fault(kind, 1, "", Problem("parties.import_sheet_twice", values)))
            continue
        seen.add(kind)
        _read_sheet(kind, sheet, read)
    return read


def kind_of(sheet: Sheet) -> str:
    """What a sheet holds: by its name, else by the kind that most of its headings are of; "" for a
    sheet of something else."""
    named = SHEET_NAMES.get(sheet.name.strip().casefold(), "")
    if named:
        return named
    fits = {kind: sum(1 for _ in _placed(kind, sheet)) for kind in KINDS if _is_whole(kind, sheet)}
    return max(fits, key=lambda kind: fits[kind], default="")


def _is_whole(kind: str, sheet: Sheet) -> bool:
    """Whether every column that a kind cannot do without is there."""
    placed = {column.key for _, column in _placed(kind, sheet)}
    return all(column.key in placed for column in COLUMNS[kind] if column.is_required)


def _placed(kind: str, sheet: Sheet) -> Iterator[tuple[int, Column]]:
    names = {name: column for column in COLUMNS[kind] for name in column.names}
    for place, heading in enumerate(sheet.headings):
        column = names.get(" ".join(heading.split()).casefold().rstrip("*"))
        if column is not None:
            yield place, column


def _read_sheet(kind: str, sheet: Sheet, read: Lines) -> None:
    placed = dict(_placed(kind, sheet))
    keys = [column.key for column in placed.values()]
    for place, heading in enumerate(sheet.headings):
        if place not in placed and heading:
            problem = Problem("parties.import_unknown_column", {"heading": heading})
            read.faults.append(Fault(kind, 1, heading, problem))
        elif place in placed and placed[place].key in keys[: list(placed).index(place)]:
            problem = Problem("parties.import_column_twice", {"heading": heading})
            read.faults.append(Fault(kind, 1, heading, problem))
    for column in COLUMNS[kind]:
        if column.is_required and column.key not in keys:
            problem = Problem("parties.import_column_missing", {"heading": column.names[0]})
            read.faults.append(Fault(kind, 1, column.names[0], problem))
    read.headings |= {(kind, column.key): sheet.headings[place] for place, column in placed.items()}
    read.lines[kind] = [_line(kind, row, cells, placed, read) for row, cells in sheet.rows]


def _line(
    kind: str, row: int, cells: tuple[str, ...], placed: Mapping[int, Column], read: Lines
) -> Line:
    values: dict[str, Any] = {}
    line = Line(kind, row, values)
    for place, column in placed.items():
        text = cells[place]
        problem = _fault_in(column, text)
        try:
            values[column.key] = column.read("" if problem else text)
        except (BadCell, InvalidIdentifier) as fault:
            problem = Problem(fault.code, fault.values)
            values[column.key] = column.read("")
        if problem is not None:
            read.fault(line, column.key, problem)
    return line


def _fault_in(column: Column, text: str) -> Problem | None:
    if column.is_required and not text:
        return Problem("parties.import_cell_missing")
    if len(text) > min(column.longest, LONGEST_CELL):
        return Problem("parties.too_long", {"most": column.longest})
    if _BAD_SIGN.search(text):
        return Problem("parties.import_bad_sign")
    return None
