"""What a document costs: judging it by all its rules, reading it, and writing it.

Floor: libxml2 parsing the same bytes into a tree that nobody looks at. Each time is the CPU of this
thread, the least of several rounds, since whatever else the machine does only adds. Memory and
throughput are measured in processes of their own; a second process should add nearly all of itself.

With AVROP_OFFICIAL_RULES, a folder of the official rules as stylesheets, and the extra `second-opinion`
installed, `official.…` is what they cost on the same documents, beside ours.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from lxml import etree

from avrop.documents import Document, identify, judge, judge_file, read, write
from avrop.documents.second_opinion import HELD, fits, opened, require_saxon, stylesheets
from avrop.documents.tests.builders import an_invoice, an_order
from avrop.site.cli.bench import Figure

SECONDS = 3.0
APART = Path(__file__).with_name("judging_apart.py")
sys.path.insert(0, str(APART.parent))

from paper import PriceList, a_despatch_of, an_answer_of  # noqa: E402 - it lies beside this file

LONG_LIST, LONGEST_LIST = 10_000, 1_000_000


def figures() -> Iterator[Figure]:
    """Every figure of documents."""
    measured: dict[str, Document] = {
        "invoice.20": an_invoice(lines=20),
        "order.20": an_order(lines=20),
        "order_response.20": an_answer_of(20),
        "despatch_advice.20": a_despatch_of(20),
        "invoice.1000": an_invoice(lines=1000),
    }
    written = {name: write(document) for name, document in measured.items()}
    floors = {name: least(partial(etree.fromstring, raw)) for name, raw in written.items()}
    ours = {}
    for name, raw in written.items():
        assert judge(raw).valid, name
        ours[name] = least(partial(judge, raw))
        yield Figure(name, ours[name], "ms", floors[name])
    if official := os.environ.get("AVROP_OFFICIAL_RULES"):
        yield from of_official(Path(official), written, ours)
    yield from of_lists(LONG_LIST)
    for name, raw in written.items():
        yield Figure(f"read.{name}", least(partial(read, raw)), "ms", floors[name])
        document = measured[name]
        yield Figure(f"write.{name}", least(partial(write, document)), "ms", floors[name])
    alone, together = throughput(1), throughput(2)
    yield Figure("throughput.1", alone, "documents/s")
    yield Figure("throughput.2", together, "documents/s", alone)


def long_figures() -> Iterator[Figure]:
    """What takes minutes: a price list of a million articles."""
    yield from of_lists(LONGEST_LIST)


def of_official(
    folder: Path, written: dict[str, bytes], ours: dict[str, float]
) -> Iterator[Figure]:
    """What the official rules cost when they are compiled and warm. Floor: ours."""
    require_saxon()
    opened(stylesheets(folder))
    for name, raw in written.items():
        files = [file for file in HELD[0].files if fits(file, identify(raw).kind)]
        text = raw.decode()

        def asked(files: list[Path] = files, text: str = text) -> None:
            for file in files:
                HELD[0].broken(file, text)

        if files:
            yield Figure(f"official.{name}", least(asked), "ms", ours[name])


def of_lists(lines: int) -> Iterator[Figure]:
    """A price list read piece by piece. Floor: the same pieces parsed and let go."""
    floor = least(lambda: parsed(lines), rounds=2)
    yield Figure(f"catalogue.{lines}", least(lambda: judged(lines), rounds=2), "ms", floor)
    yield Figure(f"catalogue.{lines}.peak_mb", apart("peak", str(lines)), "MB", apart("peak", "1"))


def judged(lines: int) -> None:
    """A price list of so many articles, judged."""
    assert judge_file(cast(BinaryIO, PriceList(lines))).valid


def parsed(lines: int) -> None:
    """The same, read by libxml2 alone."""
    file, parser = PriceList(lines), etree.XMLPullParser(events=("end",), tag="{*}CatalogueLine")
    while piece := file.read(64 * 1024):
        parser.feed(piece)
        for _, line in parser.read_events():
            above = line.getparent()
            assert above is not None
            for gone in list(line.itersiblings(preceding=True)):
                above.remove(gone)
    parser.close()


def least(run: Callable[[], object], *, rounds: int = 0) -> float:
    """Milliseconds of this thread's CPU for one run, the best of so many rounds, or of seconds."""
    best, until, done = float("inf"), time.perf_counter() + SECONDS, 0
    while done < rounds if rounds else time.perf_counter() < until or not done:
        began = time.thread_time()
        run()
        best = min(best, time.thread_time() - began)
        done += 1
    return best * 1000


def apart(*words: str) -> float:
    """A figure of a process of its own."""
    told = subprocess.run(  # noqa: S603 - our own file
        [sys.executable, str(APART), *words], check=True, capture_output=True, text=True
    )
    return float(told.stdout.split()[-1])


def throughput(processes: int) -> float:
    """Documents a second that so many processes judge together."""
    running = [
        subprocess.Popen(  # noqa: S603 - our own file
            [sys.executable, str(APART), "rate", str(SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    for each in running:
        assert each.stdout is not None
        each.stdout.readline()
    for each in running:
        assert each.stdin is not None
        each.stdin.write("go\n")
        each.stdin.flush()
    return sum(float(each.communicate()[0].split()[-1]) for each in running)
