"""What a line is booked on: proposed, chosen part by part, split by percent or amount, copied to all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.queries import Finding, LineView, RequisitionView
from avrop.coding import queries as coding
from avrop.coding.queries import CodingString
from avrop.kernel.problems import Invalid, Missing, Problem
from avrop.kernel.scope import tenant_scope
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.buying.cart import BEING_FILLED, open_lines_of
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, NumberField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.undoing import undo_offered
from avrop.values import Text

#: So many values of a dimension are shown to choose from; of a larger one the code is written.
MOST_LISTED = 200
MOST_PARTS = 8
#: So many short codes are offered as buttons.
MOST_PROPOSED = 10
PERCENT, AMOUNT, REST = "percent", "amount", "rest"
MEASURES = (
    (REST, pgettext_lazy("how a cost is split", "All, or what is left")),
    (PERCENT, pgettext_lazy("how a cost is split", "Percent")),
    (AMOUNT, pgettext_lazy("how a cost is split", "Amount")),
)

sitemap.register(
    SitePage(
        gettext_lazy("Coding of a line"),
        "code_line",
        sitemap.BUY,
        "requester",
        samples=("cart", "cart_line"),
        help=gettext_lazy(
            "Say what the line is booked on. One part takes all of it; with several, give percent or"
            " amounts, and let one part take what is left."
        ),
    )
)


@dataclass(frozen=True, slots=True)
class PartOnPage:
    """One part of the cost: its fields."""

    number: int
    dimensions: tuple[Any, ...]
    measure: Any
    size: Any


@dataclass(frozen=True, slots=True)
class Chart:
    """The dimensions of the chart with the values that there are to choose from."""

    dimensions: tuple[Any, ...]
    values: dict[str, tuple[coding.OfferedValue, ...]]


class CodingForm(PageForm):
    """The parts of a line's cost."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def code_line(request: Request, requisition_id: UUID, line_id: UUID) -> HttpResponse:
    """Code a line, or all lines as this one."""
    found = ask(request, queries.requisition, requisition_id=requisition_id)
    if found.state not in BEING_FILLED:
        return redirect("requisition", requisition_id)
    line = next((one for one in open_lines_of(found) if one.id == line_id), None)
    if line is None:
        raise Missing((Problem("kernel.missing", {"what": _("line")}),))
    with tenant_scope(actor_of(request).tenant_id):
        chart = _chart(request)
        given = _start(request, found, line)
        form = _form(request, found, given, chart, _number_of_parts(request, given))
    # A refused command undoes its transaction: it is never run inside that of the page.
    shares = _shares(form, chart) if form.was_sent and form.is_valid() else []
    if shares and _saves(form, found, line, shares):
        _told(request, found, line)
        return form.redirect("cart_of", requisition_id)
    with tenant_scope(actor_of(request).tenant_id):
        proposal = _proposal(found, line)
        short_codes = tuple(
            code
            for code in ask(request, coding.my_short_codes, on=today(), unit_id=found.unit_id)
            if code.valid_until is None or code.valid_until >= today()
        )[:MOST_PROPOSED]
        values = {
            "cart": found,
            "line": line,
            "form": form,
            "parts": _parts(form, chart),
            "proposal": proposal,
            "short_codes": short_codes,
            "codes": coding.parts_named((proposal, *(code.coding for code in short_codes))),
            "findings": _findings(request, found, line),
            "more": min(_number_of_parts(request, given) + 1, MOST_PARTS),
            "several": len(open_lines_of(found)) > 1,
        }
    return show(request, "site/shop/coding.html", values, status=form.status)


def _chart(request: Request) -> Chart:
    return Chart(
        ask(request, coding.dimensions),
        ask(request, coding.values_offered, on=today(), most=MOST_LISTED + 1),
    )


def _start(
    request: Request, found: RequisitionView, line: LineView
) -> list[tuple[CodingString, str, Decimal | None]]:
    """The parts as they stand, or as a proposal that was pressed has them."""
    pressed = request.GET.get("coding", "")
    if pressed:
        return [(CodingString.readable(pressed), REST, None)]
    if not line.codings:
        return [(CodingString.readable(_proposal(found, line)), REST, None)]
    return [
        (
            CodingString.readable(share.coding),
            *_measure(share.percent, share.amount, len(line.codings)),
        )
        for share in line.codings
    ]


def _measure(
    percent: Decimal | None, amount: Decimal | None, parts: int
) -> tuple[str, Decimal | None]:
    if amount is not None:
        return AMOUNT, amount
    if percent is not None and not (percent == 100 and parts == 1):
        return PERCENT, percent
    return REST, None


def _proposal(found: RequisitionView, line: LineView) -> str:
    return coding.proposal(found.unit_id, line.category, found.requester_person_id, today())


