"""Reading messages, their bytes, their trace, and the directory of addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.translation import get_language

from avrop import documents
from avrop.exchange import rules, seeing
from avrop.exchange.channels import PORTAL
from avrop.exchange.findings import DOCUMENT, MessageFinding, as_document_finding, read_stored
from avrop.exchange.lifecycle import LIFECYCLES, Direction, State
from avrop.exchange.models import Endpoint, Message, Payload, Step
from avrop.exchange.rules import ANSWERS, SHOWN_LENGTH, participant
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import time_zone
from avrop.kernel.finding import Found, fitting, narrowed
from avrop.kernel.models import Tenant
from avrop.kernel.paging import Page, page_of, sorted_page_of
from avrop.kernel.problems import Problem, Refused, missing
from avrop.kernel.wording import Said, say
from avrop.values import moment_of, uuid7, uuid7_floor

#: The order of messages that begins with the first.
OLDEST_FIRST = "oldest"
#: So far back a partner's messages are looked for.
LOOKS_BACK = timedelta(days=90)
#: So many characters of a reason are kept in the trace of a message.
LONGEST_REASON = SHOWN_LENGTH
#: What people do to messages; the other verbs of the lifecycles are routines'.
BY_PEOPLE = ("resend", "retry_take_in", "settle_conflict")


@dataclass(frozen=True, slots=True)
class MessageView:
    """A message as it stands. `sha256` is in hexadecimal, `size` in bytes.

    `first_id` is the message that this one repeats or is in conflict with; `is_repeat` says that the
    bytes just given had come before, and that this is the message they came as.
    """

    id: UUID
    tenant_id: UUID
    direction: str
    kind: str
    document_number: str
    sender: str
    receiver: str
    channel: str
    state: str
    file_name: str
    size: int
    sha256: str
    business_key: str
    envelope_id: str
    transport_id: str
    once_key: str
    subject_id: UUID | None
    in_reply_to: UUID | None
    first_id: UUID | None
    findings: tuple[MessageFinding, ...]
    transport_acknowledged_at: datetime | None
    message_status: str
    message_status_at: datetime | None
    business_response: str
    business_response_at: datetime | None
    created_at: datetime
    recorded_at: datetime
    available_actions: tuple[str, ...]
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class TraceStep:
    """Something that happened to a message; `detail` holds ids, codes and facts."""

    message_id: UUID
    direction: str
    kind: str
    document_number: str
    step: str
    at: datetime
    detail: Mapping[str, Any]


@query
def message(message_id: UUID, *, actor: Actor) -> MessageView:
    """One message; `Missing` where there is none."""
    return views_of([_visible(message_id, actor)])[0]


def _visible(message_id: UUID, actor: Actor) -> Message:
    rows = seeing.only_seen(Message.objects.filter(id=message_id), actor)
    if not rows:
        raise missing("message", message_id)
    row: Message = rows[0]
    return row


@query
def messages_numbered(
    text: str, *, actor: Actor, at: datetime, limit: int = 8
) -> tuple[Found, ...]:
    """The messages whose document's number begins so, the latest numbers first."""
    beginning = fitting(text, series="", at=at)
    rows = narrowed(
        Message.objects.visible_to(actor), Message.objects.all(), "document_number", beginning
    )
    return tuple(
        Found("message", row.id, row.document_number, row.kind, row.state) for row in rows[:limit]
    )


@query
def messages_page(
    *,
    direction: str = "",
    state: str = "",
    kind: str = "",
    subject_id: UUID | None = None,
    partner: str = "",
    partners: tuple[str, ...] = (),
    on: date | None = None,
    sort: str = "",
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[MessageView]:
    """Messages, newest first ("oldest" of `sort`: the other way), of one direction, state, kind or
    business object where given, with a partner, or recorded on a day.

    `partner` is an electronic address; `partners` are several, any of which will do. Without a day
    those of the last `LOOKS_BACK` are looked through for them.
    """
    wanted = {"direction": direction, "state": state, "kind": kind, "subject_id": subject_id}
    seen = Message.objects.visible_to(actor, direction=direction, kind=kind)
    rows: QuerySet[Message] = seen.filter(
        **{name: value for name, value in wanted.items() if value}
    )
    if (partner or partners) and on is None:
        # No index leads from a partner to its messages, so that only the newest are looked through.
        rows = rows.filter(id__gte=uuid7_floor(moment_of(uuid7()) - LOOKS_BACK))
    return _page(_with(_recorded(rows, on), partner, partners), sort, cursor, limit)


def _with(rows: QuerySet[Message], partner: str, partners: tuple[str, ...]) -> QuerySet[Message]:
    addresses = [*partners, *([rules.participant(partner)] if partner else [])]
    return rows.filter(Q(sender__in=addresses) | Q(receiver__in=addresses)) if addresses else rows


def _recorded(rows: QuerySet[Message], on: date | None) -> QuerySet[Message]:
    """Keys are time: a day of the organisation's is a range of them."""
    if on is None:
        return rows
    begins = datetime.combine(on, time.min, tzinfo=time_zone())
    ends = datetime.combine(on + timedelta(days=1), time.min, tzinfo=time_zone())
    return rows.filter(id__gte=uuid7_floor(begins), id__lt=uuid7_floor(ends))


def _page(rows: QuerySet[Message], sort: str, cursor: str | None, limit: int) -> Page[MessageView]:
    if sort == OLDEST_FIRST:
        every = Message.objects.all()
        found, following = sorted_page_of(rows, "id", among=every, cursor=cursor, limit=limit)
    else:
        found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(views_of(found)), following)


