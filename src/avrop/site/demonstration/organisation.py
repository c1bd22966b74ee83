"""How the municipality of the demonstration is organised: departments above its units, positions,
courses, and a gate that asks whoever orders for a certificate.

It comes after the journey. Anna has her certificate, by what everybody goes through; Tove has none, so
that whoever signs in as her meets the gate, learns and takes the test, and Nina decides about her.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.authority import actions as authority
from avrop.authority.passes import Gate, PassKind
from avrop.buying.requisitions.permissions import SUBMIT
from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties import queries as known_parties
from avrop.parties.queries import UnitFacts
from avrop.site.actors import operator
from avrop.site.demonstration.people import CARE_HOME, EKVALLA, PRESCHOOL, SCHOOL
from avrop.site.demonstration.world import World
from avrop.training import actions as training
from avrop.training import queries as learning

EDUCATION, CARE = "Utbildningsförvaltningen", "Vård- och omsorgsförvaltningen"
#: Which units lie under which department.
TREE = {EDUCATION: (SCHOOL, PRESCHOOL), CARE: (CARE_HOME,)}
DECISION = "KS 2026 § 14"
HEAD, COOK = "Förvaltningschef", "Köksansvarig"
COURSE = "requester"
#: What whoever orders must have shown.
TO_ORDER = Gate(
    PassKind.CERTIFICATE,
    COURSE,
    (SUBMIT.name,),
    roles=(COURSE,),
    name={"en": "To order", "sv": "Att beställa", "zh-hans": "请购"},
)


def organise(world: World, *, at: datetime) -> None:
    """Organise the municipality that the journey is about; nothing where that has been done."""
    actor = operator(EKVALLA)
    units = _units(actor)
    if EDUCATION in units:
        return
    for name, below in TREE.items():
        above = parties.open_unit(UnitFacts(name), valid_from=at.date(), actor=actor, at=at)
        units[name] = above
        for unit in below:
            parties.move_unit(units[unit], parent_id=above, actor=actor, at=at)
    anna, nina = world.actors["anna"], world.actors["nina"]
    _fill_positions(units, nina, actor, at)
    training.install_courses(actor=actor, at=at)
    _have_learnt(anna, nina, actor, at)
    authority.change_gates((TO_ORDER,), valid_from=at.date(), reason=DECISION, actor=actor, at=at)


def _units(actor: Actor) -> dict[str, UUID]:
    with tenant_scope(actor.tenant_id):
        return {unit.name: unit.id for unit in known_parties.units()}


def _fill_positions(units: dict[str, UUID], head: Actor, actor: Actor, at: datetime) -> None:
    """One who leads the department of the schools, and a position that nobody holds yet."""
    today = at.date()
    assert head.person_id is not None
    leading = authority.open_position(
        HEAD, valid_from=today, unit_id=units[EDUCATION], actor=actor, at=at
    )
    authority.appoint(
        leading, head.person_id, valid_from=today, decision_reference=DECISION, actor=actor, at=at
    )
    authority.grant_mandate(
        head.person_id,
        "manager",
        valid_from=today,
        decision_reference=DECISION,
        unit_id=units[EDUCATION],
        actor=actor,
        at=at,
    )
    authority.open_position(COOK, valid_from=today, unit_id=units[SCHOOL], actor=actor, at=at)


def _have_learnt(learner: Actor, manager: Actor, actor: Actor, at: datetime) -> None:
    """Lessons, the policies, the test, and the manager's yes."""
    assert learner.person_id is not None
    mine = learning.my_courses(actor=learner, at=at)
    course = next(one.version.course_id for one in mine if one.version.course == COURSE)
    for lesson in learning.course_of_mine(course, actor=learner, at=at).lessons:
        training.read_lesson(lesson.id, actor=learner, at=at)
    for policy in learning.policies(actor=learner, at=at):
        training.acknowledge_policy(policy.id, actor=learner, at=at)
    test = training.begin_test(course, "sv", actor=learner, at=at)
    for asked in learning.sitting(test, actor=learner).questions:
        answers = learning.question(asked.question_id, actor=actor).facts.answers
        right = tuple(one.key for one in answers if one.is_right)
        training.answer_question(test, asked.question_id, right, actor=learner, at=at)
    training.hand_in(test, actor=learner, at=at)
    training.decide_training(learner.person_id, course, True, actor=manager, at=at)
