"""Delivery days: the form that they are answered in, and the week as it is shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avrop.onboarding.queries import DeliveryAnswer, DeliveryWindow
from avrop.onboarding.rules import LONGEST_NOTE
from avrop.site.actors import Request
from avrop.site.patterns.fields import LongTextField, TickField, TimeField
from avrop.site.patterns.forms import PageForm

OPENS, CLOSES, CUT_OFF, DAYS_BEFORE = time(7), time(9), time(12), 2
DAYS = range(1, 8)


class WholeNumberField(forms.IntegerField):
    """A whole number."""

    def __init__(self, label: Any, **options: Any) -> None:
        widget = forms.TextInput({"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(label=label, widget=widget, **options)


class DaysForm(PageForm):
    """On which days goods come, between which hours, and until when one can order. A row for each day of
    the week is added."""

    cut_off = TimeField(gettext_lazy("Orders close at"))
    days_before = WholeNumberField(
        gettext_lazy("How many days before the delivery"),
        help_text=gettext_lazy("0 is the same day, 1 the day before."),
        min_value=0,
        max_value=60,
    )
    note = LongTextField(
        gettext_lazy("Anything that the unit should know"),
        rows=2,
        longest=LONGEST_NOTE,
        required=False,
    )
    places = {
        "answer.windows": "day-1",
        **{f"answer.windows.{day}": f"opens-{day}" for day in DAYS},
        "answer.days_before": "days_before",
    }

    @property
    def week(self) -> Iterator[tuple[str, Any, Any, Any]]:
        """The rows: the day's name, whether goods come, from and until."""
        for day in DAYS:
            name = str(WEEKDAYS[day - 1]).capitalize()
            yield name, self[f"day-{day}"], self[f"opens-{day}"], self[f"closes-{day}"]

    def answered(self) -> DeliveryAnswer:
        """What a valid form says."""
        said = self.cleaned_data
        windows = tuple(
            DeliveryWindow(day, said[f"opens-{day}"] or OPENS, said[f"closes-{day}"] or CLOSES)
            for day in DAYS
            if said[f"day-{day}"]
        )
        return DeliveryAnswer(windows, said["cut_off"], said["days_before"], said["note"])


def days_form(request: Request, *, version: int | None = None) -> DaysForm:
    """An empty form: no day is chosen, the hours are usual ones."""
    added: dict[str, forms.Field] = {}
    for day in DAYS:
        name = {"day": str(WEEKDAYS[day - 1]).capitalize()}
        added[f"day-{day}"] = TickField(name["day"])
        added[f"opens-{day}"] = TimeField(_("%(day)s, from") % name, required=False)
        added[f"closes-{day}"] = TimeField(_("%(day)s, until") % name, required=False)
    initial: dict[str, Any] = {"cut_off": CUT_OFF, "days_before": DAYS_BEFORE}
    for day in DAYS:
        initial[f"opens-{day}"], initial[f"closes-{day}"] = OPENS, CLOSES
    for key, field in added.items():
        # Hours are those that stand there where a day is chosen.
        field.is_wanted = not key.startswith("day-")  # type: ignore[attr-defined]
    return DaysForm(request, version=version, initial=initial, added=added)


@dataclass(frozen=True, slots=True)
class DayShown:
    """A day of the week in the calendar: its hours, and until when one orders for it; "" where nothing
    comes."""

    name: str
    hours: str
    order_by: str


def week_of(answer: DeliveryAnswer | None) -> tuple[DayShown, ...]:
    """The calendar of a week; empty where nobody has answered."""
    if answer is None:
        return ()
    windows = {window.weekday: window for window in answer.windows}
    return tuple(_day(day, windows.get(day), answer) for day in DAYS)


def _day(day: int, window: DeliveryWindow | None, answer: DeliveryAnswer) -> DayShown:
    name = str(WEEKDAYS[day - 1]).capitalize()
    if window is None:
        return DayShown(name, "", "")
    last = (day - 1 - answer.days_before) % 7
    order_by = _("%(day)s %(at)s") % {
        "day": WEEKDAYS[last],
        "at": f"{answer.cut_off:%H:%M}",
    }
    if answer.days_before >= timedelta(days=7).days:
        order_by = _("%(days)s days before, %(at)s") % {
            "days": answer.days_before,
            "at": f"{answer.cut_off:%H:%M}",
        }
    return DayShown(name, f"{window.opens:%H:%M}–{window.closes:%H:%M}", order_by)
