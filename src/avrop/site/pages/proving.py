"""The proof that nobody can bring together what is kept apart: when it was made, and what it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from avrop.authority import actions, permissions, queries
from avrop.authority.queries import Finding, ProofView, Step, Way
from avrop.kernel.permissions import permission_named
from avrop.kernel.presentation import shown
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Listing, figure, link, show_list, tag
from avrop.site.patterns.shapes import Fact

PAGE = 25
sitemap.register(
    SitePage(
        gettext_lazy("Proof of separated duties"),
        "proofs",
        sitemap.ASSURANCE,
        "auditor",
        rights=("authority.prove",),
        help=gettext_lazy(
            "The whole organisation is searched for somebody, or two whom a delegation links, who could"
            " do what is kept apart. Each way that is found is shown step by step."
        ),
        words=gettext_lazy("separation of duties conflict of interest segregation audit"),
        place=61,
    ),
    SitePage(
        gettext_lazy("A proof"),
        "proof",
        sitemap.ASSURANCE,
        "auditor",
        samples=("proof",),
        help=gettext_lazy(
            "What was searched, what was found, and what stands against it when somebody tries. Mend it"
            " by ending a mandate or a delegation, and make the proof again."
        ),
        place=61,
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A proof in the list."""

    view: ProofView

    @property
    def id(self) -> UUID:
        """What the row leads to."""
        return self.view.id

    @property
    def state(self) -> str:
        """What came of it."""
        return state_of(self.view)


def state_of(proof: ProofView) -> str:
    """Being made, nothing found, something found, or something that nothing stops."""
    if proof.state != "made":
        return proof.state
    if proof.open_ways:
        return "open"
    return "holds" if proof.holds else "found"


PROOFS = Listing(
    "proofs",
    gettext_lazy("Proof of separated duties"),
    columns=(
        link("asked_at", gettext_lazy("Made"), "proof", lambda row: shown(row.view.asked_at)),
        tag("state", gettext_lazy("What came of it"), "proof"),
        figure("standing", gettext_lazy("Found"), lambda row: row.view.standing),
        figure("open_ways", gettext_lazy("Nothing stops"), lambda row: row.view.open_ways),
        figure("decided", gettext_lazy("Let by decision"), lambda row: row.view.decided),
        figure("people", gettext_lazy("People searched"), lambda row: row.view.people),
        figure("mandates", gettext_lazy("Mandates"), lambda row: row.view.mandates),
    ),
    empty=gettext_lazy("No proof has been made yet."),
    what_next=gettext_lazy("Make the first one: it takes a few seconds."),
)


