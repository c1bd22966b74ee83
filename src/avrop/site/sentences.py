"""Sentences in the reader's language: where an order stands, and each step on its way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from avrop.kernel.problems import Problem
from avrop.kernel.wording import say

if TYPE_CHECKING:
    from avrop.buying.orders.queries import Standing


def sentence_of(standing: Standing) -> str:
    """Where an order stands, in one sentence."""
    return words_of(standing.code, standing.values)


def words_of(code: str, values: Mapping[str, Any]) -> str:
    """The sentence of a code with its facts; the code itself where no app has words for it."""
    return say(Problem(code, _in_words(values))).sentence


def _in_words(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Facts that are themselves codes, as words."""
    from avrop.site.words import named

    known = dict(values)
    if "kind" in known:
        known["kind"] = named(known["kind"], "document")
    if "allergens" in known:
        codes = str(known["allergens"]).split(", ")
        known["allergens"] = ", ".join(named(code, "allergen") for code in codes)
    return known
