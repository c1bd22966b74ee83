"""What the requester's pages say in their own way: `{{ day|weekday }}`, `{{ code|unit_name }}`,
`{% quantity_of form item_id as field %}`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from avrop.buying.requisitions.queries import Finding
from avrop.kernel import presentation
from avrop.site.pages.buying.cards import card_of
from avrop.site.pages.buying.sending import mark_of
from avrop.site.pages.buying.showing import Goods
from avrop.site.patterns.forms import PageForm

register = template.Library()


@dataclass(frozen=True, slots=True)
class FieldInCell:
    """A field of a table: its control, which is named by its own label, and what is wrong with it."""

    input: SafeString
    identity: str
    problem: str


@register.filter
def weekday(day: date) -> str:
    """A day as people plan: Thursday 26 November."""
    return presentation.weekday(day)


@register.filter
def unit_name(code: str) -> str:
    """What people call a unit of measure."""
    return presentation.unit_name(code)


@register.simple_tag(takes_context=True)
def goods_card(context: Context, one: Goods) -> SafeString:
    """The card of an article, with its forms."""
    cart = context["basket"].cart_id
    return card_of(
        one, here=context["here"], token=str(context.get("csrf_token", "")), cart=str(cart or "")
    )


@register.simple_tag
def quantity_of(form: PageForm, key: Any, name: str = "quantity") -> FieldInCell:
    """The field `name-key` of a form as it stands in a cell of a table."""
    bound = form[f"{name}-{key}"]
    problem = " ".join(str(error) for error in bound.errors) if form.was_sent else ""
    attributes: dict[str, str | bool] = {"class": "ds-input", "aria-label": str(bound.label)}
    if problem:
        attributes |= {"aria-invalid": "true", "aria-describedby": f"{bound.auto_id}-problem"}
    return FieldInCell(bound.as_widget(attrs=attributes), bound.auto_id, problem)


@register.filter
def plainly(coding: str) -> str:
    """A coding's values as people say them, without the names of the dimensions: 4100 64400 440."""
    return " ".join(part.partition("=")[2] or part for part in coding.split())


@register.filter
def mark(finding: Finding) -> str:
    """A finding as a form of the send page names it."""
    return mark_of(finding)
