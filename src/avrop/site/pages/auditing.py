"""The audit trail: what happened and what was refused, by person, object and time; before and
after; and the access review. For those who check what others did. Reading is itself written
down."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from avrop.authority.access import AccessLine, HeldRole, Only, access_review
from avrop.kernel import auditing
from avrop.kernel.auditing import AuditEntry, RefusalEntry
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import operation_named
from avrop.kernel.readings import Sensitive, SensitiveRead
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.happenings import HAPPENINGS
from avrop.site.pages import sitemap
from avrop.site.pages.finding import NUMBERED
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Filter,
    Listing,
    day,
    link,
    sentence,
    show_list,
    text,
)
from avrop.site.patterns.shapes import Tab
from avrop.site.without_facts import sentence_of
from avrop.site.words import role_name, rules_named

AUDIT = "kernel.read_audit"
sitemap.register(
    SitePage(
        gettext_lazy("Audit trail"),
        "audit",
        sitemap.ASSURANCE,
        "auditor",
        rights=(AUDIT,),
        help=gettext_lazy(
            "Everything that happened in the organisation: by whom, to what, when, and with which "
            "values "
            "before and after. What was refused stands beside it. That you read it is written down too."
        ),
        words=gettext_lazy("log history events who did what"),
        place=80,
    ),
    SitePage(
        gettext_lazy("What was refused"),
        "refusals",
        sitemap.ASSURANCE,
        "auditor",
        rights=(AUDIT,),
        in_navigation=False,
        help=gettext_lazy("What somebody tried and was refused: who, what, when and why."),
    ),
    SitePage(
        gettext_lazy("Event in the audit trail"),
        "audit_entry",
        sitemap.ASSURANCE,
        "auditor",
        rights=(AUDIT,),
        samples=("event",),
    ),
    SitePage(
        gettext_lazy("Access review"),
        "access_review",
        sitemap.ASSURANCE,
        "auditor",
        rights=("authority.review_access",),
        help=gettext_lazy(
            "Everybody who holds a mandate, with the last sign-in. Choose those who have left, who "
            "never "
            "sign in, or who lack a second factor that they need."
        ),
        words=gettext_lazy("who may do what, last sign-in, leavers, accounts"),
        place=85,
    ),
)


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event in words. `who` is the person, or the routine by its name."""

    id: UUID
    at: Any
    what: str
    name: str
    who: str
    on_behalf_of: str
    about: Cell
    subject: str
    reason: str


