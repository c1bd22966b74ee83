"""Registering what has come for an order: all, some or none of each line, and what is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.authority import queries as authority
from avrop.buying.orders import queries as orders
from avrop.buying.receipts import actions, permissions, queries
from avrop.buying.receipts.actions import CorrectedLine, NewPhoto
from avrop.buying.receipts.kinds import Reason, Remedy
from avrop.buying.receipts.queries import LineToReceive, ReceiptView
from avrop.kernel.ports import Within
from avrop.kernel.presentation import unit_name
from avrop.kernel.problems import Invalid
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import Said
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, now, rights_of, signed_in
from avrop.site.pages.receiving.counting import (
    Counted,
    Entry,
    counted,
    entry_in,
    everything,
    seen_as_text,
    seen_in,
)
from avrop.site.pages.receiving.offline import at_the_entrance, words_for_script
from avrop.site.pages.whither import place_named
from avrop.site.patterns.fields import ChoiceField, LongTextField
from avrop.site.patterns.forms import Line, PageForm
from avrop.site.patterns.undoing import undo_offered
from avrop.values import Quantity, uuid_in

LINES_ON_PAGE = 40
#: Where a problem of the command stands: the field of the line that it is about.
FIELDS = {"received": "quantity", "rejected": "count", "reason": "trouble", "weight_unit": "weight"}


class ReceiveForm(PageForm):
    """What has come for an order. The lines' own fields are read by `counting`."""

    note = LongTextField(
        gettext_lazy("Note"),
        hint=gettext_lazy("Anything that a colleague should know about this delivery."),
        required=False,
        longest=2000,
        rows=2,
    )

    positions: tuple[int, ...] = ()
    photographed: tuple[int, ...] = ()

    def lines(self) -> tuple[Line, ...]:
        """The summary, with links to the lines."""
        found = super().lines()
        own = len(self.problems) if self.was_sent else 0
        placed = (
            replace(line, target=self.target_of(said))
            for line, said in zip(found[len(found) - own :], self.problems, strict=False)
        )
        return (*found[: len(found) - own], *placed)

    def target_of(self, said: Said) -> str:
        """The id of the field that a problem is about; "" for none."""
        head, number = str(said.place[0]) if said.place else "", _second(said)
        if head in ("quantity", "count", "weight") and number is not None:
            return f"{head}-{number}"
        if head == "lines" and number is not None and number < len(self.positions):
            name = str(said.place[2]) if len(said.place) > 2 else "how"
            return f"{FIELDS.get(name, name)}-{self.positions[number]}"
        if head == "photos" and number is not None and number < len(self.photographed):
            return f"photo-{self.photographed[number]}"
        return ""

    def problems_by_target(self) -> dict[str, str]:
        """What stands at each field of a line."""
        found: dict[str, str] = {}
        for said in self.problems:
            target = self.target_of(said)
            if target:
                words = " ".join(part for part in (said.sentence, said.remedy) if part)
                found[target] = f"{found[target]} {words}" if target in found else words
        return found


def _second(said: Said) -> int | None:
    return said.place[1] if len(said.place) > 1 and isinstance(said.place[1], int) else None


@dataclass(frozen=True, slots=True)
class LineOnPage:
    """A line with its three answers. `expected` is what "all" means."""

    line: LineToReceive
    expected: Decimal
    entry: Entry
    is_marked: bool = False
    problems: Mapping[str, str] = field(default_factory=dict)

    @property
    def expected_quantity(self) -> Quantity:
        """What "all" means, with its unit."""
        return Quantity(self.expected, self.line.unit)

    @property
    def received_quantity(self) -> Quantity:
        """What is here already, with its unit."""
        return Quantity(self.line.received, self.line.unit)

    @property
    def unit_name(self) -> str:
        """What people call the line's unit."""
        return unit_name(self.line.unit)

    @property
    def is_open(self) -> bool:
        """Whether what is wrong is shown from the start."""
        return bool(self.entry.trouble or self.problems.keys() - {"how", "quantity", "weight"})


@dataclass(frozen=True, slots=True)
class Named:
    """What the way here named: an advice, a handling unit with what lies in it, or a line."""

    despatch_id: UUID | None = None
    sscc: str = ""
    quantities: Mapping[UUID, Decimal] = field(default_factory=dict)
    line_id: UUID | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_entrance
