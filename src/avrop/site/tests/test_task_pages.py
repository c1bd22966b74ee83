"""Tasks that wait for several: one takes it, the others see who, and it can be given back."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from avrop.kernel.actors import Actor
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import page
from avrop.tasks import actions, queries
from avrop.tasks.tests.builders import a_new_task
from avrop.testing.worlds import AT, a_person, a_tenant, everything

pytestmark = pytest.mark.django_db


def waits_for(*people: Actor, kind: str = "tasks.no_reason") -> UUID:
    """A task that each of some people can do."""
    ids = (person.person_id for person in people if person.person_id is not None)
    task = a_new_task(*ids, kind=kind)
    return actions.open_tasks((task,), actor=everything(people[0].tenant_id), at=AT)[0]


def pressed(client: Client, name: str, task_id: UUID) -> str:
    """Press a button of a task on the start page; the page that it leads to."""
    address = reverse(name, args=[task_id])
    (body,) = re.findall(rf'action="{address}">.*?</form>', page(client, "start"), re.DOTALL)
    keys = dict(re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', body))
    answer = client.post(address, keys)
    assert (answer.status_code, answer["Location"]) == (302, reverse("start"))
    return page(client, "start")


def test_who_takes_a_task_does_it_until_he_gives_it_back() -> None:
    tenant_id = a_tenant().tenant_id
    one, other = (a_person(tenant_id, name=name) for name in ("Siv Alm", "Kim Ek"))
    task_id = waits_for(one, other)
    first, second = a_client_of(one), a_client_of(other)

    taken, seen = pressed(first, "take_task", task_id), page(second, "start")
    again = pressed(first, "give_back_task", task_id)

    assert "The others see that you do it." in taken
    assert "You do this." in taken
    assert "Siv Alm does this." in seen
    assert "I will do this" not in seen
    assert "It waits for all of you again." in again
    assert "I will do this" in page(second, "start")
    assert queries.task(task_id, actor=one).taken_by is None


def test_whoever_comes_second_is_told_that_somebody_else_does_it() -> None:
    tenant_id = a_tenant().tenant_id
    one, other = a_person(tenant_id), a_person(tenant_id)
    task_id = waits_for(one, other)
    client = a_client_of(other)
    actions.take_task(task_id, actor=one, at=AT)

    answer = client.post(reverse("take_task", args=[task_id]), {"expected_version": "1"})

    assert answer.status_code == 302
    assert "Somebody else has taken the task." in page(client, "start")
    assert queries.task(task_id, actor=one).taken_by == one.person_id


def test_a_task_of_one_alone_is_not_offered_to_be_taken() -> None:
    only = a_person(a_tenant().tenant_id)
    waits_for(only)

    assert "I will do this" not in page(a_client_of(only), "start")


def test_what_another_does_is_not_marked_as_done_by_anybody_else() -> None:
    tenant_id = a_tenant().tenant_id
    one, other = a_person(tenant_id), a_person(tenant_id)
    task_id = waits_for(one, other, kind="payables.payment_rejected")
    client = a_client_of(other)

    before = page(client, "start")
    actions.take_task(task_id, actor=one, at=AT)

    assert "Mark as done" in before
    assert "Mark as done" not in page(client, "start")
