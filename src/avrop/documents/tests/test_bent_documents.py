"""Whatever is sent: a verdict, a value or a refusal of our own, in bounded time and memory.

The whole run (`--long`) is a hundred thousand bent documents; a seeded few hundred of them stand for it
every time. To look at one that made trouble: `bent(corpus(folder), SEED, number)`.

Run as a program it goes through a stretch of them and says how far it is:
`python -m avrop.documents.tests.test_bent_documents FOLDER SEED FIRST LAST`.
"""

from __future__ import annotations

import io
import multiprocessing
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from avrop.documents import (
    Finding,
    Judgement,
    UnreadableDocument,
    judge,
    judge_file,
    message,
    place_in_words,
    read,
    remedy,
    rest_in_words,
    write,
)
from avrop.documents.tests.bending import bent, corpus
from avrop.documents.words import LANGUAGES

SEED = 2026
A_FEW, ALL_OF_THEM = 400, 100_000
#: CPU seconds that one document of ordinary size may take, all that is done with it taken together.
PATIENCE = 2.0
#: So many documents go through one process, which is given up when it takes longer than it ever should.
STRETCH = 2_500
MOST_SECONDS = 3_600
#: How much the memory of a process may grow while thousands pass through it.
MOST_GROWTH_MB = 150


def words_about(findings: Sequence[Finding]) -> None:
    """Say every finding to everybody."""
    for finding in findings:
        for language in LANGUAGES:
            said = message(finding, language) + remedy(finding, language)
            assert said
            assert len(said) < 2_000, finding.code
            assert len(place_in_words(finding, language)) < 500, finding.code
            rest_in_words(finding, language)


def verdicts_on(raw: bytes) -> None:
    """Judge it in every way; as a whole and bit by bit it is the same verdict.

    Where the order of a catalogue is not kept, what stands behind its lines is let go before it is
    missed: then only that the schema is broken is the same.
    """
    for all_rules in (False, True):
        whole = judge(raw, all_rules=all_rules)
        words_about(whole.findings)
        streamed = judge_file(io.BytesIO(raw), all_rules=all_rules, lines_held=2)
        assert whole.judged or whole.findings, "not judged, and nobody says why"
        if whole.kind is not None and whole.schema_ok is not None:
            assert outcome(whole) == outcome(streamed)
            assert not whole.schema_ok or broken(whole) == broken(streamed)


def outcome(judgement: Judgement) -> tuple[bool, bool | None, bool]:
    """What a verdict comes to."""
    return judgement.judged, judgement.schema_ok, judgement.valid


def broken(judgement: Judgement) -> set[tuple[str, str]]:
    """The rules that are broken."""
    return {(one.rule_id, one.severity) for one in judgement.findings}


def goes_round(raw: bytes) -> None:
    """What can be read can be written, and what was written is read as it stands.

    (Of the document that came, what says nothing is not written: the unit of an empty quantity.)
    """
    try:
        first = read(raw)
    except UnreadableDocument as refused:
        findings = refused.findings
    else:
        findings = first.findings
        written = write(first.document)
        assert write(read(written).document) == written
    words_about(findings)


def trouble_with(raw: bytes) -> str:
    """What went wrong with a document; empty when nothing did."""
    started = time.process_time()
    try:
        verdicts_on(raw)
        goes_round(raw)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:300]}"
    took = time.process_time() - started
    return f"took {took:.1f} s" if took > PATIENCE else ""


def resident_mb() -> float:
    """The memory of this process as it is now; nothing where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    except OSError:
        return 0.0
    return pages * 4096 / 1024 / 1024


def pass_through(documents: Sequence[bytes], numbers: range, seed: int = SEED) -> list[str]:
    """What went wrong with bent documents of these numbers, and whether memory grew with them."""
    troubles = []
    settled = 0.0
    for place, number in enumerate(numbers):
        trouble = trouble_with(bent(documents, seed, number))
        if trouble:
            troubles.append(f"{seed}/{number}: {trouble}")
        if place == min(500, len(numbers) // 2):
            settled = resident_mb()
    grown_by = resident_mb() - settled
    if grown_by > MOST_GROWTH_MB:
        troubles.append(f"memory grew by {grown_by:.0f} MB")
    return troubles


def test_bent_documents_get_a_verdict_and_never_an_accident(peppol: Path) -> None:
    documents = corpus(peppol)

    troubles = pass_through(documents, range(A_FEW))

    assert troubles == []


def in_a_process(folder: str, first: int, last: int, seed: int) -> list[str]:
    """The same for a process of its own."""
    return pass_through(corpus(Path(folder)), range(first, last), seed)


@pytest.mark.long
@pytest.mark.corpus
def test_a_hundred_thousand_bent_documents_get_a_verdict(peppol: Path) -> None:
    spawning = multiprocessing.get_context("spawn")

    troubles = []
    for first in range(0, ALL_OF_THEM, STRETCH):
        with spawning.Pool(1) as pool:
            stretch = pool.apply_async(in_a_process, (str(peppol), first, first + STRETCH, SEED))
            try:
                troubles += stretch.get(MOST_SECONDS)
            except multiprocessing.TimeoutError:
                troubles.append(f"{SEED}/{first}: no end of it")

    assert troubles == []


if __name__ == "__main__":
    folder, seed, first, last = sys.argv[1:]
    collected = corpus(Path(folder))
    for start in range(int(first), int(last), 500):
        began = time.time()
        for told in pass_through(collected, range(start, min(int(last), start + 500)), int(seed)):
            print(told, flush=True)
        print(
            f"# to {start + 500}: {time.time() - began:.0f} s, {resident_mb():.0f} MB", flush=True
        )