class AskForm(PageForm):
    """A button."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def proofs(request: Request) -> HttpResponse:
    """The last proof and the earlier ones; making a new one."""
    form = AskForm(request)
    if form.sends(actions.ask_for_proof):
        messages.success(request, _("The organisation is being searched."))
        return form.redirect("proof", form.answer)
    return show_list(
        request,
        PROOFS,
        queries.proofs_page,
        rows=lambda items: tuple(Row(one) for one in items),
        values={
            "form": form if permissions.PROVE.name in rights_of(request) else None,
            "last": ask(request, queries.last_proof),
        },
        template="site/control/proofs.html",
    )


# --- one proof ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StepInWords:
    """A step of a path."""

    person: str
    sentence: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WayInWords:
    """Two deeds, the steps to them, on what they meet, and what stands against it."""

    title: str
    steps: tuple[StepInWords, ...]
    meeting: str
    stopped: str
    is_open: bool
    dispensation: UUID | None


@dataclass(frozen=True, slots=True)
class FindingInWords:
    """Who, and every way."""

    title: str
    lead: str
    ways: tuple[WayInWords, ...]


@require_safe
@signed_in
def proof(request: Request, proof_id: UUID) -> HttpResponse:
    """What was searched and what was found, so many at a time."""
    found = ask(request, queries.proof, proof_id=proof_id)
    start = _start(request)
    findings = found.proof.findings if found.proof else ()
    part = findings[start : start + PAGE]
    following = f"?from={start + PAGE}" if len(findings) > start + PAGE else ""
    values = {
        "found": found,
        "state": state_of(found),
        "facts": _facts(found),
        "findings": _in_words(request, part),
        "carried": _carried(found),
        "following": following,
        "is_waiting": found.state != "made",
    }
    return show(request, "site/control/proof.html", values)


def _start(request: Request) -> int:
    text = request.GET.get("from", "")
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _facts(found: ProofView) -> tuple[Fact, ...]:
    if found.state != "made":
        return (Fact(_("Asked for"), found.asked_at),)
    return (
        Fact(_("Made"), found.made_at),
        Fact(_("Searched as of"), found.day),
        Fact(_("Rules on separation of duties"), words.rules_named(found.rule_set)),
        Fact(_("Rules on roles"), words.rules_named(found.roles_rule_set)),
        Fact(_("People with mandates"), found.people),
        Fact(_("Mandates"), found.mandates),
        Fact(_("Delegations"), found.delegations),
        Fact(_("Units"), found.units),
    )


def _carried(found: ProofView) -> tuple[Fact, ...]:
    """What single roles bring together by their own make."""
    carried = found.proof.carried if found.proof else ()
    return tuple(
        Fact(
            words.role_name(one.role),
            _both(one.first, one.second),
            note=_("%(people)s. %(stopped)s.")
            % {
                "people": ngettext(
                    "%(count)s person holds it", "%(count)s people hold it", one.holders
                )
                % {"count": one.holders},
                "stopped": words.named(one.stopped_by, "stopped_by"),
            },
        )
        for one in carried
    )


def _both(first: str, second: str) -> str:
    return _("%(first)s and %(second)s") % {
        "first": words.named(first, "deed"),
        "second": words.named(second, "deed"),
    }


def _in_words(request: Request, findings: Sequence[Finding]) -> tuple[FindingInWords, ...]:
    steps = [step for one in findings for way in one.ways for step in way.steps]
    people = {who for one in findings for who in one.people}
    people |= {step.principal for step in steps if step.principal}
    units = {step.unit_id for step in steps} | {
        way.overlap.unit_id for one in findings for way in one.ways
    }
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names(people)
        places = parties.unit_names({unit for unit in units if unit is not None})
    return tuple(_finding(one, names, places) for one in findings)


def _finding(
    found: Finding, names: Mapping[UUID, str], places: Mapping[UUID, str]
) -> FindingInWords:
    who = [names.get(person, "") for person in found.people]
    if found.kind == "circle":
        lead = _("They stand in for one another in a circle.")
        return FindingInWords(" → ".join(who), lead, ())
    if found.kind == "pair":
        title = _("%(first)s and %(second)s") % {"first": who[0], "second": who[1]}
        lead = _("A delegation links them, so they count as one.")
    else:
        title, lead = who[0], ""
    return FindingInWords(title, lead, tuple(_way(way, names, places) for way in found.ways))


def _way(way: Way, names: Mapping[UUID, str], places: Mapping[UUID, str]) -> WayInWords:
    is_of_roles = not way.steps[0].deed
    title = (
        _("%(first)s and %(second)s")
        % {"first": words.role_name(way.first), "second": words.role_name(way.second)}
        if is_of_roles
        else _both(way.first, way.second)
    )
    return WayInWords(
        title=title,
        steps=tuple(_step(step, names, places) for step in way.steps),
        meeting=_meeting(way, places),
        stopped=words.named(way.stopped_by, "stopped_by"),
        is_open=way.stopped_by == "nothing",
        dispensation=way.dispensation_id,
    )


def _step(step: Step, names: Mapping[UUID, str], places: Mapping[UUID, str]) -> StepInWords:
    where = places.get(step.unit_id, "") if step.unit_id else _("everywhere")
    facts = {"role": words.role_name(step.role), "where": where}
    notes = []
    if step.principal is not None:
        name = {"name": names.get(step.principal, "")}
        notes.append(_("In the place of %(name)s, by delegation") % name)
    if step.limit is not None:
        notes.append(_("up to %(amount)s") % {"amount": shown(step.limit)})
    notes.append(_period(step.valid_from, step.valid_until))
    sentence = _("%(role)s, %(where)s") % facts
    if step.deed:
        label = str(permission_named(step.permission).label)
        sentence = _("%(role)s, %(where)s: %(permission)s") % {**facts, "permission": label}
    return StepInWords(names.get(step.person_id, ""), sentence, tuple(notes))


def _meeting(way: Way, places: Mapping[UUID, str]) -> str:
    met = way.overlap
    parts = [places.get(met.unit_id, "") if met.unit_id else _("everywhere")]
    parts += [", ".join(texts) for texts in (met.categories, met.responsibilities) if texts]
    if met.agreements:
        parts.append(_agreements(met.agreements))
    if met.limit is not None:
        parts.append(_("up to %(amount)s") % {"amount": shown(met.limit)})
    return " · ".join([*parts, _period(met.valid_from, met.valid_until)])


def _agreements(ids: Iterable[UUID]) -> str:
    number = len(tuple(ids))
    return ngettext("%(count)s agreement", "%(count)s agreements", number) % {"count": number}


def _period(first: object, last: object | None) -> str:
    if last is None:
        return _("from %(first)s on") % {"first": shown(first)}
    return _("%(first)s to %(last)s") % {"first": shown(first), "last": shown(last)}
