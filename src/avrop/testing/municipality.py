"""A made-up municipality, the same each time: its units, its people and who may do what, as rows, as a
workbook and as texts. For tests and benchmarks; nobody in it is anybody.

    town = municipality(units=1_200, people=9_000)
    parties.take_in_import(town.workbook(), "kommun.xlsx", actor=office, at=at)
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

import xlsxwriter

from avrop.values.identifiers import gln

#: A company prefix that leaves room for 10,000 numbers.
PREFIX = "73500099"
UNIT_HEADINGS = (
    "Kod",
    "Namn",
    "Överordnad",
    "GLN",
    "Gata",
    "Postnummer",
    "Ort",
    "Fakturareferens",
    "Kontering",
    "Livsmedel",
    "Distributionscentral",
    "Öppettider",
    "Från",
)
PEOPLE_HEADINGS = ("Anställningsnummer", "Namn", "E-post", "Telefon", "Enhet", "Titel", "Från")
MANDATE_HEADINGS = ("Person", "Roll", "Enhet", "Beloppsgräns", "Valuta", "Från", "Beslut")
BEGAN = "2026-01-01"
DECISION = "KS 2026:17"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


#: An administration, its areas, and what its places of work are called.
_ADMINISTRATIONS = (
    ("Utbildningsförvaltningen", ("Grundskola", "Förskola", "Gymnasium"), ("skolan", "förskolan")),
    ("Vård- och omsorgsförvaltningen", ("Äldreomsorg", "Hemtjänst"), ("gården", "hemmet")),
    ("Socialförvaltningen", ("Barn och familj", "Stöd"), ("boendet", "mottagningen")),
    ("Teknik- och fastighetsförvaltningen", ("Gata och park", "Lokaler"), ("driften", "förrådet")),
    ("Kultur- och fritidsförvaltningen", ("Bibliotek", "Idrott"), ("biblioteket", "hallen")),
    ("Måltidsförvaltningen", ("Skolmåltider", "Äldremåltider"), ("köket", "restaurangen")),
    ("Kommunledningsförvaltningen", ("Ekonomi", "Personal", "IT"), ("enheten", "gruppen")),
)
_PLACES = _words(
    "Ek Björk Al Asp Lind Rönn Alm Tall Gran Hägg Lönn Sälg Ask Bok Hassel Fur Ljung Vass Äng "
    "Sjö Berg Dal Back Strand Holm Näs Vik Udd Sund Ås"
)
_ENDS = _words(
    "backa torp hult lunda sta rud bo by vik åsa tuna hem gärde näs dala ryd mosse kulla lid mark"
)
_FIRST = _words(
    "Anna Erik Maria Lars Karin Karl Eva Anders Kristina Per Lena Johan Birgitta Nils Marie Jan "
    "Ingrid Mikael Elisabeth Lennart Åsa Hans Kerstin Gunnar Sofia Fredrik Emma Daniel Malin "
    "Andreas Sara Magnus Ulla Peter Elin Stefan Linnéa Sven Hanna Björn Ida Olle Amira Yusuf "
    "Fatima Ahmed Leila Aleksander Milica Tuomas Päivi Nadia Omar Zahra Viktor Astrid Göran Maj "
    "Alva Noah Tove Love"
)
_LAST = _words(
    "Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson Gustafsson "
    "Pettersson Jonsson Jansson Hansson Bengtsson Jönsson Lindberg Jakobsson Magnusson "
    "Lindström Olofsson Lindqvist Lindgren Axelsson Berg Bergström Lundberg Lind Lundgren "
    "Lundqvist Mattsson Berglund Fredriksson Sandberg Henriksson Forsberg Sjöberg Wallin "
    "Engström Eklund Danielsson Håkansson Lundin Björk Gunnarsson Holm Wikström Isaksson "
    "Fransson Bergman Ali Hassan Ahmed Kovačević Virtanen Nguyen Öberg Åkesson Äng Hjelm"
)
_TITLES = (
    "Undersköterska",
    "Barnskötare",
    "Lärare",
    "Kock",
    "Måltidsbiträde",
    "Administratör",
    "Handläggare",
    "Vaktmästare",
    "Bibliotekarie",
    "Fritidsledare",
    "Socialsekreterare",
    "Ingenjör",
)
_HOURS = ("Mån–fre 7–16", "Mån–fre 6.30–18", "Alla dagar, dygnet runt", "Mån–tor 8–17, fre 8–15")


@dataclass(frozen=True, slots=True)
class Municipality:
    """Rows under the headings above, in an order in which the outer comes before the inner."""

    units: tuple[tuple[str, ...], ...]
    people: tuple[tuple[str, ...], ...]
    mandates: tuple[tuple[str, ...], ...]

    def workbook(self, *, mandates: bool = True) -> bytes:
        """Everything as one workbook (.xlsx), a sheet each."""
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False})
        sheets = [
            ("Enheter", UNIT_HEADINGS, self.units),
            ("Personer", PEOPLE_HEADINGS, self.people),
        ]
        if mandates:
            sheets.append(("Mandat", MANDATE_HEADINGS, self.mandates))
        for name, headings, rows in sheets:
            sheet = book.add_worksheet(name)
            for number, row in enumerate((headings, *rows)):
                sheet.write_row(number, 0, row)
        book.close()
        return stream.getvalue()

    def text_of_units(self) -> bytes:
        """The units as text with semicolons, as spreadsheets in Sweden write it."""
        return as_text(UNIT_HEADINGS, self.units)

    def text_of_people(self) -> bytes:
        """The people as text with semicolons."""
        return as_text(PEOPLE_HEADINGS, self.people)


def as_text(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """Rows as text with semicolons, with the mark that spreadsheets know UTF-8 by."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def municipality(units: int = 1_200, people: int = 9_000, *, seed: int = 1) -> Municipality:
    """The municipality of that size: administrations, areas, districts, places of work and groups, at
    most five deep; each fourth place of work takes in food; who leads a unit approves in it, somebody
    orders in each, and a few look after all of it."""
    chance = Random(seed)  # noqa: S311 - names, not secrets
    rows = tuple(_units(units, chance))
    staff = tuple(_people(people, rows, chance))
    return Municipality(rows, staff, tuple(_mandates(rows, staff)))


