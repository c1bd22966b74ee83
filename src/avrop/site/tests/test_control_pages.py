"""What auditors and managers look at: certificates of purchases, dispensations, the proof."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from avrop.authority import actions as authority
from avrop.authority import queries as authorised
from avrop.buying.payables.tests.builders import (
    Money,
    a_paying_town,
    a_released_proposal,
    an_approved_invoice,
    statements,
)
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.ports import Deed
from avrop.site.tests import pdf_ua
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import page, sent
from avrop.testing.worlds import a_person, everything

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
DAYS = {
    "valid_from": TODAY.isoformat(),
    "valid_until": (TODAY + timedelta(days=20)).isoformat(),
    "review_by": (TODAY + timedelta(days=30)).isoformat(),
}


def id_of(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def a_dispensation(money: Money, chief: Actor, reviewer: Actor, *, days: int = 20) -> UUID:
    return authority.grant_dispensation(
        id_of(money.office.clerk),
        Deed.RECEIVE,
        Deed.ATTEST_DECISION,
        valid_from=TODAY - timedelta(days=5),
        valid_until=TODAY + timedelta(days=days),
        reason="Två är sjuka",
        control="Varje faktura mot följesedeln",
        reviewer_id=id_of(reviewer),
        review_by=TODAY + timedelta(days=60),
        unit_id=money.town.school,
        actor=chief,
        at=timezone.now(),
    )


def test_the_certificate_of_an_order_tells_who_did_what_from_need_to_payment() -> None:
    money = a_paying_town()
    order, invoice = an_approved_invoice(money)
    a_released_proposal(money)
    client = a_client_of(a_person(money.town.tenant_id, roles=("auditor",)))

    of_order = page(client, "order_certificate", order.id)
    of_invoice = page(client, "invoice_certificate", invoice.id)

    for shown in (of_order, of_invoice):
        for deed in ("Receipt", "Review attest", "Decision attest", "Releasing the payment"):
            assert deed in shown
        assert "What is kept apart was done by different people, so far." in shown
        assert "Separation of duties, as the product comes" in shown
    assert f'href="{reverse("order_certificate", args=[order.id])}"' in page(
        client, "order", order.id
    )
    assert f'href="{reverse("invoice_certificate", args=[invoice.id])}"' in page(
        client, "invoice", invoice.id
    )


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_certificate_is_a_pdf_that_everybody_can_read(language: str) -> None:
    money = a_paying_town()
    order, _ = an_approved_invoice(money)
    client = a_client_of(a_person(money.town.tenant_id, roles=("auditor",)))
    client.cookies["django_language"] = language

    answer = client.get(reverse("order_certificate_pdf", args=[order.id]))

    assert answer["Content-Type"] == "application/pdf"
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    assert pdf_ua.faults(content, language) == []
    with override(language):
        assert order.number in pdf_ua.titles(content)[0]


def test_a_certificate_costs_the_same_statements_for_many_lines() -> None:
    counts = []
    for lines in (1, 6):
        money = a_paying_town()
        order, _ = an_approved_invoice(money, lines=lines)
        client = a_client_of(a_person(money.town.tenant_id, roles=("auditor",)))
        page(client, "order_certificate", order.id)
        with statements() as asked:
            page(client, "order_certificate", order.id)
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_a_dispensation_is_granted_for_a_unit_with_a_task_for_the_reviewer() -> None:
    money = a_paying_town()
    tenant_id = money.town.tenant_id
    chief, auditor = (a_person(tenant_id, roles=(role,)) for role in ("manager", "auditor"))
    client, reviewer = a_client_of(chief), a_client_of(auditor)
    who = money.office.clerk
    address = f"{reverse('grant_dispensation')}?unit={money.town.school}&who=a"
    given = {
        "person_id": str(id_of(who)),
        "pair": "receive/attest_decision",
        "reason": "Två är sjuka",
        "control": "Varje faktura mot följesedeln",
        "reviewer_id": str(id_of(auditor)),
        **DAYS,
    }

    refused = sent(client, address, "GrantForm", **{**given, "control": " "})
    own = sent(client, address, "GrantForm", **{**given, "reviewer_id": str(id_of(chief))})
    assert (refused[0], own[0]) == (422, 409)
    status, to = sent(client, address, "GrantForm", **given)

    assert status == 302
    shown = client.get(to).content.decode()
    assert "Varje faktura mot följesedeln" in shown
    assert "Revoke the dispensation" in shown
    assert page(client, "dispensations").count("Receipt and Decision attest") >= 1
    waiting = page(reviewer, "start")
    assert to in waiting


def test_a_dispensation_can_be_for_one_transaction_from_its_certificate() -> None:
    money = a_paying_town()
    order, _ = an_approved_invoice(money)
    tenant_id = money.town.tenant_id
    chief, auditor = (a_person(tenant_id, roles=(role,)) for role in ("manager", "auditor"))
    client = a_client_of(chief)

    offered = page(client, "order_certificate", order.id)
    address = f"{reverse('grant_dispensation')}?about=order&id={order.id}"
    assert address.replace("&", "&amp;") in offered or address in offered
    status, to = sent(
        client,
        f"{address}&who=a",
        "GrantForm",
        person_id=str(id_of(money.office.clerk)),
        pair="need/attest_decision",
        reason="Bråttom",
        control="Ordern gås igenom",
        reviewer_id=str(id_of(auditor)),
        **DAYS,
    )

    assert status == 302
    (found,) = authorised.dispensations_page(actor=chief, at=timezone.now()).items
    assert (found.about_kind, found.about_id, found.unit_id) == ("order", order.id, None)
    assert found.chain_ids
    assert reverse("order_certificate", args=[order.id]) in client.get(to).content.decode()


def test_the_reviewer_writes_down_what_the_control_found_and_a_manager_revokes() -> None:
    money = a_paying_town()
    tenant_id = money.town.tenant_id
    chief, auditor = (a_person(tenant_id, roles=(role,)) for role in ("manager", "auditor"))
    over, going_on = (a_dispensation(money, chief, auditor, days=days) for days in (-1, 20))

    refused = sent(a_client_of(chief), reverse("dispensation", args=[going_on]), "RevokeForm")
    revoked = sent(
        a_client_of(chief), reverse("dispensation", args=[going_on]), "RevokeForm", reason="Åter"
    )
    reviewed = sent(
        a_client_of(auditor),
        reverse("dispensation", args=[over]),
        "ReviewForm",
        note="Allt stämmer",
        found_sound="on",
    )

    assert [refused[0], revoked[0], reviewed[0]] == [422, 302, 302]
    found = authorised.dispensation(over, actor=auditor, at=timezone.now())
    assert (found.state, found.found_sound, found.review_note) == ("reviewed", True, "Allt stämmer")


def test_a_proof_is_asked_for_on_its_page_and_shows_each_way_step_by_step() -> None:
    money = a_paying_town()
    auditor = a_person(money.town.tenant_id, roles=("auditor",))
    both = a_person(money.town.tenant_id, roles=("requester", "approver"))
    client = a_client_of(auditor)

    nothing = page(client, "proofs")
    with running_here() as drain:
        status, to = sent(client, reverse("proofs"), "AskForm")
        waiting = client.get(to).content.decode()
        drain()
    shown = client.get(to).content.decode()

    assert "No proof has been made yet." in nothing
    assert status == 302
    assert "The whole organisation is being searched." in waiting
    assert "1 person or pair of people bring together" in shown
    assert "Need and Approval" in shown
    assert "Requester, everywhere: Submit carts for approval" in shown
    assert "Approver, everywhere" in shown
    assert "It is refused when the second deed is tried on the same chain" in shown
    assert "found who could bring together" in page(client, "proofs")
    authority.end_mandates_of(
        id_of(both),
        TODAY - timedelta(days=1),
        actor=everything(money.town.tenant_id),
        at=timezone.now(),
    )
    made = authority.prove(actor=auditor, at=timezone.now())
    assert made.holds
    assert "Nobody, and no two" in page(client, "proof", made.id)


def test_who_does_not_look_at_the_whole_organisation_sees_no_proof() -> None:
    money = a_paying_town()
    auditor = a_person(money.town.tenant_id, roles=("auditor",))
    made = authority.prove(actor=auditor, at=timezone.now())
    client = a_client_of(a_person(money.town.tenant_id, roles=("requester",)))

    answer = client.get(reverse("proof", args=[made.id]))

    assert answer.status_code == 404
