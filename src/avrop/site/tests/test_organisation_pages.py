"""The organisation's tree, units and people, whom to speak with, and files: by whoever keeps them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.queries import ContactFacts
from avrop.site.tests.builders import Reader, a_client_of, a_reader
from avrop.site.tests.desk import keys_in, page, sent
from avrop.testing.municipality import PREFIX, municipality
from avrop.testing.worlds import AT, a_person, a_tenant, a_unit, an_organisation, everything

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def keeper() -> Reader:
    return a_reader("system_administrator", "coordinator", world=a_tenant(gs1_prefix=PREFIX))


def unit_of(reader: Reader, unit_id: Any) -> queries.UnitView:
    with tenant_scope(reader.actor.tenant_id):
        return queries.unit(unit_id)


def test_the_tree_opens_a_branch_finds_a_unit_and_shows_another_day(keeper: Reader) -> None:
    tenant_id = keeper.actor.tenant_id
    top = a_unit(tenant_id, "Kommunen")
    school = a_unit(tenant_id, "Ekskolan", parent_id=top, code="100")
    kitchen = a_unit(tenant_id, "Skolköket", parent_id=school)
    park = a_unit(tenant_id, "Parken", parent_id=top)
    actions.move_unit(
        kitchen,
        parent_id=park,
        valid_from=TODAY + timedelta(days=10),
        actor=everything(tenant_id),
        at=timezone.now(),
    )

    first = page(keeper.client, "organisation_tree")
    opened = page(keeper.client, "organisation_tree", open=str(school))
    found = page(keeper.client, "organisation_tree", text="kök")
    later = page(
        keeper.client,
        "organisation_tree",
        open=str(park),
        on=(TODAY + timedelta(days=11)).isoformat(),
    )

    assert "Ekskolan" in first
    assert "Skolköket" not in first
    assert "Skolköket" in opened
    assert "Kommunen › Ekskolan" in found
    assert "Skolköket" in later
    assert "Skolköket" not in page(keeper.client, "organisation_tree", open=str(park))


def test_a_unit_is_opened_changed_and_given_a_gln(keeper: Reader) -> None:
    top = a_unit(keeper.actor.tenant_id, "Kommunen")
    address = f"{reverse('open_unit')}?in={top}"

    status, to = sent(
        keeper.client,
        address,
        "OpenForm",
        name="Ekskolan",
        code="100",
        street="Ekvägen 1",
        postal_code="123 45",
        city="Ekbacken",
        country="SE",
        valid_from=TODAY.isoformat(),
        serves_food="on",
    )

    assert status == 302
    unit_id = to.rstrip("/").rpartition("/")[2]
    assert unit_of(keeper, unit_id).parent_id == top
    shown = page(keeper.client, "unit", unit_id)
    assert "Ekvägen 1, 123 45 Ekbacken" in shown
    change = reverse("change_unit", args=[unit_id])
    facts = {"name": "Nya Ekskolan", "country": "SE", "code": "100", "street": "Ekvägen 1"}
    assert sent(keeper.client, change, "ChangeForm", **facts)[0] == 302
    keys = keys_in(
        page(keeper.client, "unit", unit_id).replace(
            'name="once"', 'name="form" value="GlnForm"><input type="hidden" name="once"', 1
        ),
        "GlnForm",
    )
    keeper.client.post(reverse("allocate_gln", args=[unit_id]), keys)
    assert unit_of(keeper, unit_id).gln.startswith(PREFIX)


def test_what_cannot_be_is_told_at_the_field_and_what_was_typed_is_kept(keeper: Reader) -> None:
    unit_id = a_unit(keeper.actor.tenant_id, "Skolan")

    status, shown = sent(
        keeper.client,
        reverse("change_unit", args=[unit_id]),
        "ChangeForm",
        name="Skolan",
        gln="1234567890123",
    )

    assert status == 422
    assert 'value="1234567890123"' in shown
    assert 'href="#gln"' in shown


def test_a_unit_is_moved_merged_split_and_closed_after_one_sees_what_it_touches(
    keeper: Reader,
) -> None:
    tenant_id = keeper.actor.tenant_id
    old, other = a_unit(tenant_id, "Ekskolan"), a_unit(tenant_id, "Alskolan")
    third, fourth = a_unit(tenant_id, "Björkskolan"), a_unit(tenant_id, "Lindskolan")
    staff = a_person(tenant_id, roles=("requester",), unit_id=old, name="Åsa Ek")
    below = a_unit(tenant_id, "Ekköket", parent_id=old)

    shown = page(keeper.client, "merge_units", old, to=str(other))
    moved = sent(
        keeper.client,
        f"{reverse('move_unit', args=[third])}?to={other}",
        "MoveForm",
        valid_from=TODAY.isoformat(),
    )
    merged = sent(
        keeper.client,
        f"{reverse('merge_units', args=[old])}?to={other}",
        "MergeForm",
        last_day=TODAY.isoformat(),
    )
    split = sent(
        keeper.client,
        reverse("split_unit", args=[fourth]),
        "SplitForm",
        first_name="Lindskolan låg",
        second_name="Lindskolan hög",
        last_day=TODAY.isoformat(),
    )
    closed = sent(
        keeper.client, reverse("close_unit", args=[third]), "CloseForm", last_day=TODAY.isoformat()
    )

    assert "1 person works here." in shown
    assert "Mandates limited to the unit: 1" in shown
    assert [one[0] for one in (moved, merged, split, closed)] == [302] * 4
    assert unit_of(keeper, third).parent_id == other
    assert (unit_of(keeper, old).valid_until, unit_of(keeper, old).successor_id) == (TODAY, other)
    assert unit_of(keeper, below).parent_id == other
    assert unit_of(keeper, fourth).valid_until == TODAY
    actions.take_effect(actor=everything(tenant_id), at=timezone.now() + timedelta(days=1))
    with tenant_scope(tenant_id):
        assert staff.person_id is not None
        assert queries.person(staff.person_id).unit_id == other


def test_a_planned_move_is_shown_and_called_off(keeper: Reader) -> None:
    tenant_id = keeper.actor.tenant_id
    unit_id, other = a_unit(tenant_id, "Ekskolan"), a_unit(tenant_id, "Parken")
    day = TODAY + timedelta(days=5)

    sent(
        keeper.client,
        f"{reverse('move_unit', args=[unit_id])}?to={other}",
        "MoveForm",
        valid_from=day.isoformat(),
    )

    shown = page(keeper.client, "unit", unit_id)
    assert "the unit moves to Parken" in shown
    keeper.client.post(reverse("call_off_move", args=[unit_id]))
    assert "the unit moves to Parken" not in page(keeper.client, "unit", unit_id)
    assert unit_of(keeper, unit_id).parent_id is None


def test_people_are_found_added_changed_moved_and_let_go(keeper: Reader) -> None:
    tenant_id = keeper.actor.tenant_id
    school, park = a_unit(tenant_id, "Skolan"), a_unit(tenant_id, "Parken")
    office = a_client_of(a_person(tenant_id, roles=("finance_officer",), name="Eva Ekonom"))

    status, to = sent(
        office,
        f"{reverse('add_person')}?unit={school}",
        "AddPersonForm",
        name="Åsa Ek",
        email="asa.page@ekbacken.example",
        number="A1",
        title="Rektor",
        valid_from=TODAY.isoformat(),
        signs_in="on",
    )

    assert status == 302
    person_id = to.rstrip("/").rpartition("/")[2]
    assert "Åsa Ek" in page(office, "people", text="A1")
    shown = page(office, "person", person_id)
    assert "Rektor" in shown
    address = reverse("person", args=[person_id])
    about = {"name": "Åsa Al", "email": "asa.page@ekbacken.example", "number": "A1"}
    assert sent(office, address, "AboutForm", **about)[0] == 302
    assert sent(office, f"{address}?to={park}", "GoForm")[0] == 302
    also = {"title": "Tränare", "valid_from": TODAY.isoformat()}
    assert sent(office, f"{address}?to={school}", "AlsoForm", **also)[0] == 302
    assert sent(office, address, "LeaveForm", last_day=TODAY.isoformat())[0] == 302
    with tenant_scope(tenant_id):
        found = queries.person(
            queries.people_page(actor=everything(tenant_id), text="A1").items[0].id
        )
    assert (found.name, found.unit_id, found.valid_until) == ("Åsa Al", park, TODAY)


def test_what_somebody_may_do_is_told_in_the_words_of_the_role(keeper: Reader) -> None:
    anna = a_person(keeper.actor.tenant_id, roles=("requester",), name="Anna Lind")

    shown = page(keeper.client, "person", anna.person_id)

    assert "Requester, " in shown
    assert "entries=" not in shown


def test_contacts_stand_by_purpose_and_doubtful_ones_are_confirmed(keeper: Reader) -> None:
    tenant_id = keeper.actor.tenant_id
    partner = an_organisation(tenant_id, "Grossisten AB")
    old = actions.set_contact(
        partner,
        ContactFacts("orders", "Kim Order", "order@example.com"),
        actor=everything(tenant_id),
        at=AT - timedelta(days=800),
    )

    shown = page(keeper.client, "contact_matrix", state="doubtful")
    missing = page(keeper.client, "contact_matrix", state="missing", all="")
    status, _ = sent(
        keeper.client,
        reverse("contacts_of", args=[partner]),
        "ContactForm",
        purpose="agreement",
        name="Lo Avtal",
        phone="0123-456",
    )

    assert "Kim Order" in shown
    assert "Not confirmed for a year" in shown
    assert "Grossisten AB" not in missing
    assert status == 302
    assert "Nobody is named for:" in page(keeper.client, "contacts_of", partner)
    keeper.client.post(reverse("confirm_contact", args=[old]), {"of": str(partner)})
    assert "Kim Order" not in page(keeper.client, "contact_matrix", state="doubtful")
    keeper.client.post(reverse("flag_contact", args=[old]), {"of": str(partner)})
    assert "Mail came back" in page(keeper.client, "contact_matrix", state="doubtful")


def _uploaded(client: Client, content: bytes, name: str) -> Any:
    shown = page(client, "imports")
    file = SimpleUploadedFile(name, content, "application/octet-stream")
    keys = keys_in(shown, "FileForm")
    return client.post(reverse("imports"), {**keys, "file": file})


def test_a_file_is_looked_through_and_applied_on_the_page(keeper: Reader) -> None:
    town = municipality(units=30, people=60)

    answer = _uploaded(keeper.client, town.workbook(), "kommun.xlsx")

    assert answer.status_code == 302
    import_id = answer.headers["Location"].rstrip("/").rpartition("/")[2]
    shown = page(keeper.client, "one_import", import_id)
    assert "Ready to be applied" in shown
    assert "Row 2" in shown
    only = page(keeper.client, "one_import", import_id, kind="people")
    assert "Ekbackens kommun" not in only.partition("<tbody>")[2]
    with running_here() as drain:
        assert sent(keeper.client, reverse("one_import", args=[import_id]), "ApplyForm")[0] == 302
        waiting = page(keeper.client, "one_import", import_id)
        drain()
    assert "Waiting for its turn <span>0 of 10</span>" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    assert "Apply all" not in waiting
    assert "30 units" in page(keeper.client, "organisation_tree")
    done = page(keeper.client, "one_import", import_id)
    assert "every 2s" not in done
    assert "Apply all" not in done
    as_csv = keeper.client.get(reverse("one_import", args=[import_id]), {"as": "csv"})
    assert b"".join(as_csv.streaming_content).startswith(b"\xef\xbb\xbf")  # type: ignore[attr-defined]


def test_why_a_file_could_not_be_applied_stands_on_its_page(keeper: Reader) -> None:
    answer = _uploaded(keeper.client, b"kod;namn\n10;Skolan\n", "en.csv")
    address = answer.headers["Location"]
    with running_here() as drain:
        sent(keeper.client, address, "ApplyForm")
        a_unit(keeper.actor.tenant_id, "Skolan", code="10")
        drain()

    shown = keeper.client.get(address).content.decode()

    assert "Nothing of it was done." in shown
    assert "The organisation has changed since en.csv was shown" in shown


def test_a_faulty_file_is_told_row_by_row_and_cannot_be_applied(keeper: Reader) -> None:
    answer = _uploaded(keeper.client, b"kod;namn;gln\n1;;123\n", "fel.csv")

    shown = keeper.client.get(answer.headers["Location"]).content.decode()

    assert "The file has 2 faults" in shown
    assert "Row 2, gln" in shown
    assert "ApplyForm" not in shown
    broken = _uploaded(keeper.client, b"PK\x03\x04nothing", "trasig.xlsx")
    assert broken.status_code == 422
    assert "neither a workbook" in broken.content.decode()


def test_the_template_has_every_sheet_in_the_reader_s_language(keeper: Reader) -> None:
    for language in ("en", "sv", "zh-hans"):
        keeper.client.cookies["django_language"] = language
        content = keeper.client.get(reverse("import_template")).content

        found = actions.take_in_import(
            content, "mall.xlsx", actor=everything(keeper.actor.tenant_id), at=timezone.now()
        )

        assert (found.state, found.counts) == ("ready", {"faults": 0}), language


def test_who_keeps_nothing_is_offered_nothing_and_refused(keeper: Reader) -> None:
    unit_id = a_unit(keeper.actor.tenant_id, "Skolan")
    client = a_client_of(a_person(keeper.actor.tenant_id))

    shown = page(client, "unit", unit_id)
    refused = client.post(
        reverse("close_unit", args=[unit_id]),
        {"form": "CloseForm", "last_day": TODAY.isoformat()},
    )

    assert reverse("change_unit", args=[unit_id]) not in shown
    assert refused.status_code == 403
    assert reverse("open_unit") not in page(client, "organisation_tree")
    assert unit_of(keeper, unit_id).valid_until is None


def test_an_identity_is_protected_read_and_shown_again_on_a_page_of_its_own(keeper: Reader) -> None:
    person_id = a_person(keeper.actor.tenant_id, name="Hemlig Ek").person_id
    address = reverse("protection", args=[person_id])

    sent(keeper.client, address, "ProtectForm", decision="Skatteverket 2026:1")
    during = page(keeper.client, "person", person_id)
    closed = keeper.client.get(address).content.decode()
    _, read = sent(keeper.client, address, "ReadForm")
    sent(keeper.client, address, "EndForm")
    after = page(keeper.client, "person", person_id)

    assert "Hemlig Ek" not in during
    assert "Hemlig Ek" not in closed
    assert "Hemlig Ek" in read
    assert "Hemlig Ek" in after
