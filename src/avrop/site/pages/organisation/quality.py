"""What rules find in the basic data: how much of each, the list, and one that is mended or put aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.kernel.problems import Missing
from avrop.kernel.recent import recent_events
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import Said, say
from avrop.parties import actions, queries
from avrop.parties.queries import Finding, Tally
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.happenings import happening
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import DayField, LongTextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Filter,
    Listing,
    choices,
    day,
    named,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.shapes import Action, Drawing, Fact, Happened, Point

MAY = "parties.put_findings_aside"
RIGHTS = (MAY, "parties.change_units", "parties.change_people")
#: For so long is offered first: what is as it is seldom changes sooner.
USUAL_DAYS = 180
MOST_STEPS = 20
EVER = datetime(2000, 1, 1, tzinfo=UTC)
STATES = (
    ("aside", gettext_lazy("What is put aside")),
    ("all", pgettext_lazy("findings", "All")),
)
sitemap.register(
    SitePage(
        gettext_lazy("Data quality"),
        "quality",
        sitemap.ORGANISATION,
        "coordinator",
        rights=RIGHTS,
        help=gettext_lazy(
            "What is missing, hard to believe or out of date in units, people, contacts and partners. "
            "Choose a rule to see what it finds; what cannot be otherwise is put aside for a reason."
        ),
        words=gettext_lazy("master data missing wrong old datakvalitet grunddata brister fel"),
        place=5,
    ),
    SitePage(
        gettext_lazy("What to see to in the basic data"),
        "findings",
        sitemap.ORGANISATION,
        "coordinator",
        rights=RIGHTS,
        in_navigation=False,
        help=gettext_lazy(
            "Each line says what is wrong, where it is mended and who can do it. Open it to put it "
            "aside: it comes back when the day has passed or when what it is about changes."
        ),
        words=gettext_lazy("findings errors gaps mend brister rätta"),
        place=5,
    ),
    SitePage(
        gettext_lazy("Something to see to"),
        "finding",
        sitemap.ORGANISATION,
        "coordinator",
        rights=RIGHTS,
        samples=("finding_rule", "finding_kind", "finding_subject"),
        place=5,
    ),
)


# --- how much of each --------------------------------------------------------------------------------


@require_safe
@signed_in
def quality(request: Request) -> HttpResponse:
    """How much each rule finds, by what is required, plausible and timely."""
    tallies = ask(request, queries.quality_tallies)
    values = {
        "open": sum(one.open for one in tallies),
        "aside": sum(one.aside for one in tallies),
        "well": sum(1 for one in tallies if not one.open),
        "rules": len(tallies),
        "drawings": tuple(_drawings(tallies)),
        "actions": (Action(_("See all of it"), reverse("findings"), "primary"),),
    }
    return show(request, "site/organisation/quality.html", values)


def _drawings(tallies: Sequence[Tally]) -> Iterable[Drawing]:
    """A drawing for each kind of rule that finds something, all to one scale."""
    highest = float(max((one.open for one in tallies), default=0))
    for kind in dict.fromkeys(one.kind for one in tallies):
        found = [one for one in tallies if one.kind == kind and one.open]
        if found:
            yield Drawing(
                title=words.named(kind, "finding_kind"),
                names=_("What is wrong"),
                values=_("To see to"),
                points=tuple(_point(one) for one in found),
                highest=highest,
            )


def _point(one: Tally) -> Point:
    return Point(
        words.named(one.rule, "finding_rule"),
        float(one.open),
        str(one.open),
        f"{reverse('findings')}?rule={one.rule}",
        "danger" if one.severity == "fault" else "warning",
    )


# --- the list ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A finding in the reader's language, where it lies, and where it is mended."""

    finding: Finding
    said: Said
    unit: str

    @property
    def address(self) -> str:
        """Its own page."""
        return reverse("finding", args=self.finding.key)

    @property
    def severity(self) -> str:
        """How serious it is."""
        return self.finding.severity

    @property
    def kind(self) -> str:
        """What kind of rule finds it."""
        return self.finding.kind

    @property
    def rule(self) -> str:
        """Which rule finds it."""
        return self.finding.rule


