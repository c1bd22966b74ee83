"""A sheet as a page of HTML that needs nothing but itself: no server, no style sheet, no script.

It can be mailed, kept beside the document, or opened from a folder; its policy forbids it to fetch
anything, whatever a document may hold.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from avrop.site.sheets.shapes import Sheet
from avrop.site.sheets.verdicts import VerdictInWords

#: How a language is called in HTML, where that differs from what it is called here.
TAGS = {"zh-hans": "zh-Hans"}


def page_of(sheet: Sheet, verdict: VerdictInWords | None = None) -> str:
    """The sheet as a whole page in the reader's language, and the verdict where there is one."""
    values = {"sheet": sheet, "verdict": verdict, "styles": styles(), "language": language_tag()}
    return render_to_string("site/documents/alone.html", values)


def language_tag() -> str:
    """The reader's language, as a page says it."""
    language = get_language() or "en"
    return TAGS.get(language, language)


@cache
def styles() -> SafeString:
    """The style sheet of pages that stand alone."""
    text = (files("avrop.site.sheets") / "alone.css").read_text(encoding="utf-8")
    return mark_safe(text)  # noqa: S308  a file of ours
