"""What the exchange decides without looking at anything but values."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from avrop.kernel.canonical import canonical_json, digest
from avrop.kernel.problems import Problem
from avrop.values import InvalidIdentifier, PeppolParticipant

#: Tries within about three quarters of an hour; what is not done by then waits for a person.
MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(minutes=15)
#: As much of a text from outside as is worth showing; keys are made of the whole.
SHOWN_LENGTH = 300

#: The kinds of documents that answer a message, not the business in it: a response, a status.
MLR, MLS = "mlr", "mls"
ANSWERS = frozenset({MLR, MLS})


def participant(text: str) -> str:
    """A participant as the directory writes it: Peppol's canonical form where it has one."""
    try:
        return str(PeppolParticipant.parse(text))
    except InvalidIdentifier:
        return text.strip().lower()


def is_own(participant_id: str, registered_as: str) -> bool:
    """Whether an address is made of an organisation's registered number ("0007:2120000142"): the number
    itself in any scheme, or the Swedish VAT number of it (skatteförfarandelagen 2011:1244, 7 kap.)."""
    number = registered_as.partition(":")[2].lower()
    value = participant(participant_id).partition(":")[2]
    return bool(number) and value in (number, f"se{number}01")


def problems_registering(participant_id: str, registered_as: str) -> Iterator[Problem]:
    """Why somebody of an organisation can't have it receive at an address. Whoever receives at another's
    has the other's documents, so only the operator registers what the number doesn't prove."""
    if not is_own(participant_id, registered_as):
        yield Problem(
            "exchange.endpoint_not_own", {"participant": participant_id}, ("participant",)
        )


def tidy(text: str) -> str:
    """Text from outside that a table can hold and a page can show: bounded, no NUL, valid Unicode."""
    shown = text[:SHOWN_LENGTH].replace("\x00", "�")
    return shown.encode("utf-8", "replace").decode("utf-8")


def key_of(*parts: str) -> bytes:
    """The digest of a key's parts, so that neither length nor separators matter."""
    plain = [part.encode("utf-8", "replace").decode("utf-8") for part in parts]
    return digest(canonical_json(plain))


def problems_settling(reason: str) -> Iterator[Problem]:
    """A conflict is settled with a reason that can be shown."""
    if not reason.strip():
        yield Problem("exchange.no_reason", place=("reason",))
    yield from problems_with_reason(reason)


def problems_with_reason(reason: str) -> Iterator[Problem]:
    """What stands in the trace of a message can be shown whole."""
    if len(reason.strip()) > SHOWN_LENGTH:
        yield Problem("exchange.reason_too_long", {"most": SHOWN_LENGTH}, ("reason",))


def next_try(attempts: int, *, at: datetime) -> datetime | None:
    """When to try again after so many attempts; None when a person must look."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return at + min(timedelta(seconds=2**attempts), LONGEST_WAIT)