def _sentence(row: Row) -> Cell:
    return Cell(row.said.sentence, address=row.address, note=row.said.remedy)


def _unit(row: Row) -> Cell:
    unit_id = row.finding.unit_id
    if unit_id is None:
        return Cell(_("The whole organisation"))
    return Cell(row.unit, address=reverse("unit", args=[unit_id]), lang="sv")


def _field(row: Row) -> Cell:
    return Cell(words.named(row.finding.place, "finding_field"), address=where_mended(row.finding))


def where_mended(one: Finding) -> str:
    """The page where a finding is mended; "" where there is none on the site."""
    if one.place == "imports":
        return reverse("imports")
    if one.place == "contacts" or one.subject_kind == "contact":
        unit = f"?unit={one.unit_id}" if one.subject_kind == "unit" else ""
        return reverse("contacts_of", args=[one.partner_id]) + unit
    if one.subject_kind == "person":
        return reverse("person", args=[one.subject_id])
    if one.unit_id is None:
        return ""
    is_of_terms = one.place in ("customer_number", "delivery_calendar", "valid_until")
    return reverse("unit" if is_of_terms else "change_unit", args=[one.unit_id])


FINDINGS = Listing(
    "findings",
    gettext_lazy("What to see to in the basic data"),
    columns=(
        Column("what", gettext_lazy("What is wrong"), _sentence, kind="sentence", is_head=True),
        Column("unit", gettext_lazy("Where"), _unit),
        Column("field", gettext_lazy("Mended at"), _field),
        text("who", gettext_lazy("Who mends it"), lambda row: words.role_name(row.said.fixer)),
        tag("severity", gettext_lazy("How serious"), "finding_severity"),
        day(
            "until",
            gettext_lazy("Put aside until"),
            lambda row: row.finding.aside.until if row.finding.aside else "",
        ),
        named("rule", gettext_lazy("Rule"), "finding_rule", hidden=True),
        named("kind", gettext_lazy("Kind of rule"), "finding_kind", hidden=True),
        text(
            "reason",
            gettext_lazy("Why it is put aside"),
            lambda row: row.finding.aside.reason if row.finding.aside else "",
            hidden=True,
        ),
    ),
    empty=gettext_lazy("There is nothing to see to."),
    what_next=gettext_lazy("What is missing, hard to believe or out of date comes here by itself."),
    filters=(
        Filter("text", gettext_lazy("Unit, person or partner")),
        choices("rule", gettext_lazy("Rule"), "finding_rule", gettext_lazy("All rules")),
        choices("kind", gettext_lazy("Kind of rule"), "finding_kind", gettext_lazy("All kinds")),
        Filter(
            "state",
            gettext_lazy("Show"),
            lambda: STATES,
            gettext_lazy("What is to be seen to"),
            "choice",
        ),
    ),
)


@require_safe
@signed_in
def findings(request: Request) -> HttpResponse:
    """What is to be seen to, what was put aside, or all of it."""
    return show_list(
        request,
        FINDINGS,
        queries.findings_page,
        rows=lambda items: _rows(request, items),
        values={"actions": (Action(_("How much of each"), reverse("quality")),)},
    )


def _rows(request: Request, items: Sequence[Finding]) -> tuple[Row, ...]:
    with tenant_scope(actor_of(request).tenant_id):
        units = queries.unit_names({one.unit_id for one in items if one.unit_id})
    return tuple(
        Row(one, say(one.problem), units.get(one.unit_id, "") if one.unit_id else "")
        for one in items
    )


# --- one of them -------------------------------------------------------------------------------------


class AsideForm(PageForm):
    """Why it can be left, and until when."""

    reason = LongTextField(
        gettext_lazy("Why can it be left as it is?"),
        longest=500,
        rows=3,
        hint=gettext_lazy("Everybody in the organisation can read the reason."),
    )
    until = DayField(
        gettext_lazy("Last day it is left"),
        hint=gettext_lazy("At most a year from today. Then it comes back."),
    )


