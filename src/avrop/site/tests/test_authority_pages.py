"""The pages about rights: the register, certificates and gates, who may order, positions."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from avrop.authority import actions, queries
from avrop.authority.passes import Gate, PassKind
from avrop.authority.post_models import Who
from avrop.buying.requisitions.tests.builders import Town, a_town, statements
from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import page, sent
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
COURSE = Gate(PassKind.CERTIFICATE, "requester", ("requisitions.submit",), name={"en": "Ordering"})


def now() -> datetime:
    return datetime.now(UTC)


def somebody(town: Town, role: str, name: str = "Kim Ek", unit_id: UUID | None = None) -> Actor:
    return a_person(town.tenant_id, roles=(role,), name=name, unit_id=unit_id)


def desk_of(town: Town, role: str) -> Client:
    return a_client_of(somebody(town, role, "Åsa Kontor"))


def id_of(person: Actor) -> UUID:
    assert person.person_id is not None
    return person.person_id


def mandate_of(town: Town, person: Actor) -> queries.MandateView:
    return queries.mandates_of(id_of(person), actor=town.office)[0]


def gated(town: Town) -> None:
    actions.change_gates(
        (COURSE,), valid_from=TODAY, reason="KS 2026:9", actor=town.office, at=now()
    )


def test_the_register_is_shown_as_of_a_day_and_taken_out_as_a_file() -> None:
    town = a_town()
    somebody(town, "approver", "Nils Bok")
    client = desk_of(town, "finance_officer")

    today, before = page(client, "mandates", text="Nils"), page(client, "mandates", on="2020-01-01")
    file = client.get(reverse("mandates"), {"as": "csv", "all": "1", "text": "Nils"})

    assert "Nils Bok" in today
    assert "Nils Bok" not in before
    assert "Nils Bok" in b"".join(file).decode("utf-8-sig")


def test_a_mandate_is_given_renewed_and_ended() -> None:
    town = a_town()
    anna = somebody(town, "receiver", "Anna Lind")
    client = desk_of(town, "finance_officer")
    address = f"{reverse('give_mandate')}?who=Anna+Lind&unit={town.school}"
    given = {
        "person_id": str(anna.person_id),
        "role": "requester",
        "valid_from": TODAY.isoformat(),
        "valid_until": (TODAY + timedelta(days=30)).isoformat(),
        "amount": "5 000",
        "decision_reference": "KS 2026:4",
    }

    status, to = sent(client, address, "GrantForm", **given)
    twice = sent(client, address, "GrantForm", **given)
    found = mandate_of(town, anna)
    renewed, to_renewed = sent(
        client,
        to,
        "RenewMandateForm",
        **{
            "renew-valid_from": (TODAY + timedelta(days=31)).isoformat(),
            "renew-valid_until": (TODAY + timedelta(days=300)).isoformat(),
            "renew-decision_reference": "KS 2026:5",
        },
    )
    ended = sent(client, to, "RevokeMandateForm", **{"revoke-reason": "Fel"})

    assert (status, to) == (302, reverse("mandate", args=[found.id]))
    assert (found.role, found.unit_id, found.decision_reference) == (
        "requester",
        town.school,
        "KS 2026:4",
    )
    assert found.limit is not None
    assert found.limit.amount == 5000
    assert twice[0] == 409
    assert "The same is given already" in twice[1]
    assert (renewed, ended[0]) == (302, 302)
    assert to_renewed == reverse("mandate", args=[mandate_of(town, anna).id])
    assert "This mandate has ended" in page(client, "mandate", found.id)


def test_a_manager_names_a_substitute_for_who_is_absent() -> None:
    town = a_town()
    anna, bo = somebody(town, "approver", "Anna Lind"), somebody(town, "receiver", "Bo Ek")
    client = desk_of(town, "manager")
    address = f"{reverse('mandate', args=[mandate_of(town, anna).id])}?who=Bo+Ek"
    parties.tell_absence(
        id_of(anna), valid_from=TODAY, valid_until=TODAY, actor=town.office, at=now()
    )

    status, to = sent(
        client,
        address,
        "LendMandateForm",
        **{
            "lend-to_person": str(bo.person_id),
            "lend-valid_from": TODAY.isoformat(),
            "lend-valid_until": TODAY.isoformat(),
            "lend-reason": "Sjuk",
        },
    )

    assert status == 302
    assert "Bo Ek" in client.get(to).content.decode()


def test_it_is_answered_who_may_do_what_and_what_is_missing() -> None:
    town = a_town()
    somebody(town, "requester", "Anna Lind")
    client = desk_of(town, "manager")
    asked = {"permission": "requisitions.submit", "who": "Anna Lind"}

    may = page(client, "may", **asked)
    gated(town)
    may_not = page(client, "may", **asked)
    nobody = page(client, "may", permission="requisitions.submit", who="Finns Inte")

    assert "Anna Lind may:" in may
    assert "Anna Lind may not:" in may_not
    assert "You need the certificate “Ordering”" in may_not
    assert "Åsa Kontor can register what is missing." in may_not
    assert "Nobody was found." in nobody


def test_a_licence_is_registered_with_its_number_and_withdrawn() -> None:
    town = a_town()
    anna = somebody(town, "requester", "Anna Lind")
    client = desk_of(town, "manager")
    address = f"{reverse('register_pass')}?who=Anna+Lind"
    given = {
        "person_id": str(anna.person_id),
        "kind": "licence",
        "code": "prescriber",
        "valid_from": TODAY.isoformat(),
    }

    without_number = sent(client, address, "RegisterPassForm", **given)
    status, to = sent(client, address, "RegisterPassForm", reference="12345", **given)
    listed = page(client, "passes", kind="licence", state="valid")
    withdrawn = sent(client, to, "RevokePassForm", reason="Återkallad")

    assert without_number[0] == 409
    assert "A licence has a number." in without_number[1]
    assert status == 302
    assert "Anna Lind" in listed
    assert withdrawn[0] == 302
    assert "Withdrawn" in client.get(to).content.decode()


def test_a_gate_is_put_up_and_somebody_let_through_and_it_is_taken_down() -> None:
    town = a_town()
    anna = somebody(town, "requester", "Anna Lind")
    keeper, coordinator = desk_of(town, "system_administrator"), desk_of(town, "coordinator")

    put_up = sent(
        keeper,
        reverse("gates"),
        "GateForm",
        **{
            "put-kind": "certificate",
            "put-code": "requester",
            "put-called": "Ordering",
            "put-rights": ["requisitions.submit"],
            "put-valid_from": TODAY.isoformat(),
            "put-reason": "KS 2026:9",
        },
    )
    shown = page(keeper, "gates")
    let_through = sent(
        coordinator,
        f"{reverse('let_through')}?who=Anna+Lind",
        "LetThroughForm",
        person_id=str(anna.person_id),
        code="certificate requester",
        until=TODAY.isoformat(),
        reason="Sjukdom",
    )
    taken_down = sent(
        keeper,
        reverse("gates"),
        "TakeDownForm",
        **{"take-gate": "0", "take-valid_from": TODAY.isoformat(), "take-reason": "KS 2026:10"},
    )

    assert (put_up[0], let_through[0], taken_down[0]) == (302, 302, 302)
    assert "Ordering" in shown
    assert "Nothing is asked for but a mandate." in page(keeper, "gates")


def test_it_is_seen_who_gains_before_everyone_may_order() -> None:
    town = a_town()
    a_person(town.tenant_id, roles=(), name="Eva Holm", unit_id=town.school)
    client = desk_of(town, "manager")
    address = f"{reverse('requester_policies')}?unit={town.school}&who-may=everyone"

    before = client.get(address).content.decode()
    status, to = sent(client, address, "PolicyForm", decision_reference="BUN 2026:4")

    assert "Eva Holm" in before
    assert "Nothing has changed yet." in before
    assert (status, to) == (302, reverse("requester_policies"))
    (policy,) = queries.requester_policies(actor=town.office)
    assert (policy.unit_id, policy.who, policy.valid_from) == (town.school, Who.EVERYONE, TODAY)


def test_a_position_is_set_up_held_and_vacant_again() -> None:
    town = a_town()
    bo = somebody(town, "receiver", "Bo Ek")
    client = desk_of(town, "system_administrator")

    _, to = sent(
        client,
        f"{reverse('positions')}?unit={town.school}",
        "OpenPositionForm",
        title="Rektor",
        valid_from=(TODAY - timedelta(days=20)).isoformat(),
    )
    vacant = page(client, "positions")
    mandate = sent(
        client,
        to,
        "PositionMandateForm",
        **{
            "mandate-role": "requester",
            "mandate-valid_from": TODAY.isoformat(),
            "mandate-decision_reference": "KS 2026:6",
        },
    )
    appointed = sent(
        client,
        f"{to}?who=Bo+Ek",
        "AppointForm",
        **{
            "appoint-person_id": str(bo.person_id),
            "appoint-post": "holder",
            "appoint-valid_from": TODAY.isoformat(),
            "appoint-decision_reference": "KS 2026:7",
        },
    )

    assert "1 has been without anybody for more than 14 days." in vacant
    assert (mandate[0], appointed[0]) == (302, 302)
    assert "Everything is looked after today." in page(client, "positions")
    with tenant_scope(town.tenant_id):
        assert "requisitions.submit" in queries.permissions_of(bo)


def test_many_positions_are_shown_in_parts_found_by_words_and_named_cell_by_cell() -> None:
    town = a_town()
    for number in range(51):
        actions.open_position(
            f"Rektor {number}", unit_id=town.school, valid_from=TODAY, actor=town.office, at=now()
        )
    client = desk_of(town, "system_administrator")

    first, found = page(client, "positions"), page(client, "positions", **{"positions-text": "r 7"})

    assert "1–50 of 51" in first
    assert 'data-label="Holder"' in first
    assert "Rektor 7" in found
    assert "1–50 of 51" not in found.partition('id="positions"')[2]


def test_people_of_the_same_name_are_told_apart_by_their_unit() -> None:
    town = a_town()
    somebody(town, "receiver", "Kim Ek", town.school)

    offered = page(desk_of(town, "finance_officer"), "give_mandate", who="Kim Ek")

    assert re.search(r"Kim Ek, \w+", offered)


def test_when_mandates_need_a_new_decision_is_drawn_above_the_register() -> None:
    shown = page(desk_of(a_town(), "finance_officer"), "mandates")

    assert "When new decisions are needed" in shown


def test_how_long_a_position_may_be_vacant_is_decided_on_its_page() -> None:
    town = a_town()
    client = desk_of(town, "system_administrator")
    given = {"patience-days": "30", "patience-reason": "Sommaren"}

    status, to = sent(client, reverse("positions"), "PatienceForm", **given)

    assert (status, to) == (302, reverse("positions"))
    assert 'value="30"' in page(client, "positions")


def test_a_coordinator_is_named_with_a_deputy_and_ended() -> None:
    town = a_town()
    bo = somebody(town, "receiver", "Bo Ek")
    client = desk_of(town, "coordinator")

    named = sent(
        client,
        f"{reverse('coordinators')}?who=Bo+Ek",
        "CoordinatorForm",
        **{
            "name-person_id": str(bo.person_id),
            "name-category": "15000000-8",
            "name-valid_from": TODAY.isoformat(),
        },
    )
    (found,) = queries.coordinators(actor=town.office)
    ended = sent(
        client,
        reverse("coordinators"),
        "EndCoordinatorForm",
        **{"end-coordinator_id": str(found.id), "end-last_day": TODAY.isoformat()},
    )

    assert (named[0], ended[0]) == (302, 302)
    assert (found.category, found.person) == ("15", "Bo Ek")


def test_who_has_no_right_is_shown_no_forms() -> None:
    town = a_town()
    client = desk_of(town, "auditor")

    register, gates = page(client, "mandates"), page(client, "gates")

    assert reverse("give_mandate") not in register
    assert "Put up the gate" not in gates


def test_the_register_costs_the_same_for_many() -> None:
    town = a_town()
    client = desk_of(town, "finance_officer")
    somebody(town, "requester", "Nils Bok")
    page(client, "mandates")
    counted = []
    for more in (1, 12):
        for number in range(more):
            somebody(town, "requester", f"Person {number}")
        with statements() as asked:
            page(client, "mandates")
        counted.append(len(asked))

    assert counted[0] == counted[1]


def test_a_day_in_the_register_may_be_any() -> None:
    town = a_town()
    client = desk_of(town, "finance_officer")

    assert page(client, "mandates", on=date(2031, 1, 1).isoformat())
