"""Protected identity (Swedish *skyddade personuppgifter*): nobody here may find out who or where
somebody is.

Theory of operation. What everybody is shown of a person is the row in `Person`. When an identity is
protected, the true name and ways to reach the person move out of that row into `ProtectedIdentity`,
and a name that says nothing takes their place: so no page, list, export or document can show what
none of them has. What was written down before, in tasks, forms and contacts, is rewritten by the
apps that keep it (`words_instead`), and lines of imports are shown without it. Whoever must know
asks for it by a query of its own, which writes down who read it. What the history of rows still
holds is masked where it is shown (`kernel.former`).

Offentlighets- och sekretesslagen (2009:400) 21:3 and 21:3 a; folkbokföringslagen (1991:481) 16–17 §§.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import missing
from avrop.kernel.readings import Sensitive, record_reading
from avrop.kernel.redacting import rows_with_texts
from avrop.parties.models import Person, ProtectedIdentity
from avrop.parties.permissions import PROTECT


@dataclass(frozen=True, slots=True)
class TrueIdentity:
    """Who a protected person is."""

    person_id: UUID
    name: str
    email: str
    phone: str
    decision: str
    protected_at: datetime


@query
def true_identity(person_id: UUID, *, actor: Actor, at: datetime) -> TrueIdentity:
    """Who a protected person is. That it was read is written down."""
    require(actor, PROTECT, at=at, within=EVERYWHERE)
    kept = kept_identity(person_id)
    record_reading(Sensitive.PROTECTED_IDENTITY, actor=actor, at=at, subject_id=person_id)
    return TrueIdentity(
        person_id, kept.name, kept.email, kept.phone, kept.decision, kept.protected_at
    )


def kept_identity(person_id: UUID) -> ProtectedIdentity:
    """The row that holds who a protected person is; `Missing` where there is none."""
    row = ProtectedIdentity.objects.select_for_update().filter(person_id=person_id, ended_at=None)
    found: ProtectedIdentity | None = row.first()
    if found is None:
        raise missing("protected identity", person_id)
    return found


def is_protected(person_id: UUID) -> bool:
    """Whether a person's identity is protected."""
    return bool(protected_among((person_id,)))


def protected_among(ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the people whose identity is protected, in one statement."""
    rows = ProtectedIdentity.objects.filter(person_id__in=list(ids), ended_at=None)
    return frozenset(rows.values_list("person_id", flat=True))


def hidden_words() -> dict[str, str]:
    """What tells who the protected are, in small letters: names, e-mail addresses, telephone and
    employee numbers; each with what the person is called instead. Two statements."""
    rows = list(ProtectedIdentity.objects.filter(ended_at=None))
    people = Person.objects.filter(id__in=[row.person_id for row in rows])
    numbers = dict(people.values_list("id", "number"))
    return {
        text.casefold(): name_that_says_nothing(row.person_id)
        for row in rows
        for text in (row.name, row.email, row.phone, numbers.get(row.person_id, ""))
        if text
    }


def words_instead(person_id: UUID) -> dict[str, str]:
    """What was written of a person who is protected, as it was, and what stands for it from now on; for
    the reactions of apps that have written it down. Empty where the protection has ended."""
    row = ProtectedIdentity.objects.filter(person_id=person_id, ended_at=None).first()
    if row is None:
        return {}
    instead = {row.phone: "", row.email: "", row.email.lower(): ""}
    return instead | {row.name: name_that_says_nothing(person_id)}


def rows_naming(table: str, keys: frozenset[UUID]) -> frozenset[UUID]:
    """Rows in which somebody who is protected stands by what he is called instead: their history has
    the true name."""
    rows = ProtectedIdentity.objects.filter(ended_at=None).values_list("person_id", flat=True)
    return rows_with_texts(table, keys, [name_that_says_nothing(one) for one in rows])


def rows_to_mask(table: str, keys: frozenset[UUID]) -> frozenset[UUID]:
    """Rows whose history must not be shown: of people who are protected, and all of what protects
    them."""
    return protected_among(keys) if table == Person._meta.db_table else keys


def name_that_says_nothing(person_id: UUID) -> str:
    """What a protected person is called: the same each time, so that colleagues can tell two apart."""
    return f"Skyddad person {person_id.hex[-4:].upper()}"
