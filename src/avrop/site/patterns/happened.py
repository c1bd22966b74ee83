"""A timeline as HTML, without a template for each of its steps: an order may have a hundred."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from avrop.kernel.presentation import shown
from avrop.site.patterns.shapes import Happened


def timeline_html(steps: Iterable[Happened]) -> SafeString:
    """What has happened, in the order given."""
    return SafeString(f'<ol class="trace">\n{"".join(map(_step, steps))}</ol>\n')


def _step(step: Happened) -> str:
    kind = f" trace__step--{escape(step.kind)}" if step.kind else ""
    sentence = conditional_escape(step.sentence)
    facts = [f'<time datetime="{step.at.isoformat()}">{escape(shown(step.at))}</time>']
    if step.person:
        facts.append(person_html(step.person, step.on_behalf_of))
    if step.note:
        facts.append(f"<span>{conditional_escape(step.note)}</span>")
    if step.address:
        name = conditional_escape(step.address_name)
        heard = f'<span class="ds-sr-only">: {sentence}</span>'
        facts.append(f'<a class="ds-link" href="{escape(step.address)}">{name}{heard}</a>')
    return (
        f'{_gap(step.days_before)}<li class="trace__step{kind}">'
        f'<p class="trace__sentence">{sentence}</p>'
        f'<p class="trace__facts">{" ".join(facts)}</p></li>\n'
    )


def _gap(days: int) -> str:
    if not days:
        return ""
    said = ngettext("Nothing for %(days)s day", "Nothing for %(days)s days", days) % {"days": days}
    return f'<li class="trace__gap">{escape(said)}</li>\n'


def person_html(name: str, on_behalf_of: str = "") -> SafeString:
    """Somebody's name, and for whom he acted."""
    if on_behalf_of:
        names = {"name": name, "principal": on_behalf_of}
        name = _("%(name)s on behalf of %(principal)s") % names
    return SafeString(f'<span class="person">{conditional_escape(name)}</span>')
