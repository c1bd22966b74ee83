"""Files of units, people, employments and mandates: shown row by row, then applied as shown."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.authority import actions as authority
from avrop.authority.models import Mandate
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Forbidden, Invalid, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.events import DeliveryPlaceChanged, DeliveryPlaceEnded
from avrop.parties.models import (
    Absence,
    DeliveryPlace,
    Employment,
    ImportRow,
    MembershipRow,
    Person,
    Unit,
)
from avrop.parties.places import DeliveryPlaceFacts
from avrop.parties.queries import organisation_tree
from avrop.parties.shapes import PostalAddress
from avrop.testing.municipality import (
    PEOPLE_HEADINGS,
    PREFIX,
    UNIT_HEADINGS,
    as_text,
    municipality,
)
from avrop.testing.worlds import (
    AT,
    a_person,
    a_tenant,
    a_unit,
    an_organisation,
    everything,
    publishing,
)
from avrop.values.identifiers import gln

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=1)
GLN = str(gln(PREFIX, 7001))


@pytest.fixture
def office() -> Actor:
    return everything(a_tenant(gs1_prefix=PREFIX).tenant_id)


def taken_in(content: bytes, office: Actor) -> Any:
    return actions.take_in_import(content, "fil.csv", actor=office, at=AT)


def applied(content: bytes, office: Actor) -> Any:
    found = taken_in(content, office)
    assert found.state == "ready", faults(found, office)
    return actions.apply_import(found.id, actor=office, at=AT)


def lines(found: Any, office: Actor) -> list[Any]:
    page = queries.import_lines(found.id, actor=office, limit=200)
    items = list(page.items)
    while page.next_cursor:
        page = queries.import_lines(found.id, actor=office, limit=200, cursor=page.next_cursor)
        items += page.items
    return items


def faults(found: Any, office: Actor) -> list[tuple[int, str, str]]:
    return [
        (one.row, one.column, one.problem.code)
        for one in lines(found, office)
        if one.action == "fault"
    ]


def text(*rows: str) -> bytes:
    return "\n".join(rows).encode()


UNITS = ("kod;namn;överordnad;gln;från",)


def test_a_dry_run_says_row_by_row_what_would_change_and_changes_nothing(office: Actor) -> None:
    found = taken_in(text(*UNITS, "10;Skolan;;;2026-01-01", f"11;Köket;10;{GLN};"), office)

    assert (found.state, found.counts) == ("ready", {"units.add": 2, "faults": 0})
    assert [(one.row, one.action, one.key, one.name) for one in lines(found, office)] == [
        (2, "add", "10", "Skolan"),
        (3, "add", "11", "Köket"),
    ]
    assert [(one.field, one.after) for one in lines(found, office)[1].fields] == [
        ("name", "Köket"),
        ("gln", GLN),
        ("parent", "10"),
        ("valid_from", "2026-03-02"),
    ]
    with tenant_scope(office.tenant_id):
        assert not Unit.objects.exists()


def test_what_was_shown_is_applied_and_the_same_file_again_changes_nothing(office: Actor) -> None:
    file = text(*UNITS, "11;Köket;10;;2026-02-01", "10;Skolan;;;2026-01-01")

    applied(file, office)
    again = applied(file, office)

    assert again.counts == {"units.same": 2, "faults": 0}
    school, kitchen = organisation_tree(actor=office, on=AT.date(), at=AT)
    assert (school.code, school.depth, kitchen.code, kitchen.depth) == ("10", 0, "11", 1)
    with tenant_scope(office.tenant_id):
        assert Unit.objects.get(code="11").path == f"/{school.id}/{kitchen.id}/"


def test_a_file_is_kept_as_it_came_also_when_it_is_faulty(office: Actor) -> None:
    file = text(*UNITS, "10;;;;")

    found = taken_in(file, office)

    assert queries.import_file(found.id, actor=office, at=AT) == file
    with pytest.raises(Refused) as refusal:
        actions.apply_import(found.id, actor=office, at=AT)
    assert refusal.value.codes == ["parties.import_has_faults"]


def test_units_that_lie_in_one_another_in_a_ring_are_told_each(office: Actor) -> None:
    found = taken_in(text(*UNITS, "1;A;2;;", "2;B;3;;", "3;C;1;;", "4;D;1;;"), office)

    assert faults(found, office) == [
        (2, "överordnad", "parties.import_cycle"),
        (3, "överordnad", "parties.import_cycle"),
        (4, "överordnad", "parties.import_cycle"),
    ]


def test_a_gln_with_a_wrong_digit_from_elsewhere_or_used_before_is_refused(office: Actor) -> None:
    used = a_unit(office.tenant_id, "Gamla köket", gln=GLN)
    actions.close_unit(used, last_day=AT.date(), actor=office, at=AT)
    wrong = GLN[:-1] + str((int(GLN[-1]) + 1) % 10)
    foreign = str(gln("7350012", 1))
    own = str(gln(PREFIX, 7002))

    found = taken_in(
        text(
            *UNITS,
            f"1;A;;{wrong};",
            f"2;B;;{foreign};",
            f"3;C;;{GLN};",
            f"4;D;;{own};",
            f"5;E;;{own};",
        ),
        office,
    )

    assert faults(found, office) == [
        (2, "gln", "identifiers.gln_check_digit"),
        (3, "gln", "parties.gln_outside_prefix"),
        (4, "gln", "parties.gln_taken"),
        (6, "gln", "parties.import_doubled"),
    ]


def test_a_thousand_faults_are_all_listed_with_row_and_column_and_nothing_is_written(
    office: Actor,
) -> None:
    rows = [f"{number};;{number + 5000};123;2026-13-01" for number in range(250)]

    found = taken_in(text(*UNITS, *rows), office)

    assert Counter(column for _, column, _ in faults(found, office)) == {
        "namn": 250,
        "överordnad": 250,
        "gln": 250,
        "från": 250,
    }
    assert [row for row, column, _ in faults(found, office) if column == "gln"] == list(
        range(2, 252)
    )
    with tenant_scope(office.tenant_id):
        assert not Unit.objects.exists()


def test_people_get_accounts_employments_and_memberships(office: Actor) -> None:
    applied(text(*UNITS, "10;Skolan;;;2026-01-01"), office)
    people = text(
        "anställningsnummer;namn;e-post;enhet;titel",
        "A1;Åsa Ek;asa.import@ekbacken.example;10;Rektor",
        "A2;Bo Al;;10;Vaktmästare",
    )

    applied(people, office)

    with tenant_scope(office.tenant_id):
        head = Person.objects.get(number="A1")
        assert (head.name, head.account_id is None) == ("Åsa Ek", False)
        assert Person.objects.get(number="A2").account_id is None
        assert Employment.objects.get(person_id=head.id).title == "Rektor"
    assert head.account_id is not None
    assert MembershipRow.objects.get(account_id=head.account_id).person_id == head.id


def test_who_is_named_with_another_unit_moves_and_keeps_what_was(office: Actor) -> None:
    applied(text(*UNITS, "10;Skolan;;;2026-01-01", "20;Gården;;;2026-01-01"), office)
    headings = "anställningsnummer;namn;enhet;från"
    applied(text(headings, "A1;Åsa Ek;10;2026-01-01"), office)

    found = applied(text(headings, "A1;Åsa Ek;20;2026-01-01"), office)

    assert found.counts == {"people.move": 1, "faults": 0}
    with tenant_scope(office.tenant_id):
        person = Person.objects.select_related("unit").get(number="A1")
        assert person.unit.code == "20"
        held = list(
            Employment.objects.order_by("valid_from").values_list(
                "unit__code", "valid_from", "valid_until"
            )
        )
    assert [(code, str(begins), str(ends)) for code, begins, ends in held] == [
        ("10", "2026-01-01", "2026-03-01"),
        ("20", "2026-03-02", "None"),
    ]


def test_a_unit_that_closes_sends_its_people_to_its_successor_or_is_refused(office: Actor) -> None:
    applied(text(*UNITS, "10;Skolan;;;2026-01-01", "20;Gården;;;2026-01-01"), office)
    applied(text("anställningsnummer;namn;enhet", "A1;Åsa Ek;10"), office)
    headings = "kod;namn;till och med;efterträdare"

    alone = taken_in(text(headings, "10;Skolan;2026-06-30;"), office)
    applied(text(headings, "10;Skolan;2026-06-30;20"), office)

    assert faults(alone, office) == [(2, "till och med", "parties.unit_has_people")]
    july = AT.replace(month=7, day=1)
    assert actions.take_effect(actor=office, at=AT) == 0
    assert actions.take_effect(actor=office, at=july) == 1
    with tenant_scope(office.tenant_id):
        assert Person.objects.select_related("unit").get(number="A1").unit.code == "20"


def test_doubled_numbers_and_addresses_are_told_with_the_first_row(office: Actor) -> None:
    found = taken_in(
        text(
            "anställningsnummer;namn;e-post",
            "A1;Åsa Ek;x@ekbacken.example",
            "A1;Åsa Ek;",
            "A2;Bo Al;X@ekbacken.example",
            ";Ingen Alls;",
        ),
        office,
    )

    assert faults(found, office) == [
        (3, "anställningsnummer", "parties.import_doubled"),
        (4, "e-post", "parties.import_doubled"),
        (5, "anställningsnummer", "parties.import_nameless"),
    ]


def test_mandates_come_with_their_people_once_and_only_for_known_roles(office: Actor) -> None:
    town = municipality(units=12, people=30)

    applied(town.workbook(), office)
    again = applied(town.workbook(), office)

    with tenant_scope(office.tenant_id):
        assert Mandate.objects.count() == len(town.mandates)
    assert again.counts == {
        "units.same": 12,
        "people.same": 30,
        "mandates.same": len(town.mandates),
        "faults": 0,
    }
    wrong = text("person;roll;beslut", "A000001;kejsare;KS 1", "A999999;approver;KS 1")
    assert faults(taken_in(wrong, office), office) == [
        (2, "roll", "authority.unknown_role"),
        (3, "person", "parties.import_unknown_person"),
    ]


def test_a_mandate_whose_currency_is_none_is_refused_before_it_stops_everybody(
    office: Actor,
) -> None:
    applied(text("anställningsnummer;namn", "A1;Åsa Ek"), office)
    headings = "person;roll;beloppsgräns;valuta;beslut"

    found = taken_in(text(headings, "A1;requester;500;kr;KS 1"), office)

    assert faults(found, office) == [(2, "valuta", "parties.import_bad_currency")]


def test_a_file_gives_nobody_a_role_of_the_other_desk_than_his_positions(office: Actor) -> None:
    applied(text("anställningsnummer;namn", "A1;Åsa Ek"), office)
    with tenant_scope(office.tenant_id):
        person = Person.objects.get(number="A1")
    since = AT.date() - timedelta(days=30)
    position = authority.open_position("Orderchef", valid_from=since, actor=office, at=AT)
    authority.grant_to_position(
        position, "order_manager", valid_from=since, decision_reference="KS 1", actor=office, at=AT
    )
    authority.appoint(
        position, person.id, valid_from=since, decision_reference="KS 1", actor=office, at=AT
    )

    found = taken_in(text("person;roll;beslut", "A1;order_clerk;KS 2"), office)

    assert [code for _, _, code in faults(found, office)] == ["authority.roles_kept_apart"]


def test_absences_of_the_hr_system_come_with_the_people_and_the_same_file_changes_nothing(
    office: Actor,
) -> None:
    applied(text("anställningsnummer;namn", "A1;Kim Ek"), office)
    heading = "frånvaro;anställningsnummer;från;till och med"
    file = text(heading, "F-1;A1;2026-03-02;2026-03-06", "F-2;A1;2026-07-01;2026-07-31")

    first, again = applied(file, office), applied(file, office)
    longer = applied(text(heading, "F-1;A1;2026-03-02;2026-03-09"), office)
    faulty = taken_in(text(heading, "F-1;A9;2026-03-02;2026-02-01", "F-3;A1;;x"), office)

    assert first.counts == {"absences.add": 2, "faults": 0}
    assert again.counts == {"absences.same": 2, "faults": 0}
    assert longer.counts == {"absences.change": 1, "faults": 0}
    assert faults(faulty, office) == [
        (2, "anställningsnummer", "parties.import_unknown_person"),
        (3, "från", "parties.import_cell_missing"),
        (3, "till och med", "parties.import_bad_day"),
    ]
    with tenant_scope(office.tenant_id):
        rows = Absence.objects.order_by("reference").values_list("valid_until", "source")
        assert list(rows) == [(date(2026, 3, 9), "hr"), (date(2026, 7, 31), "hr")]


PLACES = "enhet;plats;gata;ort;platsens gln;öppettider;anvisning;livsmedel;från;till och med"


def test_delivery_addresses_come_with_their_units_and_end_by_a_file(office: Actor) -> None:
    applied(text(*UNITS, "10;Skolan;;;2026-01-01"), office)
    row = f"10;Köket, lastkaj B;Bakgatan 2;Ekbacken;{GLN};Mån–fre 6–14;Ring på;ja;2026-03-01;"
    file = text(PLACES, row, "10;Förrådet;Bakgatan 4;Ekbacken;;;;;;")

    first, again = applied(file, office), applied(file, office)
    with publishing(office.tenant_id) as happened:
        ended = applied(text(PLACES, row + "2026-12-31"), office)

    assert first.counts == {"places.add": 2, "faults": 0}
    assert again.counts == {"places.same": 2, "faults": 0}
    assert ended.counts == {"places.end": 1, "faults": 0}
    with tenant_scope(office.tenant_id):
        school = queries.unit_by_gln(GLN)
        assert school is not None
        store, kitchen = queries.delivery_places(school.id)
    assert (kitchen.gln, kitchen.takes_food, kitchen.directions) == (GLN, True, "Ring på")
    assert (kitchen.valid_from, kitchen.valid_until) == (date(2026, 3, 1), date(2026, 12, 31))
    assert (store.name, store.valid_from, store.valid_until) == ("Förrådet", AT.date(), None)
    assert DeliveryPlaceEnded(school.id, kitchen.id, date(2026, 12, 31)) in happened


def test_a_last_day_that_a_file_takes_away_is_noted_and_namesakes_do_not_meet(
    office: Actor,
) -> None:
    applied(text(*UNITS, "10;Skolan;;;2026-01-01"), office)
    row = "10;Köket;Bakgatan 2;Ekbacken;;;;;"
    applied(text(PLACES, f"{row}2026-03-01;2026-12-31"), office)
    with publishing(office.tenant_id) as happened:
        applied(text(PLACES, f"{row}2026-03-01;"), office)
    applied(text(PLACES, f"{row}2026-03-01;2026-06-30"), office)
    with tenant_scope(office.tenant_id):
        (kitchen,) = DeliveryPlace.objects.all()
    actions.add_delivery_place(
        kitchen.unit_id,
        DeliveryPlaceFacts("Köket", PostalAddress("Bakgatan 2", "", "Ekbacken")),
        valid_from=date(2026, 9, 1),
        actor=office,
        at=AT,
    )

    meeting = taken_in(text(PLACES, f"{row}2026-03-01;2026-09-30"), office)
    second = taken_in(text(PLACES, f"{row}2026-09-01;2026-12-31"), office)

    changed = DeliveryPlaceChanged(kitchen.unit_id, kitchen.id, ("valid_until",))
    assert changed in happened
    assert faults(meeting, office) == [(2, "plats", "parties.place_known")]
    assert second.counts == {"places.end": 1, "faults": 0}


def test_a_delivery_address_that_cannot_be_is_told_at_its_cell_and_nothing_is_done(
    office: Actor,
) -> None:
    a_unit(office.tenant_id, "Parken", code="20", gln=GLN)
    applied(text(*UNITS, "10;Skolan;;;2026-01-01"), office)
    rows = (
        "99;Köket;Bakgatan 2;Ekbacken;;;;;;",
        f"10;Köket;Bakgatan 2;Ekbacken;{GLN};;;;;",
        "10;köket;Bakgatan 2;Ekbacken;;;;;;",
        "10;Förrådet;;Ekbacken;;;;;;",
        "10;Gården;Bakgatan 2;Ekbacken;;;;;2025-01-01;2024-01-01",
    )

    found = taken_in(text(PLACES, *rows), office)

    assert sorted(faults(found, office)) == [
        (2, "enhet", "parties.import_unknown_unit"),
        (3, "platsens gln", "parties.gln_taken"),
        (4, "plats", "parties.import_doubled"),
        (5, "gata", "parties.import_cell_missing"),
        (5, "gata", "parties.place_without_address"),
        (6, "enhet", "parties.unit_not_open"),
        (6, "till och med", "parties.ends_before_beginning"),
    ]
    with tenant_scope(office.tenant_id):
        assert not DeliveryPlace.objects.exists()


def test_importing_delivery_addresses_costs_as_many_statements_for_one_as_for_a_hundred(
    office: Actor,
) -> None:
    applied(text(*UNITS, "10;Skolan;;;2026-01-01"), office)
    counted = []
    for number in (1, 100):
        rows = [f"10;Plats {number}-{row};Gatan 1;Ekbacken;;;;;;" for row in range(number)]
        found = taken_in(text(PLACES, *rows), office)
        with CaptureQueriesContext(connection) as captured:
            actions.apply_import(found.id, actor=office, at=AT)
        counted.append(len(captured))

    assert counted[0] == counted[1]


def test_what_has_changed_since_it_was_shown_is_not_applied(office: Actor) -> None:
    found = taken_in(text(*UNITS, "10;Skolan;;;"), office)
    a_unit(office.tenant_id, "Skolan", code="10")

    with pytest.raises(Refused) as refusal:
        actions.apply_import(found.id, actor=office, at=AT)

    assert refusal.value.codes == ["parties.import_is_stale"]


def test_who_may_not_import_sees_and_does_nothing(office: Actor) -> None:
    found = taken_in(text(*UNITS, "10;Skolan;;;"), office)
    requester = a_person(office.tenant_id)

    with pytest.raises(Forbidden):
        actions.take_in_import(b"kod;namn\n1;A", "a.csv", actor=requester, at=AT)
    with pytest.raises(Forbidden):
        actions.apply_import(found.id, actor=requester, at=AT)

    assert queries.imports_page(actor=requester).items == ()


def test_another_organisation_on_the_same_machine_keeps_its_own_numbers(office: Actor) -> None:
    neighbour = everything(a_tenant("Granne kommun").tenant_id)
    people = text("anställningsnummer;namn;e-post", "A1;Åsa Ek;shared@ekbacken.example")
    applied(people, neighbour)

    applied(people, office)

    with tenant_scope(neighbour.tenant_id):
        theirs = Person.objects.get(number="A1")
    with tenant_scope(office.tenant_id):
        ours = Person.objects.get(number="A1")
    # A coordinator shared by two municipalities signs in once, and is somebody in each (SEC-14).
    assert ours.account_id == theirs.account_id
    assert ours.id != theirs.id


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "parties.import_empty"),
        (b"PK\x03\x04broken", "parties.import_unreadable"),
        (b"kod;namn\n1;\x00", "parties.import_unreadable"),
    ],
)
def test_bytes_that_are_no_table_are_refused_and_not_kept(
    office: Actor, content: bytes, code: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        taken_in(content, office)

    assert refusal.value.codes == [code]
    with tenant_scope(office.tenant_id):
        assert not ImportRow.objects.exists()


def test_a_workbook_that_grows_beyond_measure_is_refused_before_it_is_laid_out(
    office: Actor,
) -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * 310 * 1024 * 1024)
    corner = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(municipality(2, 2).workbook())) as whole,
        zipfile.ZipFile(corner, "w") as packed,
    ):
        for name in whole.namelist():
            content = whole.read(name).replace(b'r="M2"', b'r="XFD1048576"')
            packed.writestr(name, content)

    codes = []
    for content in (bomb.getvalue(), corner.getvalue()):
        with pytest.raises(Invalid) as refusal:
            taken_in(content, office)
        codes += refusal.value.codes

    assert codes == ["parties.import_bomb", "parties.import_too_wide"]


def _book(count: int, *, units: str, people: str, last_day: str = "") -> bytes:
    """So many units with a place and a number, and as many people with a right each."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    tables: dict[str, list[tuple[str, ...]]] = {
        "units": [
            ("code", "name", "gln", "street", "city", "parent"),
            ("T", "Top", "", "", "", ""),
        ],
        "people": [("number", "name", "email", "unit", "until")],
        "mandates": [("person", "role", "unit", "decision", "from")],
    }
    for number in range(1, count + 1):
        street, parent = f"{units}vägen {number}", "T" if units == "Ny" else ""
        own = str(gln(PREFIX, number))
        tables["units"].append((f"U{number}", f"{units} {number}", own, street, "Ort", parent))
        unit = f"U{number if people == 'Kim' else number % count + 1}"
        email = f"kim{number}.{count}@ekbacken.example"
        tables["people"].append((f"A{number}", f"{people} {number}", email, unit, last_day))
        tables["mandates"].append((f"A{number}", "requester", unit, "KS 1", "2026-03-02"))
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def _statements(content: bytes, office: Actor) -> tuple[int, int]:
    with CaptureQueriesContext(connection) as reading:
        found = actions.take_in_import(content, "a.xlsx", actor=office, at=AT)
    assert found.state == "ready", faults(found, office)[:5]
    with CaptureQueriesContext(connection) as writing:
        actions.apply_import(found.id, actor=office, at=AT)
    return len(reading), len(writing)


