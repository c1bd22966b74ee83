"""An approver orders less, or codes otherwise, and sees who must look again before it is done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.approvals import queries
from avrop.approvals.queries import RequestView
from avrop.buying.requisitions import actions
from avrop.buying.requisitions import queries as needs
from avrop.buying.requisitions.actions import LineCodingInput, LineLess, ShareInput
from avrop.buying.requisitions.queries import ChangePreview, LineView, ShareView
from avrop.coding.queries import parts_named
from avrop.kernel import presentation
from avrop.kernel.problems import Denial, Missing
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.approval import LINES, first_line
from avrop.site.pages.approvals import one_of
from avrop.site.pages.code_names import Codes, codes_of, hint_of
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import LongTextField, NumberField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.templatetags.words import percent
from avrop.values import Money, plain

#: The form is sent to look at what it would do, to do it, or to be typed in again.
LOOK, SAVE, EDIT = "look", "save", "edit"
SEEN = "seen"

sitemap.register(
    SitePage(
        gettext_lazy("Order less, or code otherwise"),
        "change_approval",
        sitemap.APPROVE,
        "approver",
        samples=("approval",),
        in_navigation=False,
        help=gettext_lazy(
            "You can order less than was asked for and change what it is booked on. Everybody whom the"
            " change concerns is then asked again."
        ),
    ),
)


class ChangeForm(PageForm):
    """Quantities and codings of the lines, and why. Fields of lines are added."""

    reason = LongTextField(
        gettext_lazy("Why is it changed?"), hint=gettext_lazy("The requester reads it."), rows=2
    )


@dataclass(frozen=True, slots=True)
class LineToChange:
    """A line with its fields."""

    line: LineView
    unit: str
    quantity: Any
    codings: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Again:
    """Somebody who must look again: who, for what, and why."""

    people: str
    responsibility: str
    amount: Money
    why: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that falls, or a question that is not asked any more."""

    person: str
    on_behalf_of: str
    responsibility: str
    amount: Money
    at: datetime | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_approval(request: Request, request_id: UUID) -> HttpResponse:
    """Order less of what is asked for, or code it otherwise: first what it does, then doing it."""
    asked = ask(request, queries.request, request_id=request_id)
    found = ask(request, needs.requisition, requisition_id=asked.subject_id)
    first = first_line(request)
    open_lines = [line for line in found.lines if line.state == "open"]
    lines = open_lines[first : first + LINES]
    with tenant_scope(actor_of(request).tenant_id):
        codes = codes_of(lines)
    form = ChangeForm(request, version=found.version, added=_fields_of(lines, codes))
    step = request.POST.get("step", LOOK)
    looked, has_moved = None, False
    if form.was_sent and step != EDIT and form.is_valid():
        looked = _looked_at(form, found.id, lines)
        has_moved = step == SAVE and request.POST.get(SEEN, "") != _seen(looked)
        if looked and step == SAVE and not has_moved:
            if _changed(form, found.id, lines):
                return form.redirect("approval", form.answer)
            looked = None
    return show(
        request,
        "site/approvals/change.html",
        {
            "form": form,
            "asked": asked,
            "lines": tuple(_to_change(form, line) for line in lines),
            "next": first + LINES if first + LINES < len(open_lines) else None,
            "previous": max(0, first - LINES) if first else None,
            "preview": _preview(request, looked) if looked else None,
            "codes": codes | _codes_of_change(request, looked),
            "seen": _seen(looked),
            "has_moved": has_moved and looked is not None,
        },
        status=form.status,
    )


def _looked_at(
    form: ChangeForm, requisition_id: UUID, lines: Sequence[LineView]
) -> ChangePreview | None:
    """What the change would do; None where it can't be made, which the form then says."""
    try:
        return ask(
            form.request,
            needs.change_preview,
            requisition_id=requisition_id,
            quantities=_less(form, lines),
            codings=_codings(form, lines),
        )
    except Missing:
        raise
    except Denial as denial:
        form.refuse(denial)
        return None


def _changed(form: ChangeForm, requisition_id: UUID, lines: Sequence[LineView]) -> bool:
    changed = form.sends(
        actions.change_waiting_lines,
        requisition_id=requisition_id,
        quantities=_less(form, lines),
        codings=_codings(form, lines),
    )
    if changed:
        request = form.request
        request_now = ask(request, queries.request, request_id=form.answer)
        with tenant_scope(actor_of(request).tenant_id):
            messages.success(request, _who_looks_again(request_now))
    return changed