@dataclass(frozen=True, slots=True)
class RefusalLine:
    """A refusal in words."""

    id: UUID
    at: Any
    tried: str
    operation: str
    face: Any
    who: str
    why: str
    about: Cell
    subject: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A holder in words. `address` is of what is kept about him, for who may read it; else of what he
    did."""

    id: UUID
    name: str
    address: str
    note: Any
    roles: str
    last_signed_in_at: Any
    signs_in: Any
    keys: int


PERSON = Filter("person", gettext_lazy("Person, by name"))
SUBJECT = Filter("subject", gettext_lazy("Object, by number"))
NAME = Filter(
    "name",
    gettext_lazy("What happened"),
    lambda: [(name, str(words)) for name, words in sorted(HAPPENINGS.items(), key=_spoken)],
    gettext_lazy("Everything"),
    "choice",
)
SINCE = Filter("since", gettext_lazy("From day"), kind="date")
UNTIL = Filter("until", gettext_lazy("To day"), kind="date")


def _spoken(pair: tuple[str, Any]) -> str:
    return str(pair[1])


#: What people call the ways by which something is asked for.
FACES = {
    "web": gettext_lazy("This site"),
    "api": gettext_lazy("The interface for programs"),
    "scim": gettext_lazy("The directory of people (SCIM)"),
    "cli": gettext_lazy("The command line"),
    "job": gettext_lazy("A routine"),
}
#: What was read that is sensitive, each as a sentence of its own.
READ = {
    Sensitive.AUDIT: gettext_lazy("The audit trail was read."),
    Sensitive.BANK_DETAILS: gettext_lazy("Bank details were read."),
    Sensitive.PERSONAL_DATA: gettext_lazy("What is kept about somebody was read."),
    Sensitive.PROTECTED_IDENTITY: gettext_lazy("A protected identity was read."),
    Sensitive.ACCESS_REVIEW: gettext_lazy("The access review was read."),
}
ABOUT = Column("about", gettext_lazy("Object"), lambda row: row.about)
WHO = text("who", gettext_lazy("Who"), note=lambda row: getattr(row, "on_behalf_of", ""))
EVENTS = Listing(
    "audit",
    gettext_lazy("Audit trail"),
    (
        link("what", gettext_lazy("What happened"), "audit_entry", note=lambda row: row.reason),
        day("at", gettext_lazy("Time")),
        WHO,
        ABOUT,
        text("name", "Event", hidden=True),
        text("subject", "Object id", hidden=True),
        text("id", "Id", hidden=True),
    ),
    empty=gettext_lazy("Nothing has happened yet."),
    filters=(PERSON, SUBJECT, NAME, SINCE, UNTIL),
)
REFUSALS = Listing(
    "refusals",
    gettext_lazy("What was refused"),
    (
        sentence("why", gettext_lazy("Why"), lambda row: row.why, is_head=True),
        day("at", gettext_lazy("Time")),
        WHO,
        text("tried", gettext_lazy("What was tried")),
        text("face", gettext_lazy("By way of")),
        ABOUT,
        text("operation", "Operation", hidden=True),
        text("subject", "Object id", hidden=True),
        text("id", "Id", hidden=True),
    ),
    empty=gettext_lazy("Nothing has been refused yet."),
    filters=(PERSON, SUBJECT, SINCE, UNTIL),
)
ONLY = {
    Only.LEFT: gettext_lazy("Who have left"),
    Only.UNUSED: gettext_lazy("Who have not signed in for 90 days"),
    Only.NO_SECOND_FACTOR: gettext_lazy("Who lack a second factor that they need"),
    Only.SUPPLIERS: gettext_lazy("Who work as a supplier"),
    Only.BOTH_SIDES: gettext_lazy("Who work for the other side of the trade too"),
    Only.EMERGENCY: gettext_lazy("Accounts for emergencies"),
}
REVIEW = Listing(
    "access_review",
    gettext_lazy("Access review"),
    (
        Column(
            "name",
            gettext_lazy("Person"),
            lambda row: Cell(row.name, address=row.address, note=row.note),
            is_head=True,
        ),
        sentence("roles", pgettext_lazy("column of roles", "Holds"), lambda row: row.roles),
        day("last_signed_in_at", gettext_lazy("Last sign-in")),
        text("signs_in", gettext_lazy("Signs in with")),
        text("keys", gettext_lazy("API keys"), kind="figure"),
        text("id", "Id", hidden=True),
    ),
    empty=gettext_lazy("Nobody holds a mandate yet."),
    filters=(
        Filter(
            "only",
            gettext_lazy("Whom to look at"),
            lambda: [(one.value, words) for one, words in ONLY.items()],
            gettext_lazy("Everybody"),
            "choice",
        ),
    ),
)


@require_safe
@signed_in
def audit(request: Request) -> HttpResponse:
    """What happened, searched."""
    return show_list(
        request,
        EVENTS,
        auditing.audit_page,
        template="site/audit/list.html",
        values={"tabs": _tabs("audit")},
        rows=lambda items: _events(request, items),
        **_sought(request),
    )


@require_safe
@signed_in
def refusals(request: Request) -> HttpResponse:
    """What was refused, searched."""
    return show_list(
        request,
        REFUSALS,
        auditing.refusals_page,
        template="site/audit/list.html",
        values={"tabs": _tabs("refusals")},
        rows=lambda items: _refusals(request, items),
        **_sought(request),
    )


@require_safe
@signed_in
def audit_entry(request: Request, event_id: UUID) -> HttpResponse:
    """One event, with everything it holds and what it changed."""
    card = ask(request, auditing.audit_entry, event_id=event_id)
    (line,) = _events(request, [card.entry])
    facts = [(name, _written(value)) for name, value in sorted(card.entry.facts.items())]
    changes = [
        (change, [(one.name, _written(one.before), _written(one.after)) for one in change.fields])
        for change in card.changes
    ]
    values = {
        "line": line,
        "entry": card.entry,
        "rules": rules_named(card.entry.rule_set),
        "facts": facts,
        "changes": changes,
        "about": f"{reverse('audit')}?subject={card.entry.subject_id}",
    }
    return show(request, "site/audit/entry.html", values)


@require_safe
@signed_in
def review(request: Request) -> HttpResponse:
    """Who holds what, and when he last signed in."""
    return show_list(
        request,
        REVIEW,
        access_review,
        rows=lambda items: _holders(request, items),
    )


# --- in words ----------------------------------------------------------------------------------------


def _tabs(current: str) -> tuple[Tab, ...]:
    return (
        Tab(gettext_lazy("What happened"), reverse("audit"), current == "audit"),
        Tab(gettext_lazy("What was refused"), reverse("refusals"), current == "refusals"),
    )


def _sought(request: Request) -> dict[str, tuple[UUID, ...]]:
    """The people and objects that the words in the filters find."""
    person = request.GET.get("person", "").strip()
    subject = request.GET.get("subject", "").strip()
    return {
        "people": _people_called(request, person) if person else (),
        "subjects": _objects_called(request, subject) if subject else (),
    }


def _people_called(request: Request, text: str) -> tuple[UUID, ...]:
    given = _id_in(text)
    if given is not None:
        return (given,)
    return tuple(one.id for one in ask(request, parties.people_page, text=text, limit=200).items)


def _objects_called(request: Request, text: str) -> tuple[UUID, ...]:
    given = _id_in(text)
    if given is not None:
        return (given,)
    return tuple(one.id for _, query in NUMBERED for one in ask(request, query, text=text))


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _events(request: Request, items: Sequence[AuditEntry]) -> tuple[EventLine, ...]:
    ids = {key for one in items for key in (one.person_id, one.on_behalf_of) if key}
    about = _about(request, {one.subject_id for one in items if one.subject_id}, "audit")
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names(ids)
    return tuple(
        EventLine(
            id=one.id,
            at=one.at,
            what=_happened(one),
            name=one.name,
            who=names.get(one.person_id, one.system) if one.person_id else one.system,
            on_behalf_of=names.get(one.on_behalf_of, "") if one.on_behalf_of else "",
            about=about[one.subject_id] if one.subject_id else Cell(""),
            subject=str(one.subject_id or ""),
            reason=one.reason,
        )
        for one in items
    )


def _refusals(request: Request, items: Sequence[RefusalEntry]) -> tuple[RefusalLine, ...]:
    about = _about(request, {one.subject_id for one in items if one.subject_id}, "refusals")
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names({one.person_id for one in items if one.person_id})
    return tuple(
        RefusalLine(
            id=one.id,
            at=one.at,
            tried=_tried(one.operation),
            operation=one.operation,
            face=FACES.get(one.face, one.face),
            who=names.get(one.person_id, "") if one.person_id else "",
            why=" ".join(sentence_of(code) for code in one.codes),
            about=about[one.subject_id] if one.subject_id else Cell(""),
            subject=str(one.subject_id or ""),
        )
        for one in items
    )


def _happened(entry: AuditEntry) -> str:
    """The sentence of an event; of a reading, what was read."""
    read = READ.get(entry.facts.get("what", "")) if entry.name == SensitiveRead.name else None
    return str(read or HAPPENINGS.get(entry.name, entry.name))


def _about(request: Request, ids: Set[UUID], page: str) -> dict[UUID, Cell]:
    """What each object is called where it has a name, and the way to all that happened to it. The same
    few statements for any number."""
    with tenant_scope(actor_of(request).tenant_id):
        named = {
            **{one.id: one.name for one in parties.organisations(ids).values()},
            **parties.unit_names(ids),
            **parties.person_names(ids),
        }
    every = _("Everything about it")
    to = reverse(page)
    return {one: Cell(named.get(one) or every, address=f"{to}?subject={one}") for one in ids}


def _tried(operation: str) -> str:
    """What was tried, as the right for it says; the operation's own name where it asks for none."""
    try:
        permission = operation_named(operation).permission
    except KeyError:
        return operation
    return str(permission.label) if permission else operation


