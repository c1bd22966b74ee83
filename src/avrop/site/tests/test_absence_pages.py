"""The pages of who is away, who stands in, and what a coordinator has in his hands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from avrop.authority import actions as authority
from avrop.authority import queries
from avrop.buying.requisitions import actions as requisitions
from avrop.buying.requisitions import queries as needs
from avrop.buying.requisitions.tests.builders import Town, a_cart, a_seller, a_town
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import page, sent
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
LAST_DAY = TODAY + timedelta(days=5)


def now() -> datetime:
    return datetime.now(UTC)


def id_of(person: Actor) -> UUID:
    assert person.person_id is not None
    return person.person_id


def somebody(town: Town, role: str, name: str) -> Actor:
    return a_person(town.tenant_id, roles=(role,), name=name, unit_id=town.school)


def test_one_tells_that_one_is_away_and_is_back_by_a_button() -> None:
    town = a_town()
    client = a_client_of(town.requester)
    days = {"away-valid_from": TODAY.isoformat(), "away-valid_until": LAST_DAY.isoformat()}

    status, _ = sent(client, reverse("absence"), "AwayForm", **days)
    shown = page(client, "absence")
    (absence,) = queries.absences_of(id_of(town.requester), actor=town.requester, at=now())
    ended = client.post(reverse("end_absence", args=[absence.id]))

    assert status == ended.status_code == 302
    assert "I am back" in shown
    assert "Told by the person" in shown
    assert queries.absences_of(id_of(town.requester), actor=town.requester, at=now()) == ()
    assert "What you have lent can be used by nobody." in page(client, "absence")


def test_one_names_a_standing_substitute_and_ends_it() -> None:
    town = a_town()
    bo = somebody(town, "requester", "Bo Ek")
    client = a_client_of(town.requester)
    given = {"standing-substitute_id": str(bo.person_id), "standing-valid_from": TODAY.isoformat()}

    status, _ = sent(client, reverse("absence"), "SubstituteForm", **given)
    shown = page(client, "absence")
    (found,) = queries.substitutes_of(id_of(town.requester), actor=town.requester, at=now())
    ended = client.post(reverse("end_substitute", args=[found.id]))

    assert status == ended.status_code == 302
    assert "Bo Ek stands in for you" in shown
    assert "You stand in for" not in shown
    assert queries.substitutes_of(id_of(town.requester), actor=town.requester, at=now()) == ()


def test_a_manager_tells_that_somebody_is_away_sees_who_stands_in_and_that_he_is_back() -> None:
    town = a_town()
    anna, bo = somebody(town, "approver", "Anna Lind"), somebody(town, "approver", "Bo Ek")
    client = a_client_of(somebody(town, "manager", "Ulla Chef"))
    authority.name_substitute(id_of(bo), valid_from=TODAY, actor=anna, at=now())
    assert "Nobody is known to be away." in page(client, "absences")
    given = {
        "tell-person_id": str(anna.person_id),
        "tell-valid_from": TODAY.isoformat(),
        "tell-valid_until": LAST_DAY.isoformat(),
    }

    with running_here() as drain:
        status, _ = sent(client, f"{reverse('absences')}?who=Anna", "TellForm", **given)
        drain()
    shown = page(client, "absences")
    (absence,) = queries.absences_of(id_of(anna), actor=anna, at=now())
    back, _ = sent(client, reverse("absences"), "BackForm", **{"back-absence_id": str(absence.id)})

    assert (status, back) == (302, 302)
    assert "Anna Lind" in shown
    assert "Bo Ek" in shown
    assert "Nobody is known to be away." in page(client, "absences")


def test_the_page_of_who_is_away_is_for_those_who_may_tell_it() -> None:
    town = a_town()

    answer = a_client_of(town.requester).get(reverse("absences"))

    assert answer.status_code == 403


def test_a_coordinator_rejects_a_need_of_his_group_with_a_reason() -> None:
    town = a_town()
    seller = a_seller(town)
    coordinator = a_person(town.tenant_id, roles=("purchasing_coordinator",), name="Kim Ek")
    authority.name_coordinator(
        "15500000", id_of(coordinator), valid_from=TODAY, actor=town.office, at=now()
    )
    cart = a_cart(town, seller, lines=1)
    (line,) = needs.requisition(cart, actor=town.requester).lines
    requisitions.hand_over_lines(cart, (line.id,), actor=town.requester, at=now())
    client = a_client_of(coordinator)
    shown = page(client, "needs_of_my_groups")
    (need,) = needs.needs_of_my_groups(actor=coordinator, at=now()).needs

    status, _ = sent(
        client,
        reverse("needs_of_my_groups"),
        "RejectForm",
        **{"reject-line_ids": [str(need.line_id)], "reject-reason": "Finns i lager"},
    )

    assert status == 302
    assert "Vara 1" in shown
    assert "In your hands" in shown
    assert "Nothing is needed of your groups now." in page(client, "needs_of_my_groups")
