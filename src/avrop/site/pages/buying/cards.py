"""Articles of the shop as cards, drawn once for everybody who is shown the same: a page has two dozen,
and a template takes longer over one than the database over finding it.

What differs between readers and requests (the keys of the forms, the cart, the address) is a mark in
what is kept, as in `pages.around`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from avrop.site.pages.around import MARK
from avrop.site.pages.buying.showing import Goods

#: Cards that are kept, some kilobytes each.
KEPT = 4_000
HERE, TOKEN, CART, _KEY = f"{MARK}-here", f"{MARK}-token", f"{MARK}-cart", f"{MARK}-key-{{}}"
_MARKS = re.compile(rf"{MARK}-(?:here|token|cart|key-\w+)")


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a card says of an agreement; how much has been called off of it changes all day."""

    number: str


def card_of(one: Goods, *, here: str, token: str, cart: str) -> SafeString:
    """The card of an article: its forms lead back to `here`, into this `cart`."""
    there = {HERE: escape(here), TOKEN: escape(token), CART: escape(cart)}
    there |= {_KEY.format(name): escape(value) for name, value in one.keys}
    drawn = _drawn(_marked(one), get_language(), timezone.get_current_timezone_name())
    return SafeString(_MARKS.sub(lambda mark: there[mark[0]], drawn))


def _marked(one: Goods) -> Any:
    """The article with marks for its keys, and without what a card does not show."""
    values: Mapping[str, Any] = {
        "keys": tuple((name, _KEY.format(name)) for name, _ in one.keys),
        "agreement": Agreed(one.agreement.number) if one.agreement else None,
        "description": None,
    }
    return replace(one, **values)


@lru_cache(KEPT)
def _drawn(one: Any, language: str | None, zone: str) -> str:
    """A card in the language and zone that are active."""
    values = {
        "one": one,
        "here": HERE,
        "request": {"get_full_path": HERE},
        "csrf_token": TOKEN,
        "basket": {"cart_id": CART},
    }
    return render_to_string("site/shop/card.html", values)
