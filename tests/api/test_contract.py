"""The API keeps the contract it publishes, whoever calls it with whatever."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import jsonschema_rs
import pytest
from django.test import Client

from avrop.authority.roles import CATALOGUE
from avrop.kernel.actors import Actor
from avrop.kernel.models import EventRow
from avrop.kernel.routes import Route, all_routes
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.testing.worlds import a_person, a_tenant, everything
from tests.played import Played

BASE = "/api/v1"
NOBODY_KNOWS = "00000000-0000-7000-8000-000000000000"
#: What schemathesis looks for: no crash, and no answer the document does not describe.
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)


@dataclass(frozen=True, slots=True)
class Program:
    """A program that calls the API as somebody."""

    actor: Actor
    key: str

    @property
    def headers(self) -> dict[str, str]:
        """What shows who calls."""
        return {"Authorization": f"Bearer {self.key}", "Accept-Language": "en"}

    def get(self, path: str, **query: Any) -> Any:
        """GET an address below the API's."""
        return Client().get(f"{BASE}/{path}", query, headers=self.headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        """POST JSON (or the text given) to an address below the API's."""
        text = body if isinstance(body, (str, bytes)) else json.dumps(body)
        return Client().post(
            f"{BASE}/{path}",
            text,
            content_type="application/json",
            headers=self.headers | headers,
        )


def a_program(tenant_id: UUID) -> Program:
    """A program of somebody who holds every role."""
    every_role = tuple(role.code for role in CATALOGUE)
    actor = a_person(tenant_id, every_role, reason_for_both="Every address is tried.")
    assert actor.person_id is not None
    key = parties.issue_api_key(
        actor.person_id, name="contract", actor=everything(tenant_id), at=datetime.now(UTC)
    )
    return Program(actor, key)


@pytest.fixture
def program(committed: None) -> Program:
    """A program in an organisation of its own."""
    return a_program(a_tenant("Avtalets kommun").tenant_id)


@pytest.fixture
def reader(played: Played, committed: None) -> Program:
    """A program in the municipality that the journey was played in."""
    return a_program(played.world.tenant("anna"))


@pytest.fixture
def document(committed: None) -> Any:
    """The published document."""
    return json.loads(Client().get(f"{BASE}/openapi.json").content)


def published(tenant_id: UUID) -> int:
    """How many events a tenant has."""
    with tenant_scope(tenant_id):
        return EventRow.objects.count()


def codes_of(answer: Any) -> list[str]:
    """The codes of an answer that is a denial."""
    assert answer["Content-Type"] == "application/problem+json"
    return [problem["code"] for problem in json.loads(answer.content)["problems"]]


def test_the_document_is_openapi_3_1_and_has_every_route(document: Any) -> None:
    from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

    described = {
        (method.upper(), path) for path, methods in document["paths"].items() for method in methods
    }

    assert [error.message for error in OPENAPI_31_VALIDATOR.iter_errors(document)] == []
    assert document["openapi"] == "3.1.0"
    assert described == {(route.method, f"/{route.path}") for route in all_routes()}


def test_every_reference_in_the_document_leads_somewhere(document: Any) -> None:
    asked = {found.removeprefix("#/components/schemas/") for found in references_in(document)}

    assert asked <= document["components"]["schemas"].keys()


def references_in(node: Any) -> Iterator[str]:
    """Every `$ref` in a document."""
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from references_in(value)


def test_what_the_journey_read_is_as_the_document_says(
    played: Played, reader: Program, document: Any
) -> None:
    routes = {route.operation.name: route for route in all_routes() if route.method == "GET"}
    tenant_id = reader.actor.tenant_id
    read = {
        name: arguments
        for (tenant, name), arguments in played.calls.items()
        if tenant == tenant_id and name in routes
    }

    unlike = {name: unlike_its_schema(reader, document, routes[name], read[name]) for name in read}

    assert len(read) > 20
    assert {name: errors for name, errors in unlike.items() if errors} == {}


def unlike_its_schema(
    reader: Program, document: Any, route: Route, arguments: dict[str, Any]
) -> list[str]:
    """How the answer to a read differs from what the document says of it."""
    where = route.path.format(**arguments)
    query = {name: arguments[name] for name in arguments if f"{{{name}}}" not in route.path}
    answer = reader.get(f"{where}?{urlencode(query, doseq=True)}")
    if answer.status_code != 200:
        return [f"{answer.status_code} {answer.content!r}"]
    described = document["paths"][f"/{route.path}"]["get"]["responses"]["200"]
    schema = described["content"]["application/json"]["schema"]
    validator = jsonschema_rs.Draft202012Validator({**schema, "components": document["components"]})
    return [error.message for error in validator.iter_errors(json.loads(answer.content))]


def test_a_key_of_idempotency_has_one_effect_and_one_answer(program: Program) -> None:
    body = {"organisation": {"name": "Grossisten AB"}}
    key = {"Idempotency-Key": "nyckel-1"}

    first = program.post("organisations", body, **key)
    before = published(program.actor.tenant_id)
    again = program.post("organisations", body, **key)
    other = program.post("organisations", {"organisation": {"name": "En annan AB"}}, **key)

    assert (first.status_code, first.content) == (200, again.content)
    assert (again["Idempotency-Replayed"], first.has_header("Idempotency-Replayed")) == (
        "true",
        False,
    )
    assert (other.status_code, codes_of(other)) == (409, ["kernel.key_reused"])
    assert published(program.actor.tenant_id) == before


def test_a_refused_request_may_be_mended_under_the_same_key(program: Program) -> None:
    key = {"Idempotency-Key": "nyckel-2"}

    refused = program.post("organisations", {"organisation": {"name": ""}}, **key)
    mended = program.post("organisations", {"organisation": {"name": "Grossisten AB"}}, **key)

    assert (refused.status_code, mended.status_code) == (422, 200)


@pytest.mark.parametrize("key", ["", "x" * 201], ids=["empty", "too long"])
def test_a_key_that_cannot_be_kept_is_said_to_be_so(program: Program, key: str) -> None:
    answer = program.post(
        "organisations", {"organisation": {"name": "A"}}, **{"Idempotency-Key": key}
    )

    assert (answer.status_code, codes_of(answer)) == (422, ["kernel.bad_argument"])


@pytest.mark.parametrize("limit", [1, 3, 7])
def test_paging_by_cursor_walks_everything_once(reader: Program, limit: int) -> None:
    whole = json.loads(reader.get("messages", limit=200).content)

    walked: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = json.loads(reader.get("messages", limit=limit, **cursor).content)
        walked += [item["id"] for item in page["items"]]
        assert len(page["items"]) <= limit
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}

    assert len(walked) > 10
    assert walked == [item["id"] for item in whole["items"]]
    assert len(set(walked)) == len(walked)


