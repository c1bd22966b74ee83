"""Getting help, from the page where somebody is stuck to the case that is closed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from avrop.buying.orders.tests import builders as buying
from avrop.kernel.actors import Actor
from avrop.site.tests.builders import a_client_of, a_reader
from avrop.site.tests.desk import keys_in, page
from avrop.support import queries
from avrop.support.queries import CaseView
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db


def _asked(client: Client, asker: Actor, page: str = "") -> CaseView:
    client.post(
        f"{reverse('get_help')}?from={page}",
        {"form": "QuestionForm", "topic": "stuck", "text": "Jag kommer inte vidare."},
    )
    (found,) = queries.my_cases(actor=asker).items
    return queries.case(found.id, actor=asker)


def test_help_is_asked_for_from_an_order_and_the_order_goes_along() -> None:
    town = buying.a_town()
    order = buying.a_sent_order(town, buying.a_seller(town))
    client = a_client_of(town.requester)
    address = reverse("order", args=[order.id])

    form = client.get(f"{reverse('get_help')}?from={address}").content.decode()
    case = _asked(client, town.requester, address)
    page = client.get(reverse("case", args=[case.case.id])).content.decode()

    assert "What you were looking at goes along as it stands now" in form
    assert (case.case.subject_id, case.page) == (order.id, address)
    assert order.number in page
    assert "The need was written in the cart" in page


def test_every_page_leads_to_help_and_says_where_from() -> None:
    page = a_reader("requester").client.get(reverse("start")).content.decode()

    assert f"{reverse('get_help')}?from=/" in page


def test_a_question_without_words_is_told_at_its_field() -> None:
    reader = a_reader("requester")

    answer = reader.client.post(
        reverse("get_help"), {"form": "QuestionForm", "topic": "stuck", "text": ""}
    )

    assert answer.status_code == 422
    assert "Fill in “What do you need?”." in answer.content.decode()


def test_a_case_is_answered_read_and_closed_by_hand() -> None:
    reader = a_reader("requester")
    case = _asked(reader.client, reader.actor).case
    desk = a_client_of(a_person(reader.actor.tenant_id, roles=("coordinator",)))

    def act(client: Client, key: str, **values: str) -> int:
        address = reverse("act_on_case", args=[case.id, key])
        return client.post(address, values).status_code

    answered = act(desk, "answer", **{"form": "AnswerForm", "answer-text": "Gör så här."})
    too_early = act(desk, "close")
    page = reader.client.get(reverse("case", args=[case.id])).content.decode()
    read, closed = act(reader.client, "read"), act(desk, "close")

    assert (answered, too_early, read, closed) == (302, 409, 302, 302)
    assert "Gör så här." in page
    assert "I have read the answer" in page
    assert queries.case(case.id, actor=reader.actor).case.state == "closed"


def test_who_steers_says_who_answers_and_the_case_waits_for_that_person_only() -> None:
    reader = a_reader("requester")
    case = _asked(reader.client, reader.actor).case
    steerer, chosen, other = (
        a_person(reader.actor.tenant_id, roles=("coordinator",), name=name)
        for name in ("Stina", "Vald", "Annan")
    )
    client = a_client_of(steerer)
    address = reverse("act_on_case", args=[case.id, "assign"])

    shown = page(client, "case", case.id)
    keys = keys_in(shown, "AssignForm")
    nobody = client.post(address, {**keys, "assign-owner": ""})
    done = client.post(address, {**keys, "assign-owner": str(chosen.person_id)})
    again = client.post(address, {**keys, "once": "", "assign-owner": str(other.person_id)})

    assert "Vald (0 open cases)" in shown
    assert nobody.status_code == 422
    assert 'href="#assign-assign-owner"' in nobody.content.decode()
    assert (done.status_code, again.status_code) == (302, 409)
    assert "Vald (1 open case)" in page(client, "case", case.id)
    assert case.number in page(a_client_of(chosen), "start")
    assert case.number not in page(a_client_of(other), "start")


def test_who_does_not_steer_is_offered_no_choice_of_who_answers() -> None:
    reader = a_reader("requester")
    case = _asked(reader.client, reader.actor).case
    desk = a_person(reader.actor.tenant_id, roles=("coordinator",))

    shown = page(reader.client, "case", case.id)
    tried = reader.client.post(
        reverse("act_on_case", args=[case.id, "assign"]),
        {"form": "AssignForm", "assign-owner": str(desk.person_id)},
    )

    assert "Say who answers" not in shown
    assert tried.status_code == 403
    assert queries.case(case.id, actor=desk).case.owner is None


def test_the_queue_is_for_those_who_answer() -> None:
    reader = a_reader("requester")
    case = _asked(reader.client, reader.actor).case
    desk = a_client_of(a_person(reader.actor.tenant_id, roles=("coordinator",)))
    stranger = a_client_of(a_person(reader.actor.tenant_id, roles=("receiver",)))

    assert case.number in desk.get(reverse("cases")).content.decode()
    assert case.number not in stranger.get(reverse("cases")).content.decode()
    assert stranger.get(reverse("case", args=[case.id])).status_code == 404


@pytest.mark.parametrize("page", ["//elsewhere.example/x", "https://elsewhere.example", "x" * 900])
def test_an_address_elsewhere_is_not_kept(page: str) -> None:
    reader = a_reader("requester")

    assert _asked(reader.client, reader.actor, page).page == ""
