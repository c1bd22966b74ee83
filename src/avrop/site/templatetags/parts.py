"""The parts of pages as tags: `{% load parts %}`, then `{% summary form %}`, `{% field form.reason %}`,
`{% facts facts %}` … The page `/patterns` shows each of them in every state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms, template
from django.forms import BoundField
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from avrop.coding.queries import NamedPart
from avrop.kernel import presentation
from avrop.site import words
from avrop.site.pages.code_names import Codes, in_words
from avrop.site.patterns import drawings, undoing
from avrop.site.patterns.cells import filters_html, foot_html, headings_html, rows_html
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.happened import person_html, timeline_html
from avrop.site.patterns.lists import ListOnPage
from avrop.site.patterns.shapes import Action, Drawing, Fact, Happened, Step, Tab
from avrop.site.templatetags.words import colour

register = template.Library()
PARTS = "site/parts"


# --- forms -----------------------------------------------------------------------------------------


@register.inclusion_tag(f"{PARTS}/form.html", takes_context=True)
def form(
    context: Context, form: PageForm, submit: Any, *, color: str = "", cancel: str = ""
) -> dict[str, Any]:
    """A whole form: summary, fields in their order and a button. `cancel` is an address to leave to."""
    return {
        "form": form,
        "submit": submit,
        "color": color,
        "cancel": cancel,
        "csrf_token": context.get("csrf_token"),
        "has_files": form.is_multipart(),
    }


@register.inclusion_tag(f"{PARTS}/form_keys.html", takes_context=True)
def form_keys(context: Context, form: PageForm) -> dict[str, Any]:
    """The hidden values of a form, the token against forged requests among them."""
    return {"keys": form.keys(), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{PARTS}/summary.html")
def summary(*shown_forms: PageForm) -> dict[str, Any]:
    """What is wrong, with links to where; nothing where nothing is. On top of the page's content."""
    lines = [line for one in shown_forms for line in one.lines()]
    return {"lines": lines, "problems": sum(1 for line in lines if not line.address)}


@register.inclusion_tag(f"{PARTS}/field.html")
def field(
    bound: BoundField, *, wide: bool = False, prefix: str = "", suffix: str = ""
) -> dict[str, Any]:
    """A field with its label, hint and error. `prefix` and `suffix` are a unit beside it ("kg")."""
    errors = [str(error) for error in bound.errors] if _is_shown(bound) else []
    identity = bound.auto_id
    described = [f"{identity}-hint"] if bound.help_text else []
    described += [f"{identity}-problem"] if errors else []
    attributes: dict[str, Any] = {"class": "ds-input"}
    if described:
        attributes["aria-describedby"] = " ".join(described)
    if errors:
        attributes["aria-invalid"] = "true"
    kind = _kind_of(bound)
    return {
        "bound": bound,
        "identity": identity,
        "errors": errors,
        "described": " ".join(described),
        "kind": kind,
        "control": "" if kind in ("radios", "ticks") else bound.as_widget(attrs=attributes),
        "choices": list(bound.subwidgets) if kind in ("radios", "ticks") else (),
        "wide": wide,
        "prefix": prefix,
        "suffix": suffix,
    }


def _is_shown(bound: BoundField) -> bool:
    return bool(getattr(bound.form, "was_sent", True))


def _kind_of(bound: BoundField) -> str:
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "ticks"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return "file" if isinstance(widget, forms.FileInput) else "line"


# --- the page --------------------------------------------------------------------------------------


