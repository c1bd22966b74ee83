"""What stands round a page as HTML: the files it needs, header, footer and dialogs, drawn once for
everybody who is shown the same, since templates take longer over them than most pages over their
content.

Theory of operation. The parts are drawn with marks in place of what differs between readers and
requests (a name, the address, the token against forged requests), cut at the marks, and kept by what is
left. A page gets the pieces with what is its own put in between, so that nothing a reader wrote can be
taken for a mark.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from secrets import token_hex

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from avrop.site.pages.frame import Frame, Place

KEPT = 1024
#: Nobody outside this process can know a mark, and so nobody can be called like one.
MARK = f"mark-{token_hex(8)}"
HERE, HERE_IN_ADDRESS, TOKEN = f"{MARK}-here", f"{MARK}-quoted-here", f"{MARK}-token"
PERSON, ORGANISATION, LEFT = f"{MARK}-person", f"{MARK}-organisation", 987_654_321
_MARKS = re.compile(f"({MARK}-[a-z-]+|{LEFT})")
#: That there are places; which ones the navigation says, as it is drawn.
SOME = (Place("", ""),)


@dataclass(frozen=True, slots=True)
class Around:
    """The parts, ready to stand in a page: in its head, above its content and below it."""

    head: SafeString
    above: SafeString
    below: SafeString


def around(frame: Frame, token: str) -> Around:
    """What stands round the page of a frame, with the reader's `token` in its forms."""
    there = {
        HERE: escape(frame.here),
        HERE_IN_ADDRESS: escape(frame.here_in_address),
        TOKEN: escape(token),
        PERSON: escape(frame.person),
        ORGANISATION: escape(frame.organisation),
        str(LEFT): str(frame.session_left),
    }
    head, above, below = _drawn(_marked(frame), get_language())
    return Around(head, _filled(above, there), _filled(below, there))


def _filled(pieces: tuple[str, ...], there: Mapping[str, str]) -> SafeString:
    """What was cut at the marks, put together: a mark is every second piece."""
    whole = list(pieces)
    whole[1::2] = [there[mark] for mark in pieces[1::2]]
    return SafeString("".join(whole))


def _marked(frame: Frame) -> Frame:
    """The frame with marks. Whoever can act for several organisations has a list of them, in which the
    one at hand stands out."""
    return replace(
        frame,
        here=HERE,
        here_in_address=HERE_IN_ADDRESS,
        has_problems=False,
        has_kept_form=False,
        is_kept=False,
        session_left=LEFT,
        places=SOME if frame.places else (),
        person=PERSON if frame.person else "",
        organisation=ORGANISATION if len(frame.organisations) <= 1 else frame.organisation,
        organisations=frame.organisations if len(frame.organisations) > 1 else (),
    )


@lru_cache(KEPT)
def _drawn(
    frame: Frame, language: str | None
) -> tuple[SafeString, tuple[str, ...], tuple[str, ...]]:
    """The parts in the language that is active: `language`, since they are kept."""
    values = {"frame": frame, "csrf_token": TOKEN}
    above = render_to_string("site/parts/above.html", values)
    below = render_to_string("site/parts/below.html", values)
    return render_to_string("site/parts/head.html"), _cut(above), _cut(below)


def _cut(part: str) -> tuple[str, ...]:
    return tuple(_MARKS.split(part))
