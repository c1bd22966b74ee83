"""Whatever a task of the journey is about has a page, and the page can be read in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse

import avrop
from avrop.agreements.models import Agreement
from avrop.buying.invoices.models import Invoice
from avrop.buying.receipts.models import Claim
from avrop.buying.requisitions.models import Requisition
from avrop.catalogues.models import Version
from avrop.kernel.scope import tenant_scope
from avrop.site.pages.subjects import LISTS, PAGES, PARTS, addresses_of
from avrop.site.tests.builders import a_client_of
from avrop.tasks.models import Assignee, Task
from tests.played import Played

DOCUMENTS = {
    "requisition": Requisition,
    "invoice": Invoice,
    "claim": Claim,
    "agreement": Agreement,
    "price_list": Version,
}
#: A place for a fact that was left open, or a name of ours instead of words.
NOT_WORDS = re.compile(r"%\(\w+\)|>\s*[a-z]+\.[a-z_]+\s*<(?!/code)|None<")


def every_task(played: Played) -> Iterator[tuple[UUID, str, UUID, UUID]]:
    """Organisation, kind and id of the subject, and somebody of the journey who could do the task."""
    known = [actor.person_id for actor in played.world.actors.values()]
    for tenant_id in {actor.tenant_id for actor in played.world.actors.values()}:
        with tenant_scope(tenant_id):
            assignees = Assignee.objects.filter(person_id__in=known)
            people = dict(assignees.values_list("task_id", "person_id"))
            for task in Task.objects.filter(id__in=people):
                yield tenant_id, task.subject_kind, task.subject_id, people[task.id]


def test_every_kind_of_thing_that_tasks_are_about_has_a_page() -> None:
    package = Path(avrop.__file__).parent
    opened = {
        kind
        for path in package.rglob("*.py")
        if "tests" not in path.parts
        for kind in re.findall(r'subject_kind="(\w+)"', path.read_text(encoding="utf-8"))
    }

    assert opened <= PAGES.keys() | LISTS.keys() | PARTS
    assert {"requisition", "claim", "approval_step", "invoice_difference"} <= opened


def test_every_task_of_the_journey_leads_to_a_page_that_opens(
    played: Played, committed: None
) -> None:
    actors = {actor.person_id: actor for actor in played.world.actors.values()}
    seen = set()

    for tenant_id, kind, subject_id, person_id in every_task(played):
        with tenant_scope(tenant_id):
            addresses = addresses_of([(kind, subject_id)])
        seen.add(kind)
        assert (kind, subject_id) in addresses, kind
        answer = a_client_of(actors[person_id]).get(addresses[kind, subject_id])
        assert answer.status_code == 200, (kind, addresses)

    assert {"approval_step", "claim", "invoice_difference", "requisition"} <= seen


@pytest.mark.parametrize("language", ["sv", "en", "zh-hans"])
@pytest.mark.parametrize("page", DOCUMENTS)
def test_the_page_of_a_document_is_all_words(
    played: Played, committed: None, page: str, language: str
) -> None:
    anna = played.world.actors["anna"]
    with tenant_scope(anna.tenant_id):
        ids = list(DOCUMENTS[page].objects.values_list("id", flat=True))
    client = a_client_of(anna)

    assert ids
    for document_id in ids:
        answer = client.get(
            reverse(page, args=[document_id]), headers={"accept-language": language}
        )
        text = answer.content.decode()
        assert answer.status_code == 200
        assert f'<html lang="{"zh-Hans" if language == "zh-hans" else language}"' in text
        assert NOT_WORDS.findall(text) == []


def test_a_document_of_another_organisation_has_no_page(played: Played, committed: None) -> None:
    anna, petra = played.world.actors["anna"], played.world.actors["petra"]
    client = a_client_of(petra)

    for page, model in DOCUMENTS.items():
        with tenant_scope(anna.tenant_id):
            document_id = model.objects.values_list("id", flat=True)[0]
        assert client.get(reverse(page, args=[document_id])).status_code == 404
