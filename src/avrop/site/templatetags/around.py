"""`{% around as around %}`: header, footer and dialogs of the frame that a page is shown in."""

from __future__ import annotations

from django import template
from django.template import Context

from avrop.site.pages import around as surroundings
from avrop.site.pages.around import Around

register = template.Library()


@register.simple_tag(takes_context=True)
def around(context: Context) -> Around | None:
    """What stands round the page; nothing where a page has no frame."""
    frame = context.get("frame")
    return surroundings.around(frame, str(context.get("csrf_token", ""))) if frame else None