def _seen(looked: ChangePreview | None) -> str:
    """What the reader has seen of the request: an answer that comes meanwhile would fall unseen."""
    return f"{looked.request_id}/{looked.request_version}" if looked else ""


def _codes_of_change(request: Request, looked: ChangePreview | None) -> Codes:
    if looked is None:
        return {}
    shares = (share for one in looked.differences for share in (*one.codings, *one.former_codings))
    with tenant_scope(actor_of(request).tenant_id):
        return parts_named(share.coding for share in shares)


def _preview(request: Request, looked: ChangePreview) -> dict[str, Any]:
    again = looked.again
    people = {one for step in again.asked for one in step.people}
    people |= {one for step in again.released for one in step.people}
    people |= {one for each in again.fallen for one in (each.decided_by, each.on_behalf_of) if one}
    actor = actor_of(request)
    with tenant_scope(actor.tenant_id):
        names = parties.person_names(people)
    return {
        "change": looked,
        "asked": tuple(
            Again(
                people=one_of(names[one] for one in step.people if one in names),
                responsibility=step.responsibility,
                amount=step.amount,
                why=say(step.why).sentence,
                is_mine=actor.person_id in step.people,
            )
            for step in again.asked
        ),
        "fallen": tuple(
            Answer(
                names.get(each.decided_by, "") if each.decided_by else "",
                names.get(each.on_behalf_of, "") if each.on_behalf_of else "",
                each.responsibility,
                each.amount,
                each.decided_at,
            )
            for each in again.fallen
        ),
        "released": tuple(
            Answer(_listed(each.people, names), "", each.responsibility, each.amount)
            for each in again.released
        ),
    }


def _listed(people: Iterable[UUID], names: Mapping[UUID, str]) -> str:
    return ", ".join(sorted(names[one] for one in people if one in names))


def _fields_of(lines: Iterable[LineView], codes: Codes) -> dict[str, forms.Field]:
    fields: dict[str, forms.Field] = {}
    for line in lines:
        about = {"line": line.position}
        fields[f"quantities-{line.id}"] = NumberField(
            _("Quantity, line %(line)s") % about,
            initial=plain(line.quantity.value),
            min_value=0,
        )
        for number, share in enumerate(line.codings):
            fields[f"codings-{line.id}-{number}"] = TextField(
                _coding_label(line, share),
                initial=share.coding,
                longest=500,
                hint=hint_of(share.coding, codes),
            )
    return fields


def _coding_label(line: LineView, share: ShareView) -> str:
    if share.percent is None and share.amount is None:
        return _("Coding of the rest, line %(line)s") % {"line": line.position}
    if share.percent == 100 or len(line.codings) == 1:
        return _("Coding, line %(line)s") % {"line": line.position}
    measure = percent(share.percent) if share.percent else presentation.shown(share.amount)
    return _("Coding of %(measure)s, line %(line)s") % {"measure": measure, "line": line.position}


def _less(form: PageForm, lines: Iterable[LineView]) -> tuple[LineLess, ...]:
    given = ((line, form.value(f"quantities-{line.id}")) for line in lines)
    return tuple(
        LineLess(line.id, quantity) for line, quantity in given if quantity != line.quantity.value
    )


def _codings(form: PageForm, lines: Iterable[LineView]) -> tuple[LineCodingInput, ...]:
    changed = []
    for line in lines:
        texts = [form.value(f"codings-{line.id}-{n}") for n in range(len(line.codings))]
        if texts != [share.coding for share in line.codings]:
            shares = tuple(
                ShareInput(coding, share.percent, share.amount)
                for coding, share in zip(texts, line.codings, strict=True)
            )
            changed.append(LineCodingInput(line.id, shares))
    return tuple(changed)


def _to_change(form: PageForm, line: LineView) -> LineToChange:
    return LineToChange(
        line,
        presentation.unit_name(line.quantity.unit),
        form[f"quantities-{line.id}"],
        tuple(form[f"codings-{line.id}-{n}"] for n in range(len(line.codings))),
    )


def _who_looks_again(asked: RequestView) -> str:
    people = {one for step in asked.steps for one in step.candidates}
    names = ", ".join(sorted(parties.person_names(people).values()))
    return _("%(number)s is changed. It must be looked at again by: %(names)s.") % {
        "number": asked.reference,
        "names": names,
    }
