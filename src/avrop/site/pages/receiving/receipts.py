"""What has been received: the list, one receipt with its photographs, and correcting it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.buying.orders import queries as orders
from avrop.buying.orders.queries import OrderHead
from avrop.buying.receipts import actions, queries
from avrop.buying.receipts.actions import CorrectedLine, NewPhoto
from avrop.buying.receipts.queries import LineToReceive, ReceiptLineStanding, ReceiptView
from avrop.buying.receipts.shapes import ReceiptLineView
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.patterns.fields import FileField, NumberField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Listing, day, figure, link, show_list, text
from avrop.site.patterns.long_lines import LongForm, Part, part_shown
from avrop.site.patterns.shapes import Action, Fact
from avrop.site.patterns.undoing import UNDONE, undo_offered
from avrop.values import Quantity, plain

ACCEPTED = "image/jpeg,image/png,image/webp"
LARGEST_PHOTO = 10 * 1024 * 1024


# --- the list --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReceivedRow:
    """A receipt in the list, with the names of what it is about."""

    id: UUID
    number: str
    received_at: Any
    order_id: UUID
    order_number: str
    seller: str
    unit: str
    person: str
    kind: str
    lines: int
    claims: int


RECEIPTS = Listing(
    "receipts",
    gettext_lazy("Received goods"),
    columns=(
        link("number", gettext_lazy("Receipt"), "receipt", note=lambda row: row.kind),
        day("received_at", gettext_lazy("Received")),
        text("seller", gettext_lazy("Supplier"), lang="sv"),
        link("order_number", gettext_lazy("Order"), "order", by="order_id", is_head=False),
        text("unit", gettext_lazy("For"), lang="sv"),
        text("person", gettext_lazy("By")),
        figure("lines", gettext_lazy("Lines")),
        figure("claims", gettext_lazy("Claims")),
    ),
    empty=gettext_lazy("Nothing has been received yet."),
    what_next=gettext_lazy("What you register among the expected goods stands here afterwards."),
    what_next_url="receive",
    what_next_name=gettext_lazy("Expected goods"),
)


@require_safe
@signed_in
def receipts(request: Request) -> HttpResponse:
    """What has been received, the last first."""

    def rows(items: Sequence[ReceiptView]) -> list[ReceivedRow]:
        return _rows(request, items)

    return show_list(request, RECEIPTS, queries.receipts_page, rows=rows)


def _rows(request: Request, items: Sequence[ReceiptView]) -> list[ReceivedRow]:
    with tenant_scope(actor_of(request).tenant_id):
        heads = {
            head.id: head for head in orders.order_heads(order_ids={one.order_id for one in items})
        }
        people = _names(items)
        units = {unit.id: unit.name for unit in parties.units()}
    return [_row(one, heads[one.order_id], people, units) for one in items]


def _row(
    one: ReceiptView, head: OrderHead, people: Mapping[UUID, str], units: Mapping[UUID, str]
) -> ReceivedRow:
    return ReceivedRow(
        id=one.id,
        number=one.number,
        received_at=one.received_at,
        order_id=one.order_id,
        order_number=head.number,
        seller=head.seller_name,
        unit=units.get(one.unit_id, ""),
        person=people.get(one.person_id, "") if one.person_id else "",
        kind=_("Correction") if one.corrects_id else "",
        lines=len(one.lines),
        claims=len(one.claim_ids),
    )


def _names(items: Sequence[ReceiptView]) -> dict[UUID, str]:
    asked = {who for one in items for who in (one.person_id, one.on_behalf_of) if who}
    return parties.person_names(asked)


# --- one receipt -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineOfReceipt:
    """A line of a receipt in words. `stands` is what it says now, where it was corrected."""

    name: str
    received: Quantity
    rejected: Quantity | None
    short: Quantity | None
    reason: str
    remedy: str
    weight: Quantity | None
    note: str
    stands: Quantity | None


class PhotoForm(PageForm):
    """Photographs to put beside a receipt."""

    photos = FileField(
        gettext_lazy("Photographs"),
        hint=gettext_lazy("JPEG, PNG or WebP, at most 10 megabytes each."),
        accept=ACCEPTED,
        largest=LARGEST_PHOTO,
        several=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def receipt(request: Request, receipt_id: UUID) -> HttpResponse:
    """One receipt: what came, what was wrong, the photographs; more of these can be added."""
    form = PhotoForm(request)
    if form.was_sent and form.is_valid():
        new = tuple(NewPhoto(file.read(), file.name or "") for file in form.value("photos"))
        if form.sends(actions.add_photos, receipt_id=receipt_id, new_photos=new):
            messages.success(request, _("The photographs are kept beside the receipt."))
            return form.redirect("receipt", receipt_id)
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, queries.receipt, receipt_id=receipt_id)
        values = _of_receipt(request, found)
    return show(
        request, "site/receiving/receipt.html", {**values, "form": form}, status=form.status
    )


def _of_receipt(request: Request, found: ReceiptView) -> dict[str, Any]:
    lines = {
        line.order_line_id: line
        for line in ask(request, queries.to_receive, order_id=found.order_id)
    }
    (head,) = orders.order_heads(order_ids=[found.order_id])
    stands = () if found.corrects_id else _as_it_stands(request, found.id)
    changed = {one.receipt_line_id: one for one in stands}
    part: Part[Any] = part_shown(request, found.lines)
    people = _names([found])
    claims = ask(request, queries.claims_page, order_id=found.order_id).items
    own = [claim for claim in claims if claim.id in found.claim_ids]
    unit = next((one.name for one in parties.units() if one.id == found.unit_id), "")
    may_correct = not found.corrects_id and found.lines and "receipts.correct" in rights_of(request)
    correct = Action(_("Correct"), reverse("correct_receipt", args=[found.id]))
    return {
        "receipt": found,
        "order": head,
        "facts": _facts(found, head, people, unit),
        "part": replace(part, rows=tuple(_line(line, lines, changed) for line in part.rows)),
        "claims": own,
        "actions": (correct,) if may_correct else (),
        "photos": tuple((photo, _shows(photo.order_line_id, lines)) for photo in found.photos),
        "may_add": "receipts.receive" in rights_of(request),
    }


def _as_it_stands(request: Request, receipt_id: UUID) -> tuple[ReceiptLineStanding, ...]:
    return ask(request, queries.receipt_as_it_stands, receipt_id=receipt_id)


def _shows(order_line_id: UUID | None, lines: Mapping[UUID, LineToReceive]) -> str:
    line = lines.get(order_line_id) if order_line_id else None
    name = line.name if line is not None else ""
    return _("Photograph of %(name)s") % {"name": name} if name else _("Photograph of the delivery")


def _facts(
    found: ReceiptView, head: OrderHead, people: Mapping[UUID, str], unit: str
) -> tuple[Fact, ...]:
    person = people.get(found.person_id, "") if found.person_id else ""
    principal = people.get(found.on_behalf_of, "") if found.on_behalf_of else ""
    behalf = _("on behalf of %(name)s") % {"name": principal} if principal else ""
    corrected = reverse("receipt", args=[found.corrects_id]) if found.corrects_id else ""
    return (
        Fact(_("Order"), head.number, reverse("order", args=[head.id])),
        Fact(_("Received"), found.received_at),
        Fact(_("By"), person, note=behalf),
        Fact(_("For"), unit, lang="sv"),
        Fact(_("Corrects"), _("An earlier receipt") if corrected else "", corrected),
        Fact(_("Why") if found.corrects_id else _("Note"), found.note, lang="sv"),
    )


def _line(
    line: ReceiptLineView,
    lines: Mapping[UUID, LineToReceive],
    changed: Mapping[UUID, ReceiptLineStanding],
) -> LineOfReceipt:
    known, now = lines[line.order_line_id], changed.get(line.id)
    is_changed = now is not None and (now.received, now.rejected) != (line.received, line.rejected)
    return LineOfReceipt(
        name=known.name,
        received=Quantity(line.received, known.unit),
        rejected=Quantity(line.rejected, known.unit) if line.rejected else None,
        short=Quantity(line.short, known.unit) if line.short else None,
        reason=line.reason,
        remedy=line.remedy,
        weight=line.weight,
        note=line.note,
        stands=Quantity(now.received, known.unit) if now is not None and is_changed else None,
    )


@require_safe
@signed_in
def photo(request: Request, photo_id: UUID) -> HttpResponse:
    """A photograph as it came. Its kind was decided by its bytes, so a browser runs nothing in it."""
    found = ask(request, queries.photo, photo_id=photo_id)
    answer = HttpResponse(found.content, content_type=found.media_type)
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cache-Control"] = "private, max-age=600"
    return answer


# --- correcting ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LineToCorrect:
    """A line of a receipt as it stands; `position` is its place on the form."""

    position: int
    line: LineToReceive
    stands: ReceiptLineStanding

    @property
    def received(self) -> Quantity:
        """What the receipt says has come."""
        return Quantity(self.stands.received, self.line.unit)


class CorrectionForm(LongForm):
    """What a receipt should have said: two numbers a line, and why."""

    reason = TextField(
        gettext_lazy("Why was it wrong?"), hint=gettext_lazy("Such as: counted the wrong pallet.")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def correct_receipt(request: Request, receipt_id: UUID) -> HttpResponse:
    """Say what a receipt should have said."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, queries.receipt, receipt_id=receipt_id)
        stands = _as_it_stands(request, receipt_id)
        on_order_now = ask(request, queries.to_receive, order_id=found.order_id)
    on_order = {line.order_line_id: line for line in on_order_now}
    lines = tuple(
        LineToCorrect(position, on_order[one.order_line_id], one)
        for position, one in enumerate(stands)
    )
    form = CorrectionForm(request, lines, _fields, initial=dict(_initial(lines)))
    if form.was_sent and form.is_valid():
        mended = tuple(
            CorrectedLine(
                one.stands.receipt_line_id,
                form.of_line(one.position, "received"),
                form.of_line(one.position, "rejected") or Decimal(0),
            )
            for one in lines
        )
        if form.sends(actions.correct_receipt, receipt_id=receipt_id, lines=mended):
            former = tuple(
                CorrectedLine(one.receipt_line_id, one.received, one.rejected) for one in stands
            )
            undo_offered(
                request,
                _("The receipt is corrected."),
                actions.correct_receipt,
                receipt_id=receipt_id,
                lines=former,
                reason=UNDONE,
            )
            return form.redirect("receipt", receipt_id)
    rows = [(one, *form.row(one.position, "received", "rejected")) for one in form.part.rows]
    values = {"form": form, "receipt": found, "rows": rows}
    return show(request, "site/receiving/correct.html", values, status=form.status)


def _fields(line: LineToCorrect) -> Iterator[tuple[str, forms.Field]]:
    yield f"line-{line.position}-received", NumberField(gettext_lazy("Came"), min_value=0)
    rejected = NumberField(gettext_lazy("Of it rejected"), min_value=0, required=False)
    yield f"line-{line.position}-rejected", rejected


def _initial(lines: Sequence[LineToCorrect]) -> Iterator[tuple[str, Decimal]]:
    for one in lines:
        yield f"line-{one.position}-received", plain(one.stands.received)
        yield f"line-{one.position}-rejected", plain(one.stands.rejected)
