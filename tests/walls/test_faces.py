"""The second wall: whoever has no right to a command is refused, and the same through every face.

For each command, a person of each role that does not carry its permission, and one without any role,
tries it on something that is really there: on the web, over the API, on the command line and as a job.
What they are told is the same, what is written down is the same, and nothing else has changed. Those
whose role carries it try it too: for a part of the organisation where the thing does not lie, and,
where it asks for a certificate, before theirs has ended and after.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import clear_url_caches
from pytest_django.plugin import DjangoDbBlocker

from avrop.authority import actions as authority
from avrop.authority.passes import NEVER_GATED, Gate, PassKind
from avrop.authority.roles import CATALOGUE
from avrop.kernel import jobs
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import Operation, all_operations
from avrop.kernel.models import RefusalRow
from avrop.kernel.postgresql.schema import tenant_field
from avrop.kernel.routes import all_routes
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.site import cli
from avrop.site.cli import ground
from avrop.site.tests.builders import a_client_of
from avrop.testing.worlds import a_person, a_unit, an_email, everything
from tests.played import Played
from tests.walls.arguments import BUYER, SELLER, arguments_for, side_of
from tests.walls.places import asks_no_place
from tests.walls.rows import tenant_models

ROUTES = {route.operation.name: route for route in all_routes()}
COMMANDS = [operation for operation in all_operations() if operation.writes]
NOBODY = "nobody"
ROLES = (*(role.code for role in CATALOGUE), NOBODY)
NOT_HERS = ["authority.no_role"]
#: Commands that somebody whose role carries them can be stopped in by a certificate.
GATED = [
    operation
    for operation in COMMANDS
    if operation.permission is not None
    and operation.permission.roles
    and operation.permission.name not in NEVER_GATED
]
CLIENT = Client()  # one for all: each new one loads every middleware again


@dataclass(frozen=True, slots=True)
class Tried:
    """What a face told somebody: which denial, and its codes."""

    kind: str
    codes: list[str]


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with one role everywhere in her organisation, or with none."""

    actor: Actor
    email: str
    key: str
    session: str


Staff = dict[tuple[str, str], Somebody]


@pytest.fixture(scope="session")
def staff(played: Played, django_db_blocker: DjangoDbBlocker) -> Staff:
    """For each role somebody with only that, at the municipality and at the grocer."""
    with django_db_blocker.unblock(), jobs.running_here():
        return {
            (side, role): _engage(played.world.tenant(side), role)
            for side in (BUYER, SELLER)
            for role in ROLES
        }


def _engage(tenant_id: UUID, role: str, unit_id: UUID | None = None) -> Somebody:
    email = an_email()
    roles = () if role == NOBODY else (role,)
    actor = a_person(tenant_id, roles, unit_id, email=email)
    assert actor.person_id is not None
    key = parties.issue_api_key(
        actor.person_id, name="wall", actor=everything(tenant_id), at=datetime.now(UTC)
    )
    session = a_client_of(actor).cookies[settings.SESSION_COOKIE_NAME].value
    return Somebody(actor, email, key, session)