def test_a_cursor_that_is_none_is_said_to_be_so(program: Program) -> None:
    answer = program.get("messages", cursor="nästa")

    assert (answer.status_code, codes_of(answer)) == (422, ["kernel.bad_cursor"])


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer avrop_wrong"}, {"Authorization": "Basic YTpi"}],
    ids=["none", "unknown", "another scheme"],
)
def test_without_a_valid_key_nobody_is_let_in(committed: None, headers: dict[str, str]) -> None:
    answers = [
        Client().generic(
            route.method, f"{BASE}/{route.path.replace('{', '').replace('}', '')}", headers=headers
        )
        for route in all_routes()
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert {tuple(codes_of(answer)) for answer in answers} == {("not_signed_in",)}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
def test_a_method_that_an_address_does_not_take_is_refused(program: Program, method: str) -> None:
    for route in all_routes():
        where = route.path.replace("{", "").replace("}", "")
        answer = Client().generic(method, f"{BASE}/{where}", headers=program.headers)
        assert answer.status_code == 405, route.path
        assert route.method in answer["Allow"].split(", ")


def test_what_is_no_address_is_no_address(program: Program) -> None:
    answer = program.get("no-such-thing")

    assert answer.status_code == 404
    assert codes_of(answer) == ["not_found"]


BAD_BODIES = {
    "no JSON": b"{",
    "no text": b"\xff\xfe\x00",
    "a list": b"[]",
    "nothing": b"null",
    "a word": b'"x"',
    "lone surrogate": b'{"organisation": {"name": "\\ud800"}}',
    "NUL": b'{"organisation": {"name": "a\\u0000b"}}',
    "no number": b'{"organisation": {"name": NaN}}',
    "unknown argument": b'{"organisation": {"name": "A"}, "colour": "red"}',
    "missing argument": b"{}",
    "wrong type": b'{"organisation": 7}',
    "very deep": b"[" * 100_000,
}


@pytest.mark.parametrize("body", BAD_BODIES.values(), ids=BAD_BODIES.keys())
def test_a_body_that_cannot_be_read_is_invalid_and_changes_nothing(
    program: Program, body: bytes
) -> None:
    before = published(program.actor.tenant_id)

    answer = program.post("organisations", body)

    assert answer.status_code == 422
    assert set(codes_of(answer)) <= {
        "kernel.bad_argument",
        "kernel.unknown_argument",
        "kernel.argument_missing",
    }
    assert published(program.actor.tenant_id) == before


def test_a_misspelt_name_deep_within_is_told_with_its_place_and_changes_nothing(
    program: Program,
) -> None:
    before = published(program.actor.tenant_id)
    steps = [{"do": "accept"}, {"do": "credit", "reason": "Trasig"}]

    answer = program.post("twin/scripts", {"script": {"name": "Byter", "steps": steps}})

    assert answer.status_code == 422
    assert [(one["code"], one["place"]) for one in answer.json()["problems"]] == [
        ("kernel.unknown_argument", ["script", "steps", 2, "reason"])
    ]
    assert published(program.actor.tenant_id) == before


@pytest.mark.parametrize("number", ["1e400", "1" * 400, "-1e15", "Infinity", "NaN"])
def test_a_number_nobody_means_is_invalid(program: Program, number: str) -> None:
    answers = [
        program.get("messages", limit=number),
        program.post(
            "approvals/tolerance",
            {
                "percent": number,
                "amount": number,
                "valid_from": date.today().isoformat(),  # noqa: DTZ011
                "reason": "test",
            },
        ),
        program.post(f"orders/{NOBODY_KNOWS}/send", f'{{"expected_version": {"9" * 400}}}'),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]


def test_a_request_over_the_limit_is_told_so(program: Program) -> None:
    answer = program.post("messages", b'{"content": "' + b"A" * 3_000_000 + b'"}')

    assert (answer.status_code, codes_of(answer)) == (413, ["too_large"])


def test_what_is_not_json_is_told_so(program: Program) -> None:
    answer = Client().post(
        f"{BASE}/organisations",
        "<a/>",
        content_type="application/xml",
        headers=program.headers,
    )

    assert (answer.status_code, codes_of(answer)) == (415, ["not_json"])


def run_schemathesis(address: str, program: Program, folder: Path, *how: str) -> int:
    """Let schemathesis try the operations; fails with what it found. Returns how many it tried."""
    command = [
        str(Path(sys.executable).with_name("schemathesis")),
        "run",
        f"{address}{BASE}/openapi.json",
        *("--header", f"Authorization: Bearer {program.key}"),
        *("--checks", ",".join(CHECKS)),
        *("--generation-deterministic", "--no-shrink", "--suppress-health-check", "all"),
        *("--warnings", "off", "--no-color", "--request-timeout", "30"),
        *how,
    ]
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout[-8000:] + told.stderr[-2000:]
    tested = re.search(r"^ +Tested: (\d+)$", told.stdout, re.MULTILINE)
    return int(tested[1]) if tested else 0


@pytest.mark.usefixtures("document")  # made before somebody waits for it
def test_schemathesis_finds_nothing_that_the_document_does_not_say(
    site_address: str, program: Program, tmp_path: Path
) -> None:
    few = ("--phases", "fuzzing", "--max-examples", "2")

    assert run_schemathesis(site_address, program, tmp_path, *few) == len(list(all_routes()))


@pytest.mark.long
@pytest.mark.usefixtures("document")  # made before somebody waits for it
def test_schemathesis_finds_nothing_in_a_long_search_either(
    site_address: str, program: Program, tmp_path: Path
) -> None:
    many = ("--phases", "coverage,fuzzing", "--max-time", "900")

    assert run_schemathesis(site_address, program, tmp_path, *many) == len(list(all_routes()))


@pytest.mark.long
@pytest.mark.usefixtures("document")  # made before somebody waits for it
def test_schemathesis_finds_nothing_in_reading_what_a_journey_left(
    site_address: str, reader: Program, tmp_path: Path
) -> None:
    reading = ("--phases", "coverage,fuzzing", "--max-time", "300", "--include-method", "GET")

    assert run_schemathesis(site_address, reader, tmp_path, *reading) > 80
