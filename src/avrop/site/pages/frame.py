"""What stands round every page: navigation by right, organisation, languages, appearance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from avrop.kernel.scope import tenant_scope
from avrop.parties.queries import Membership
from avrop.site.actors import Acting, Request
from avrop.site.pages.performing import rights_of
from avrop.site.version import VERSION
from avrop.tasks import queries as tasks

THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
BUYING = ("requisitions.", "orders.", "receipts.", "invoices.", "approvals.", "payables.")


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the site in the navigation; `count` is how much waits there."""

    name: str
    address: str
    is_current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several, such as a language."""

    code: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that the base template shows round a page."""

    language: str
    theme: str
    languages: tuple[Choice, ...]
    themes: tuple[Choice, ...]
    version: str
    is_demo: bool
    here: str
    places: tuple[Place, ...] = ()
    person: str = ""
    organisation: str = ""
    organisations: tuple[Membership, ...] = ()


def show(
    request: Request,
    template: str,
    values: Mapping[str, Any] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """A page in its frame; only its changing part where htmx asks for that (`template#part`)."""
    if "#" in template:
        return render(request, template, {**(values or {})}, status=status)
    return render(request, template, {**(values or {}), "frame": frame_of(request)}, status=status)


def frame_of(request: Request) -> Frame:
    """The frame for this reader: two statements where somebody is signed in."""
    acting = getattr(request, "acting", None)
    plain = bare_frame(request)
    if acting is None:
        return plain
    return Frame(
        language=plain.language,
        theme=plain.theme,
        languages=plain.languages,
        themes=plain.themes,
        version=plain.version,
        is_demo=plain.is_demo,
        here=plain.here,
        places=_places(request, acting),
        person=getattr(request.user, "name", ""),
        organisation=acting.membership.tenant_name,
        organisations=acting.memberships,
    )


def bare_frame(request: Request) -> Frame:
    """The frame of a page for nobody in particular; asks the database nothing."""
    language = get_language() or settings.LANGUAGE_CODE
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    theme = chosen if chosen in THEMES else "auto"
    names = {
        "auto": pgettext("appearance", "As the device"),
        "light": pgettext("appearance", "Light"),
        "dark": pgettext("appearance", "Dark"),
    }
    return Frame(
        language="zh-Hans" if language == "zh-hans" else language,
        theme=theme,
        languages=tuple(Choice(code, name, code == language) for code, name in settings.LANGUAGES),
        themes=tuple(Choice(code, names[code], code == theme) for code in THEMES),
        version=VERSION,
        is_demo=is_demo(),
        here=request.get_full_path() if request.method == "GET" else "/",
    )


def is_demo() -> bool:
    """Whether this installation is the demonstration, where anybody may sign in as anybody."""
    return bool(getattr(settings, "AVROP_DEMO", False))


def _places(request: Request, acting: Acting) -> tuple[Place, ...]:
    with tenant_scope(acting.actor.tenant_id):
        rights = rights_of(request)
        waiting = tasks.number_of_my_tasks(actor=acting.actor)
    found = [(_("Start"), reverse("start"), waiting)]
    if any(right.startswith(BUYING) for right in rights):
        found.append((_("Orders"), reverse("orders"), 0))
    if "sales.see" in rights:
        found.append((_("Sales orders"), reverse("sales_orders"), 0))
    found.append((_("Messages"), reverse("messages"), 0))
    if "exchange.receive" in rights:
        found.append((_("Take in files"), reverse("upload"), 0))
    return tuple(
        Place(name, address, _is_here(request.path, address), count)
        for name, address, count in found
    )


def _is_here(path: str, address: str) -> bool:
    return path == address if address == "/" else path.startswith(address)
