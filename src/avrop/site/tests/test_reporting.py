"""Reporting a fault without an account."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from avrop.kernel.scope import tenant_scope
from avrop.site.tests.builders import a_client_of, a_reader, a_stranger
from avrop.site.tests.desk import keys_in, page
from avrop.support import actions, receipts
from avrop.support.models import Case, Message
from avrop.testing.worlds import AT, TenantWorld, a_person, a_tenant

pytestmark = pytest.mark.django_db
FAULT = "Bilden på mjölken har ingen beskrivning.\n\n<script>x</script>"


@pytest.fixture
def operator() -> TenantWorld:
    """Whoever runs the installation, with somebody who answers."""
    world = a_tenant("Driften AB", is_operator=True)
    a_person(world.tenant_id, roles=("coordinator",))
    return world


def _report(client: Client, **told: str) -> str:
    """Where a report leads to, or what the page says."""
    address = reverse("report_fault")
    keys = keys_in(client.get(address).content.decode(), "FaultForm")
    answer = client.post(address, {**keys, "topic": "access", "text": FAULT, **told})
    return str(answer.headers.get("Location") or answer.content.decode())


def _cases(world: TenantWorld) -> list[Case]:
    with tenant_scope(world.tenant_id):
        return list(Case.objects.order_by("id"))


def test_a_visitor_reports_and_reads_the_answer_by_the_receipt(operator: TenantWorld) -> None:
    visitor = a_stranger()

    receipt = _report(visitor, answer_to="bo@gard.example")
    before = visitor.get(receipt).content.decode()
    (case,) = _cases(operator)
    answerer = a_person(operator.tenant_id, roles=("coordinator",))
    actions.answer_case(case.id, "Den har en nu.", actor=answerer, at=AT)
    after = visitor.get(receipt)
    pressed = visitor.post(receipt, keys_of_button(after.content.decode()))

    assert case.number in before
    assert "Driften AB has your report and answers by" in before
    assert "&lt;script&gt;x" in before
    assert "Den har en nu." in after.content.decode()
    assert after["Cache-Control"] == "no-store"
    assert pressed.status_code == 302
    assert [one.state for one in _cases(operator)] == ["told"]
    with tenant_scope(operator.tenant_id):
        assert Message.objects.order_by("id")[0].text.replace("\r\n", "\n") == FAULT


def keys_of_button(shown: str) -> dict[str, str]:
    """The hidden values of the button under the answer."""
    found = shown[shown.index('name="once" value="') :]
    return {"once": found.split('"')[3]}


def test_a_report_goes_to_whom_it_names_and_says_to_nobody_who_is_here(
    operator: TenantWorld,
) -> None:
    town = a_tenant("Ekbackens kommun", legal_id="212000-0142")
    a_person(town.tenant_id, roles=("coordinator",))
    empty = a_tenant("Tomma AB")

    named = _report(a_stranger(), named="  ekbackens  kommun ")
    numbered = _report(a_stranger(), named="2120000142")
    _report(a_stranger(), named="Finns inte")
    _report(a_stranger(), named="Tomma AB")

    assert named.startswith("/report/")
    assert numbered.startswith("/report/")
    assert len(_cases(town)) == 2
    assert [one.named for one in _cases(operator)] == ["Finns inte", "Tomma AB"]
    assert _cases(empty) == []
    assert "Ekbackens kommun" not in page(a_stranger(), "report_fault")


def test_a_double_click_makes_one_report(operator: TenantWorld) -> None:
    visitor, address = a_stranger(), reverse("report_fault")
    keys = keys_in(visitor.get(address).content.decode(), "FaultForm")

    twice = [
        visitor.post(address, {**keys, "topic": "access", "text": FAULT})["Location"]
        for _ in range(2)
    ]

    assert twice[0] == twice[1]
    assert len(_cases(operator)) == 1


def test_ten_thousand_characters_are_refused_at_the_field_and_kept(operator: TenantWorld) -> None:
    pasted = "x" * 10_000

    shown = _report(a_stranger(), text=pasted)

    assert "At most 4000 characters can be kept; what you wrote has 10000." in shown
    assert pasted in shown
    assert 'href="#text"' in shown
    assert _cases(operator) == []


def test_who_reports_often_waits_and_loses_nothing_of_what_was_written(
    operator: TenantWorld,
) -> None:
    here, there = a_stranger_at("192.0.2.7"), a_stranger_at("192.0.2.8")
    for _ in range(5):
        _report(here)
    address = reverse("report_fault")
    keys = keys_in(here.get(address).content.decode(), "FaultForm")

    answer = here.post(address, {**keys, "topic": "access", "text": "En till"})
    elsewhere = _report(there)

    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 90
    assert "Many reports have come from where you are." in answer.content.decode()
    assert "En till" in answer.content.decode()
    assert elsewhere.startswith("/report/")
    assert len(_cases(operator)) == 6


def a_stranger_at(address: str) -> Client:
    """Somebody who is not signed in, at a network address."""
    return Client(headers={"accept-language": "en"}, REMOTE_ADDR=address)


def test_a_receipt_that_was_not_made_here_opens_nothing(operator: TenantWorld) -> None:
    reader = a_reader("requester")
    case = actions.open_case("stuck", "Hjälp.", actor=reader.actor, at=AT)
    of_a_colleague = receipts.token_of(reader.actor.tenant_id, case.case.id)

    for token in ("x", "AAAA~AAAA", of_a_colleague):
        assert a_stranger().get(reverse("report_receipt", args=[token])).status_code == 404


def test_who_is_signed_in_is_led_to_the_help_of_his_own_organisation() -> None:
    answer = a_reader("requester").client.get(reverse("report_fault"))

    assert answer["Location"] == reverse("get_help") + "?about=accessibility"


def test_the_statement_leads_a_stranger_to_the_report(operator: TenantWorld) -> None:
    assert f'href="{reverse("report_fault")}"' in page(a_stranger(), "accessibility")


def test_who_answers_sees_that_nobody_known_asked_and_is_led_nowhere(
    operator: TenantWorld,
) -> None:
    _report(a_stranger(), page="javascript:alert(1)", answer_to="bo@gard.example")
    (case,) = _cases(operator)
    answerer = a_client_of(a_person(operator.tenant_id, roles=("coordinator",)))

    shown = page(answerer, "case", case.id)
    queue = page(answerer, "cases")

    assert "Somebody without an account" in shown
    assert "Somebody without an account" in queue
    assert "bo@gard.example" in shown
    assert 'href="javascript:' not in shown


def test_where_nobody_of_the_operators_answers_a_report_must_say_whose_it_is() -> None:
    a_tenant("Driften AB", is_operator=True)
    town = a_tenant("Ekbackens kommun")
    a_person(town.tenant_id, roles=("coordinator",))

    opened = page(a_stranger(), "report_fault")
    unnamed = _report(a_stranger())
    nowhere = _report(a_stranger(), named="Finns inte")
    named = _report(a_stranger(), named="Ekbackens kommun")

    assert "has named nobody who answers reports" in opened
    assert 'href="#named"' in unnamed
    assert "No such organisation takes reports here." in nowhere
    assert FAULT.partition("\n")[0] in nowhere
    assert named.startswith("/report/")
    assert len(_cases(town)) == 1
