"""Judging in a process of its own: `peak LINES` says how much memory a price list takes, `rate SECONDS`
how many invoices of twenty lines a second are judged."""

from __future__ import annotations

import re
import sys
import time
from pathlib import Path
from typing import BinaryIO, cast

from paper import PriceList

from avrop.documents import judge, judge_file, write
from avrop.documents.tests.builders import an_invoice


def main() -> None:
    """One figure, on standard output."""
    what, measure = sys.argv[1:]
    print(peak(int(measure)) if what == "peak" else rate(float(measure)))


def peak(lines: int) -> float:
    """Megabytes of this process, code and all, when the list has been judged."""
    judgement = judge_file(cast(BinaryIO, PriceList(lines)))
    assert judgement.valid, judgement.findings[:3]
    # What `getrusage` says goes back to whoever started this process.
    (most,) = re.findall(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(most) / 1024


def rate(seconds: float) -> float:
    """Documents a second, when the first have been forgotten."""
    raw = write(an_invoice(lines=20))
    for _ in range(20):
        judge(raw)
    print("ready", flush=True)
    sys.stdin.readline()
    began, judged = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        judge(raw)
        judged += 1
    return judged / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
