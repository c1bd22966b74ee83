"""The one page before a cart is sent: everything that stops it, grouped by who can mend it, each with
its remedy; sending it, sending what is free, handing it over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from avrop.authority import queries as authority
from avrop.buying.requisitions import actions, queries
from avrop.buying.requisitions.queries import Finding, LineView, Preflight, RequisitionView
from avrop.coding.queries import parts_named
from avrop.kernel.presentation import shown
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.buying.cart import BEING_FILLED, open_lines_of
from avrop.site.pages.code_names import Codes, in_words
from avrop.site.pages.frame import show
from avrop.site.pages.mending import LEARNT, way_to_learn, way_to_mend
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, TickField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.undoing import undo_offered
from avrop.tasks import queries as tasks
from avrop.tasks.queries import TaskView

REQUESTER = "requester"
ASKED = "requisitions.asked_to_mend"
MOST_OBSTACLES = 50
MOST_NAMES = 3
#: What is done about each thing that can be mended at once, as its button says it. %(…)s are facts of
#: the finding.
FIXES: Mapping[str, Any] = {
    "requisitions.quantity_below_minimum": gettext_lazy("Order %(fitting)s"),
    "requisitions.quantity_not_multiple": gettext_lazy("Order %(fitting)s"),
    "requisitions.wanted_day_has_passed": gettext_lazy("Want it on %(next)s"),
    "requisitions.not_a_delivery_day": gettext_lazy("Want it on %(next)s"),
    "requisitions.cut_off_has_passed": gettext_lazy("Want it on %(next)s"),
    "requisitions.price_changed": gettext_lazy("Take today's price, %(price)s"),
    "requisitions.coding_missing": gettext_lazy("Code it as %(proposal)s"),
}
#: What can be chosen about the others: where it is done, and what the link says.
COST, ARTICLE, LINES, SHOP, PLACE = "coding", "article", "lines", "shop", "place"
WAYS: Mapping[str, Any] = {
    COST: gettext_lazy("Change the coding"),
    ARTICLE: gettext_lazy("Find another article"),
    LINES: gettext_lazy("Go to the line in the cart"),
    SHOP: gettext_lazy("Go to the shop"),
    PLACE: gettext_lazy("Choose where to deliver"),
}

sitemap.register(
    SitePage(
        gettext_lazy("Send the cart"),
        "send_cart",
        sitemap.BUY,
        "requester",
        samples=("cart",),
        help=gettext_lazy(
            "Everything that stops the cart from being sent, and who can mend it. Mend what is yours"
            " with one press each, ask others about theirs, and send what nothing stops."
        ),
    ),
    SitePage(
        gettext_lazy("Hand the cart over"),
        "hand_over",
        sitemap.BUY,
        "requester",
        samples=("cart",),
        help=gettext_lazy(
            "Let somebody who may order send your cart. The need stays yours: you see what becomes of"
            " it."
        ),
    ),
)


class SendForm(PageForm):
    """Off for approval."""

    send_when_approved = TickField(
        gettext_lazy("Send the orders to the suppliers as soon as everybody has approved"),
        initial=True,
    )


class HandOverForm(PageForm):
    """To whom the cart goes; those who may send it are known only then."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A finding with what can be done about it here. `button` says what its fix does; `way` leads to
    where it is chosen; `asked` is the task that waits for others, with their names."""

    number: int
    finding: Finding
    button: str
    address: str
    way: Any
    can_be_asked: bool
    asked: TaskView | None
    asked_names: str
    keys: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What one role can mend: the reader's own, or that of others, who are named."""

    role: str
    is_mine: bool
    names: str
    obstacles: tuple[Obstacle, ...]

    @property
    def shown(self) -> tuple[Obstacle, ...]:
        """As many as anybody mends before looking again."""
        return self.obstacles[:MOST_OBSTACLES]

    @property
    def more(self) -> int:
        """How many more there are."""
        return max(0, len(self.obstacles) - MOST_OBSTACLES)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_cart(request: Request, requisition_id: UUID) -> HttpResponse:
    """Everything that stops the cart, and the button that sends it."""
    found = ask(request, queries.requisition, requisition_id=requisition_id)
    if found.state not in BEING_FILLED:
        return _filled_before(request, found)
    form = SendForm(request, version=found.version)
    # A refused command undoes its transaction: it is never run inside that of the page.
    if form.was_sent and _sends(request, form, found):
        return redirect("requisition", requisition_id)
    with tenant_scope(actor_of(request).tenant_id):
        listed = ask(request, queries.preflight, requisition_id=requisition_id)
        values = _values(request, found, listed, form)
    return show(request, "site/shop/send.html", values, status=form.status)


def _filled_before(request: Request, found: RequisitionView) -> HttpResponse:
    """On to what became of a cart. Who pressed a button is told that it did nothing: he has pressed it
    twice or gone back, or somebody was before him."""
    if request.method == "POST":
        told = _(
            "Nothing was done this time: the cart %(number)s had been sent or closed already. This is"
            " how it stands."
        )
        messages.info(request, told % {"number": found.number})
    return redirect("requisition", found.id)


