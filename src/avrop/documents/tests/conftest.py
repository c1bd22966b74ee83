"""The corpus of real Peppol documents, where a checkout has it beside it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[4]
# Names of the corpus, names of ours.
KINDS = {
    "catalogue": "catalogue",
    "order": "order",
    "order-response": "order_response",
    "order-change": "order_change",
    "order-cancellation": "order_cancellation",
    "despatch-advice": "despatch_advice",
    "invoice": "invoice",
    "credit-note": "credit_note",
}


@dataclass(frozen=True)
class Judged:
    """A real document and the official verdict on it."""

    file: str
    raw: bytes
    kind: str
    is_whole: bool
    schema_valid: bool
    fatal: frozenset[str]

    @property
    def valid(self) -> bool:
        return self.schema_valid and not self.fatal


@pytest.fixture(scope="session")
def peppol() -> Path:
    folder = PROJECT.parent / "shared/corpus/peppol"
    if not folder.is_dir():
        pytest.skip("the corpus of Peppol documents is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def judged(peppol: Path) -> list[Judged]:
    """Every document of the kinds that we read, fragments included."""
    return list(verdicts(peppol))


@pytest.fixture(scope="session")
def whole(judged: list[Judged]) -> list[Judged]:
    """Whole documents only."""
    return [document for document in judged if document.is_whole]


def verdicts(peppol: Path) -> Iterator[Judged]:
    expected: list[dict[str, Any]] = json.loads((peppol / "expected.json").read_text("utf-8"))[
        "documents"
    ]
    for record in expected:
        if record["doc_type"] in KINDS:
            yield Judged(
                record["file"],
                (peppol / record["file"]).read_bytes(),
                KINDS[record["doc_type"]],
                record["kind"] != "unit",
                record["xsd_ok"],
                frozenset(record["fatal"]),
            )