def _holders(request: Request, items: Sequence[AccessLine]) -> tuple[ReviewLine, ...]:
    units = {held.unit_id for one in items for held in one.roles if held.unit_id}
    may_report = "authority.report_person" in rights_of(request)
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.unit_names(units)
    return tuple(
        ReviewLine(
            id=one.id,
            name=one.name,
            address=reverse("personal_data", args=[one.id])
            if may_report
            else f"{reverse('audit')}?person={one.id}",
            note=_standing_of(one),
            roles=", ".join(dict.fromkeys(_held(held, names) for held in one.roles)),
            last_signed_in_at=one.last_signed_in_at or pgettext("last sign-in", "never"),
            signs_in=_means_of(one),
            keys=one.keys,
        )
        for one in items
    )


def _held(held: HeldRole, units: Mapping[UUID, str]) -> str:
    name = role_name(held.role)
    where = units.get(held.unit_id, "") if held.unit_id else ""
    said = _("%(role)s in %(unit)s") % {"role": name, "unit": where} if where else name
    return _("%(role)s, as a substitute") % {"role": said} if held.lent_by else said


def _standing_of(line: AccessLine) -> str:
    if line.has_left:
        return _("has left, and still holds this")
    if line.on_both_sides:
        return _("works for an organisation on the other side of the trade too")
    return _("for emergencies") if line.is_for_emergencies else ""


def _means_of(line: AccessLine) -> str:
    if not line.has_account:
        return _("nothing: no account")
    if line.has_second_factor:
        return _("password and second factor, or passkey")
    return (
        _("password only, though a second factor is needed") if line.needs_proof else _("password")
    )


def _written(value: Any) -> str:
    plain = to_plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
