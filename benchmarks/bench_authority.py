"""What it costs to ask who may do what, in a municipality of 9,000 people.

`may.cpu_ms` is one `kernel.require` from warm state, with a gate to pass: the CPU of this process and of
the database's backend that serves it. Its floor is the barest statement there is, asked the same way.
`who_may.statements` says that a list of who may do something asks as often of 9,000 people as of one.

Other questions about the organisation are functions of their own, named in PARTS.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from avrop.authority import actions, queries
from avrop.authority.models import Mandate, Pass, Role
from avrop.authority.passes import Gate, PassKind
from avrop.authority.post_models import Who
from avrop.buying.requisitions import permissions
from avrop.kernel.actors import Actor
from avrop.kernel.ports import Within, require
from avrop.kernel.scope import tenant_scope
from avrop.parties.models import Person, Unit
from avrop.site.cli.bench import Figure
from avrop.testing.worlds import a_tenant, everything
from avrop.values import uuid7

sys.path.insert(0, str(Path(__file__).parent))

import importing
import proving

PEOPLE, UNITS = 9_000, 1_200
ROUNDS, OF_EACH, WARM_UP = 8, 500, 500
GATE = Gate(PassKind.CERTIFICATE, "requester", (permissions.SUBMIT.name,))


def figures() -> Iterator[Figure]:
    """Every figure about authority."""
    for part in PARTS:
        yield from part()


def may() -> Iterator[Figure]:
    """What one question costs, and how many statements a list takes."""
    few, many = _municipality(1), _municipality(PEOPLE)
    _take_stock()
    yield Figure("may.cpu_ms", _asking(many) * 1000, "ms", _bare() * 1000, limit=1)
    some = float(_listing(few))
    yield Figure("who_may.statements", float(_listing(many)), "statements", some, limit=some)


#: The parts, in the order in which they are printed.
PARTS: tuple[Callable[[], Iterator[Figure]], ...] = (may, importing.figures, proving.proving)


def _now() -> datetime:
    return datetime.now(UTC)


def _municipality(people: int) -> tuple[UUID, tuple[UUID, ...], tuple[UUID, ...]]:
    """A tenant, its units and its people: each in a unit, with a mandate there and a certificate."""
    tenant_id, today = a_tenant().tenant_id, _now().date()
    since = today - timedelta(days=100)
    with tenant_scope(tenant_id), transaction.atomic():
        units = _units(UNITS if people > 1 else 1, since)
        persons = [
            Person(name=f"Person {n}", unit_id=units[n % len(units)].id, valid_from=since)
            for n in range(people)
        ]
        Person.objects.bulk_create(persons, batch_size=1000)
        role = Role.objects.get(code="requester")
        Mandate.objects.bulk_create(
            [
                Mandate(
                    person_id=one.id,
                    role_id=role.id,
                    unit_id=one.unit_id,
                    valid_from=since,
                    decision_reference="KS 2026:1",
                    granted_at=_now(),
                )
                for one in persons
            ],
            batch_size=1000,
        )
        Pass.objects.bulk_create(
            [
                Pass(
                    person_id=one.id,
                    kind=GATE.kind,
                    code=GATE.code,
                    valid_from=since,
                    granted_at=_now(),
                )
                for one in persons
            ],
            batch_size=1000,
        )
    office = everything(tenant_id)
    actions.change_gates((GATE,), valid_from=today, reason="KS 2026:2", actor=office, at=_now())
    actions.set_requester_policy(
        units[0].id,
        Who.EVERYONE,
        valid_from=today,
        decision_reference="KS 2026:3",
        actor=office,
        at=_now(),
    )
    return tenant_id, tuple(one.id for one in units), tuple(one.id for one in persons)


def _units(count: int, since: date) -> list[Unit]:
    """A tree of departments, a dozen below each."""
    units: list[Unit] = []
    for number in range(count):
        parent = units[(number - 1) // 12] if number else None
        key = uuid7()
        path = f"{parent.path if parent else '/'}{key}/"
        units.append(
            Unit(id=key, name=f"Enhet {number}", parent=parent, path=path, valid_from=since)
        )
    Unit.objects.bulk_create(units, batch_size=1000)
    return units


def _take_stock() -> None:
    """Have the database count its rows, as it does by itself within a minute of running."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
    connections["owner"].close()


def _asking(town: tuple[UUID, tuple[UUID, ...], tuple[UUID, ...]]) -> float:
    """CPU seconds of one question, from warm state."""
    tenant_id, units, people = town
    at = _now()
    asked = [
        (Actor(tenant_id, person_id=person), Within(unit_id=units[n % len(units)]))
        for n, person in enumerate(people[:OF_EACH])
    ]

    def ask(number: int) -> None:
        actor, within = asked[number % len(asked)]
        require(actor, permissions.SUBMIT, at=at, within=within)

    return _each(tenant_id, ask)


def _bare() -> float:
    """CPU seconds of a statement that reads nothing."""

    def ask(number: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select %s::int", [number])
            cursor.fetchall()

    return _each(a_tenant().tenant_id, ask)


def _each(tenant_id: UUID, ask: Callable[[int], None]) -> float:
    """CPU seconds of one, in the best of some rounds: what it takes when nothing disturbs it."""
    with tenant_scope(tenant_id):
        for number in range(WARM_UP):
            ask(number)
        backend = _backend_clock()
        return min(_round(ask, backend, start * OF_EACH) for start in range(ROUNDS)) / OF_EACH


def _round(ask: Callable[[int], None], backend: Callable[[], float], start: int) -> float:
    own, theirs = time.process_time(), backend()
    for number in range(start, start + OF_EACH):
        ask(number)
    return time.process_time() - own + backend() - theirs


def _backend_clock() -> Callable[[], float]:
    """The CPU seconds that this connection's backend has used so far; none where that can't be read."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        schedule = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    if not schedule.exists():
        return lambda: 0.0
    return lambda: int(schedule.read_text().split()[0]) / 1e9


def _listing(town: tuple[UUID, tuple[UUID, ...], tuple[UUID, ...]]) -> int:
    """How many statements the list of who may do something takes."""
    tenant_id, units, _ = town
    with tenant_scope(tenant_id), CaptureQueriesContext(connection) as asked:
        queries.who_may(permissions.SUBMIT, Within(unit_id=units[0]), _now())
    return len(asked)