@signed_in
def receive_order(request: Request, order_id: UUID) -> HttpResponse:
    """Register what has come for an order."""
    with tenant_scope(actor_of(request).tenant_id):
        lines = ask(request, queries.to_receive, order_id=order_id)
        named = _named(request)
        lenders = _lenders(request, order_id)
    form = ReceiveForm(request, added=_for_a_colleague(lenders))
    shown_lines = tuple(_as_packed(line, named) for line in lines)
    seen = seen_in(request.POST.get("seen", ""), shown_lines)
    if form.was_sent and _register(request, form, order_id, shown_lines, seen, named):
        return _registered(request, form.answer)
    if request.headers.get("Accept") == "application/json":
        return _refused(form)
    values = _page(request, form, order_id, shown_lines, seen, named)
    return show(request, "site/receiving/register.html", values, status=form.status)


def _register(
    request: Request,
    form: ReceiveForm,
    order_id: UUID,
    lines: Sequence[LineToReceive],
    seen: Mapping[int, Decimal],
    named: Named,
) -> bool:
    """Run the command with what was ticked and typed; whether it was done."""
    given = cast("Mapping[str, str]", request.POST)
    if "everything" in given:
        own = [line for line in lines if not named.sscc or line.order_line_id in named.quantities]
        found = everything(own, seen, named.sscc)
    elif "nothing" in given:
        found = Counted()
    else:
        found = counted(lines, given, seen, dict.fromkeys(named.quantities, named.sscc))
    form.positions = found.positions
    if found.problems:
        form.refuse(Invalid(found.problems))
        return False
    photos, form.photographed = _photos(request, lines)
    moment = {"received_at": came_at} if (came_at := _moment(given.get("received_at", ""))) else {}
    return form.sends(
        actions.register_receipt,
        order_id=order_id,
        lines=found.lines,
        despatch_id=named.despatch_id,
        photos=photos,
        **moment,
    )


def _photos(
    request: Request, lines: Sequence[LineToReceive]
) -> tuple[tuple[NewPhoto, ...], tuple[int, ...]]:
    """Photographs of the delivery (position 0) and of lines, and the position of each."""
    by_position: list[tuple[int, UUID | None]] = [(0, None)]
    by_position += [(line.position, line.order_line_id) for line in lines]
    found = [
        (position, NewPhoto(file.read(), file.name or "", line_id))
        for position, line_id in by_position
        for file in request.FILES.getlist(f"photo-{position}")
    ]
    return tuple(photo for _, photo in found), tuple(position for position, _ in found)