def _sends(request: Request, form: SendForm, found: RequisitionView) -> bool:
    """Send the cart, or with "free" what nothing stops; what is said of it."""
    is_part = request.POST.get("what") == "free"
    when = {"send_when_approved": request.POST.get("send_when_approved") == "on"}
    command = actions.submit_free_lines if is_part else actions.submit_requisition
    if not form.sends(command, requisition_id=found.id, **when):
        return False
    if is_part and form.answer:
        number = ask(request, queries.requisition, requisition_id=form.answer).number
        told = _(
            "What nothing stops has been sent for approval. The rest waits in the cart %(number)s."
        )
        messages.success(request, told % {"number": number})
    else:
        told = _(
            "The cart %(number)s has been sent for approval. From now on it is called a requisition."
        ) % {"number": found.number}
        undo_offered(request, told, actions.withdraw_requisition, requisition_id=found.id)
    return True


def _values(
    request: Request, found: RequisitionView, listed: Preflight, form: SendForm
) -> dict[str, Any]:
    lines = open_lines_of(found)
    groups = _groups(request, found, listed)
    fixable = [one for group in groups for one in group.obstacles if one.button]
    stopped = frozenset(listed.stopped_line_ids)
    return {
        "cart": found,
        "form": form,
        "groups": groups,
        "count": len(listed.findings),
        "mine": sum(len(group.obstacles) for group in groups if group.is_mine),
        "fix_all": fixable if len(fixable) > 1 else (),
        "fix_all_keys": keys_of(request, version=found.version),
        "can_send": "requisitions.submit" in rights_of(request),
        "free": len(lines) - len(stopped),
        "stopped": len(stopped),
        "unit": parties.unit(found.unit_id).name,
        "sellers": len({line.seller_organisation_id for line in lines}),
        "lines": len(lines),
    }


def _groups(request: Request, found: RequisitionView, listed: Preflight) -> tuple[Group, ...]:
    """The findings by who can mend them, the reader's own first."""
    asked = _asked(request, found)
    lines = {line.position: line for line in found.lines}
    proposed = (str(one.values.get("proposal", "")) for one in listed.findings)
    codes = parts_named(proposed)
    by_role: dict[str, list[Obstacle]] = {}
    for number, finding in enumerate(listed.findings):
        obstacle = _obstacle(request, found, number, finding, lines, asked)
        if finding.fix:
            obstacle = replace(obstacle, button=_button(finding, codes))
        by_role.setdefault(_mender(finding), []).append(obstacle)
    ordered = sorted(by_role.items(), key=lambda pair: pair[0] != REQUESTER)
    return tuple(
        Group(role, role == REQUESTER, _holders(role, found), tuple(obstacles))
        for role, obstacles in ordered
    )


def _mender(finding: Finding) -> str:
    """The role that mends it; what the requester lacks training for is the requester's own."""
    return REQUESTER if finding.code in LEARNT else finding.fixer


def _holders(role: str, found: RequisitionView) -> str:
    """The names of a few who hold a role for the unit."""
    if role == REQUESTER:
        return ""
    ids = authority.holders_of(role, unit_id=found.unit_id, on=today())
    return _names_of(ids)


def _names_of(ids: Sequence[UUID]) -> str:
    names = ", ".join(sorted(parties.person_names(ids[:MOST_NAMES]).values()))
    more = len(ids) - MOST_NAMES
    if more <= 0:
        return names
    told = ngettext("%(names)s and %(count)d other", "%(names)s and %(count)d others", more)
    return told % {"names": names, "count": more}


def _asked(request: Request, found: RequisitionView) -> dict[str, TaskView]:
    """What waits for others about this cart, by its sentence in the reader's language."""
    about = ask(request, tasks.tasks_about, subject_id=found.id)
    waiting = (task for task in about if task.kind == ASKED and task.state == "open")
    return {str(shown(task.values.get("what", ""))): task for task in waiting}


def _obstacle(
    request: Request,
    found: RequisitionView,
    number: int,
    finding: Finding,
    lines: Mapping[int, LineView],
    asked: Mapping[str, TaskView],
) -> Obstacle:
    task = asked.get(finding.sentence)
    address, way = _way(found, finding, lines)
    is_mine = _mender(finding) == REQUESTER
    mending = way_to_mend(finding.code, finding.values, rights_of(request))
    if mending is not None:
        address, way, is_mine = mending.address, mending.name, True
    return Obstacle(
        number=number,
        finding=finding,
        button="",
        address=address if is_mine else "",
        way=way if is_mine else "",
        can_be_asked=not is_mine and task is None,
        asked=task,
        asked_names=_names_of(task.assignees) if task else "",
        keys=keys_of(request, version=found.version),
    )


