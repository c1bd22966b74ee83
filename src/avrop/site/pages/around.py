"""What stands round a page as HTML: header, footer and dialogs, drawn once for everybody who is shown
the same, since templates take longer over them than most pages over their content.

Theory of operation. The three parts are drawn with marks in place of what differs between readers and
requests (a name, the address, the token against forged requests), and kept by what is left. A page gets
them with the marks replaced, all in one pass, so that nothing a reader wrote can be taken for a mark.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from secrets import token_hex

from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from avrop.site.pages.frame import Frame

KEPT = 1024
#: Nobody outside this process can know a mark, and so nobody can be called like one.
MARK = f"mark-{token_hex(8)}"
HERE, HERE_IN_ADDRESS, TOKEN = f"{MARK}-here", f"{MARK}-quoted-here", f"{MARK}-token"
PERSON, ORGANISATION, LEFT = f"{MARK}-person", f"{MARK}-organisation", 987_654_321
_MARKS = re.compile("|".join((HERE, HERE_IN_ADDRESS, TOKEN, PERSON, ORGANISATION, str(LEFT))))


@dataclass(frozen=True, slots=True)
class Around:
    """The parts, ready to stand in a page."""

    header: SafeString
    footer: SafeString
    dialogs: SafeString


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

    def filled(part: str) -> SafeString:
        return SafeString(_MARKS.sub(lambda mark: there[mark[0]], part))

    header, footer, dialogs = _drawn(_marked(frame), get_language())
    return Around(filled(header), filled(footer), filled(dialogs))


def _marked(frame: Frame) -> Frame:
    """The frame with marks. Whoever can act for several organisations has a list of them, in which the
    one at hand stands out."""
    return replace(
        frame,
        here=HERE,
        here_in_address=HERE_IN_ADDRESS,
        has_problems=False,
        has_kept_form=False,
        session_left=LEFT,
        person=PERSON if frame.person else "",
        organisation=ORGANISATION if len(frame.organisations) <= 1 else frame.organisation,
        organisations=frame.organisations if len(frame.organisations) > 1 else (),
    )


@lru_cache(KEPT)
def _drawn(frame: Frame, language: str | None) -> tuple[str, str, str]:
    """Header, footer and dialogs in the language that is active: `language`, since they are kept."""
    values = {"frame": frame, "csrf_token": TOKEN}
    header = render_to_string("site/parts/header.html", values)
    footer = render_to_string("site/parts/footer.html", values)
    dialogs = render_to_string("site/parts/dialogs.html", values) if frame.places else ""
    return header, footer, dialogs