@register.inclusion_tag(f"{PARTS}/page_head.html", takes_context=True)
def page_head(
    context: Context,
    title: Any,
    *,
    party: Any = "",
    back: str = "",
    back_name: Any = "",
    state: Any = "",
    table: str = "",
    lead: Any = "",
    actions: Iterable[Action] = (),
) -> dict[str, Any]:
    """The head of a page: the way back, title, state and what can be done."""
    return {
        "title": title,
        "party": party,
        "back": back,
        "back_name": back_name,
        "state": state,
        "table": table,
        "lead": lead,
        "actions": tuple(actions),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag(f"{PARTS}/actions.html", takes_context=True)
def actions(context: Context, actions: Iterable[Action]) -> dict[str, Any]:
    """Links and buttons side by side."""
    return {"actions": tuple(actions), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{PARTS}/facts.html")
def facts(facts: Iterable[Fact]) -> dict[str, Any]:
    """Names and what goes with them; a fact without a value is left out."""
    return {"facts": [one for one in facts if one.value not in (None, "")]}


@register.inclusion_tag(f"{PARTS}/tabs.html")
def tabs(tabs: Iterable[Tab], name: Any) -> dict[str, Any]:
    """Several views of the same thing; `name` says of what, to who hears the page."""
    return {"tabs": tuple(tabs), "name": name}


@register.simple_tag
def timeline(steps: Iterable[Happened]) -> SafeString:
    """What has happened, the oldest first."""
    return timeline_html(steps)


@register.inclusion_tag(f"{PARTS}/steps.html")
def steps(steps: Iterable[Step]) -> dict[str, Any]:
    """How far something has come on the way that everything of its kind goes."""
    return {"steps": tuple(steps)}


@register.inclusion_tag(f"{PARTS}/alert.html")
def alert(
    sentence: Any, *, color: str = "info", more: Any = "", address: str = "", name: Any = ""
) -> dict[str, Any]:
    """A sentence that must be seen: info, success, warning or danger; `more` says what to do."""
    return {"sentence": sentence, "color": color, "more": more, "address": address, "name": name}


@register.inclusion_tag(f"{PARTS}/empty.html")
def empty(title: Any, what_next: Any = "", *, address: str = "", name: Any = "") -> dict[str, Any]:
    """Nothing is here: why, and what to do next."""
    return {"title": title, "what_next": what_next, "address": address, "name": name}


@register.inclusion_tag(f"{PARTS}/progress.html")
def progress(label: Any, done: int, total: int) -> dict[str, Any]:
    """How much of a whole is done."""
    return {"label": label, "done": done, "total": total}


@register.inclusion_tag(f"{PARTS}/print_button.html")
def print_button() -> dict[str, Any]:
    """Prints the page; only where there is script, since browsers have a menu for it."""
    return {}


@register.simple_tag
def list_filters(list: ListOnPage) -> SafeString:
    """The form of a list's filters."""
    return filters_html(list)


@register.simple_tag
def list_headings(list: ListOnPage) -> SafeString:
    """The headings of a list, in the first row of its table."""
    return headings_html(list)


@register.simple_tag
def list_foot(list: ListOnPage) -> SafeString:
    """What stands below a list: the way to its other pages, and its files."""
    return foot_html(list)


@register.simple_tag
def list_rows(list: ListOnPage) -> SafeString:
    """The rows of a list, in its table's body."""
    return rows_html(list)


# --- cells and marks -------------------------------------------------------------------------------


@register.simple_tag
def state(value: Any, table: str, *, color: str = "") -> SafeString:
    """A stored state in words, marked with its colour."""
    return tag(words.named(value, table), color=color or colour(value))


@register.simple_tag
def tag(name: Any, *, color: str = "neutral") -> SafeString:
    """A short word in a coloured mark."""
    return format_html('<span class="ds-tag" data-color="{}">{}</span>', color, name)


@register.simple_tag
def said_in(text: Any, language: str = "sv") -> SafeString:
    """Content in its own language, so that it is read aloud rightly: `{% said_in item.name "sv" %}`."""
    return format_html('<span lang="{}">{}</span>', language, text)


@register.simple_tag(takes_context=True)
def coded(context: Context, coding: str) -> SafeString:
    """A coding string with what its codes are called: `{% coded share.coding %}`. The page's values have
    the names as `codes`; a string that cannot be read stands as it is."""
    codes: Codes = context.get("codes") or {}
    parts = codes.get(coding)
    if not parts:
        return format_html('<span class="code">{}</span>', coding)
    return format_html(
        '<span class="coded">{}</span>',
        format_html_join(" ", "{}", ((_coded_part(part),) for part in parts)),
    )


@register.simple_tag(takes_context=True)
def coded_plainly(context: Context, coding: str) -> str:
    """The same as text only, for a button: `{% coded_plainly proposal as told %}`."""
    return in_words(coding, context.get("codes") or {})


def _coded_part(part: NamedPart) -> SafeString:
    language = get_language() or "en"
    named = part.name.in_language(language) if part.name else ""
    return format_html(
        '<span><span class="coded__of">{}</span> <span class="code">{}</span>{}</span>',
        part.dimension.in_language(language),
        part.code,
        format_html(" {}", named) if named else "",
    )


@register.simple_tag
def person(name: str, *, on_behalf_of: str = "") -> SafeString:
    """Somebody's name, and for whom he acted."""
    return person_html(name, on_behalf_of)


@register.inclusion_tag(f"{PARTS}/photo.html")
def photo(address: str, description: Any, *, large: str = "", size: int = 96) -> dict[str, Any]:
    """A picture that opens large; a quiet field of the same size where there is none."""
    return {"address": address, "description": description, "large": large, "size": size}


@register.filter
def undo_key(note: Any) -> str:
    """The key of what a note offers to undo; "" where it offers nothing."""
    tags = str(getattr(note, "extra_tags", "") or "").split()
    return next((one.removeprefix(undoing.TAG) for one in tags if one.startswith(undoing.TAG)), "")


@register.filter
def plain(value: Any) -> str:
    """A value for machines: dates by ISO 8601, numbers with a point."""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


@register.filter
def get(values: Mapping[Any, Any], key: Any) -> Any:
    """What stands under a key."""
    return values.get(key, "")


@register.simple_tag
def shown_as(value: Any) -> Any:
    """A fact as people read it; a moment for machines too."""
    if isinstance(value, datetime):
        return format_html(
            '<time datetime="{}">{}</time>', value.isoformat(), presentation.shown(value)
        )
    return "" if value is None else presentation.shown(value)


# --- drawings --------------------------------------------------------------------------------------


@register.inclusion_tag(f"{PARTS}/bars.html")
def bar_chart(drawing: Drawing) -> dict[str, Any]:
    """Bars in a table of their own: name, bar, value."""
    return {"drawing": drawing, "bars": drawings.bars(drawing)}


@register.inclusion_tag(f"{PARTS}/line.html")
def line_chart(drawing: Drawing) -> dict[str, Any]:
    """A line over time, with its table beside it."""
    return {
        "drawing": drawing,
        "curve": drawings.curve(drawing.points, from_zero=drawing.from_zero),
    }


@register.inclusion_tag(f"{PARTS}/sparkline.html")
def sparkline(values: Sequence[float], description: Any) -> dict[str, Any]:
    """A small line in a cell; `description` says in words what it shows."""
    return {"curve": drawings.sparkline(values), "description": description}
