"""The approver's desk: what waits, the decision, ordering less, and who decides while one is away."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from avrop.approvals import queries
from avrop.authority import queries as mandates
from avrop.buying.requisitions import actions as needs
from avrop.buying.requisitions import queries as need_queries
from avrop.buying.requisitions.tests.builders import (
    AT,
    CODING,
    Town,
    a_cart,
    a_seller,
    a_town,
    statements,
)
from avrop.kernel.jobs import running_here
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import keys_in, page, sent
from avrop.testing.worlds import a_person

pytestmark = pytest.mark.django_db


def a_waiting_request(town: Town, lines: int = 2) -> UUID:
    cart = a_cart(town, a_seller(town), lines=lines, wanted_date=None)
    return needs.submit_requisition(cart, actor=town.requester, at=AT)


def test_the_approver_finds_what_waits_and_nobody_else_does() -> None:
    town = a_town()
    a_waiting_request(town)

    mine = page(a_client_of(town.approver), "approvals")
    hers = page(a_client_of(town.requester), "approvals")

    assert "R-2026-" in mine
    assert "Nothing waits for you." in hers


def test_the_request_shows_its_lines_coding_and_what_is_new_about_them() -> None:
    town = a_town()
    request_id = a_waiting_request(town)

    shown = page(a_client_of(town.approver), "approval", request_id)

    assert "Vara 1" in shown
    assert ">4100</span> " in shown
    assert CODING not in shown
    assert "The requester has not bought under this agreement before." in shown
    assert "Your decision" in shown
    assert "History of the need" in shown


def test_where_several_may_approve_it_says_that_one_of_them_is_enough() -> None:
    town = a_town()
    facts = {"roles": ("approver",), "unit_id": town.school, "responsibilities": ("4100",)}
    a_person(town.tenant_id, name="Ada Ek", **facts)
    request_id = a_waiting_request(town)

    on_approval = page(a_client_of(town.approver), "approval", request_id)
    subject_id = queries.request(request_id, actor=town.office).subject_id
    on_requisition = page(a_client_of(town.requester), "requisition", subject_id)

    for shown in (on_approval, on_requisition):
        assert "One of these: Ada Ek, " in shown


def test_approving_twice_from_the_same_page_approves_once() -> None:
    town = a_town()
    request_id = a_waiting_request(town)
    client, address = a_client_of(town.approver), reverse("approval", args=[request_id])
    keys = keys_in(client.get(address).content.decode(), "ApproveForm")

    answers = [client.post(address, {**keys, "note": "Bra"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    (step,) = queries.request(request_id, actor=town.office).steps
    assert (step.state, step.note) == ("approved", "Bra")


def test_returning_without_a_reason_says_so_at_the_field_and_changes_nothing() -> None:
    town = a_town()
    request_id = a_waiting_request(town)
    client, address = a_client_of(town.approver), reverse("approval", args=[request_id])

    status, shown = sent(client, address, "ReturnForm", reason="")

    assert status == 422
    assert 'href="#reason"' in shown
    assert queries.request(request_id, actor=town.office).state == "waiting"


def test_a_returned_need_goes_back_with_the_reason() -> None:
    town = a_town()
    request_id = a_waiting_request(town)
    client, address = a_client_of(town.approver), reverse("approval", args=[request_id])

    status, _ = sent(client, address, "ReturnForm", reason="Ta det billigare.")

    found = queries.request(request_id, actor=town.office)
    assert (status, found.state, found.steps[0].note) == (302, "returned", "Ta det billigare.")


def test_whoever_is_not_asked_sees_the_request_without_a_decision() -> None:
    town = a_town()
    request_id = a_waiting_request(town)

    shown = page(a_client_of(town.requester), "approval", request_id)

    assert "Who approves" in shown
    assert "Your decision" not in shown


def typed(
    town: Town, request_id: UUID, *, first: str, reason: str = "Det räcker."
) -> dict[str, str]:
    """The form for ordering less, with this many of the first line."""
    cart = queries.request(request_id, actor=town.office).subject_id
    values = {"reason": reason}
    for line in need_queries.requisition(cart, actor=town.office).lines:
        values[f"quantities-{line.id}"] = first if line.position == 1 else "12"
        values[f"codings-{line.id}-0"] = CODING
    return values


def quantities(town: Town, request_id: UUID) -> list[Decimal]:
    cart = queries.request(request_id, actor=town.office).subject_id
    lines = need_queries.requisition(cart, actor=town.office).lines
    return [line.quantity.value for line in lines]


def test_ordering_less_tells_who_must_look_again_before_it_is_done() -> None:
    town = a_town()
    request_id = a_waiting_request(town)
    client = a_client_of(town.approver)
    values = typed(town, request_id, first="6")
    address = reverse("change_approval", args=[request_id])

    status, preview = sent(client, address, "ChangeForm", **values, step="look")

    assert status == 200
    assert "6 pcs instead of 12 pcs" in preview.replace("\xa0", " ")
    assert "Who must look again" in preview
    assert "You too" in preview
    assert quantities(town, request_id) == [Decimal(12), Decimal(12)]
    keys = keys_in(preview, "ChangeForm")
    assert client.post(address, {**keys, "step": "save"}).status_code == 302
    assert quantities(town, request_id) == [Decimal(6), Decimal(12)]
    cart = queries.request(request_id, actor=town.office).subject_id
    newest = queries.requests_about(cart, actor=town.office)[0]
    assert newest.id != request_id
    assert "It must be looked at again by:" in page(client, "approval", newest.id)


def test_saving_what_nobody_has_looked_at_shows_it_first() -> None:
    town = a_town()
    request_id = a_waiting_request(town)
    values = typed(town, request_id, first="6")
    address = reverse("change_approval", args=[request_id])

    status, preview = sent(
        a_client_of(town.approver), address, "ChangeForm", **values, step="save", seen="old"
    )

    assert status == 200
    assert "Somebody has answered since you looked." in preview
    assert quantities(town, request_id) == [Decimal(12), Decimal(12)]


def test_going_on_changing_keeps_what_was_typed() -> None:
    town = a_town()
    request_id = a_waiting_request(town)
    values = typed(town, request_id, first="6")

    status, shown = sent(
        a_client_of(town.approver),
        reverse("change_approval", args=[request_id]),
        "ChangeForm",
        **values,
        step="edit",
    )

    assert status == 200
    assert 'value="6"' in shown
    assert "Det räcker." in shown
    assert "See who must look again" in shown


def test_more_than_was_asked_for_is_refused_at_its_field() -> None:
    town = a_town()
    request_id = a_waiting_request(town, lines=1)
    cart = queries.request(request_id, actor=town.office).subject_id
    (line,) = need_queries.requisition(cart, actor=town.office).lines
    field = f"quantities-{line.id}"
    values = {field: "99", f"codings-{line.id}-0": CODING, "reason": "Fler"}

    status, shown = sent(
        a_client_of(town.approver),
        reverse("change_approval", args=[request_id]),
        "ChangeForm",
        **values,
    )

    assert status == 409
    assert f'href="#{field}"' in shown
    assert 'value="99"' in shown


def test_a_substitute_is_chosen_decides_and_is_taken_back() -> None:
    town = a_town()
    request_id = a_waiting_request(town)
    substitute = a_person(
        town.tenant_id, roles=("approver",), unit_id=town.school, responsibilities=("9*",)
    )
    holder, stand_in = a_client_of(town.approver), a_client_of(substitute)
    assert town.approver.person_id is not None
    (mandate,) = mandates.mandates_of(town.approver.person_id, actor=town.approver)
    today = timezone.localdate()

    status, _ = sent(
        holder,
        reverse("absence"),
        "LendForm",
        to_person=str(substitute.person_id),
        mandate_ids=[str(mandate.id)],
        valid_from=today.isoformat(),
        valid_until=(today + timedelta(days=5)).isoformat(),
        reason="Semester",
    )

    assert status == 302
    assert "As a substitute for" in page(stand_in, "approvals")
    sent(stand_in, reverse("approval", args=[request_id]), "ApproveForm", note="")
    (step,) = queries.request(request_id, actor=town.office).steps
    assert (step.decided_by, step.on_behalf_of) == (substitute.person_id, town.approver.person_id)
    (lending,) = mandates.delegations_of(town.approver.person_id, actor=town.approver)
    ended = holder.post(reverse("end_lending", args=[lending.id]))
    assert ended.status_code == 302
    assert "Over" in page(holder, "absence")


def test_a_page_of_many_lines_asks_no_more_than_a_page_of_one() -> None:
    town = a_town()
    client = a_client_of(town.approver)
    counts = []
    for lines in (1, 40):
        request_id = a_waiting_request(town, lines=lines)
        page(client, "approval", request_id)
        with statements() as captured:
            page(client, "approval", request_id)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_whoever_looks_again_and_the_requester_see_what_was_changed_by_whom_and_why() -> None:
    town = a_town()
    request_id = a_waiting_request(town)
    cart = queries.request(request_id, actor=town.office).subject_id
    line = need_queries.requisition(cart, actor=town.office).lines[0]
    newest = needs.change_waiting_lines(
        cart,
        "Vi har några kvar.",
        quantities=(needs.LineLess(line.id, Decimal(6)),),
        actor=town.approver,
        at=AT,
    )

    again = page(a_client_of(town.approver), "approval", newest).replace("\xa0", " ")
    hers = page(a_client_of(town.requester), "requisition", cart).replace("\xa0", " ")

    for shown in (again, hers):
        assert "Changed since it was last put to approval" in shown
        assert "6 pcs instead of 12 pcs" in shown
        assert "Vi har några kvar." in shown
    assert "Changed since" not in page(a_client_of(town.approver), "approval", request_id)


def test_what_the_requester_changed_after_a_return_is_seen_when_it_comes_back() -> None:
    from avrop.approvals import actions as approvals

    town = a_town()
    request_id = a_waiting_request(town)
    cart = queries.request(request_id, actor=town.office).subject_id
    (step,) = queries.request(request_id, actor=town.office).steps
    with running_here() as drain:
        approvals.return_for_change(step.id, "För många", actor=town.approver, at=AT)
        drain()
    first, second = need_queries.requisition(cart, actor=town.office).lines
    change = needs.LineChange(first.id, quantity=Decimal(6))
    needs.change_lines(cart, (change,), actor=town.requester, at=AT)
    needs.remove_lines(cart, (second.id,), actor=town.requester, at=AT)
    newest = needs.submit_requisition(cart, actor=town.requester, at=AT)

    shown = page(a_client_of(town.approver), "approval", newest).replace("\xa0", " ")

    assert "The requester changed it before it was sent again" in shown
    assert "6 pcs instead of 12 pcs" in shown
    assert "taken out, 12 pcs" in shown
