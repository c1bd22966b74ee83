"""Certificates, licences, acknowledgements and decisions: who has which, registering, withdrawing,
letting through in an emergency; which rights ask for which; and the log of licences that were
looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from avrop.authority import actions, queries
from avrop.authority.passes import Gate, PassKind
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.authority import desk
from avrop.site.pages.authority.desk import Alert, Asked, Desk, Section, Table, show_desk
from avrop.site.pages.performing import ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, ChoicesField, DayField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Cell,
    Filter,
    Listing,
    choices,
    day,
    link,
    named,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.shapes import Action, Fact
from avrop.values import Text

MAY_REGISTER, MAY_WAIVE, MAY_PUT_UP = (
    "authority.grant_pass",
    "authority.waive_gate",
    "authority.change_gates",
)
READERS = (MAY_REGISTER, MAY_WAIVE, MAY_PUT_UP)
sitemap.register(
    SitePage(
        gettext_lazy("Certificates and licences"),
        "passes",
        sitemap.RIGHTS,
        "manager",
        rights=READERS,
        help=gettext_lazy(
            "Who has which certificate, licence or decision, and until when. What a right asks for is"
            " decided among the gates; without a gate nothing is asked for."
        ),
        words=gettext_lazy("certificate licence prescriber policy decision waiver expired"),
        place=40,
    ),
    SitePage(
        gettext_lazy("A certificate or licence"),
        "pass",
        sitemap.RIGHTS,
        "manager",
        samples=("pass",),
        help=gettext_lazy("What has been shown, until when, and withdrawing it."),
        place=40,
    ),
    SitePage(
        gettext_lazy("Register a certificate or licence"),
        "register_pass",
        sitemap.RIGHTS,
        "manager",
        rights=(MAY_REGISTER,),
        in_navigation=False,
        help=gettext_lazy(
            "Find the person first. A licence needs its number, and may be for some goods only. Nobody"
            " registers his own."
        ),
        place=40,
    ),
    SitePage(
        gettext_lazy("Let somebody through"),
        "let_through",
        sitemap.RIGHTS,
        "coordinator",
        rights=(MAY_WAIVE,),
        help=gettext_lazy(
            "In an emergency somebody may order without a valid certificate for a short time. It is kept"
            " with your name and your reason. A licence that the law asks for cannot be waived."
        ),
        words=gettext_lazy("waiver emergency certificate expired"),
        place=45,
    ),
    SitePage(
        gettext_lazy("What must be shown"),
        "gates",
        sitemap.RIGHTS,
        "system_administrator",
        rights=READERS,
        help=gettext_lazy(
            "Gates: which rights ask for which certificate, licence or decision besides a mandate. A"
            " lapsed certificate stops what the gate names, and never drafts or receiving."
        ),
        words=gettext_lazy("gates certificates rules training required"),
        place=41,
    ),
    SitePage(
        gettext_lazy("Licences that were checked"),
        "licence_checks",
        sitemap.ASSURANCE,
        "manager",
        rights=(MAY_REGISTER,),
        help=gettext_lazy(
            "Each time a licence was looked at: when somebody searched, submitted or sent an order for"
            " goods that ask for one. What was refused stands among the refusals of the audit trail."
        ),
        words=gettext_lazy("prescriber medicine log"),
        place=42,
    ),
)

PASSES = Listing(
    "passes",
    gettext_lazy("Certificates and licences"),
    columns=(
        link("person", gettext_lazy("Person"), "pass"),
        named("kind", gettext_lazy("Kind"), "pass_kind"),
        text("code", gettext_lazy("Which")),
        text("reference", gettext_lazy("Number or reference")),
        day("valid_from", gettext_lazy("First day")),
        day("valid_until", gettext_lazy("Last day")),
        tag("standing", gettext_lazy("State"), "pass_standing"),
        text(
            "categories", gettext_lazy("Goods"), lambda row: ", ".join(row.categories), hidden=True
        ),
        text("reason", gettext_lazy("Why?"), hidden=True),
    ),
    empty=gettext_lazy("Nothing has been registered yet."),
    what_next=gettext_lazy("Register a licence, or let people take their courses."),
    what_next_url="register_pass",
    what_next_name=gettext_lazy("Register a certificate or licence"),
    filters=(
        Filter("text", gettext_lazy("Person, number or which")),
        choices("kind", gettext_lazy("Kind"), "pass_kind", gettext_lazy("All kinds")),
        choices("state", gettext_lazy("State"), "pass_state", gettext_lazy("All states")),
    ),
)


@require_safe
@signed_in
def passes(request: Request) -> HttpResponse:
    """Who has what, the newest first."""
    rights = rights_of(request)
    offered = []
    if MAY_REGISTER in rights:
        offered.append(
            Action(_("Register a certificate or licence"), desk.to("register_pass"), "primary")
        )
    if MAY_WAIVE in rights:
        offered.append(Action(_("Let somebody through"), desk.to("let_through")))
    return show_list(request, PASSES, queries.passes_page, values={"actions": tuple(offered)})


class RevokePassForm(PageForm):
    """Why it is withdrawn."""

    reason = TextField(gettext_lazy("Why?"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one_pass(request: Request, pass_id: UUID) -> HttpResponse:
    """What has been shown; withdrawing it."""
    found = ask(request, queries.one_pass, pass_id=pass_id)
    form = RevokePassForm(request)
    if form.sends(actions.revoke_pass, pass_id=found.id):
        messages.success(request, _("It is withdrawn and opens nothing any more."))
        return form.redirect("pass", found.id)
    may = MAY_REGISTER in rights_of(request) and found.revoked_at is None
    facts = (
        Fact(_("Person"), found.person, lang="sv"),
        Fact(_("Which"), found.code),
        Fact(_("Number or reference"), found.reference),
        Fact(_("Goods"), ", ".join(found.categories)),
        Fact(_("First day"), found.valid_from),
        Fact(_("Last day"), found.valid_until or _("No last day")),
        Fact(_("Why?"), found.reason, lang="sv"),
    )
    told = _("Whoever has it can no longer do what asks for it, from this moment on.")
    return show_desk(
        request,
        Desk(
            title=f"{words.named(found.kind, 'pass_kind')}: {found.code}",
            back=desk.to("passes"),
            back_name=_("Certificates and licences"),
            state=found.standing,
            state_table="pass_standing",
            facts=facts,
            sections=(Section("revoke", _("Withdraw"), form, _("Withdraw it"), told, "danger"),)
            if may
            else (),
            history=desk.happened(request, found.id),
        ),
    )


class RegisterPassForm(PageForm):
    """What has been shown. Whose it is is added."""

    kind = ChoiceField(gettext_lazy("Kind"), tuple(words.PASS_KINDS.items()))
    code = TextField(
        gettext_lazy("Which"),
        longest=64,
        hint=gettext_lazy("The code that the gate asks for, such as “prescriber”."),
    )
    reference = TextField(gettext_lazy("Number or reference"), required=False)
    goods = TextField(
        gettext_lazy("Goods"),
        required=False,
        hint=gettext_lazy("For a licence that is for some goods only: CPV codes."),
    )
    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(gettext_lazy("Last day"), required=False)
    places = {"categories": "goods"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def register_pass(request: Request) -> HttpResponse:
    """Find the person, then say what has been shown."""
    people = desk.people_found(request)
    form = RegisterPassForm(
        request,
        added=desk.whose(people, gettext_lazy("Whose is it?")),
        initial={"valid_from": today(), "kind": PassKind.LICENCE.value},
    )
    form.order_fields(desk.WHO_FIRST)
    if form.was_sent and form.is_valid():
        goods = desk.codes_in(form.value("goods"))
        if form.sends(actions.grant_pass, categories=goods):
            messages.success(request, _("It is registered."))
            return form.redirect("pass", form.answer)
    return show_desk(
        request,
        _finding(
            request,
            people,
            _("Register a certificate or licence"),
            Section("register", _("What has been shown"), form, _("Register it")),
        ),
    )


class LetThroughForm(PageForm):
    """What is waived, until when and why. Who is let through is added."""

    code = ChoiceField(gettext_lazy("Without which?"), ())
    until = DayField(gettext_lazy("Last day"))
    reason = TextField(gettext_lazy("Why?"))
    places = {"kind": "code"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def let_through(request: Request) -> HttpResponse:
    """Find the person, then say what he is let through without."""
    asked = [
        gate
        for gate in ask(request, queries.gates).gates.gates
        if gate.kind is not PassKind.LICENCE
    ]
    people = desk.people_found(request)
    form = LetThroughForm(
        request,
        added=desk.whose(people, gettext_lazy("Who is let through?")),
        initial={"until": today() + timedelta(days=7)},
    )
    form.order_fields(desk.WHO_FIRST)
    by_value = {f"{gate.kind} {gate.code}": gate for gate in asked}
    form.fields["code"].choices = [  # type: ignore[attr-defined]
        (value, gate_name(gate)) for value, gate in by_value.items()
    ]
    if form.was_sent and form.is_valid():
        gate = by_value[form.value("code")]
        if form.sends(actions.waive_gate, kind=gate.kind, code=gate.code):
            messages.success(request, _("The person is let through until that day."))
            return form.redirect("pass", form.answer)
    waiving = Section("waive", _("Let through"), form, _("Let the person through"))
    found = _finding(request, people, _("Let somebody through"), waiving)
    if not asked:
        told = _("Nothing is asked for today that somebody could be let through without.")
        return show_desk(
            request,
            Desk(
                title=found.title,
                back=found.back,
                back_name=found.back_name,
                alerts=(Alert(told, address=desk.to("gates"), name=_("What must be shown")),),
            ),
        )
    return show_desk(request, found)


def _finding(
    request: Request, people: Sequence[tuple[str, str]], title: str, section: Section
) -> Desk:
    """A page on which a person is found first."""
    searched = bool(request.GET.get("who") or request.GET.get("person"))
    nobody = Alert(_("Nobody was found. Try a part of the name."), "warning")
    return Desk(
        title=title,
        back=desk.to("passes"),
        back_name=_("Certificates and licences"),
        alerts=(nobody,) if searched and not people else (),
        asked=Asked(_("Find the person"), _("Find"), texts=(desk.who_asked(request),)),
        sections=(section,) if people else (),
    )


# --- gates -------------------------------------------------------------------------------------------


def gate_name(gate: Gate) -> str:
    """What people call the pass that a gate asks for."""
    called = Text(gate.name).in_language(get_language() or "sv") if gate.name else gate.code
    return f"{words.named(gate.kind, 'pass_kind')}: {called}"


class GateForm(PageForm):
    """A gate to put up, from when on and why."""

    kind = ChoiceField(gettext_lazy("What must be shown?"), tuple(words.PASS_KINDS.items()))
    code = TextField(gettext_lazy("Its code"), longest=64)
    called = TextField(gettext_lazy("What people call it"), required=False, longest=100)
    rights = ChoicesField(gettext_lazy("Which rights ask for it?"), (), required=False)
    goods = TextField(
        gettext_lazy("Only for these goods"),
        required=False,
        hint=gettext_lazy(
            "CPV codes with commas between. With goods and no right chosen, every right asks for it"
            " wherever such goods are bought."
        ),
    )
    valid_from = DayField(gettext_lazy("First day"))
    reason = TextField(gettext_lazy("By which decision, and why?"))


class TakeDownForm(PageForm):
    """A gate to take down."""

    gate = ChoiceField(gettext_lazy("Which gate?"), (), open_list=True)
    valid_from = DayField(gettext_lazy("First day"))
    reason = TextField(gettext_lazy("By which decision, and why?"))


#: What people put gates before; the others can be chosen in the API.
GATED = (
    "requisitions.submit",
    "orders.send",
    "approvals.approve",
    "invoices.attest_decision",
    "invoices.attest_review",
    "payables.release",
    "receipts.receive",
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def gates(request: Request) -> HttpResponse:
    """The gates of today; putting one up, taking one down."""
    view = ask(request, queries.gates)
    standing = view.gates.gates
    put_up = GateForm(request, initial={"valid_from": today()}, prefix="put")
    put_up.fields["rights"].choices = _gated()  # type: ignore[attr-defined]
    take_down = TakeDownForm(request, initial={"valid_from": today()}, prefix="take")
    take_down.fields["gate"].choices = [  # type: ignore[attr-defined]
        (str(number), gate_name(gate)) for number, gate in enumerate(standing)
    ]
    if put_up.was_sent and put_up.is_valid():
        added = (*standing, _gate_in(put_up))
        if put_up.sends(
            actions.change_gates, gates=added, longest_waiver_days=view.gates.longest_waiver_days
        ):
            messages.success(request, _("The gate is put up."))
            return put_up.redirect("gates")
    if take_down.was_sent and take_down.is_valid():
        left = tuple(
            gate for number, gate in enumerate(standing) if str(number) != take_down.value("gate")
        )
        if take_down.sends(
            actions.change_gates, gates=left, longest_waiver_days=view.gates.longest_waiver_days
        ):
            messages.success(request, _("The gate is taken down."))
            return take_down.redirect("gates")
    sections = []
    if MAY_PUT_UP in rights_of(request):
        sections.append(Section("put", _("Put up a gate"), put_up, _("Put up the gate")))
        if standing:
            told = _("From that day on nothing is asked for there but a mandate.")
            sections.append(
                Section("take", _("Take down a gate"), take_down, _("Take it down"), told, "danger")
            )
    return show_desk(
        request,
        Desk(
            title=_("What must be shown"),
            lead=_(
                "A gate asks for a certificate, a licence or a decision besides a mandate. Drafts and"
                " receiving stay open when a certificate has lapsed, unless a gate names them."
            ),
            tables=(_standing_gates(standing),),
            sections=tuple(sections),
        ),
    )


def _standing_gates(standing: Iterable[Gate]) -> Table:
    labels = dict(desk.permissions())
    return Table(
        "gates",
        _("What is asked for today"),
        (_("What must be shown"), _("Rights that ask for it"), _("Goods")),
        tuple(
            (
                Cell(gate_name(gate), note=gate.code),
                Cell(
                    "; ".join(labels.get(name, name) for name in gate.permissions)
                    or _("Every right")
                ),
                Cell(", ".join(gate.categories) or _("Any")),
            )
            for gate in standing
        ),
        _("Nothing is asked for but a mandate."),
        _("Put up a gate where people must have a certificate or a licence first."),
    )


def _gated() -> list[tuple[str, str]]:
    labels = dict(desk.permissions())
    return [(name, labels[name]) for name in GATED if name in labels]


def _gate_in(form: PageForm) -> Gate:
    called = form.value("called").strip()
    return Gate(
        PassKind(form.value("kind")),
        form.value("code").strip(),
        tuple(form.value("rights")),
        tuple(queries.category_prefix(code) for code in desk.codes_in(form.value("goods"))),
        name={get_language() or "sv": called} if called else {},
    )


# --- the log -----------------------------------------------------------------------------------------

CHECKS = Listing(
    "licence-checks",
    gettext_lazy("Licences that were checked"),
    columns=(
        day("at", gettext_lazy("When")),
        text("person", gettext_lazy("Person"), lang="sv", is_head=True),
        named("moment", gettext_lazy("At"), "licence_moment"),
        text("code", gettext_lazy("Licence")),
        text("categories", gettext_lazy("Goods"), lambda row: ", ".join(row.categories)),
        tag("standing", gettext_lazy("What was found"), "pass_standing"),
        text("rule_set", gettext_lazy("Version of the rules"), hidden=True),
    ),
    empty=gettext_lazy("No licence has been looked at yet."),
    what_next=gettext_lazy("Licences are looked at where a gate asks for one."),
    what_next_url="gates",
    what_next_name=gettext_lazy("What must be shown"),
    filters=(choices("moment", gettext_lazy("At"), "licence_moment", gettext_lazy("Any time")),),
)


@require_safe
@signed_in
def licence_checks(request: Request) -> HttpResponse:
    """The log, the newest first."""
    return show_list(request, CHECKS, queries.licence_checks_page)
