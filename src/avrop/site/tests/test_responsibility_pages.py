"""Who answers for what, on the pages: seen by everybody, decided by those who may."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.responsibility import actions, duties, queries
from avrop.selling.sales.tests.builders import a_market, a_received_order
from avrop.site.tests.builders import Reader, a_client_of, a_reader
from avrop.site.tests.desk import page, sent
from avrop.testing.worlds import TenantWorld, a_person, a_tenant, a_unit, everything

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LINK = "https://example.org/bevis"


def now() -> datetime:
    return datetime.now(UTC)


def an_administrator(world: TenantWorld | None = None) -> Reader:
    return a_reader("system_administrator", world=world)


def test_everybody_sees_who_does_what_in_a_unit() -> None:
    world = a_tenant()
    school = a_unit(world.tenant_id, "Bokskolan")
    a_person(world.tenant_id, ("manager",), school, name="Nina Roos")
    reader = a_reader("requester", world=world)

    shown = page(reader.client, "who_does_what", unit=str(school))

    assert "Nina Roos" in shown
    assert "Stating needs and ordering" in shown


def test_who_looks_after_the_organisation_is_told_what_is_vacant() -> None:
    reader = a_reader("coordinator")

    assert "activities have nobody who answers here" in page(reader.client, "who_does_what")


def test_a_reader_sees_his_own_responsibilities_and_what_to_confirm() -> None:
    world = a_tenant()
    school = a_unit(world.tenant_id, "Bokskolan")
    nina = a_person(world.tenant_id, ("manager",), school, name="Nina Roos")

    shown = page(a_client_of(nina), "my_responsibilities")

    assert "I answer for" in shown
    assert "Accountable and responsible" in shown
    assert reverse("confirm_unit", args=[school, "yearly"]) in shown


def test_the_matrix_is_a_list_with_files_that_have_every_role() -> None:
    reader = a_reader("coordinator")

    shown = page(reader.client, "responsibilities", part="receiving")
    answer = reader.client.get(reverse("responsibilities"), {"as": "csv"})
    table = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    sheet = reader.client.get(reverse("responsibilities"), {"as": "xlsx"})

    assert "Receiving goods and claiming" in shown
    assert "Approving needs" not in shown
    rows = list(csv.reader(io.StringIO(table), delimiter=","))
    assert "Requester" in rows[0]
    assert "AR" in {cell for row in rows[1:] for cell in row}
    assert sheet.status_code == 200


def test_the_grid_has_a_letter_in_each_cell_as_of_a_day() -> None:
    reader = a_reader("coordinator")

    shown = page(reader.client, "responsibility_grid", on="2026-03-02")

    assert 'class="raci raci--AR"' in shown
    assert "drawn from the rights that roles have" in shown


def test_gaps_are_drawn_and_lead_to_the_unit() -> None:
    world = a_tenant()
    school = a_unit(world.tenant_id, "Bokskolan")
    reader = a_reader("coordinator", world=world)

    shown = page(reader.client, "responsibility_gaps", gap="vacant", activity="ordering")

    assert "Nobody holds the role that answers" in shown
    assert f"unit={school}" in shown


def test_a_change_is_planned_seen_through_and_made_on_the_pages() -> None:
    world = a_tenant()
    a_person(world.tenant_id, ("receiver",), name="Eva Holm")
    reader = an_administrator(world)
    client = reader.client

    _, address = sent(
        client, reverse("plan_change"), "PlanForm", title="Ny ordning", valid_from=TODAY.isoformat()
    )
    step = address + "/add/matrix"
    status, _ = sent(
        client, step, "StepForm", activity="receiving", role="receiver", letters="AR", unit_id=""
    )
    shown = client.get(address).content.decode()
    refused = sent(client, address, "MakeForm", decision_reference="")
    made = sent(client, address, "MakeForm", decision_reference="KS 2026/7")

    assert status == 302
    assert "Accountable and responsible" in shown
    assert "Eva Holm" in shown
    assert refused[0] == 422
    assert made == (302, address)
    found = queries.matrix_of(actor=everything(world.tenant_id), at=now())
    receiving = next(row for row in found.rows if row.activity == "receiving")
    assert receiving.letters["receiver"] == "AR"
    assert "Version 1" in page(client, "responsibility_versions")


def test_a_step_is_taken_out_and_a_plan_is_dropped() -> None:
    reader = an_administrator()
    client, office = reader.client, everything(reader.world.tenant_id)
    change = actions.plan_change("Ny ordning", valid_from=TODAY, actor=office, at=now())
    actions.add_step(
        change, "permission", role="auditor", permission="tasks.escalate", actor=office, at=now()
    )
    address = reverse("planned_change", args=[change])

    assert "Auditor gains the right “Let others do tasks that stay undone”." in page(
        client, "planned_change", change
    )
    client.post(reverse("remove_change_step", args=[change]), {"position": "1"})
    empty = page(client, "planned_change", change)
    dropped = sent(client, address, "DropForm", reason="Behövs inte")

    assert "Nothing yet. Add the first step." in empty
    assert dropped == (302, address)
    assert "Dropped" in page(client, "planned_change", change)


def test_steps_of_people_are_found_by_name() -> None:
    world = a_tenant()
    a_person(world.tenant_id, ("approver",), name="Sixten Ovanlig")
    reader = an_administrator(world)
    office = everything(world.tenant_id)
    change = actions.plan_change("Ny ordning", valid_from=TODAY, actor=office, at=now())

    given = page(reader.client, "add_change_step", change, "grant", who="Sixten")
    ended = page(reader.client, "add_change_step", change, "end", who="Sixten")

    assert "Sixten Ovanlig" in given
    assert "Sixten Ovanlig: Approver, the whole organisation" in ended
    assert reader.client.get(reverse("add_change_step", args=[change, "dance"])).status_code == 404


def test_hours_are_planned_noted_and_drawn() -> None:
    reader = an_administrator()
    client, office = reader.client, everything(reader.world.tenant_id)
    change = actions.plan_change("Ny ordning", valid_from=TODAY, actor=office, at=now())
    address = reverse("change_hours", args=[change])

    plan = sent(
        client,
        address,
        "PlanHoursForm",
        **{"plan-role": "receiver", "plan-phase": "project", "plan-hours": "40"},
    )
    note = sent(
        client,
        address,
        "NoteHoursForm",
        **{
            "note-role": "receiver",
            "note-phase": "project",
            "note-hours": "50,5",
            "note-worked_on": TODAY.isoformat(),
        },
    )
    shown = page(client, "change_hours", change)

    assert (plan[0], note[0]) == (302, 302)
    assert "Receiver, Project: planned" in shown
    assert "drawing__bar--warning" in shown


def test_a_part_is_delegated_with_a_limit() -> None:
    reader = an_administrator()
    address = reverse("decide_level", args=["ordering"])
    given = {"valid_from": TODAY.isoformat(), "decision_reference": "KS 2026/7", "unit_id": ""}

    missing = sent(reader.client, address, "LevelForm", level="delegated", limit="", **given)
    done = sent(reader.client, address, "LevelForm", level="delegated", limit="50 000", **given)

    assert missing[0] == 409
    assert 'href="#limit"' in missing[1]
    assert done == (302, reverse("decision_levels"))
    assert "Delegated with limits" in page(reader.client, "decision_levels")
    assert "No mandate goes against" in page(reader.client, "decision_conflicts")


def test_a_position_that_answers_for_a_part_is_opened_held_and_handed_over_on_the_pages() -> None:
    world = a_tenant()
    anna = a_person(world.tenant_id, name="Anna Avgår")
    bo = a_person(world.tenant_id, name="Bo Börjar")
    reader = an_administrator(world)
    client = reader.client

    def appoint(person: Actor, first: date) -> int:
        given = {
            "person_id": str(person.person_id),
            "post": "holder",
            "valid_from": first.isoformat(),
            "decision_reference": "KS 2026/7",
        }
        named = {f"appoint-{name}": value for name, value in given.items()}
        with running_here() as drain:
            status, _ = sent(client, f"{address}?person={person.person_id}", "AppointForm", **named)
            drain()
        return status

    _, address = sent(
        client,
        reverse("positions"),
        "OpenPositionForm",
        title="Processägare för avrop",
        kind="process_owner",
        part="ordering",
        valid_from=TODAY.isoformat(),
    )
    vacant = client.get(address).content.decode()
    first = appoint(anna, TODAY)
    held = page(client, "positions")
    position = UUID(address.rsplit("/", 1)[1])
    (appointment,) = authority.position(position, actor=reader.actor, at=now()).appointments
    ending = {"end-appointment_id": str(appointment.id), "end-last_day": TODAY.isoformat()}
    ended = sent(client, address, "EndAppointmentForm", **ending)
    appoint(bo, TODAY + timedelta(days=1))
    (paper,) = queries.hand_overs(position, actor=reader.actor, at=now())
    point = reverse("hand_over_position", args=[position, paper.id, "contacts"])
    noted = sent(a_client_of(bo), point, "HandOverForm", note="I pärmen på hyllan")

    assert "Nobody has held this position since" in vacant
    assert "Process owner" in vacant
    assert (first, ended[0], noted[0]) == (302, 302, 302)
    assert "Anna Avgår" in held
    shown = client.get(address).content.decode()
    assert "Handed over from Anna Avgår to Bo Börjar" in shown
    assert "I pärmen på hyllan" in shown


def test_a_manager_confirms_with_links_and_is_told_what_lacks() -> None:
    world = a_tenant()
    school = a_unit(world.tenant_id, "Bokskolan")
    nina = a_person(world.tenant_id, ("manager",), school, name="Nina Roos")
    client = a_client_of(nina)
    address = reverse("confirm_unit", args=[school, "yearly"])
    asked = duties.duties_of(duties.DEFAULT, "yearly")
    yes = {f"answers-{one.code}-fulfilled": "yes" for one in asked}
    version = {"rule_set": "responsibility.duties/0"}

    lacking = sent(client, address, "ConfirmForm", **yes, **version)
    shown = {f"answers-{one.code}-evidence": LINK for one in asked if one.needs_evidence}
    stale = sent(client, address, "ConfirmForm", **yes, **shown, rule_set="responsibility.duties/9")
    done = sent(client, address, "ConfirmForm", **yes, **shown, **version)

    assert lacking[0] == 409
    assert 'href="#answers-agreements_used-evidence"' in lacking[1]
    assert stale[0] == 409
    assert "The duties have been changed since you opened them." in stale[1]
    assert done == (302, reverse("my_responsibilities"))
    assert "Nina Roos" in page(client, "confirm_unit", school, "yearly")
    assert "Confirmed" in page(client, "unit_confirmations")


def test_who_only_sees_what_is_confirmed_has_no_form_and_a_stranger_no_page() -> None:
    world = a_tenant()
    school = a_unit(world.tenant_id, "Bokskolan")
    address = reverse("confirm_unit", args=[school, "yearly"])
    auditor = a_reader("auditor", world=world).client.get(address)
    stranger = a_reader("receiver", world=world).client.get(address)

    assert auditor.status_code == 200
    assert "confirms this. You see what has been confirmed" in auditor.content.decode()
    assert stranger.status_code == 404


def test_the_text_is_changed_in_three_languages_from_today_on() -> None:
    reader = an_administrator()
    whole = duties.DEFAULT
    texts = {
        f"{code}-{language}": words[language]
        for code, words in {
            **{one.code: one.text for one in whole.duties},
            "statement": whole.statement,
        }.items()
        for language in words
    }

    done = sent(
        reader.client,
        reverse("duty_text"),
        "TextForm",
        **{**texts, "statement-en": "I have looked."},
        reason="Tydligare",
    )

    assert done == (302, reverse("unit_confirmations"))
    assert "I have looked." in page(reader.client, "duty_text")


def test_orders_follow_who_manages_them_without_being_changed() -> None:
    market = a_market()
    tenant = market.seller.tenant_id
    centre = a_unit(tenant, "Ordercentralen")
    shop = a_unit(tenant, "Butiken")
    of_shop = a_client_of(a_person(tenant, ("order_clerk",), shop, name="Sten Butik"))
    of_centre = a_client_of(a_person(tenant, ("order_clerk",), centre, name="Cia Central"))
    chief = a_reader("system_administrator", "order_manager", world=_of(tenant))
    with running_here() as drain:
        order = a_received_order(market, drain)
    before = order.number in page(of_shop, "work")
    address = reverse("order_management")
    given = {
        "owner": "centre",
        "unit_id": str(centre),
        "valid_from": TODAY.isoformat(),
        "reason": "Ny central",
    }

    looked = sent(chief.client, address, "ModelForm", **given, look="1")
    done = sent(chief.client, address, "ModelForm", **given)

    assert before
    assert "Sten Butik" in looked[1].partition("Would no longer find it")[2]
    assert done == (302, address)
    assert order.number not in page(of_shop, "work")
    assert "Orders are managed by another unit" in page(of_shop, "work")
    assert order.number in page(of_centre, "work")


def test_a_centre_is_a_unit() -> None:
    chief = a_reader("system_administrator", "order_manager")

    status, shown = sent(
        chief.client,
        reverse("order_management"),
        "ModelForm",
        owner="centre",
        unit_id="",
        valid_from=TODAY.isoformat(),
        reason="Ny central",
    )

    assert status == 409
    assert 'href="#unit_id"' in shown


def _of(tenant_id: UUID) -> TenantWorld:
    return TenantWorld(tenant_id, tenant_id, "")


@pytest.mark.parametrize("name", ["responsibilities", "responsibility_gaps", "who_does_what"])
def test_pages_cost_the_same_for_few_units_and_for_many(name: str) -> None:
    world = a_tenant()
    school = a_unit(world.tenant_id, "Bokskolan")
    a_person(world.tenant_id, ("manager",), school)
    reader = a_reader("coordinator", world=world)
    page(reader.client, name)

    def counted() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(reader.client, name)
        return len(asked)

    few = counted()
    for number in range(6):
        unit = a_unit(world.tenant_id, f"Enhet {number}", parent_id=school)
        a_person(world.tenant_id, ("manager",), unit)

    assert counted() == few