class UpForm(PageForm):
    """See to it again."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def finding(request: Request, rule: str, subject_kind: str, subject_id: UUID) -> HttpResponse:
    """One finding: what is wrong, where it is mended, and putting it aside."""
    key = {"rule": rule, "subject_kind": subject_kind, "subject_id": subject_id}
    try:
        found = ask(request, queries.finding, **key)
    except Missing:
        messages.info(request, _("There is nothing left to see to there."))
        return HttpResponseRedirect(reverse("findings"))
    aside = AsideForm(request, initial={"until": today() + timedelta(days=USUAL_DAYS)})
    up = UpForm(request, version=found.aside.version if found.aside else None)
    if aside.sends(actions.put_finding_aside, **key):
        messages.success(request, _("It is put aside."))
        return aside.redirect("findings")
    if found.aside and up.sends(actions.take_finding_up, aside_id=found.aside.id):
        messages.success(request, _("It is to be seen to again."))
        return up.redirect("finding", *found.key)
    said = say(found.problem)
    values = {
        "finding": found,
        "said": said,
        "mended_at": where_mended(found),
        "facts": _facts(request, found, said),
        "aside": aside,
        "up": up,
        "may": MAY in rights_of(request),
        "history": _history(request, found),
    }
    status = max(aside.status, up.status)
    return show(request, "site/organisation/finding.html", values, status=status)


def _facts(request: Request, found: Finding, said: Said) -> tuple[Fact, ...]:
    with tenant_scope(actor_of(request).tenant_id):
        unit = queries.unit_names([found.unit_id]) if found.unit_id else {}
        by = found.aside.put_by if found.aside else None
        who = queries.person_names([by] if by else [])
    where = unit.get(found.unit_id, "") if found.unit_id else ""
    facts = (
        Fact(_("Mended at"), words.named(found.place, "finding_field"), where_mended(found)),
        Fact(
            _("Where"),
            where or _("The whole organisation"),
            reverse("unit", args=[found.unit_id]) if where else "",
            lang="sv" if where else "",
        ),
        Fact(_("Rule"), words.named(found.rule, "finding_rule")),
        Fact(_("Kind of rule"), words.named(found.kind, "finding_kind")),
        Fact(_("How serious"), words.named(found.severity, "finding_severity")),
        Fact(_("Who mends it"), words.role_name(said.fixer)),
    )
    if found.aside is None:
        return facts
    return (
        *facts,
        Fact(_("Why it is put aside"), found.aside.reason, lang="sv"),
        Fact(_("Put aside until"), found.aside.until),
        Fact(_("Put aside by"), who.get(by, "") if by else "", lang="sv"),
    )


def _history(request: Request, found: Finding) -> tuple[Happened, ...]:
    """When it was put aside and taken up."""
    if found.aside is None:
        return ()
    with tenant_scope(actor_of(request).tenant_id):
        steps = recent_events([found.aside.id], since=EVER, but_by=None, limit=MOST_STEPS)
        who = queries.person_names({one.person_id for one in steps if one.person_id})
    return tuple(
        Happened(
            one.at, happening(one.name, {}), who.get(one.person_id, "") if one.person_id else ""
        )
        for one in reversed(steps)
    )


#: What the card of a unit says in another box already.
SAID_ELSEWHERE = frozenset(
    {
        "parties.no_delivery_address",
        "parties.no_invoice_reference",
        "parties.no_customer_number",
        "parties.no_delivery_days",
    }
)


def found_in(request: Request, subject_kind: str, subject_id: UUID) -> tuple[Row, ...]:
    """What is to be seen to in one thing, for its card; nothing for who does not keep such things."""
    if not set(RIGHTS) & rights_of(request):
        return ()
    found = ask(request, queries.findings_about, subject_kind=subject_kind, subject_id=subject_id)
    return tuple(
        Row(one, say(one.problem), "")
        for one in found
        if one.aside is None and one.rule not in SAID_ELSEWHERE
    )