#: Where a message stays until a person does something about it.
STUCK = (
    State.REFUSED,
    State.UNDELIVERABLE,
    State.CONFLICT,
    State.FAILED,
    State.REFUSED_BY_ACCESS_POINT,
)


@query
def stuck_page(
    *,
    state: str = "",
    direction: str = "",
    kind: str = "",
    partner: str = "",
    partners: tuple[str, ...] = (),
    sort: str = "",
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[MessageView]:
    """Messages that go no further until somebody does something about them, the newest first; the rest
    is as in `messages_page`."""
    among = [state] if state in STUCK else list(STUCK)
    wanted = {"direction": direction, "kind": kind}
    rows = Message.objects.visible_to(actor, direction=direction, kind=kind).filter(
        state__in=among, **{name: value for name, value in wanted.items() if value}
    )
    return _page(_with(rows, partner, partners), sort, cursor, limit)


def stuck_since(message_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Since when messages have stood where they are stuck. One statement; for pages, in a scope."""
    rows = Step.objects.filter(message_id__in=list(message_ids), step__in=STUCK)
    return dict(rows.values_list("message_id").annotate(since=Max("at")))


def messages_by_id(message_ids: Iterable[UUID], *, actor: Actor) -> tuple[MessageView, ...]:
    """Some messages that the actor may see, the oldest first. For pages, inside a scope."""
    asked = list(message_ids)
    rows = seeing.only_seen(_with_ids(ids=asked), actor) if asked else []
    return tuple(views_of(rows)) if rows else ()


_with_ids = compiled(lambda: Message.objects.filter(id__any_of=Given("ids")).order_by("id"))


@query
def payload(message_id: UUID, *, actor: Actor) -> bytes:
    """A message's bytes as they came or left.

    Raises `Missing`, and `Refused` where they have been disposed of.
    """
    _visible(message_id, actor)
    content = Payload.objects.values_list("content", flat=True).get(id=message_id)
    if content is None:
        raise Refused((Problem("exchange.payload_disposed"),))
    return bytes(content)


@query
def steps(message_id: UUID, *, actor: Actor) -> tuple[TraceStep, ...]:
    """What has happened to one message, oldest first."""
    return _steps(seeing.only_seen(Message.objects.filter(id=message_id), actor))


@query
def trace(subject_id: UUID, *, actor: Actor) -> tuple[TraceStep, ...]:
    """What has happened to every message about a business object, oldest first."""
    return _steps(seeing.only_seen(_about([subject_id]), actor))


def traces(subject_ids: Sequence[UUID]) -> dict[UUID, tuple[TraceStep, ...]]:
    """The same for several business objects, for an app that has looked whether they may be seen, inside
    a scope. Two statements."""
    rows = _about(subject_ids)
    about = {row.id: row.subject_id for row in rows}
    found: dict[UUID, tuple[TraceStep, ...]] = {}
    for step in _steps(rows):
        subject_id = about[step.message_id]
        assert subject_id is not None  # it was asked for by it
        found[subject_id] = (*found.get(subject_id, ()), step)
    return found


def _about(subject_ids: Sequence[UUID]) -> list[Message]:
    # An upper bound of keys, which are time, spares the database next year's empty partitions.
    return _headings(subject_ids=list(subject_ids), now=uuid7())


_headings = compiled(
    lambda: Message.objects.filter(
        subject_id__any_of=Given("subject_ids"), id__lte=Given("now")
    ).only("direction", "kind", "document_number", "subject_id")
)


_steps_of = compiled(
    lambda: Step.objects.filter(message_id__any_of=Given("ids")).order_by("at", "id")
)


def _steps(messages: Iterable[Message]) -> tuple[TraceStep, ...]:
    known = {row.id: row for row in messages}
    rows = _steps_of(ids=list(known)) if known else ()
    return tuple(
        TraceStep(
            message_id=row.message_id,
            direction=known[row.message_id].direction,
            kind=known[row.message_id].kind,
            document_number=known[row.message_id].document_number,
            step=row.step,
            at=row.at,
            detail=row.detail,
        )
        for row in rows
    )


_facts_of_bytes = compiled(
    lambda: Payload.objects.filter(id__any_of=Given("ids")).values_list("id", "size", "sha256")
)


def views_of(rows: list[Message], *, is_repeat: bool = False) -> list[MessageView]:
    """Views of messages, with the facts of their bytes: one statement more."""
    facts = {
        key: (size, bytes(sha256).hex())
        for key, size, sha256 in _facts_of_bytes(ids=[row.id for row in rows])
    }
    return [_view(row, *facts[row.id], is_repeat=is_repeat) for row in rows]


COPIED = tuple(
    name
    for name in MessageView.__dataclass_fields__
    if name not in ("size", "sha256", "findings", "available_actions", "is_repeat")
)


def _view(row: Message, size: int, sha256: str, *, is_repeat: bool) -> MessageView:
    return MessageView(
        **{name: getattr(row, name) for name in COPIED},
        size=size,
        sha256=sha256,
        findings=read_stored(row.findings),
        available_actions=available_actions(row),
        is_repeat=is_repeat,
    )


def available_actions(row: Message) -> tuple[str, ...]:
    """What a person may do to a message next, if he has the right."""
    verbs = LIFECYCLES[Direction(row.direction)].verbs_from(row.state)
    found = [verb for verb in verbs if verb in BY_PEOPLE]
    if is_unopened(row):
        found.append("acknowledge")
    return tuple(found)


def is_unopened(row: Message) -> bool:
    """Whether a message of the portal waits for somebody to open it."""
    return (
        row.direction == Direction.IN
        and row.channel == PORTAL
        and row.transport_acknowledged_at is None
    )


def tenant_of(participant_id: str, kind: str = "") -> UUID | None:
    """Which organisation here receives documents of a kind for a participant. Global."""
    rows = Endpoint.objects.filter(
        participant=participant(participant_id), document_kind__in={kind, ""}
    )
    return rows.order_by("-document_kind").values_list("tenant_id", flat=True).first()


def operator_tenant() -> UUID | None:
    """The organisation that keeps what nobody else here receives."""
    return Tenant.objects.filter(is_operator=True).values_list("id", flat=True).first()


def tenant_called(text: str) -> UUID | None:
    """The organisation here that somebody means by its name or registered number; None where none or
    several fit. Global: never tell a stranger what it answered."""
    wanted = " ".join(text.split())
    if not wanted:
        return None
    number = wanted.replace("-", "").replace(" ", "")
    fits = Q(name__iexact=wanted) | Q(registered_as__endswith=f":{number}")
    found = list(Tenant.objects.filter(fits, closed_at=None).values_list("id", flat=True)[:2])
    return found[0] if len(found) == 1 else None


def said(finding: MessageFinding) -> Said:
    """A finding in the reader's language: sentence, remedy, who can mend it, and where."""
    place = finding.place
    if finding.origin != DOCUMENT:
        return say(Problem(finding.code, finding.values, place, finding.fixer))
    language, found = get_language() or "sv", as_document_finding(finding)
    return Said(
        code=finding.rule_id or finding.code,
        sentence=documents.message(found, language),
        remedy=documents.remedy(found, language),
        fixer=finding.fixer,
        place=(finding.document_line, *place) if finding.document_line else place,
    )


def rule_finding(finding: MessageFinding) -> documents.Finding | None:
    """The finding as the rules of documents made it; None for what is no matter of theirs."""
    return as_document_finding(finding) if finding.origin == DOCUMENT else None


__all__ = [
    "ANSWERS",
    "MessageFinding",
    "MessageView",
    "TraceStep",
    "message",
    "messages_by_id",
    "messages_page",
    "operator_tenant",
    "participant",
    "payload",
    "rule_finding",
    "said",
    "steps",
    "stuck_page",
    "stuck_since",
    "tenant_called",
    "tenant_of",
    "trace",
    "traces",
]
