"""The audit trail as those who check others see it: searched, before and after, and the reading of
it told."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from avrop.authority.access import access_review
from avrop.kernel.models import EventRow
from avrop.kernel.readings import SensitiveRead
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.site import cli
from avrop.site.cli import ground
from avrop.site.tests.builders import Reader, a_reader
from avrop.site.tests.desk import page
from avrop.testing.worlds import a_person, an_organisation, everything

pytestmark = pytest.mark.django_db


def a_changed_person(reader: Reader, name: str = "Siv Ek") -> tuple[str, str]:
    """Somebody who got another telephone; her id, and that of the event."""
    tenant_id = reader.actor.tenant_id
    person = a_person(tenant_id, roles=(), name=name)
    assert person.person_id is not None
    parties.change_person(
        person.person_id,
        name=name,
        email="siv@example.com",
        phone="070 1",
        actor=everything(tenant_id),
        at=datetime.now(UTC),
    )
    with tenant_scope(tenant_id):
        event = EventRow.objects.filter(name="parties.person_changed").latest("id")
    return str(person.person_id), str(event.id)


def test_an_auditor_finds_what_happened_to_a_person_by_her_name() -> None:
    auditor = a_reader("auditor")
    a_changed_person(auditor)

    found = page(auditor.client, "audit", person="Siv")

    assert "Facts about a person were changed.</a>" in found
    assert "The role catalogue was installed.</a>" not in found


def test_what_nobody_is_called_finds_nothing() -> None:
    auditor = a_reader("auditor")

    assert "Nothing here fits what you chose." in page(auditor.client, "audit", person="Ingen Alls")


def test_an_event_shows_the_row_before_and_after() -> None:
    auditor = a_reader("auditor")
    _, event_id = a_changed_person(auditor)

    shown = page(auditor.client, "audit_entry", event_id)

    assert "parties_person" in shown
    assert "<span>070 1</span>" in shown


def test_an_object_is_told_by_its_name_and_leads_to_all_that_happened_to_it() -> None:
    auditor = a_reader("auditor")
    person_id, _ = a_changed_person(auditor)

    shown = page(auditor.client, "audit", person=person_id)

    assert f'href="/audit?subject={person_id}">Siv Ek</a>' in shown


def test_reading_the_audit_trail_is_itself_in_it() -> None:
    auditor = a_reader("auditor")
    person_id, _ = a_changed_person(auditor)

    page(auditor.client, "audit", person=person_id)

    with tenant_scope(auditor.actor.tenant_id):
        read = EventRow.objects.filter(name=SensitiveRead.name).latest("id")
    assert (read.person_id, str(read.subject_id)) == (auditor.actor.person_id, person_id)
    assert "The audit trail was read." in page(auditor.client, "audit", all=1)


def test_what_was_refused_is_shown_with_its_reason() -> None:
    auditor = a_reader("auditor")
    clerk = a_reader("requester", world=auditor.world)

    assert clerk.client.get(reverse("audit")).status_code == 403

    shown = page(auditor.client, "refusals")
    assert "None of your roles gives you the right" in shown
    assert "This site" in shown


def test_the_audit_trail_is_taken_out_as_a_file_which_is_told() -> None:
    auditor = a_reader("auditor")
    a_changed_person(auditor)

    answer = auditor.client.get(reverse("audit"), {"as": "csv"})

    assert answer.status_code == 200
    with tenant_scope(auditor.actor.tenant_id):
        assert EventRow.objects.filter(name="kernel.exported").count() == 1


def test_the_access_review_tells_who_has_left_and_still_holds_a_mandate() -> None:
    auditor = a_reader("auditor")
    tenant_id = auditor.actor.tenant_id
    gone = a_person(tenant_id, roles=("approver",), name="Gun Borta")
    assert gone.person_id is not None
    parties.end_person(
        gone.person_id,
        last_day=datetime(2026, 3, 10, tzinfo=UTC).date(),
        actor=everything(tenant_id),
        at=datetime(2026, 3, 2, 8, tzinfo=UTC),
    )

    everybody = page(auditor.client, "access_review")
    left = page(auditor.client, "access_review", only="left")

    assert "Gun Borta" in left
    assert "has left, and still holds this" in everybody
    assert str(auditor.actor.person_id) not in left


def test_each_may_read_what_is_kept_about_herself_and_of_others_only_by_right() -> None:
    reader = a_reader("requester")
    other = a_person(reader.actor.tenant_id, name="Siv Ek")

    mine = page(reader.client, "personal_data", reader.actor.person_id)
    answer = reader.client.get(reverse("personal_data", args=[other.person_id]))

    assert "What is kept about Kim Ek" in mine
    assert answer.status_code == 403
    assert "Personal data" in page(reader.client, "personal_data_register")


def test_a_protected_identity_is_nowhere_to_be_read_but_where_reading_it_is_told() -> None:
    reader = a_reader("system_administrator", "auditor")
    tenant_id = reader.actor.tenant_id
    person_id, event_id = a_changed_person(reader, "Hemlig Person")
    actor, at = everything(tenant_id), datetime.now(UTC)
    parties.protect_identity(person_id, "Skatteverket 2026:1", actor=actor, at=at)

    pages = [
        page(reader.client, "personal_data", person_id),
        page(reader.client, "audit_entry", event_id),
        page(reader.client, "audit"),
        page(reader.client, "access_review"),
        reader.client.get("/api/v1/people").content.decode(),
    ]
    true = reader.client.get(f"/api/v1/people/{person_id}/true-identity").json()

    assert [text for text in pages if "Hemlig" in text or "070 1" in text] == []
    assert "•••" in pages[1]
    assert true["name"] == "Hemlig Person"
    with tenant_scope(tenant_id):
        told = EventRow.objects.filter(name=SensitiveRead.name, subject_id=person_id).latest("id")
    assert "protected_identity" in str(told.body)


def test_the_trail_is_searched_on_the_command_line_which_is_told_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(ground, "stand_up", lambda *, migrated=True: None)
    auditor = a_reader("auditor")
    person_id, _ = a_changed_person(auditor)
    organisation = str(auditor.actor.tenant_id)
    words = ["audit", "search", "--organisation", organisation, "--person", person_id, "--json"]
    monkeypatch.setattr(sys, "argv", ["avrop", *words])

    cli.main()

    found = [json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()]
    own_reading = SensitiveRead.name
    assert found == [own_reading, "parties.person_changed", "parties.person_added"]
    with tenant_scope(auditor.actor.tenant_id):
        read = EventRow.objects.filter(name=SensitiveRead.name).latest("id")
    assert (read.system, str(read.subject_id)) == ("operator", person_id)


def test_the_access_review_asks_the_database_as_often_for_many_as_for_few() -> None:
    auditor = a_reader("auditor")
    counts = []
    for more in (1, 6):
        for _ in range(more):
            a_person(auditor.actor.tenant_id, roles=("approver",))
        with CaptureQueriesContext(connection) as asked:
            access_review(actor=auditor.actor, at=datetime.now(UTC))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_bank_details_stand_on_the_card_alone_whose_reading_is_told() -> None:
    reader = a_reader("system_administrator")
    tenant_id = reader.actor.tenant_id
    supplier = an_organisation(tenant_id, bankgiro="50501055")

    listed = reader.client.get("/api/v1/organisations").content.decode()
    card = reader.client.get(f"/api/v1/organisations/{supplier}").content.decode()

    assert ("50501055" in listed, "50501055" in card) == (False, True)
    with tenant_scope(tenant_id):
        (read,) = EventRow.objects.filter(name=SensitiveRead.name)
    assert (read.subject_id, "bank_details" in str(read.body)) == (supplier, True)