@pytest.fixture(autouse=True)
def on_this_ground(
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    """The command line finds the database of the tests under it; refusals are not worth a line."""
    caplog.set_level(logging.ERROR, "django.request")
    monkeypatch.setattr(ground, "stand_up", lambda *, migrated=True: None)
    monkeypatch.setattr(settings, "ROOT_URLCONF", "tests.walls.web_door")
    clear_url_caches()
    with django_db_blocker.unblock(), jobs.running_here():
        yield
        connection.close()


def over_the_api(operation: Operation, arguments: dict[str, Any], who: Somebody) -> Tried:
    """POST to its address with a key."""
    route, body = ROUTES[operation.name], dict(arguments)
    where = route.path.format(**{name: body.get(name) for name in operation.parameters()})
    in_path = [name for name in body if f"{{{name}}}" in route.path]
    answer = CLIENT.post(
        f"/api/v1/{where}",
        json.dumps({name: value for name, value in body.items() if name not in in_path}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {who.key}"},
    )
    said = json.loads(answer.content)
    kinds = {403: "forbidden", 404: "missing", 409: "refused", 422: "invalid"}
    kind = kinds.get(answer.status_code, str(answer.status_code))
    codes = [problem["code"] for problem in said["problems"]] if kind in kinds.values() else []
    return Tried(kind, codes)


def on_the_command_line(operation: Operation, arguments: dict[str, Any], who: Somebody) -> Tried:
    """`avrop call NAME KEY=VALUE… --as E-MAIL`."""
    given = [
        f"{name}={value if isinstance(value, str) else json.dumps(value)}"
        for name, value in arguments.items()
    ]
    command = ["avrop", "call", operation.name, *given, "--as", who.email]
    errors, former = io.StringIO(), sys.argv
    sys.argv = command
    try:
        with redirect_stderr(errors), redirect_stdout(io.StringIO()):
            cli.main()
    except SystemExit as end:
        codes = [line.split(maxsplit=1)[0].rstrip(":") for line in errors.getvalue().splitlines()]
        return Tried(f"exit {end.code}", codes)
    finally:
        sys.argv = former
    return Tried("done", [])


def as_a_job(operation: Operation, arguments: dict[str, Any], who: Somebody) -> Tried:
    """The job that runs a command later."""
    codes = jobs.run_operation(
        operation=operation.name,
        arguments=arguments,
        actor=to_plain(who.actor),
        at=datetime.now(UTC).isoformat(),
    )
    return Tried("done" if not codes else "denied", codes)


def on_the_web(operation: Operation, arguments: dict[str, Any], who: Somebody) -> Tried:
    """A form sent from a page, in a session of hers."""
    CLIENT.cookies.clear()
    CLIENT.cookies[settings.SESSION_COOKIE_NAME] = who.session
    answer = CLIENT.post(
        f"/wall/{operation.name}", json.dumps(arguments), content_type="application/json"
    )
    CLIENT.cookies.clear()
    said = json.loads(answer.content)
    return Tried(said["kind"], said["codes"])


FACES: dict[str, Callable[[Operation, dict[str, Any], Somebody], Tried]] = {
    "web": on_the_web,
    "api": over_the_api,
    "cli": on_the_command_line,
    "job": as_a_job,
}
FORBIDDEN = {"web": "forbidden", "api": "forbidden", "cli": "exit 1", "job": "denied"}


def rows_counted() -> dict[str, int]:
    """How many rows of the tenant in scope stand in each table, refusals left out.

    Updates and deletes count too: they leave a row of history.
    """
    tables = sorted(model._meta.db_table for model in tenant_models() if tenant_field(model))
    counting = " union all ".join(
        f"select '{table}', count(*) from \"{table}\"" for table in tables
    )
    with connection.cursor() as cursor:
        cursor.execute(counting)
        counted = dict(cursor.fetchall())
    counted.pop(RefusalRow._meta.db_table)
    return counted


def stale(operation: Operation) -> dict[str, int]:
    """A version nobody has seen: who may not do it isn't told that either."""
    return {"expected_version": 999} if "expected_version" in operation.parameters() else {}


def tried_on(operation: Operation, played: Played) -> dict[str, Any]:
    """What everybody tries a command on. Call it in the scope of the tenant concerned."""
    return arguments_for(operation, played) | stale(operation)


def faces_of(operation: Operation) -> list[str]:
    """The ways to a command: the API has no address for each."""
    return [face for face in FACES if face != "api" or operation.name in ROUTES]


@pytest.mark.django_db
@pytest.mark.parametrize("operation", COMMANDS, ids=lambda operation: operation.name)
def test_who_has_no_right_is_refused_alike_through_every_face(
    operation: Operation, played: Played, staff: Staff
) -> None:
    assert operation.permission is not None
    side = side_of(operation)
    without = [role for role in ROLES if role not in operation.permission.roles]
    faces = faces_of(operation)
    with tenant_scope(played.world.tenant(side)):
        arguments = tried_on(operation, played)
        before, refusals = rows_counted(), set(RefusalRow.objects.values_list("id", flat=True))

    told = {
        f"{role} by {face}": FACES[face](operation, arguments, staff[side, role])
        for role in without
        for face in faces
    }

    refused = {
        f"{role} by {face}": Tried(FORBIDDEN[face], NOT_HERS) for role in without for face in faces
    }
    assert told == refused
    with tenant_scope(played.world.tenant(side)):
        written = RefusalRow.objects.exclude(id__in=refusals).order_by("id")
        assert [(row.command, row.person_id, row.face, row.kind, row.codes) for row in written] == [
            (operation.name, staff[side, role].actor.person_id, face, "forbidden", NOT_HERS)
            for role in without
            for face in faces
        ]
        assert rows_counted() == before


ELSEWHERE = {"authority.outside_unit", "authority.not_everywhere"}


@pytest.fixture(scope="session")
def staff_far_away(played: Played, django_db_blocker: DjangoDbBlocker) -> Staff:
    """For each role somebody with it in a department where nothing has happened."""
    with django_db_blocker.unblock(), jobs.running_here():
        return {
            (side, role): _engage(played.world.tenant(side), role, far_away)
            for side in (BUYER, SELLER)
            for far_away in (a_unit(played.world.tenant(side), "Långt härifrån"),)
            for role in ROLES
            if role != NOBODY
        }


@pytest.mark.django_db
@pytest.mark.parametrize("operation", GATED, ids=lambda operation: operation.name)
def test_a_role_in_another_part_of_the_organisation_does_not_reach_here(
    operation: Operation, played: Played, staff_far_away: Staff
) -> None:
    assert operation.permission is not None
    side = side_of(operation)
    with tenant_scope(played.world.tenant(side)):
        arguments = tried_on(operation, played)
    role = next(role for role in ROLES if role in operation.permission.roles)
    faces = faces_of(operation)

    told = {face: _tried(face, operation, arguments, staff_far_away[side, role]) for face in faces}

    codes = {code for tried in told.values() for code in tried.codes}
    is_stopped = bool(codes & ELSEWHERE) or codes == {"kernel.missing"}
    assert is_stopped != asks_no_place(operation)


CERTIFICATE = "wall"
ENDED = ["authority.certificate_expired"]


def _asks_for_a_certificate(operation: Operation, tenant_id: UUID) -> None:
    """Put up a gate before a command."""
    assert operation.permission is not None
    gate = Gate(PassKind.CERTIFICATE, CERTIFICATE, (operation.permission.name,))
    authority.change_gates(
        (gate,),
        valid_from=date(2026, 1, 1),
        reason="wall",
        actor=everything(tenant_id),
        at=datetime.now(UTC),
    )


def _certify(who: Somebody, tenant_id: UUID, *, until: date) -> UUID:
    assert who.actor.person_id is not None
    return authority.grant_pass(
        who.actor.person_id,
        PassKind.CERTIFICATE,
        CERTIFICATE,
        date(2026, 1, 1),
        until,
        actor=everything(tenant_id),
        at=datetime.now(UTC),
    )


@pytest.mark.django_db
@pytest.mark.parametrize("operation", GATED, ids=lambda operation: operation.name)
def test_a_certificate_that_has_ended_stops_everybody_alike_and_one_that_lasts_nobody(
    operation: Operation, played: Played, staff: Staff
) -> None:
    assert operation.permission is not None
    side = side_of(operation)
    tenant_id, today = played.world.tenant(side), datetime.now(UTC).date()
    carrying = [role for role in ROLES if role in operation.permission.roles]
    faces = faces_of(operation)
    _asks_for_a_certificate(operation, tenant_id)
    for role in carrying:
        _certify(staff[side, role], tenant_id, until=today - timedelta(days=2))
    with tenant_scope(tenant_id):
        arguments = tried_on(operation, played)
        before = rows_counted()

    after = {
        f"{role} by {face}": FACES[face](operation, arguments, staff[side, role])
        for role in carrying
        for face in faces
    }
    with tenant_scope(tenant_id):
        unchanged = rows_counted() == before
    _certify(staff[side, carrying[0]], tenant_id, until=today + timedelta(days=2))
    while_it_lasts = [
        _tried(face, operation, arguments, staff[side, carrying[0]]) for face in faces
    ]

    assert after == {
        f"{role} by {face}": Tried(FORBIDDEN[face], ENDED) for role in carrying for face in faces
    }
    assert unchanged
    assert not [tried for tried in while_it_lasts if ENDED[0] in tried.codes]


def _tried(face: str, operation: Operation, arguments: dict[str, Any], who: Somebody) -> Tried:
    """What a face told, without what came of it."""
    with transaction.atomic():
        told = FACES[face](operation, arguments, who)
        transaction.set_rollback(True)
    return told
