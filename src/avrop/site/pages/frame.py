"""What stands round every page: navigation by right, organisation, languages, appearance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import groupby
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language, pgettext

from avrop.kernel.practice import is_practice
from avrop.kernel.scope import tenant_scope
from avrop.parties.queries import Membership, TradeSide
from avrop.site import kept, newsroom
from avrop.site.actors import Acting, Request, span_sides
from avrop.site.alarms import alarm_for
from avrop.site.pages import sitemap
from avrop.site.pages.performing import now, rights_of
from avrop.site.pages.sitemap import SitePage
from avrop.site.sessions import seconds_left
from avrop.site.version import VERSION
from avrop.support import queries as support
from avrop.tasks import queries as tasks

THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
#: When the reader last looked at the news, so that their number is counted anew.
NEWS_MARK = "news_seen"
#: Answers that show a form again, or say why nothing was done.
NOT_DONE = frozenset({403, 409, 422, 429})
BUYING = ("requisitions.", "orders.", "receipts.", "invoices.", "approvals.", "payables.")


@dataclass(frozen=True, slots=True)
class Place:
    """A part of the site in the navigation, with its `pages`; `count` is how much waits there."""

    name: str
    address: str
    is_current: bool = False
    count: int = 0
    pages: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several, such as a language."""

    code: str
    name: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """Everything that the base template shows round a page. `here_in_address` is the address of the
    page as it stands within another one; `is_kept` says that a device keeps it for later unseen.
    Frames are compared for every page, and so without what follows from the language and the theme."""

    language: str
    theme: str
    languages: tuple[Choice, ...] = field(compare=False)
    themes: tuple[Choice, ...] = field(compare=False)
    version: str
    is_demo: bool
    here: str
    here_in_address: str
    has_problems: bool = False
    news: int = 0
    news_has_more: bool = False
    guide: str = ""
    session_left: int = 0
    session_whole: int = 0
    has_kept_form: bool = False
    is_kept: bool = False
    alarm: str = ""
    places: tuple[Place, ...] = ()
    menu: str = ""
    navigation: str = ""
    person: str = ""
    organisation: str = ""
    organisations: tuple[Membership, ...] = ()
    side: str = ""
    is_asked_for: bool = False
    is_practice: bool = False
    can_practise: bool = False


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
    frame = replace(frame_of(request), has_problems=status in NOT_DONE)
    return render(request, template, {**(values or {}), "frame": frame}, status=status)


def frame_of(request: Request) -> Frame:
    """The frame for this reader: two statements where somebody is signed in."""
    acting = getattr(request, "acting", None)
    plain = bare_frame(request)
    if acting is None:
        return plain
    way = _navigation(request, acting)
    unseen = newsroom.unseen(acting.actor, request.session.get(NEWS_MARK, ""), now())
    page = _page_of(request)
    page_url = page.url if page else ""
    alarm = alarm_for(request, acting.actor.tenant_id, rights_of(request))
    return replace(
        plain,
        places=way.places,
        news=unseen.count,
        news_has_more=unseen.has_more,
        guide=_guide_to(page),
        session_left=seconds_left(request),
        session_whole=settings.SESSION_COOKIE_AGE,
        is_kept="X-Kept" in request.headers,
        alarm=alarm,
        has_kept_form=kept.IN_SESSION in request.session and page_url != "kept_form",
        menu=way.menu,
        navigation=way.navigation,
        person=getattr(request.user, "name", ""),
        organisation=acting.membership.tenant_name,
        organisations=acting.memberships,
        side=_side(acting),
        is_asked_for=acting.is_asked_for,
        is_practice=(practises := is_practice(acting.actor.tenant_id)),
        can_practise=acting.membership.side != TradeSide.SELLING and not practises,
    )


def _guide_to(page: SitePage | None) -> str:
    """Where it is told what is done on a page; "" where nothing is, here or in a handbook."""
    if page is None or not (page.help or page.url in support.pages_in_handbooks()):
        return ""
    return f"{reverse('guide')}?{urlencode({'page': page.url})}"


def _side(acting: Acting) -> str:
    """On which side of a trade one is, for who works on both."""
    if not span_sides(acting.memberships):
        return ""
    if acting.membership.side == TradeSide.BUYING:
        return pgettext("side of a trade", "buys")
    if acting.membership.side == TradeSide.SELLING:
        return pgettext("side of a trade", "sells")
    return ""


def bare_frame(request: Request) -> Frame:
    """The frame of a page for nobody in particular; asks the database nothing."""
    language = get_language() or settings.LANGUAGE_CODE
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    theme = chosen if chosen in THEMES else "auto"
    here = request.get_full_path() if request.method == "GET" else "/"
    return Frame(
        language="zh-Hans" if language == "zh-hans" else language,
        theme=theme,
        languages=_languages(language),
        themes=_themes(theme, language),
        version=VERSION,
        is_demo=is_demo(),
        here=here,
        here_in_address=quote(here),
    )


@cache
def _languages(chosen: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, name, code == chosen) for code, name in settings.LANGUAGES)


@cache
def _themes(chosen: str, language: str) -> tuple[Choice, ...]:
    """The appearances, in the language that is active: `language`, since they are kept."""
    names = {
        "auto": pgettext("appearance", "As the device"),
        "light": pgettext("appearance", "Light"),
        "dark": pgettext("appearance", "Dark"),
    }
    return tuple(Choice(code, names[code], code == chosen) for code in THEMES)


def is_demo() -> bool:
    """Whether this installation is the demonstration, where anybody may sign in as anybody."""
    return bool(getattr(settings, "AVROP_DEMO", False))


@dataclass(frozen=True, slots=True)
class Navigation:
    """Where somebody can go from here: the places, and the same as HTML for narrow and wide screens."""

    places: tuple[Place, ...]
    menu: SafeString
    navigation: SafeString


def _navigation(request: Request, acting: Acting) -> Navigation:
    with tenant_scope(acting.actor.tenant_id):
        rights = rights_of(request)
        waiting = tasks.number_of_my_tasks(actor=acting.actor)
    current = _page_of(request)
    return _navigation_for(rights, waiting, current.url if current else "", get_language())


@lru_cache(maxsize=1024)
def _navigation_for(
    rights: frozenset[str], waiting: int, url: str, language: str | None
) -> Navigation:
    """The navigation of the page `url`, in the language that is active: `language`, since it is kept.
    The same for everybody who may do the same."""
    current = sitemap.page_named(url)
    places = tuple(
        _place(group, tuple(pages), current, waiting if group == sitemap.START else 0)
        for group, pages in groupby(sitemap.pages_for(rights), key=lambda page: page.group)
        if group != sitemap.ABOUT
    )
    here = next((place for place in places if place.is_current), None)
    beside = here.pages if here is not None and len(here.pages) > 1 else ()
    shown = {"places": places, "beside": beside}
    return Navigation(
        places,
        menu=render_to_string("site/parts/menu.html", shown),
        navigation=render_to_string("site/parts/navigation.html", shown),
    )


def _page_of(request: Request) -> SitePage | None:
    shown = request.resolver_match.url_name if request.resolver_match else ""
    return sitemap.page_named(shown or "")


def _place(group: str, pages: tuple[SitePage, ...], current: SitePage | None, count: int) -> Place:
    return Place(
        name=str(sitemap.GROUPS[group]),
        address=pages[0].address,
        is_current=current is not None and current.group == group,
        count=count,
        pages=tuple(
            Place(str(page.name), page.address, current is not None and current.url == page.url)
            for page in pages
        ),
    )
