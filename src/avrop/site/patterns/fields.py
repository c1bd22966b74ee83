"""The fields of forms: what Django's know, with our markup, our words and our readers' ways of writing.

No field cuts what was typed: a text that is too long is kept and told at the field, so nothing that
somebody pasted is lost without a word.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from django import forms
from django.utils.translation import gettext_lazy as _

from avrop.kernel.presentation import reader_locale

LONGEST_LINE = 200
LONGEST_TEXT = 4000
Choices = Iterable[tuple[str, Any]]


class TextField(forms.CharField):
    """One line of text."""

    def __init__(
        self, label: Any, *, longest: int = LONGEST_LINE, kind: str = "text", **options: Any
    ) -> None:
        attributes = {"autocomplete": options.pop("autocomplete", "off")}
        widget = forms.TextInput({"type": kind, **attributes})
        widget.input_type = kind
        super().__init__(label=label, max_length=longest, widget=widget, **_worded(options))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without `maxlength`: browsers cut what is pasted and say nothing."""
        return {}


class LongTextField(forms.CharField):
    """Several lines of text."""

    def __init__(
        self, label: Any, *, longest: int = LONGEST_TEXT, rows: int = 4, **options: Any
    ) -> None:
        widget = forms.Textarea({"rows": rows})
        super().__init__(label=label, max_length=longest, widget=widget, **_worded(options))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without `maxlength`: browsers cut what is pasted and say nothing."""
        return {}


class NumberField(forms.DecimalField):
    """A number written with comma or point, with spaces between thousands or without."""

    def __init__(self, label: Any, **options: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "autocomplete": "off"})
        super().__init__(label=label, widget=widget, **_worded(options))

    def to_python(self, value: Any) -> Any:
        """The number; raises ValidationError where it is none."""
        return super().to_python(plain_number(value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        """A number as the reader writes it, without marks between thousands: a comma of those would come
        back as a decimal one. What was typed stays as it was typed."""
        if not isinstance(value, Decimal):
            return value
        return format_decimal(
            value, locale=reader_locale(), decimal_quantization=False, group_separator=False
        )


class WholeField(NumberField):
    """A number without decimals, as a command takes it."""

    def clean(self, value: Any) -> Any:
        """The whole number; raises ValidationError where it is none."""
        found = super().clean(value)
        return int(found) if found == found.to_integral_value() else found


def plain_number(text: str) -> str:
    """A number as it is written in Swedish, English or Chinese, with a point and nothing else."""
    bare = "".join(text.split()).replace("\u2212", "-")
    if "," in bare and "." in bare:
        thousands, point = (".", ",") if bare.rfind(",") > bare.rfind(".") else (",", ".")
        return bare.replace(thousands, "").replace(point, ".")
    return bare.replace(",", ".")


class DayField(forms.DateField):
    """A calendar day."""

    def __init__(self, label: Any, **options: Any) -> None:
        widget = forms.DateInput({"autocomplete": "off"}, format="%Y-%m-%d")
        widget.input_type = "date"
        super().__init__(label=label, widget=widget, input_formats=["%Y-%m-%d"], **_worded(options))


class MomentField(forms.DateTimeField):
    """A point in time on the organisation's clock."""

    def __init__(self, label: Any, **options: Any) -> None:
        widget = forms.DateTimeInput({"autocomplete": "off"}, format="%Y-%m-%dT%H:%M")
        widget.input_type = "datetime-local"
        super().__init__(label=label, widget=widget, **_worded(options))


class TimeField(forms.TimeField):
    """A time of the day."""

    def __init__(self, label: Any, **options: Any) -> None:
        widget = forms.TimeInput({"autocomplete": "off"}, format="%H:%M")
        widget.input_type = "time"
        super().__init__(label=label, widget=widget, **_worded(options))


class ChoiceField(forms.ChoiceField):
    """One of a few: a list that opens, or `open_list=True` for all of them at once.

    `empty` is what no choice is called; without it something is always chosen. What `is_wanted` may
    be left as it is, but is not called optional.
    """

    is_wanted = False

    def __init__(
        self,
        label: Any,
        choices: Choices,
        *,
        open_list: bool = False,
        empty: Any = "",
        **options: Any,
    ) -> None:
        offered = [("", empty)] if empty else []
        widget = forms.RadioSelect() if open_list else forms.Select()
        super().__init__(
            label=label, choices=[*offered, *choices], widget=widget, **_worded(options)
        )


class ChoicesField(forms.MultipleChoiceField):
    """Any number of a few."""

    def __init__(self, label: Any, choices: Choices, **options: Any) -> None:
        widget = forms.CheckboxSelectMultiple()
        super().__init__(label=label, choices=list(choices), widget=widget, **_worded(options))


class TickField(forms.BooleanField):
    """Yes or no; no unless it is ticked."""

    def __init__(self, label: Any, **options: Any) -> None:
        options.setdefault("required", False)
        super().__init__(label=label, **_worded(options))


class FilesInput(forms.ClearableFileInput):
    """A place to choose files or drop them."""

    allow_multiple_selected = True


class FileField(forms.FileField):
    """A file to choose or drop; with `several=True` its value is a list of them.

    `accept` are the kinds that the browser offers ("image/*,.pdf"); `largest` counts bytes.
    """

    def __init__(
        self,
        label: Any,
        *,
        accept: str = "",
        largest: int = 20 * 1024 * 1024,
        several: bool = False,
        **options: Any,
    ) -> None:
        self.accept, self.largest, self.several = accept, largest, several
        attributes = {"accept": accept} if accept else {}
        widget = (
            FilesInput({**attributes, "multiple": True}) if several else forms.FileInput(attributes)
        )
        super().__init__(label=label, widget=widget, **_worded(options))

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file, or the list of files; ValidationError at the first that does not fit."""
        if not self.several:
            return self._fitting(data, initial)
        given = data if isinstance(data, list) else [data] if data else []
        if not given:
            super().clean(None, initial)
        return [self._fitting(one, initial) for one in given]

    def _fitting(self, data: Any, initial: Any) -> Any:
        file = super().clean(data, initial)
        if file and file.size > self.largest:
            raise forms.ValidationError(
                _("“%(name)s” is too large: at most %(megabytes)d MB can be taken."),
                params={"name": file.name, "megabytes": self.largest // 1024**2},
            )
        if file and not _is_accepted(file.name, file.content_type or "", self.accept):
            raise forms.ValidationError(
                _("“%(name)s” is of a kind that cannot be used here."), params={"name": file.name}
            )
        return file


def _is_accepted(name: str, kind: str, accept: str) -> bool:
    for one in (part.strip().lower() for part in accept.split(",")):
        if one.startswith("."):
            fits = name.lower().endswith(one)
        elif one.endswith("/*"):
            fits = kind.startswith(one[:-1])
        else:
            fits = not one or kind == one
        if fits:
            return True
    return False


def _worded(options: dict[str, Any]) -> dict[str, Any]:
    """Django's options, with `hint` for its help text."""
    hint = options.pop("hint", "")
    return {**options, "help_text": hint} if hint else options
