"""The site's own words in a language, and what on a page is in another language than it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, ngettext, npgettext, override, pgettext

if TYPE_CHECKING:
    from playwright.sync_api import Page

PLACE = re.compile(r"%\((\w+)\)[sd]|%%")
#: Whatever may stand at a place that is not given; Chinese may have a space round it.
OPEN = r"\s*.+?\s*"
LOCALES = {"en": "en-GB", "sv": "sv-SE", "zh-hans": "zh-CN"}
#: Every text a reader meets, with the language it is said to be in: of texts and of names.
TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const note = (text, one) => {
    const words = text.replace(/\\s+/g, ' ').trim();
    const lang = one.closest('[lang]');
    if (/\\p{L}/u.test(words) && !one.closest('script, style, code, pre'))
      found.push([words, lang ? lang.lang.toLowerCase() : '']);
  };
  while (walker.nextNode()) note(walker.currentNode.data, walker.currentNode.parentElement);
  for (const one of document.querySelectorAll('[aria-label], [title], [placeholder], [alt]'))
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      if (one.getAttribute(name)) note(one.getAttribute(name), one);
  note(document.title, document.documentElement);
  return found;
}"""


class Words:
    """The site's words in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = LOCALES[language]

    def say(self, message: str, *, plural: str = "", count: int = 1, context: str = "") -> str:
        """A message as it is translated, its places still open."""
        with override(self.language):
            if plural:
                if context:
                    return npgettext(context, message, plural, count)
                return ngettext(message, plural, count)
            return pgettext(context, message) if context else gettext(message)

    def pattern(
        self, message: str, *, whole: bool = True, counted: bool = False, **how: Any
    ) -> re.Pattern[str]:
        """The message as it may stand on a page; what is not given may be anything. `of` is what
        follows it; `counted` lets a number follow, in words."""
        body = self._body(message, **how)
        if counted:
            body += r"(\W*\d.*)?"
        if whole:
            return re.compile(rf"^\s*{body}\s*$")
        # It is tried at every letter of a page: what may be anything is then one letter, or the
        # browser works for seconds.
        return re.compile(rf"\S{body.removeprefix(OPEN)}" if body.startswith(OPEN) else body)

    def label(self, message: str, **how: Any) -> re.Pattern[str]:
        """A field's label, which may say that the field can be left empty."""
        optional = re.escape(self.say("(optional)"))
        return re.compile(rf"^\s*{self._body(message, **how)}\s*({optional})?\s*$")

    def _body(
        self,
        message: str,
        *,
        plural: str = "",
        count: int = 1,
        context: str = "",
        of: str = "",
        **values: Any,
    ) -> str:
        said = self.say(message, plural=plural, count=count, context=context)
        if plural:
            values.setdefault("count", count)
        return _opened(said, values) + (rf"[\s:,]*{re.escape(of)}" if of else "")

    def leaks_on(self, page: Page) -> list[str]:
        """Texts that say they are in the language of the page and are in another."""
        here = self.language
        said = page.evaluate(TEXTS)
        own = [text for text, language in said if language in ("", here)]
        return [f"not in {here}: {text!r}" for text in own if _is_of_another(text, here)]


def _opened(said: str, values: dict[str, Any]) -> str:
    parts, at = [], 0
    for place in PLACE.finditer(said):
        parts.append(_plain(said[at : place.start()]))
        if place[1] is None:
            parts.append("%")
        elif place[1] in values:
            parts.append(rf"\s*{_plain(str(values[place[1]]))}\s*")
        else:
            parts.append(OPEN)
        at = place.end()
    parts.append(_plain(said[at:]))
    return "".join(parts)


def _plain(text: str) -> str:
    """Any white space stands for any other; tags within a message are not read."""
    without = re.sub(r"<[^>]+>", "", text)
    return r"\s+".join(re.escape(word) for word in re.split(r"\s+", without))


@cache
def _is_of_another(text: str, here: str) -> bool:
    exact, shapes = _foreign(here)
    if text in exact:
        return True
    latin = re.search(r"[A-Za-zÅÄÖåäö]{3}", text)
    return bool(latin) and any(shape.fullmatch(text) for shape in shapes)


@cache
def _foreign(here: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """What the site says in the other languages and not in this one: as it is, and with places."""
    own = {text for _key, text in _catalogue(here)}
    if here == "en":
        own |= set(_messages("sv"))
    said: set[str] = set()
    for other in LOCALES:
        if other != here:
            said |= {text for _key, text in _catalogue(other) if text.strip()}
    if here != "en":
        said |= set(_messages(here))
    foreign = {text for text in said - own if re.search(r"[^\W\d_]{3}", PLACE.sub("", text))}
    exact = frozenset(text for text in foreign if not PLACE.search(text))
    opened = (text for text in foreign if PLACE.search(text))
    return exact, tuple(re.compile(_opened(text, {})) for text in sorted(opened))


def _messages(language: str) -> Iterator[str]:
    """What is translated into a language, as it stands in the code: in English."""
    for key, _text in _catalogue(language):
        name = key[0] if isinstance(key, tuple) else key
        yield str(name).rpartition("\x04")[2]


def _catalogue(language: str) -> list[tuple[Any, str]]:
    from django.utils.translation.trans_real import translation

    found: Any = translation(language)
    return list(found._catalog.items())
