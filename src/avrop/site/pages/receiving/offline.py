"""What lets the goods entrance work without network: the page's script, its words, and the worker that
keeps pages and files in the browser.

Theory of operation. The worker (`static/service-worker.js`, for addresses under /receive only) keeps the
pages of the goods entrance as they were last seen, and the files they need. A form that is sent is
first put into the browser's database with a key of its own, then sent; while that fails it stays there
and is tried again. The key is what the command runs once under, so that trying again is safe.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache, wraps
from pathlib import Path
from typing import Any, ParamSpec, cast

from csp.decorators import csp_update
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from avrop.site.actors import Request
from avrop.site.pages.performing import PlainView
from avrop.site.patterns.marks import sender_mark

Given = ParamSpec("Given")

SCOPE = "/receive"
PERMISSIONS_POLICY = "camera=(self), display-capture=(), geolocation=(), microphone=(), payment=()"
#: What the pages of the goods entrance need, in the order in which it is fetched.
FILES = (
    "avrop.css",
    "vendor/designsystemet.css",
    "vendor/source-sans-3.woff2",
    "mark.svg",
    "avrop.js",
    "receiving.js",
    "receiving-queue.js",
    "receiving-scanner.js",
    "django_htmx/htmx-2.min.js",
)
#: Large, and only needed by browsers that cannot read codes themselves: kept once they were used.
READER_FILES = ("vendor/zxing-reader.js", "vendor/zxing_reader.wasm")


def at_the_entrance(view: PlainView[Given]) -> PlainView[Given]:
    """Mark a view whose page may use the camera and, to read codes, WebAssembly; no other page may."""

    @wraps(view)
    def run(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer.headers["Permissions-Policy"] = PERMISSIONS_POLICY
        return answer

    allowed = csp_update({"script-src": "'wasm-unsafe-eval'"})(run)
    return cast("PlainView[Given]", allowed)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The worker's script. It names every file with the version that they are together."""
    kept = {
        "version": version(),
        "files": [static(name) for name in FILES],
        "scope": SCOPE,
        "home": reverse("receive"),
        "statics": static(""),
    }
    script = f"const KEPT = {json.dumps(kept)};\n{_text('service-worker.js')}"
    answer = HttpResponse(script, content_type="text/javascript; charset=utf-8")
    answer.headers["Service-Worker-Allowed"] = SCOPE
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@cache
def version() -> str:
    """A mark of the files that the worker keeps: another one where any of them has changed."""
    sha = hashlib.sha256()
    for name in ("service-worker.js", *FILES, *READER_FILES):
        sha.update(_path(name).read_bytes())
    return sha.hexdigest()[:16]


@cache
def _text(name: str) -> str:
    return _path(name).read_text(encoding="utf-8")


def _path(name: str) -> Path:
    found = finders.find(name)
    if not isinstance(found, str):
        raise FileNotFoundError(name)
    return Path(found)


def words_for_script(request: Request) -> dict[str, Any]:
    """What the script of the goods entrance says, in the reader's language, and where things are."""
    return {
        "sender": sender_mark(request.user.pk),
        "worker": reverse("receive_worker"),
        "scope": SCOPE,
        "find": reverse("find_goods"),
        "reader": static(READER_FILES[0]),
        "readerFolder": static("vendor/"),
        "offline": _(
            "There is no network. What you register here is kept on this device and sent when there is."
        ),
        "waits": _("Waits for network"),
        "sending": _("Is being sent"),
        "refused": _("Was not accepted"),
        "signIn": _("Waits until you have signed in again"),
        "otherPerson": _(
            "Registered by somebody else on this device; waits until that person signs in"
        ),
        "sent": _("What waited on this device has been sent."),
        "remove": _("Throw away"),
        "removeSure": _("Throw away what was registered for %(order)s? It will not be sent."),
        "openOrder": _("Register anew"),
        "registered": _("Registered %(moment)s"),
        "noCamera": _("The camera cannot be used. Type the number instead."),
        "looking": _("Hold the code in front of the camera."),
        "found": _("Found: %(code)s"),
        "notHere": _("There is no network, and nothing kept on this device has the code %(code)s."),
        "gone": _("What it is about is not there any more, or is not yours."),
        "noRoom": _("This device has no room to keep what you registered. It has not been sent."),
        "chosen": [
            ngettext("%(count)s line chosen", "%(count)s lines chosen", number) for number in (1, 2)
        ],
    }
