"""The register of mandates as of any day; one mandate: renewed, revoked, lent; giving one."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from avrop.authority import actions, queries
from avrop.authority.queries import DelegationView, RegisterRow, RenewalsAhead
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.authority import desk
from avrop.site.pages.authority.desk import Alert, Asked, Desk, Section, Table, show_desk
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, DayField, NumberField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell, Column, Filter, Listing, day, link, show_list, text
from avrop.site.patterns.shapes import Action, Drawing, Point

MAY_GRANT, MAY_LEND = "authority.grant", "authority.delegate_for_others"
READERS = (MAY_GRANT, MAY_LEND, "authority.set_requester_policy", "payables.read")
sitemap.register(
    SitePage(
        gettext_lazy("Register of mandates"),
        "mandates",
        sitemap.RIGHTS,
        "finance_officer",
        rights=READERS,
        help=gettext_lazy(
            "Who may decide what, where and up to how much, by whose decision, as it was or is on any"
            " day. Choose a day to see the register as of then, and take it out as a file."
        ),
        words=gettext_lazy("mandates authority register signatory delegation order"),
        place=30,
    ),
    SitePage(
        gettext_lazy("A mandate"),
        "mandate",
        sitemap.RIGHTS,
        "finance_officer",
        rights=READERS,
        samples=("mandate",),
        help=gettext_lazy(
            "What the mandate lets its holder do, who decided it, and who uses it during an absence."
            " Renew it by a new decision each year, or end it at once."
        ),
        place=30,
    ),
    SitePage(
        gettext_lazy("Give a mandate"),
        "give_mandate",
        sitemap.RIGHTS,
        "finance_officer",
        rights=(MAY_GRANT,),
        in_navigation=False,
        help=gettext_lazy(
            "Find the person first, choose the role and the unit, and give the reference of the"
            " decision. Nobody gives a mandate to himself."
        ),
        place=30,
    ),
)


def _limit(row: RegisterRow) -> object:
    return row.mandate.limit or _("No limit")


def _until(row: RegisterRow) -> Cell:
    note = _("New decision due") if row.is_due else ""
    return Cell(row.mandate.valid_until or "", note=note)


def _where(row: RegisterRow) -> Cell:
    if row.mandate.unit_id is None:
        return Cell(_("The whole organisation"))
    return Cell(row.unit, lang="sv")


MANDATES = Listing(
    "mandates",
    gettext_lazy("Register of mandates"),
    columns=(
        link(
            "holder",
            gettext_lazy("Holder"),
            "mandate",
            lambda row: row.holder or _("Everyone who works there"),
        ),
        text("role", gettext_lazy("Role"), lambda row: words.role_name(row.mandate.role)),
        Column("unit", gettext_lazy("Unit"), _where),
        text("limit", gettext_lazy("Limit"), _limit, kind="figure"),
        day("valid_from", gettext_lazy("First day"), lambda row: row.mandate.valid_from),
        Column("valid_until", gettext_lazy("Last day"), _until, "day"),
        text(
            "decision",
            gettext_lazy("Decision"),
            lambda row: row.mandate.decision_reference,
            lang="sv",
        ),
        text(
            "categories",
            gettext_lazy("Goods"),
            lambda row: ", ".join(row.mandate.categories),
            hidden=True,
        ),
        text(
            "responsibilities",
            gettext_lazy("Responsibilities"),
            lambda row: ", ".join(row.mandate.responsibilities),
            hidden=True,
        ),
        day("renew_by", gettext_lazy("New decision by"), lambda row: row.renew_by, hidden=True),
        text("specimens", gettext_lazy("Specimens"), lambda row: row.specimens, hidden=True),
    ),
    empty=gettext_lazy("Nobody held a mandate that day."),
    what_next=gettext_lazy("Choose another day, or give the first mandate."),
    what_next_url="give_mandate",
    what_next_name=gettext_lazy("Give a mandate"),
    filters=(
        Filter("text", gettext_lazy("Holder")),
        Filter("on", gettext_lazy("As of"), kind="date"),
        Filter("role", gettext_lazy("Role"), desk.roles, gettext_lazy("All roles"), "choice"),
        Filter(
            "due",
            gettext_lazy("New decision"),
            lambda: (("true", _("Due within two months")),),
            gettext_lazy("All mandates"),
            "choice",
        ),
    ),
)


@require_safe
@signed_in
def mandates(request: Request) -> HttpResponse:
    """The register on the day that is chosen."""
    giving = Action(_("Give a mandate"), desk.to("give_mandate"), "primary")
    offered = (giving,) if MAY_GRANT in rights_of(request) else ()
    ahead = ask(request, queries.renewals_ahead)
    return show_list(
        request,
        MANDATES,
        queries.register_page,
        template="site/drawn_list.html",
        values={"actions": offered, "drawing": _drawing(ahead)},
    )


def _drawing(ahead: RenewalsAhead) -> Drawing | None:
    """When the mandates of today need a new decision: what is overdue first, then month by month."""
    months = tuple(
        Point(date_format(one.month, "YEAR_MONTH_FORMAT"), one.mandates) for one in ahead.months
    )
    late = Point(_("Overdue"), ahead.overdue, address="?due=true", color="danger")
    if not (months or ahead.overdue):
        return None
    told = ngettext(
        "%(count)d mandate has gone on without the decision that it needed.",
        "%(count)d mandates have gone on without the decision that they needed.",
        ahead.overdue,
    )
    return Drawing(
        _("When new decisions are needed"),
        (late, *months) if ahead.overdue else months,
        _("Month"),
        _("Mandates"),
        sentence=told % {"count": ahead.overdue} if ahead.overdue else "",
    )


# --- one of them -------------------------------------------------------------------------------------


class RenewMandateForm(PageForm):
    """From when to when it goes on, and by which decision."""

    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(gettext_lazy("Last day"))
    decision_reference = TextField(gettext_lazy("Decision"))


class RevokeMandateForm(PageForm):
    """Why it ends at once."""

    reason = TextField(gettext_lazy("Why?"))


class LendMandateForm(PageForm):
    """Who uses it, when and why; the person is added."""

    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(gettext_lazy("Last day"))
    reason = TextField(gettext_lazy("Why?"), hint=gettext_lazy("For example: sick leave."))


class SpecimenForm(PageForm):
    """Where the specimen is kept, and when it was taken."""

    reference = TextField(gettext_lazy("Where it is kept"))
    taken_on = DayField(gettext_lazy("Taken on"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def mandate(request: Request, mandate_id: UUID) -> HttpResponse:
    """What a mandate says; renewing, ending and lending it."""
    row = ask(request, queries.one_mandate, mandate_id=mandate_id)
    found = row.mandate
    first = (found.valid_until or today()) + timedelta(days=1)
    renew = RenewMandateForm(
        request,
        initial={"valid_from": first, "valid_until": first + timedelta(days=364)},
        prefix="renew",
    )
    revoke = RevokeMandateForm(request, prefix="revoke")
    people = desk.people_found(request, but=row.people)
    lend = LendMandateForm(
        request,
        added=desk.whose(people, gettext_lazy("Who stands in?"), "to_person"),
        initial={"valid_from": today(), "valid_until": today() + timedelta(days=14)},
        prefix="lend",
    )
    lend.order_fields(desk.WHO_FIRST)
    specimen = SpecimenForm(request, initial={"taken_on": today()}, prefix="specimen")
    if renew.sends(actions.renew_mandate, mandate_id=found.id):
        messages.success(request, _("The mandate is renewed."))
        return renew.redirect("mandate", renew.answer)
    if revoke.sends(actions.revoke_mandate, mandate_id=found.id):
        messages.success(request, _("The mandate has ended."))
        return revoke.redirect("mandate", found.id)
    if lend.sends(actions.delegate, mandate_id=found.id):
        messages.success(request, _("The substitute can use the mandate from the first day on."))
        return lend.redirect("mandate", found.id)
    if row.people and specimen.sends(actions.log_specimen, person_id=row.people[0]):
        messages.success(request, _("The specimen is logged."))
        return specimen.redirect("mandate", found.id)
    sections = _sections(request, row, renew, revoke, lend, specimen, has_people=bool(people))
    return show_desk(
        request,
        Desk(
            title=f"{row.holder or _('Everyone who works there')}",
            lead=words.role_name(found.role),
            back=desk.to("mandates"),
            back_name=_("Register of mandates"),
            alerts=_alerts(row),
            facts=desk.facts_of(found, desk.unit_name(request, found.unit_id)),
            tables=_tables(request, row),
            asked=_lending_to(request, sections),
            sections=sections,
            history=desk.happened(request, found.id),
        ),
    )


def _alerts(row: RegisterRow) -> tuple[Alert, ...]:
    if row.mandate.revoked_at is not None or row.state == "ended":
        return (Alert(_("This mandate has ended and gives no right any more."), "warning"),)
    if row.is_due:
        told = _("This mandate needs a new decision by %(day)s.")
        return (Alert(told % {"day": desk.said_day(row.renew_by)}, "warning"),)
    return ()


def _lending_to(request: Request, sections: tuple[Section, ...]) -> Asked | None:
    if MAY_LEND not in rights_of(request) or not sections:
        return None
    return Asked(_("Find a substitute"), _("Find a substitute"), texts=(desk.who_asked(request),))


def _tables(request: Request, row: RegisterRow) -> tuple[Table, ...]:
    lent = ask(request, queries.delegations_of_mandate, mandate_id=row.mandate.id)
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names({p for one in lent for p in (one.from_person, one.to_person)})
        specimens = [
            one for p in row.people for one in queries.specimens_of(p, actor=actor_of(request))
        ]
    rows = tuple(
        (
            Cell(names.get(one.to_person, "")),
            Cell(names.get(one.from_person, "")),
            Cell(one.valid_from),
            Cell(one.valid_until),
            _why(one),
        )
        for one in lent
    )
    kept = tuple((Cell(one.reference, lang="sv"), Cell(one.taken_on)) for one in specimens)
    return (
        Table(
            "lent",
            _("Substitutes"),
            (_("Substitute"), _("Stands in for"), _("First day"), _("Last day"), _("Why?")),
            rows,
            _("Nobody has used this mandate as a substitute."),
        ),
        Table(
            "specimens",
            _("Specimens of the signature"),
            (_("Where it is kept"), _("Taken on")),
            kept,
            _("No specimen has been logged."),
        ),
    )


def _why(lent: DelegationView) -> Cell:
    note = _("Taken back") if lent.revoked_at else ""
    if lent.absence_id is not None:
        return Cell(_("By itself, as the standing substitute"), note=note)
    return Cell(lent.reason, lang="sv", note=note)


def _sections(
    request: Request,
    row: RegisterRow,
    renew: PageForm,
    revoke: PageForm,
    lend: PageForm,
    specimen: PageForm,
    *,
    has_people: bool,
) -> tuple[Section, ...]:
    rights = rights_of(request)
    found: list[Section] = []
    if row.mandate.revoked_at is not None:
        return ()
    if has_people and MAY_LEND in rights:
        found.append(Section("lend", _("Name a substitute"), lend, _("Name the substitute")))
    if MAY_GRANT in rights and row.people:
        told = _("The former mandate ends the day before, and stays in the register.")
        found.append(Section("renew", _("Renew"), renew, _("Renew the mandate"), told))
    if "authority.log_specimen" in rights and row.people:
        found.append(Section("specimen", _("Log a specimen"), specimen, _("Log the specimen")))
    if MAY_GRANT in rights:
        told = _("It gives no right from this moment on, nor to any substitute.")
        found.append(
            Section("revoke", _("End at once"), revoke, _("End the mandate"), told, "danger")
        )
    return tuple(found)


# --- giving ------------------------------------------------------------------------------------------


class GrantForm(PageForm):
    """What the mandate is for. Whose it is to be is added."""

    role = ChoiceField(gettext_lazy("Role"), ())
    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(gettext_lazy("Last day"), required=False)
    amount = NumberField(
        gettext_lazy("Limit"),
        required=False,
        hint=gettext_lazy("The highest amount of one decision. Left empty, there is no limit."),
    )
    goods = TextField(
        gettext_lazy("Goods"),
        required=False,
        hint=gettext_lazy(
            "CPV codes with commas between. Left empty, any goods but restricted ones."
        ),
    )
    parts = TextField(
        gettext_lazy("Responsibilities"),
        required=False,
        hint=gettext_lazy("Parts of the coding, such as 4100 or 41*. Left empty, any."),
    )
    decision_reference = TextField(gettext_lazy("Decision"))
    places = {"limit": "amount", "categories": "goods", "responsibilities": "parts"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def give_mandate(request: Request) -> HttpResponse:
    """Find the person and the unit, then say what the mandate is for."""
    people = desk.people_found(request)
    form = GrantForm(
        request,
        added=desk.whose(people, gettext_lazy("Whose is it?")),
        initial={"valid_from": today(), "valid_until": desk.in_a_year()},
    )
    form.order_fields(desk.WHO_FIRST)
    form.fields["role"].choices = desk.roles()  # type: ignore[attr-defined]
    if form.was_sent and form.is_valid():
        with tenant_scope(actor_of(request).tenant_id):
            limit = desk.limit_of(form.value("amount"))
        sent = form.sends(
            actions.grant_mandate,
            unit_id=desk.unit_in(request),
            limit=limit,
            categories=desk.codes_in(form.value("goods")),
            responsibilities=desk.codes_in(form.value("parts")),
        )
        if sent:
            messages.success(request, _("The mandate is given."))
            return form.redirect("mandate", form.answer)
    searched = bool(request.GET.get("who") or request.GET.get("person"))
    return show_desk(
        request,
        Desk(
            title=_("Give a mandate"),
            back=desk.to("mandates"),
            back_name=_("Register of mandates"),
            alerts=()
            if people or not searched
            else (Alert(_("Nobody was found. Try a part of the name."), "warning"),),
            asked=Asked(
                _("Find the person and the unit"),
                _("Go on"),
                (desk.unit_chosen(request),),
                (desk.who_asked(request),),
            ),
            sections=(Section("give", _("What the mandate is for"), form, _("Give the mandate")),)
            if people
            else (),
        ),
    )