def _button(finding: Finding, codes: Codes) -> str:
    """What the fix does, in words."""
    if finding.code == "requisitions.goods_are_restricted":
        return _hand_over_words(finding)
    values = {name: shown(value) for name, value in finding.values.items()}
    if "proposal" in values:
        values["proposal"] = in_words(str(finding.values["proposal"]), codes)
    return str(FIXES.get(finding.code, gettext_lazy("Mend it"))) % values


def _hand_over_words(finding: Finding) -> str:
    category = str(finding.values.get("category", ""))
    responsible = authority.who_answers_for({category}, on=today()).get(category)
    people = parties.people([responsible]) if responsible else {}
    if responsible not in people:
        return _("Hand the line over")
    return _("Hand the line over to %(name)s") % {"name": people[responsible].name}


def _way(
    found: RequisitionView, finding: Finding, lines: Mapping[int, LineView]
) -> tuple[str, Any]:
    """Where what has no fix of its own is chosen, or learnt."""
    if (learning := way_to_learn(finding.code)) is not None:
        return learning.address, learning.name
    cart = reverse("cart_of", args=[found.id])
    position = finding.place[1] if finding.place[:1] == ("lines",) and finding.place[1:] else None
    line = lines.get(position) if isinstance(position, int) else None
    if finding.code == "requisitions.no_lines":
        return reverse("shop"), WAYS[SHOP]
    if finding.place == ("delivery_place",):
        return f"{cart}#deliver-to", WAYS[PLACE]
    if line is None:
        return f"{cart}#cart", WAYS[LINES] if finding.place[:1] == ("short_code",) else ""
    if finding.code.startswith("coding.") or finding.code == "requisitions.coding_missing":
        return reverse("code_line", args=[found.id, line.id]), WAYS[COST]
    if finding.code == "requisitions.item_withdrawn":
        return f"{reverse('shop')}?category={line.category[:3]}", WAYS[ARTICLE]
    return f"{cart}?line={line.id}#line-{line.id}", WAYS[LINES]


@require_POST
@signed_in
def mend(request: Request, requisition_id: UUID) -> HttpResponse:
    """Apply the fixes of the findings that were named."""
    form = PageForm(request)
    named = _named(request, requisition_id, request.POST.getlist("finding"))
    if form.sends(actions.apply_fixes, requisition_id=requisition_id, findings=named):
        done = int(form.answer or 0)
        told = ngettext(
            "%(count)d thing has been mended.", "%(count)d things have been mended.", done
        )
        messages.success(request, told % {"count": done})
    else:
        form.tell_refusal()
    return redirect("send_cart", requisition_id)


@require_POST
@signed_in
def ask_others(request: Request, requisition_id: UUID) -> HttpResponse:
    """Ask whoever can mend a finding."""
    form = PageForm(request)
    named = _named(request, requisition_id, request.POST.getlist("finding")[:1])
    if not named:
        messages.info(request, _("That is mended already."))
    elif form.sends(actions.ask_to_mend, requisition_id=requisition_id, finding=named[0]):
        with tenant_scope(actor_of(request).tenant_id):
            task = ask(request, tasks.task, task_id=form.answer)
            names = _names_of(task.assignees)
        messages.success(request, _("%(names)s has been asked.") % {"names": names})
    else:
        form.tell_refusal()
    return redirect("send_cart", requisition_id)


def _named(request: Request, requisition_id: UUID, marks: Iterable[str]) -> list[dict[str, Any]]:
    """The findings that are meant: what the page sent is compared with what stops the cart now."""
    listed = ask(request, queries.preflight, requisition_id=requisition_id).findings
    wanted = set(marks)
    return [
        {"code": one.code, "place": list(one.place)} for one in listed if mark_of(one) in wanted
    ]


def mark_of(finding: Finding) -> str:
    """A finding as a form names it."""
    return f"{finding.code}@{'.'.join(str(part) for part in finding.place)}"


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hand_over(request: Request, requisition_id: UUID) -> HttpResponse:
    """Give the whole cart to somebody who may send it."""
    found = ask(request, queries.requisition, requisition_id=requisition_id)
    if found.state not in BEING_FILLED:
        return _filled_before(request, found)
    people = ask(request, queries.people_to_hand_to, requisition_id=requisition_id)
    options = [(str(one.person_id), one.name) for one in people]
    form = HandOverForm(request, version=found.version, added={"to_person_id": _choice(options)})
    line_ids = [str(line.id) for line in open_lines_of(found)]
    given = {"requisition_id": requisition_id, "line_ids": line_ids}
    if line_ids and form.sends(actions.hand_over_lines, **given):
        name = dict(options).get(str(form.value("to_person_id")), "")
        messages.success(request, _("The cart has been handed over to %(name)s.") % {"name": name})
        return form.redirect("requisition", requisition_id)
    values = {"cart": found, "form": form, "people": people, "lines": len(line_ids)}
    return show(request, "site/shop/hand_over.html", values, status=form.status)


def _choice(options: Sequence[tuple[str, str]]) -> ChoiceField:
    return ChoiceField(gettext_lazy("Who is to send it?"), options, open_list=True)
