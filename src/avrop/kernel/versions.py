"""Optimistic locking: a face shows version 7, so a command on version 8 is stale."""

from __future__ import annotations

from avrop.kernel.models import DocumentModel
from avrop.kernel.problems import Problem, Refused


def count_change(row: DocumentModel, expected_version: int | None) -> None:
    """Count a change of `row`, which the caller has locked and will save with `version`.

    `expected_version` is what the face had on its screen; `Refused` when somebody was there before.
    """
    if expected_version is not None and expected_version != row.version:
        raise Refused(
            (Problem("kernel.stale", {"expected": expected_version, "version": row.version}),)
        )
    row.version += 1
