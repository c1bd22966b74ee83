"""Who is away: told by a manager or whoever keeps the people, and who stands in for them."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods

from avrop.authority import actions, queries
from avrop.authority.queries import AwayView
from avrop.kernel import presentation
from avrop.parties import actions as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.authority import desk
from avrop.site.pages.authority.desk import Asked, Desk, Section, Table, show_desk
from avrop.site.pages.performing import ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, DayField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell

MAY_TELL = "parties.tell_absence_of_others"
MAY_NAME = "authority.delegate_for_others"
#: So many are shown; whoever is to be back among more is found on his own page.
MOST_SHOWN = 200
sitemap.register(
    SitePage(
        gettext_lazy("Who is away"),
        "absences",
        sitemap.ORGANISATION,
        "manager",
        rights=(MAY_TELL,),
        help=gettext_lazy(
            "Who is away, and who stands in. Tell of an absence as soon as it is known: what the person"
            " has lent can be used from its first day on, and a standing substitute takes over by"
            " himself. Nobody tells why somebody is away."
        ),
        words=gettext_lazy("absence absent sick holiday substitute stand in"),
        place=56,
    ),
)


class TellForm(PageForm):
    """From when to when somebody is away. Who is added."""

    valid_from = DayField(gettext_lazy("First day"))
    valid_until = DayField(gettext_lazy("Last day"))


class BackForm(PageForm):
    """Who is back."""

    absence_id = ChoiceField(gettext_lazy("Who is back?"), (), open_list=True)


class StandInForm(PageForm):
    """From when on somebody stands in. Who for whom is added."""

    valid_from = DayField(gettext_lazy("First day"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def absences(request: Request) -> HttpResponse:
    """Who is away; telling of an absence, of its end, and naming standing substitutes."""
    found = ask(request, queries.absences_page, limit=MOST_SHOWN).items
    people = desk.people_found(request)
    tell = TellForm(
        request,
        added=desk.whose(people, gettext_lazy("Who is away?")),
        initial={"valid_from": today(), "valid_until": today()},
        prefix="tell",
    )
    named = StandInForm(
        request,
        added={
            **desk.whose(people, gettext_lazy("For whom?")),
            **desk.whose(people, gettext_lazy("Who stands in?"), "substitute_id"),
        },
        initial={"valid_from": today()},
        prefix="named",
    )
    back = BackForm(request, prefix="back")
    back.fields["absence_id"].choices = [  # type: ignore[attr-defined]
        (str(one.id), f"{one.person} · {_days(one)}") for one in found
    ]
    if tell.sends(parties.tell_absence):
        messages.success(request, _("The absence is known."))
        return tell.redirect("absences")
    if back.sends(parties.end_absence):
        messages.success(request, _("It is known that the person is here."))
        return back.redirect("absences")
    if named.sends(actions.name_substitute):
        messages.success(request, _("The substitute takes over whenever the person is away."))
        return named.redirect("absences")
    return show_desk(
        request,
        Desk(
            title=_("Who is away"),
            tables=(_table(found),),
            asked=Asked(_("Find people"), _("Find people"), texts=(desk.who_asked(request),)),
            sections=_sections(request, tell, back, named, bool(people), bool(found)),
        ),
    )


def _table(found: Sequence[AwayView]) -> Table:
    rows = tuple(
        (
            Cell(one.person, lang="sv"),
            Cell(one.unit, lang="sv"),
            Cell(one.absence.valid_from),
            Cell(one.absence.valid_until),
            Cell(_state(one), color="success" if one.absence.is_on(today()) else "info"),
            Cell(", ".join(one.substitutes) or _("Nobody"), lang="sv" if one.substitutes else ""),
            Cell(words.named(one.absence.source, "absence")),
        )
        for one in found
    )
    return Table(
        "absences",
        _("Away now and soon"),
        (
            _("Person"),
            _("Unit"),
            _("First day"),
            _("Last day"),
            _("State"),
            _("Who stands in?"),
            _("Told by"),
        ),
        rows,
        _("Nobody is known to be away."),
        _("Find the person below to tell of an absence, or let the HR system tell of it."),
    )


def _state(one: AwayView) -> str:
    if one.absence.is_on(today()):
        return pgettext("state of a lending", "Now")
    return pgettext("state of a lending", "Coming")


def _days(one: AwayView) -> str:
    facts = {
        "first": presentation.shown(one.absence.valid_from),
        "last": presentation.shown(one.absence.valid_until),
    }
    return _("%(first)s to %(last)s") % facts


def _sections(
    request: Request,
    tell: PageForm,
    back: PageForm,
    named: PageForm,
    has_people: bool,
    has_absences: bool,
) -> tuple[Section, ...]:
    found: list[Section] = []
    if has_people:
        told = _("Nothing is told of why.")
        found.append(Section("tell", _("Tell of an absence"), tell, _("Tell of it"), told))
    if has_people and MAY_NAME in rights_of(request):
        found.append(
            Section("named", _("Name a standing substitute"), named, _("Name the substitute"))
        )
    if has_absences:
        lead = _("What the person has lent ends at once.")
        found.append(Section("back", _("Somebody is back"), back, _("The person is here"), lead))
    return tuple(found)
