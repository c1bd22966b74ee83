"""What each line of an invoice is about: order lines, or a charge, or something nobody ordered.

The item decides, not the order of the lines: a line reference is believed unless the item named
beside it is another one. Then the seller's number, the GTIN and, last, the name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from avrop.buying.invoices.matching.facts import ChargeFacts, InvoiceFacts, LineFacts
from avrop.buying.orders.queries import LineToMatch

#: Freight and deposit by UNCL7161 code and by the words that sellers use for them.
CHARGE_CODES = {"FC": "freight", "AAE": "freight", "DL": "freight", "CAI": "deposit"}
CHARGE_WORDS = {
    "frakt": "freight",
    "fraktavgift": "freight",
    "fraktkostnad": "freight",
    "freight": "freight",
    "transport": "freight",
    "pant": "deposit",
    "deposit": "deposit",
    "returpant": "deposit",
    "pantavgift": "deposit",
}
LIKE_ENOUGH = 0.7
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """An invoice line and the order lines it can be for, the likeliest first."""

    line: LineFacts
    candidates: tuple[LineToMatch, ...]
    by: str


@dataclass(frozen=True, slots=True)
class Pairing:
    """Every line of the invoice in one of three places."""

    invoice: InvoiceFacts
    pairs: tuple[Pair, ...]
    charges: tuple[ChargeFacts, ...]
    unknown: tuple[LineFacts, ...]


def pair_lines(invoice: InvoiceFacts, order_lines: Sequence[LineToMatch]) -> Pairing:
    """What each line is about."""
    index = _Index(order_lines)
    pairs: list[Pair] = []
    charges = [_known_kind(charge) for charge in invoice.charges]
    unknown: list[LineFacts] = []
    for line in invoice.lines:
        pair = index.by_what_it_says(line)
        kind = "" if pair else charge_kind(line.seller_item_id, line.name)
        if kind:
            charges.append(ChargeFacts(line.amount, "", line.name, kind, line.id))
            continue
        pair = pair or index.by_its_name(line)
        if pair is None:
            unknown.append(line)
        else:
            pairs.append(pair)
    return Pairing(invoice, tuple(pairs), tuple(charges), tuple(unknown))


def charge_kind(*texts: str) -> str:
    """Freight or deposit, where a number or name says so; "" otherwise."""
    words = (word for text in texts for word in words_of(text))
    return next((CHARGE_WORDS[word] for word in words if word in CHARGE_WORDS), "")


def _known_kind(charge: ChargeFacts) -> ChargeFacts:
    kind = charge.kind or CHARGE_CODES.get(charge.code) or charge_kind(charge.reason)
    return replace(charge, kind=kind)


def words_of(text: str) -> tuple[str, ...]:
    """The words of a name, in a form in which two writings of it are equal."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return tuple(_WORD.findall(plain))


class _Index:
    """Order lines by what an invoice may call them."""

    def __init__(self, order_lines: Sequence[LineToMatch]) -> None:
        self._by_id = {line.order_line_id: line for line in order_lines}
        self._by_place: dict[str, list[LineToMatch]] = {}
        self._by_item: dict[str, list[LineToMatch]] = {}
        self._by_name: dict[frozenset[str], list[LineToMatch]] = {}
        self._by_word: dict[str, list[tuple[frozenset[str], LineToMatch]]] = {}
        # Names are looked at only where an invoice names nothing better.
        self._not_named = order_lines
        for line in order_lines:
            self._by_place.setdefault(str(line.position), []).append(line)
            for name in dict.fromkeys(_items_of(line)):
                self._by_item.setdefault(name, []).append(line)

    def _read_names(self) -> None:
        for line in self._not_named:
            for name in {line.name, line.agreed_name} - {""}:
                words = frozenset(words_of(name))
                self._by_name.setdefault(words, []).append(line)
                for word in words:
                    self._by_word.setdefault(word, []).append((words, line))
        self._not_named = ()

    def by_what_it_says(self, line: LineFacts) -> Pair | None:
        """By line reference, or by item; the referenced line first, then others of the same item."""
        items = tuple(_item_keys(line.seller_item_id, line.gtin))
        same_item = _unique(each for key in items for each in self._by_item.get(key, ()))
        referenced = self._referenced(line.order_line_reference)
        if same_item:
            believed = [each for each in referenced if each in same_item]
            rest = [each for each in same_item if each not in believed]
            return Pair(line, (*believed, *rest), "reference" if believed else "item")
        if referenced and (not items or not _says_another_item(line, referenced[0])):
            return Pair(line, tuple(referenced[:1]), "reference")
        return None

    def _referenced(self, reference: str) -> list[LineToMatch]:
        text = reference.strip()
        if not text:
            return []
        try:
            known = self._by_id.get(UUID(text))
        except ValueError:
            known = None
        return [known] if known else self._by_place.get(text.lstrip("0") or text, [])

    def by_its_name(self, line: LineFacts) -> Pair | None:
        """By the same words in any order; else by most of them, where one item alone is so like."""
        words = frozenset(words_of(line.name))
        if not words:
            return None
        self._read_names()
        same = self._by_name.get(words)
        if same:
            return Pair(line, _unique(same), "name")
        likest = self._likest(words)
        return Pair(line, likest, "name") if likest else None

    def _likest(self, words: frozenset[str]) -> tuple[LineToMatch, ...]:
        rarest = sorted(words & self._by_word.keys(), key=lambda word: len(self._by_word[word]))
        seen = {
            (names, each.order_line_id): each
            for word in rarest[:3]
            for names, each in self._by_word[word]
        }
        scored = [
            (len(words & names) / len(words | names), each) for (names, _), each in seen.items()
        ]
        best = max((score for score, _ in scored), default=0.0)
        if best < LIKE_ENOUGH:
            return ()
        found = [each for score, each in scored if score == best]
        return _unique(found) if len({each.item_id for each in found}) == 1 else ()


def _says_another_item(line: LineFacts, order_line: LineToMatch) -> bool:
    """Numbers that both name and that differ. A number only one of them names says nothing."""
    ours = set(_items_of(order_line))
    kinds = {key[:2] for key in ours}
    theirs = [key for key in _item_keys(line.seller_item_id, line.gtin) if key[:2] in kinds]
    return bool(theirs) and not ours & set(theirs)


def _items_of(line: LineToMatch) -> Iterator[str]:
    yield from _item_keys(line.seller_item_id, line.gtin)
    yield from _item_keys(line.agreed_seller_item_id, line.agreed_gtin)


def _item_keys(seller_item_id: str, gtin: str) -> Iterator[str]:
    if seller_item_id.strip():
        yield "s:" + seller_item_id.strip().casefold()
    if gtin.strip().isdigit():
        yield "g:" + gtin.strip().zfill(14)


def _unique(lines: Iterable[LineToMatch]) -> tuple[LineToMatch, ...]:
    return tuple({line.order_line_id: line for line in lines}.values())