def _moment(text: str) -> datetime | None:
    """When a device without network registered it; None where it says nothing that can be read."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _registered(request: Request, receipt: ReceiptView) -> HttpResponse:
    address = reverse("receipt", args=[receipt.id])
    sentence = _("What has come is registered as %(number)s.") % {"number": receipt.number}
    undone = tuple(
        CorrectedLine(line.id, Decimal(0), weight=Decimal(0) if line.weight else None)
        for line in receipt.lines
        if line.received
    )
    if "X-Sent-Late" in request.headers:
        return _answer(request, address)  # nobody has just done it, so nobody is told
    if undone and not receipt.claim_ids and permissions.CORRECT.name in rights_of(request):
        undo_offered(
            request,
            sentence,
            actions.correct_receipt,
            receipt_id=receipt.id,
            lines=undone,
            reason=_("Undone right after it was registered."),
        )
    else:
        messages.success(request, sentence)
    return _answer(request, address)


def _answer(request: Request, address: str) -> HttpResponse:
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"address": address})
    return HttpResponseRedirect(address)


def _refused(form: ReceiveForm) -> HttpResponse:
    told = [{"sentence": line.sentence, "remedy": line.remedy} for line in form.lines()]
    return JsonResponse({"problems": told}, status=form.status if told else 400)


# --- what the way here named ---------------------------------------------------------------------


def _named(request: Request) -> Named:
    given = request.POST if request.method == "POST" else request.GET
    despatch_id, line_id = uuid_in(given.get("despatch", "")), uuid_in(given.get("line", ""))
    sscc = given.get("sscc", "")[:18]
    if despatch_id is None:
        return Named(line_id=line_id)
    advice = ask(request, queries.despatch, despatch_id=despatch_id)
    packed: dict[UUID, Decimal] = {}
    for line in advice.lines:
        if sscc and line.sscc == sscc:
            own = packed.get(line.order_line_id, Decimal(0))
            packed[line.order_line_id] = own + line.quantity.value
    return Named(despatch_id, sscc if packed else "", packed, line_id)


def _as_packed(line: LineToReceive, named: Named) -> LineToReceive:
    """Of a line that lies in the scanned handling unit, only what lies there is expected."""
    packed = named.quantities.get(line.order_line_id)
    if packed is None:
        return line
    return replace(line, despatched=line.received + min(packed, line.still_expected))


# --- for a colleague -----------------------------------------------------------------------------


def _lenders(request: Request, order_id: UUID) -> Mapping[UUID, str]:
    """Whose rights to receive for this order the reader has been lent, by name."""
    (head,) = orders.order_heads(order_ids=[order_id])
    lent = authority.lenders(
        actor_of(request), permissions.RECEIVE, at=now(), within=Within(unit_id=head.unit_id)
    )
    return parties.person_names(lent)


def _for_a_colleague(lenders: Mapping[UUID, str]) -> dict[str, Any]:
    if not lenders:
        return {}
    choices = [(str(person_id), name) for person_id, name in lenders.items()]
    return {
        "for_person_id": ChoiceField(
            gettext_lazy("Received for"),
            choices,
            empty=gettext_lazy("Myself"),
            required=False,
            hint=gettext_lazy("A colleague who has lent you the right to receive."),
        )
    }


# --- the page ------------------------------------------------------------------------------------


def _page(
    request: Request,
    form: ReceiveForm,
    order_id: UUID,
    lines: Sequence[LineToReceive],
    seen: Mapping[int, Decimal],
    named: Named,
) -> dict[str, Any]:
    with tenant_scope(actor_of(request).tenant_id):
        (head,) = orders.order_heads(order_ids=[order_id])
        person = parties.people({head.requester_person_id}).get(head.requester_person_id)
        unit = next((one.name for one in parties.units() if one.id == head.unit_id), "")
        place = place_named(head.delivery_place_id)
    waiting = sorted(
        (line for line in lines if line.on_its_way > 0),
        key=lambda line: (not _is_marked(line, named), line.position),
    )
    first = _first(request)
    shown = waiting[first : first + LINES_ON_PAGE]
    given = cast("Mapping[str, str]", request.POST) if form.was_sent else {}
    told = form.problems_by_target()
    here = reverse("receive_order", args=[order_id])
    rest = len(waiting) - first - len(shown)
    return {
        "form": form,
        "order": head,
        "person": person.name if person else "",
        "unit": ", ".join(part for part in (unit, place) if part),
        "lines": tuple(
            LineOnPage(
                line,
                seen[line.position],
                entry_in(given, line.position),
                _is_marked(line, named),
                _told_of(line.position, told),
            )
            for line in shown
        ),
        "here_already": tuple(
            (line, Quantity(line.received, line.unit)) for line in lines if line.on_its_way <= 0
        ),
        "seen": seen_as_text(lines),
        "named": named,
        "reasons": Reason.choices,
        "remedies": Remedy.choices,
        "photo_problem": told.get("photo-0", ""),
        "earlier": f"{here}?from={max(0, first - LINES_ON_PAGE)}" if first else "",
        "later": f"{here}?from={first + LINES_ON_PAGE}" if rest > 0 else "",
        "rest": rest,
        "action": request.get_full_path(),
        "words": json.dumps(words_for_script(request)),
    }


def _is_marked(line: LineToReceive, named: Named) -> bool:
    return line.order_line_id == named.line_id or line.order_line_id in named.quantities


def _told_of(position: int, told: Mapping[str, str]) -> dict[str, str]:
    """What is wrong at the fields of one line, by the field's name."""
    end = f"-{position}"
    return {key.removesuffix(end): words for key, words in told.items() if key.endswith(end)}


def _first(request: Request) -> int:
    text = request.GET.get("from", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