def test_the_number_of_statements_is_the_same_for_one_row_and_for_a_thousand() -> None:
    counted = []
    for count in (1, 100, 1000):
        office = everything(a_tenant(gs1_prefix=PREFIX).tenant_id)
        first = _statements(_book(count, units="Skola", people="Kim"), office)
        moved = _statements(_book(count, units="Ny", people="Kim"), office)
        ended = _statements(_book(count, units="Ny", people="Kim", last_day="2026-03-31"), office)
        counted.append((first, moved, ended))

    assert counted[0] == counted[1] == counted[2]


def test_headings_are_known_in_every_language_and_others_are_told(office: Actor) -> None:
    for headings in ("code,name", "kod;namn", "代码\t名称"):
        delimiter = next(sign for sign in headings if sign in ",;\t")
        applied(text(headings, f"X{delimiter}Enhet"), office)

    found = taken_in(text("kod;namn;skonummer", "1;A;42"), office)

    assert faults(found, office) == [(1, "skonummer", "parties.import_unknown_column")]
    assert len(UNIT_HEADINGS) > len(PEOPLE_HEADINGS)
    assert as_text(("a",), ()) == b"\xef\xbb\xbfa\r\n"
    assert an_organisation(office.tenant_id)


def test_a_file_does_not_tell_who_is_protected_and_still_moves_and_ends_him(office: Actor) -> None:
    who = "anställningsnummer;namn;e-post;enhet"
    applied(text(*UNITS, "10;Skolan;;;2026-01-01", "20;Gården;;;2026-01-01"), office)
    applied(text(who, "7;Hemlig Ek;hemlig@example.com;10"), office)
    with tenant_scope(office.tenant_id):
        person = Person.objects.get(number="7")
    actions.protect_identity(person.id, "Skatteverket 2026:1", actor=office, at=AT)

    applied(text(who, "7;Hemlig Ek;hemlig@example.com;20"), office)

    with tenant_scope(office.tenant_id):
        row = Person.objects.get(id=person.id)
        yard = Unit.objects.get(code="20")
    assert (row.name[:15], row.email, row.unit_id) == ("Skyddad person ", "", yard.id)
