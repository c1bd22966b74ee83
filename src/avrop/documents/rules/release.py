"""The tables of the release in force, loaded once, and the dates from which releases hold.

The release: Peppol BIS post-award 3.0.17 and Billing 3.0.21 with EN 16931 1.3.16, of 2026-05,
mandatory from 2026-08-17. Two releases can live side by side: each has its own folder of tables.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

TABLES = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A release of the rules, by its version and the first day that it holds."""

    version: str
    valid_from: date
    folder: str


RELEASES = (RuleSet("2026.5", date(2026, 8, 17), "release_2026_5"),)


def in_force(on: date | None = None) -> RuleSet:
    """The release that holds on a day; the newest when no day is given, or the first of all."""
    holding = [release for release in RELEASES if on is None or release.valid_from <= on]
    return holding[-1] if holding else RELEASES[0]


@lru_cache(maxsize=64)
def table(folder: str, name: str) -> Any:
    """A table of a release, as it stands in its file."""
    return json.loads((TABLES / folder / f"{name}.json").read_text("utf-8"))


@lru_cache(maxsize=256)
def codes(folder: str, *names: str) -> frozenset[str]:
    """All codes of the lists of these names."""
    lists = table(folder, "codes")
    return frozenset(code for name in names for code in lists[name].split())
