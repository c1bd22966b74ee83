"""How good the questions of a test are. Pure.

*Difficulty* is the share that answers right (1 = everybody). *Discrimination* is the correlation between
getting the question right and how many of the other questions the same person gets right: a question
that the able get wrong and the others right is worded badly, or its key is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

#: Under so many answers figures say nothing of a question.
ENOUGH = 10
#: Nothing is shown of fewer people: who they are could be guessed.
FEWEST = 3
TOO_EASY, TOO_HARD, TOO_WEAK = 0.95, 0.30, 0.15


class Verdict(StrEnum):
    """What to do about a question."""

    TOO_FEW = "too_few"
    TOO_EASY = "too_easy"
    TOO_HARD = "too_hard"
    MISLEADS = "misleads"
    WEAK = "weak"
    GOOD = "good"


@dataclass(frozen=True, slots=True)
class Item:
    """A question in figures. `discrimination` is None where it cannot be reckoned: everybody was right,
    or nobody, or too few have answered."""

    key: str
    answers: int
    difficulty: float
    discrimination: float | None
    verdict: Verdict


def analyse(sittings: Sequence[Mapping[str, bool]]) -> tuple[Item, ...]:
    """Each question that was asked, over tests given as question → was it right; by key."""
    keys = sorted({key for one in sittings for key in one})
    return tuple(_item(key, [one for one in sittings if key in one]) for key in keys)


def _item(key: str, asked: Sequence[Mapping[str, bool]]) -> Item:
    right = [1.0 if one[key] else 0.0 for one in asked]
    rest = [_rest_share(one, key) for one in asked]
    difficulty = sum(right) / len(right)
    discrimination = correlation(right, rest) if len(asked) >= ENOUGH else None
    return Item(
        key, len(asked), difficulty, discrimination, verdict(len(asked), difficulty, discrimination)
    )


def _rest_share(sitting: Mapping[str, bool], key: str) -> float:
    others = [is_right for other, is_right in sitting.items() if other != key]
    return sum(others) / len(others) if others else 0.0


def correlation(ones: Sequence[float], others: Sequence[float]) -> float | None:
    """Pearson's, from -1 to 1; None where one of the two does not vary."""
    count = len(ones)
    mean_one, mean_other = sum(ones) / count, sum(others) / count
    spread = sqrt(
        sum((one - mean_one) ** 2 for one in ones)
        * sum((other - mean_other) ** 2 for other in others)
    )
    if spread < 1e-12:
        return None
    together = sum(
        (one - mean_one) * (other - mean_other) for one, other in zip(ones, others, strict=True)
    )
    return max(-1.0, min(1.0, together / spread))


def verdict(answers: int, difficulty: float, discrimination: float | None) -> Verdict:
    """What the figures say, the worst first."""
    if answers < ENOUGH:
        return Verdict.TOO_FEW
    if discrimination is not None and discrimination < 0:
        return Verdict.MISLEADS
    if difficulty < TOO_HARD:
        return Verdict.TOO_HARD
    if difficulty > TOO_EASY:
        return Verdict.TOO_EASY
    if discrimination is not None and discrimination < TOO_WEAK:
        return Verdict.WEAK
    return Verdict.GOOD
