"""Hands that carry out operations for named people: in this process, or over HTTP as a client would.

A journey is written against `Hands` and plain JSON values, so that nothing in it can reach past the
commands and queries that every other face has.
"""

from __future__ import annotations

import http.client
import json
import re
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

from avrop.kernel.actors import Actor
from avrop.kernel.canonical import canonical_json, to_plain
from avrop.kernel.faces import perform_named
from avrop.kernel.ports import PROOF_NEEDED
from avrop.kernel.problems import Denial
from avrop.kernel.routes import all_routes
from avrop.site.actors import CODE_HEADER

PATIENCE_SECONDS = 60.0
BRACES = re.compile(r"\{(\w+)\}")
NO_PROOF: Mapping[str, str] = {}


class Declined(Exception):
    """An operation said no; `codes` are the problems' codes, whatever the hands."""

    def __init__(self, operation: str, problems: list[dict[str, Any]]) -> None:
        self.operation = operation
        self.problems = problems
        self.codes = [str(problem["code"]) for problem in problems]
        super().__init__(f"{operation}: {', '.join(self.codes)}")


class Hands(Protocol):
    """Whoever can do things for people."""

    def do(self, person: str, operation: str, **arguments: Any) -> Any:
        """Run an operation as a person of the demonstration; its answer as plain JSON values."""

    def settle(self) -> None:
        """Let what has been set going go on for a moment."""


class OwnHands:
    """Operations in this process, through the same door as every face."""

    def __init__(
        self, actors: Mapping[str, Actor], *, settle: Callable[[], Any], face: str = "demo"
    ) -> None:
        self.actors = actors
        self._settle = settle
        self.face = face

    def do(self, person: str, operation: str, **arguments: Any) -> Any:
        """See `Hands`."""
        plain = json.loads(canonical_json(arguments))
        try:
            answer = perform_named(
                operation,
                plain,
                actor=self.actors[person],
                at=datetime.now(UTC),
                face=self.face,
            )
        except Denial as denial:
            said = [
                {"code": one.code, "place": list(one.place), "values": to_plain(dict(one.values))}
                for one in denial.problems
            ]
            raise Declined(operation, said) from denial
        return json.loads(canonical_json(answer))

    def settle(self) -> None:
        """See `Hands`."""
        self._settle()


class HttpHands:
    """Operations over the API, with one key per person; knows nothing but the routes. `code_of` gives a
    one-time code of a person, where an operation asks for proof of who acts."""

    def __init__(
        self, address: str, keys: Mapping[str, str], code_of: Callable[[str], str] | None = None
    ) -> None:
        self.address = urlsplit(address)
        self.keys = keys
        self.code_of = code_of
        self.routes = {route.operation.name: route for route in all_routes()}

    def do(self, person: str, operation: str, **arguments: Any) -> Any:
        """See `Hands`."""
        try:
            return self._send(person, operation, arguments)
        except Declined as declined:
            if self.code_of is None or PROOF_NEEDED not in declined.codes:
                raise
        return self._send(person, operation, arguments, {CODE_HEADER: self.code_of(person)})

    def _send(
        self,
        person: str,
        operation: str,
        arguments: dict[str, Any],
        proof: Mapping[str, str] = NO_PROOF,
    ) -> Any:
        route = self.routes[operation]
        plain = json.loads(canonical_json(arguments))
        where = BRACES.sub(lambda found: quote(str(plain.pop(found[1])), safe=""), route.path)
        headers = {"Authorization": f"Bearer {self.keys[person]}", "Accept-Language": "en", **proof}
        body = None
        if route.method == "GET":
            where += f"?{urlencode(plain, doseq=True)}" if plain else ""
        else:
            body = json.dumps(plain)
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(
            self.address.hostname or "", self.address.port, timeout=PATIENCE_SECONDS
        )
        try:
            connection.request(route.method, f"/api/v1/{where}", body, headers)
            answer = connection.getresponse()
            content = json.loads(answer.read() or b"null")
        finally:
            connection.close()
        if answer.status != http.client.OK:
            raise Declined(operation, content["problems"])
        return content

    def settle(self) -> None:
        """See `Hands`."""
        time.sleep(0.1)


def until(hands: Hands, what: str, look: Callable[[], Any]) -> Any:
    """Wait until `look` gives something true, and return it. Raises TimeoutError naming `what`."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while True:
        hands.settle()
        try:
            found = look()
        except Declined:
            found = None
        if found:
            return found
        if time.monotonic() > patience:
            raise TimeoutError(f"waited {PATIENCE_SECONDS:.0f} s in vain for: {what}")
