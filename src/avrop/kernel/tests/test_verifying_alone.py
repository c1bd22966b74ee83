"""An exported chain is verified without avrop; whoever tampers with it is found, wherever he does it."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from avrop.kernel import sealing
from avrop.kernel.outbox import publish
from avrop.kernel.scope import tenant_scope
from avrop.kernel.tests.builders import NOON, BellRung, a_routine
from avrop.kernel.tests.test_sealing import _ring, _seal
from avrop.values import uuid7

SCRIPT = Path(__file__).parents[4] / "docs" / "verify_chain.py"
Lines = list[dict[str, Any]]


def a_chain(events: int = 4) -> Lines:
    """An exported chain, made as avrop makes it."""
    lines, previous = [], bytes(32)
    for position in range(1, events + 1):
        event_id = str(uuid7())
        body = json.dumps({"id": event_id, "name": "bell.rung", "at": position})
        body_hash = hashlib.sha256(body.encode()).digest()
        previous = hashlib.sha256(previous + body_hash).digest()
        lines.append(
            {
                "position": position,
                "event_id": event_id,
                "body": body,
                "body_hash": body_hash.hex(),
                "hash": previous.hex(),
            }
        )
    return lines


def verified(folder: Path, lines: Lines, *witnesses: str) -> tuple[int, list[str]]:
    """What the script says of a file, in a Python that knows no avrop."""
    if not SCRIPT.exists():
        pytest.skip("the documents are not beside this package")
    file = folder / "chain.jsonl"
    file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), str(file), *witnesses],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines()


def test_a_whole_chain_holds_and_so_does_one_with_bodies_disposed_of(tmp_path: Path) -> None:
    lines = a_chain()
    witness = lines[1]["hash"]
    lines[2]["body"] = None

    assert verified(tmp_path, lines, witness) == (0, ["the chain holds"])


def changed_body(lines: Lines) -> None:
    lines[1]["body"] = lines[1]["body"].replace("bell", "gong")


def changed_body_and_its_hash(lines: Lines) -> None:
    changed_body(lines)
    lines[1]["body_hash"] = hashlib.sha256(lines[1]["body"].encode()).hexdigest()


def left_out(lines: Lines) -> None:
    del lines[1]


def changed_places(lines: Lines) -> None:
    lines[1], lines[2] = lines[2], lines[1]


def another_event(lines: Lines) -> None:
    lines[1]["event_id"] = str(uuid7())


def no_link(lines: Lines) -> None:
    lines[1] = {"position": "two"}


@pytest.mark.parametrize(
    ("tamper", "told"),
    [
        (changed_body, "position 2: the body has been changed"),
        (changed_body_and_its_hash, "position 2: the link does not follow"),
        (left_out, "position 2 is missing"),
        (changed_places, "position 2 is missing"),
        (another_event, "position 2: the body is another event's"),
        (no_link, "line 2 is no link of a chain"),
    ],
)
def test_tampering_is_found(tmp_path: Path, tamper: Callable[[Lines], None], told: str) -> None:
    lines = a_chain()

    tamper(lines)

    code, said = verified(tmp_path, lines)
    assert code == 1
    assert told in said


def test_a_chain_made_anew_and_one_cut_off_differ_from_what_the_witness_kept(
    tmp_path: Path,
) -> None:
    lines = a_chain()
    witness = lines[-1]["hash"]

    for forged in (a_chain(), lines[:-1]):
        code, said = verified(tmp_path, forged, witness)
        assert (code, said) == (1, [f"no link has the witness's hash {witness}"])


def test_the_script_has_fewer_than_a_hundred_lines_and_imports_nothing_of_ours() -> None:
    if not SCRIPT.exists():
        pytest.skip("the documents are not beside this package")
    text = SCRIPT.read_text()

    assert len(text.splitlines()) < 100
    assert "import avrop" not in text
    assert "from avrop" not in text


def test_who_an_event_is_searched_by_cannot_be_changed_unseen(
    committed: None, as_owner: Callable[[str, UUID, list[Any]], None]
) -> None:
    actor = a_routine()
    _ring(actor, 2)
    with tenant_scope(actor.tenant_id):
        rung = publish(BellRung(uuid7()), actor=actor, at=NOON)
    _seal(actor, 3)
    assert sealing.verify(actor.tenant_id) == []

    as_owner(
        "update kernel_event set system = 'somebody else' where id = %s", actor.tenant_id, [rung]
    )

    faults = sealing.verify(actor.tenant_id)
    assert [(one.code, one.position) for one in faults] == [("audit.columns_changed", 3)]