def _number_of_parts(request: Request, given: Sequence[Any]) -> int:
    wanted = request.POST.get("parts") or request.GET.get("parts", "")
    asked = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 3 else 0
    return max(1, min(max(len(given), asked), MOST_PARTS))


def _form(
    request: Request,
    found: RequisitionView,
    given: Sequence[tuple[CodingString, str, Decimal | None]],
    chart: Chart,
    parts: int,
) -> CodingForm:
    added: dict[str, forms.Field] = {}
    initial: dict[str, Any] = {}
    for number in range(1, parts + 1):
        string, measure, size = (
            given[number - 1] if number <= len(given) else (CodingString(), REST, None)
        )
        for dimension in chart.dimensions:
            name = f"part-{number}-{dimension.code}"
            added[name] = _field(dimension, chart, string.value(dimension.code), number == 1)
            initial[name] = string.value(dimension.code)
        added[f"part-{number}-measure"] = ChoiceField(gettext_lazy("Bears"), MEASURES)
        added[f"part-{number}-size"] = NumberField(
            gettext_lazy("How much"), min_value=0, required=False
        )
        initial |= {f"part-{number}-measure": measure, f"part-{number}-size": size}
    return CodingForm(request, version=found.version, initial=initial, added=added)


def _field(dimension: Any, chart: Chart, current: str, is_first: bool) -> forms.Field:
    name = Text.from_json(dimension.name).in_language(get_language() or "sv") or dimension.code
    values = chart.values.get(dimension.code, ())
    if len(values) > MOST_LISTED:
        return TextField(name, required=is_first and dimension.mandatory, longest=40)
    language = get_language() or "sv"
    options = [(value.code, f"{value.code} {value.name.in_language(language)}") for value in values]
    if current and current not in dict(options):
        options.append((current, _("%(value)s (not in force)") % {"value": current}))
    empty = gettext_lazy("Choose") if dimension.mandatory else gettext_lazy("None")
    required = is_first and dimension.mandatory
    return ChoiceField(name, options, empty=empty, required=required)


def _parts(form: CodingForm, chart: Chart) -> tuple[PartOnPage, ...]:
    numbers = sorted(int(name.split("-")[1]) for name in form.fields if name.endswith("-measure"))
    return tuple(
        PartOnPage(
            number,
            tuple(form[f"part-{number}-{one.code}"] for one in chart.dimensions),
            form[f"part-{number}-measure"],
            form[f"part-{number}-size"],
        )
        for number in numbers
    )


def _shares(form: CodingForm, chart: Chart) -> list[dict[str, str]]:
    """The parts that were filled in, as the command takes them; errors are put at their fields."""
    shares = []
    for part in _parts(form, chart):
        words = [
            (one.code, form.value(f"part-{part.number}-{one.code}").strip())
            for one in chart.dimensions
        ]
        text = " ".join(f"{code}={value}" for code, value in words if value)
        measure = form.value(f"part-{part.number}-measure")
        size = form.value(f"part-{part.number}-size")
        if not text and size is None:
            continue
        if measure != REST and size is None:
            form.add_error(f"part-{part.number}-size", _("Say how much this part bears."))
        shares.append({"coding": text} | ({measure: str(size)} if measure != REST else {}))
    if not shares:
        form.add_error(None, _("Choose what the line is to be booked on."))
    return [] if form.errors else shares


def _saves(
    form: CodingForm, found: RequisitionView, line: LineView, shares: Sequence[dict[str, str]]
) -> bool:
    """Code the line; with "all", every line that is still open, in the same command."""
    lines = [line]
    if form.request.POST.get("then") == "all":
        if any(AMOUNT in share for share in shares):
            form.refuse(Invalid((Problem("requisitions.amounts_cannot_be_copied"),)))
            return False
        lines = list(open_lines_of(found))
    codings = [{"line_id": str(one.id), "shares": list(shares)} for one in lines]
    return form.sends(actions.code_lines, requisition_id=found.id, codings=codings)


def _told(request: Request, found: RequisitionView, line: LineView) -> None:
    """The note, with Undo: the lines get the coding back that they had."""
    is_all = request.POST.get("then") == "all"
    former = [
        {
            "line_id": str(one.id),
            "shares": [
                {"coding": share.coding}
                | ({PERCENT: str(share.percent)} if share.percent is not None else {})
                | ({AMOUNT: str(share.amount)} if share.amount is not None else {})
                for share in one.codings
            ],
        }
        for one in (open_lines_of(found) if is_all else [line])
    ]
    undo_offered(
        request,
        _("The coding has been saved."),
        actions.code_lines,
        requisition_id=found.id,
        codings=former,
    )


def _findings(request: Request, found: RequisitionView, line: LineView) -> tuple[Finding, ...]:
    listed = ask(request, queries.preflight, requisition_id=found.id).findings
    return tuple(
        one
        for one in listed
        if one.place[:2] == ("lines", line.position)
        and (one.code.startswith("coding.") or one.code == "requisitions.coding_missing")
    )