def _units(count: int, chance: Random) -> Iterator[tuple[str, ...]]:
    """From the outside in. Places of work take what the upper levels leave."""
    if count < 1:
        return
    yield _unit("1", "Ekbackens kommun", "", 0)
    made, open_places = 1, list[tuple[str, str, tuple[str, ...]]]()
    for number, (name, areas, kinds) in enumerate(_ADMINISTRATIONS, start=1):
        if made >= count:
            return
        code = f"1{number}"
        yield _unit(code, name, "1", 0)
        made += 1
        for place, area in enumerate(areas, start=1):
            if made >= count:
                return
            inner = f"{code}{place}"
            yield _unit(inner, f"{area}, verksamhetsområde", code, 0)
            made += 1
            open_places.append((inner, area, kinds))
    number = 0
    while made < count:
        code, area, called = open_places[number % len(open_places)]
        number += 1
        own = f"{code}{number:04d}"
        name = f"{chance.choice(_PLACES)}{chance.choice(_ENDS)}{called[number % len(called)]}"
        yield _unit(own, name, code, number)
        made += 1
        for group in range(1, chance.choice((1, 1, 2, 3))):
            if made >= count:
                return
            yield _unit(f"{own}-{group}", f"{name}, avdelning {group}", own, 0)
            made += 1


def _unit(code: str, name: str, parent: str, number: int) -> tuple[str, ...]:
    """A unit; with a number it is an ordering department."""
    if not number:
        return (code, name, parent, *[""] * 9, BEGAN)
    return (
        code,
        name,
        parent,
        str(gln(PREFIX, number)),
        f"{name.partition(',')[0].capitalize()}svägen {number % 90 + 1}",
        f"{12300 + number % 80:05d}",
        "Ekbacken",
        f"REF{number:05d}",
        f"ansvar={4000 + number % 900} verksamhet=440",
        "ja" if number % 4 == 0 else "",
        "ja" if number % 4 == 0 else "",
        _HOURS[number % len(_HOURS)],
        BEGAN,
    )


def _people(
    count: int, units: Sequence[tuple[str, ...]], chance: Random
) -> Iterator[tuple[str, ...]]:
    """Each unit gets its leader first; the rest work where there is work to be done."""
    inner = [unit for unit in units if unit[3]] or list(units)
    for number in range(1, count + 1):
        unit = units[number - 1] if number <= len(units) else chance.choice(inner)
        first, last = chance.choice(_FIRST), chance.choice(_LAST)
        title = "Chef" if number <= len(units) else chance.choice(_TITLES)
        yield (
            f"A{number:06d}",
            f"{first} {last}",
            f"person{number:06d}@ekbacken.example",
            f"0123-{number % 900000 + 100000}",
            unit[0],
            title,
            BEGAN,
        )


def _mandates(
    units: Sequence[tuple[str, ...]], people: Sequence[tuple[str, ...]]
) -> Iterator[tuple[str, ...]]:
    """Who leads a unit approves there, up to an amount that grows outwards; of the others the first two
    of an ordering department order and receive; the first of the rest look after everything."""
    ordering = {unit[0] for unit in units if unit[3]}
    seen: dict[str, int] = {}
    for number, person in enumerate(people, start=1):
        key, unit = person[0], person[4]
        if number <= len(units):
            limit = {1: "5000000", 2: "500000", 3: "200000"}.get(len(unit), "50000")
            yield (key, "approver", unit, limit, "SEK", BEGAN, DECISION)
            yield (key, "manager", unit, "", "", BEGAN, DECISION)
            continue
        place = seen[unit] = seen.get(unit, 0) + 1
        if unit in ordering and place == 1:
            yield (key, "requester", unit, "20000", "SEK", BEGAN, DECISION)
        elif unit in ordering and place == 2:
            yield (key, "receiver", unit, "", "", BEGAN, DECISION)
    for (key, *_), role in zip(
        people[len(units) :], ("coordinator", "finance_officer", "ap_clerk"), strict=False
    ):
        yield (key, role, "", "", "", BEGAN, DECISION)
