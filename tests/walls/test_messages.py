"""The second wall for documents: their bytes, steps and traces are for those who may see what they are
about, and for those who look after the messages; the same through every face."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker

from avrop.buying.orders import queries as orders
from avrop.exchange import actions, queries
from avrop.exchange.queries import MessageView
from avrop.kernel import jobs
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Missing
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as known
from avrop.site import cli
from avrop.site.cli import ground
from avrop.site.demonstration.people import PRESCHOOL, SCHOOL
from avrop.testing.worlds import a_person, an_email, everything
from tests.played import Played

pytestmark = pytest.mark.django_db
CLIENT = Client()


@pytest.fixture(autouse=True)
def on_this_ground(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    caplog.set_level(logging.ERROR, "django.request")
    monkeypatch.setattr(ground, "stand_up", lambda *, migrated=True: None)
    with django_db_blocker.unblock(), jobs.running_here():
        yield


def every_message(actor: Actor, **wanted: str) -> list[MessageView]:
    found: list[MessageView] = []
    cursor = None
    while True:
        page = queries.messages_page(actor=actor, cursor=cursor, limit=200, **wanted)  # type: ignore[arg-type]
        found.extend(page.items)
        cursor = page.next_cursor
        if cursor is None:
            return found


def ids(messages: list[MessageView]) -> set[UUID]:
    return {message.id for message in messages}


def may_open(message: MessageView, actor: Actor) -> bool:
    try:
        queries.payload(message.id, actor=actor)
        return queries.message(message.id, actor=actor) == message
    except Missing:
        return False


def orders_of(actor: Actor) -> set[UUID]:
    return {row.id for row in orders.orders_page(actor=actor, limit=200).items}


def the_unit(tenant_id: UUID, name: str) -> UUID:
    with tenant_scope(tenant_id):
        return next(unit.id for unit in known.units() if unit.name == name)


def test_who_looks_after_messages_sees_all_and_nobody_else_does(played: Played) -> None:
    tenant_id = played.world.tenant("anna")
    all_of_them = every_message(everything(tenant_id))
    actors = played.world.actors

    assert len(all_of_them) > 20
    for name in ("fatima", "lars", "maria", "helena", "ivar"):
        assert ids(every_message(actors[name])) == ids(all_of_them)
    # All that was ordered was for the school; she works at the preschool and sees the price lists.
    assert {message.kind for message in every_message(actors["tove"])} == {"catalogue"}


def test_who_has_no_role_finds_no_message_by_any_way(played: Played) -> None:
    tenant_id = played.world.tenant("anna")
    nobody = a_person(tenant_id, ())
    messages = every_message(everything(tenant_id))
    sent = next(message for message in messages if message.kind == "order")

    assert every_message(nobody) == []
    assert queries.stuck_page(actor=nobody).items == ()
    found = queries.messages_numbered(sent.document_number, actor=nobody, at=datetime.now(UTC))
    assert found == ()
    assert [message for message in messages if may_open(message, nobody)] == []
    assert sent.subject_id is not None
    assert queries.trace(sent.subject_id, actor=nobody) == ()
    assert queries.steps(sent.id, actor=nobody) == ()


def test_a_requester_sees_the_documents_of_what_she_may_see(played: Played) -> None:
    anna, tove = played.world.actors["anna"], played.world.actors["tove"]
    messages = every_message(everything(anna.tenant_id))
    hers = every_message(anna, direction="out", kind="order")

    assert {message.subject_id for message in hers} == orders_of(anna) != set()
    assert not ids(hers) & ids(every_message(tove))
    assert not any(may_open(message, tove) for message in hers)
    for person in (anna, tove, played.world.actors["bo"], played.world.actors["eva"]):
        opened = {message.id for message in messages if may_open(message, person)}
        assert ids(every_message(person)) == opened
        with tenant_scope(person.tenant_id):
            by_id = queries.messages_by_id(ids(messages), actor=person)
        assert {message.id for message in by_id} == opened


def test_a_coordinator_of_one_school_sees_the_schools_messages_only(played: Played) -> None:
    tenant_id = played.world.tenant("anna")
    coordinator = a_person(tenant_id, ("coordinator",), unit_id=the_unit(tenant_id, SCHOOL))

    seen = every_message(coordinator)

    assert {message.kind for message in seen} > {"order", "invoice", "despatch_advice"}
    assert ids(seen) == ids(every_message(played.world.actors["anna"]))


def test_the_sellers_desks_see_the_sellers_messages(played: Played) -> None:
    tenant_id = played.world.tenant("petra")
    messages = every_message(everything(tenant_id))
    actors = played.world.actors

    assert ids(every_message(actors["petra"])) == ids(messages)
    seen = every_message(actors["qasim"])
    assert {(message.direction, message.kind) for message in seen} >= {
        ("in", "order"),
        ("out", "order_response"),
        ("out", "despatch_advice"),
    }
    assert ids(seen) == {message.id for message in messages if may_open(message, actors["qasim"])}


def test_a_message_that_one_may_not_see_is_not_sent_again_either(played: Played) -> None:
    tenant_id = played.world.tenant("anna")
    coordinator = a_person(tenant_id, ("coordinator",), unit_id=the_unit(tenant_id, PRESCHOOL))
    unseen = next(
        message
        for message in every_message(everything(tenant_id), direction="out")
        if not may_open(message, coordinator)
    )

    with pytest.raises(Missing):
        actions.resend(unseen.id, "again", actor=coordinator, at=datetime.now(UTC))


def test_api_and_command_line_give_nobody_what_he_may_not_see(
    played: Played, tmp_path: Path
) -> None:
    tenant_id = played.world.tenant("anna")
    email = an_email()
    nobody = a_person(tenant_id, (), email=email)
    assert nobody.person_id is not None
    key = parties.issue_api_key(
        nobody.person_id, name="wall", actor=everything(tenant_id), at=datetime.now(UTC)
    )
    message = every_message(everything(tenant_id))[0]

    def answer(path: str) -> tuple[int, bytes]:
        got = CLIENT.get(f"/api/v1/{path}", headers={"Authorization": f"Bearer {key}"})
        return got.status_code, got.content

    def told(*arguments: str) -> tuple[object, str]:
        said, former = io.StringIO(), sys.argv
        sys.argv = ["avrop", "messages", *arguments, "--as", email]
        try:
            with redirect_stderr(said), redirect_stdout(said):
                cli.main()
        except SystemExit as end:
            return end.code, said.getvalue()
        finally:
            sys.argv = former
        return 0, said.getvalue()

    assert json.loads(answer("messages")[1])["items"] == []
    assert answer(f"messages/{message.id}")[0] == 404
    assert answer(f"messages/{message.id}/payload")[0] == 404
    assert str(message.id) not in told("list")[1]
    assert told("show", str(message.id), "--payload")[0] == 1
    told("export", str(tmp_path))
    assert json.loads((tmp_path / "index.json").read_text()) == []


def test_looking_costs_the_same_for_one_message_and_for_many(played: Played) -> None:
    anna = played.world.actors["anna"]
    messages = sorted(ids(every_message(everything(anna.tenant_id))))

    def statements(limit: int) -> int:
        with tenant_scope(anna.tenant_id), CaptureQueriesContext(connection) as asked:
            queries.messages_page(actor=anna, limit=limit)
        return len(asked)

    def looking(at: list[UUID]) -> int:
        with tenant_scope(anna.tenant_id), CaptureQueriesContext(connection) as asked:
            queries.messages_by_id(at, actor=anna)
        return len(asked)

    assert statements(1) == statements(200) <= 13
    assert looking(messages) == looking(messages[:60]) <= 20
