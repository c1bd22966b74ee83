"""A client of the API as the documentation asks for one: what got no answer is asked again, with the
same Idempotency-Key, until there is one."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

PATIENCE_SECONDS = 180.0
PAUSE_SECONDS = 0.1
ANSWER_SECONDS = 30.0


@dataclass(slots=True)
class Client:
    """Somebody's program. `lost` counts requests that were begun and got no answer, `replayed` answers
    to requests that had been done already."""

    port: int
    api_key: str
    lost: int = 0
    replayed: int = 0

    def post(self, where: str, arguments: Mapping[str, Any], key: str = "") -> Any:
        """Have a command done once, under the key if one is given. Fails on any answer but success,
        and when none comes for long."""
        key = key or str(uuid4())
        patience = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                return self._ask(where, arguments, key)
            except (OSError, http.client.HTTPException) as failure:
                self.lost += not isinstance(failure, ConnectionRefusedError)
                assert time.monotonic() < patience, f"no answer to {where}"
                time.sleep(PAUSE_SECONDS)

    @contextmanager
    def not_hearing(self, where: str, arguments: Mapping[str, Any], key: str) -> Iterator[None]:
        """Have a command done, and do not listen to the answer while the block lasts, nor later."""
        asking = self._begin(where, arguments, key)
        try:
            yield
        finally:
            asking.close()

    def _begin(
        self, where: str, arguments: Mapping[str, Any], key: str
    ) -> http.client.HTTPConnection:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        headers = {
            "Authorization": f"Bearer {self.api_key}",
            "Content-Type": "application/json",
            "Idempotency-Key": key,
        }
        asking.request("POST", f"/api/v1/{where}", json.dumps(arguments), headers)
        return asking

    def _ask(self, where: str, arguments: Mapping[str, Any], key: str) -> Any:
        asking = self._begin(where, arguments, key)
        try:
            answer = asking.getresponse()
            content = answer.read()
        finally:
            asking.close()
        assert answer.status == http.client.OK, (where, answer.status, content)
        self.replayed += answer.getheader("Idempotency-Replayed") == "true"
        return json.loads(content)
