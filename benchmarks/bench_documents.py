"""What reading a document with all its rules costs, and writing one: CPU milliseconds a document.

Floor: libxml2 parsing the same bytes into a tree that nobody looks at. Each value is the least of
several rounds, since whatever else the machine does only adds.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from lxml import etree

from avrop.documents import Document, read, write
from avrop.documents.tests.builders import (
    a_catalogue,
    a_despatch_advice,
    an_invoice,
    an_order,
    an_order_response,
)
from avrop.site.cli.bench import Figure

SECONDS = 3.0


def figures() -> Iterator[Figure]:
    """Every figure of documents."""
    small: dict[str, Document] = {
        "order.10": an_order(lines=10),
        "order_response": an_order_response(),
        "despatch_advice": a_despatch_advice(),
        "invoice.10": an_invoice(lines=10),
        "catalogue.10": a_catalogue(lines=10),
    }
    long: dict[str, Document] = {
        "order.1000": an_order(lines=1000),
        "invoice.1000": an_invoice(lines=1000),
    }
    for documents, times in ((small, 3), (long, 1)):
        for name, document in documents.items():
            yield from of_document(name, document, times)


def of_document(name: str, document: Document, times: int) -> Iterator[Figure]:
    """Reading and writing one document."""
    raw = write(document)
    floor = least(lambda: etree.fromstring(raw), times)
    yield Figure(f"read.{name}", least(lambda: read(raw), times), "ms", floor)
    yield Figure(f"write.{name}", least(lambda: write(document), times), "ms", floor)


def least(run: Callable[[], object], times: int) -> float:
    """Milliseconds of this thread's CPU for one run, in the best of many rounds of `times` runs."""
    best = float("inf")
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        began = time.thread_time()
        for _ in range(times):
            run()
        best = min(best, time.thread_time() - began)
    return best / times * 1000
