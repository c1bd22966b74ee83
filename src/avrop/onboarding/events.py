"""What happens to new departments and to requesters: ids and codes only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class DepartmentBegun(Event):
    """Somebody began the form of a new department."""

    name: ClassVar = "onboarding.department_begun"
    department_id: UUID


@dataclass(frozen=True)
class DepartmentSaved(Event):
    """The form was saved as a draft."""

    name: ClassVar = "onboarding.department_saved"
    department_id: UUID


@dataclass(frozen=True)
class DepartmentSubmitted(Event):
    """The form is whole and waits for the coordinator."""

    name: ClassVar = "onboarding.department_submitted"
    department_id: UUID


@dataclass(frozen=True)
class DepartmentNumbered(Event):
    """A GLN of our own series is kept for the department."""

    name: ClassVar = "onboarding.department_numbered"
    department_id: UUID
    gln: str


@dataclass(frozen=True)
class CentreAsked(Event):
    """The distribution centre was asked for delivery days."""

    name: ClassVar = "onboarding.centre_asked"
    department_id: UUID
    question_id: UUID
    organisation_id: UUID


@dataclass(frozen=True)
class DaysTaken(Event):
    """The delivery days of the department are known."""

    name: ClassVar = "onboarding.days_taken"
    department_id: UUID
    question_id: UUID


@dataclass(frozen=True)
class DepartmentRegistered(Event):
    """The department is a unit, and its suppliers are told of it."""

    name: ClassVar = "onboarding.department_registered"
    department_id: UUID
    unit_id: UUID
    question_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class QuestionSentAgain(Event):
    """A supplier or centre was asked again, by a new link."""

    name: ClassVar = "onboarding.question_sent_again"
    department_id: UUID
    question_id: UUID
    former_question_id: UUID


@dataclass(frozen=True)
class QuestionReminded(Event):
    """Somebody who has not answered was reminded."""

    name: ClassVar = "onboarding.question_reminded"
    department_id: UUID
    question_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class LinkShown(Event):
    """The link of a question was shown, to be passed on by hand."""

    name: ClassVar = "onboarding.link_shown"
    department_id: UUID
    question_id: UUID


@dataclass(frozen=True)
class LinkOpened(Event):
    """The link of a question was opened for the first time."""

    name: ClassVar = "onboarding.link_opened"
    department_id: UUID
    question_id: UUID


@dataclass(frozen=True)
class SupplierAnswered(Event):
    """A supplier has answered: the department can order from it. `by` is link or person."""

    name: ClassVar = "onboarding.supplier_answered"
    department_id: UUID
    question_id: UUID
    organisation_id: UUID
    by: str


@dataclass(frozen=True)
class DepartmentReady(Event):
    """Every supplier has answered."""

    name: ClassVar = "onboarding.department_ready"
    department_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class DepartmentRestarted(Event):
    """The department's address has changed: suppliers are told again."""

    name: ClassVar = "onboarding.department_restarted"
    department_id: UUID
    round: int
    question_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class DepartmentRejected(Event):
    """The coordinator sent the form back, with a reason."""

    name: ClassVar = "onboarding.department_rejected"
    department_id: UUID


@dataclass(frozen=True)
class DepartmentCancelled(Event):
    """Nothing comes of the department."""

    name: ClassVar = "onboarding.department_cancelled"
    department_id: UUID


@dataclass(frozen=True)
class DepartmentHandedOver(Event):
    """Another coordinator answers for the department."""

    name: ClassVar = "onboarding.department_handed_over"
    department_id: UUID
    former_owner: UUID | None
    owner: UUID


@dataclass(frozen=True)
class CentreRequestTaken(Event):
    """A customer asks us, a distribution centre, for delivery days."""

    name: ClassVar = "onboarding.centre_request_taken"
    centre_request_id: UUID


@dataclass(frozen=True)
class CentreRequestAnswered(Event):
    """We, a distribution centre, have told a customer the delivery days."""

    name: ClassVar = "onboarding.centre_request_answered"
    centre_request_id: UUID


@dataclass(frozen=True)
class CentreRequestWithdrawn(Event):
    """A customer no longer asks us, a distribution centre."""

    name: ClassVar = "onboarding.centre_request_withdrawn"
    centre_request_id: UUID


@dataclass(frozen=True)
class RequesterWelcomed(Event):
    """Somebody new is to order, with a short code and a mandate."""

    name: ClassVar = "onboarding.requester_welcomed"
    change_id: UUID
    person_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class RequesterMoved(Event):
    """What somebody left behind in a unit has been taken care of, as far as it could be."""

    name: ClassVar = "onboarding.requester_moved"
    change_id: UUID
    person_id: UUID
    former_unit_id: UUID | None
    unit_id: UUID | None
    taker_id: UUID | None


@dataclass(frozen=True)
class RequesterLeft(Event):
    """What somebody who leaves had open has been taken care of, as far as it could be."""

    name: ClassVar = "onboarding.requester_left"
    change_id: UUID
    person_id: UUID
    last_day: date
    taker_id: UUID | None


@dataclass(frozen=True)
class TakerNamed(Event):
    """Somebody takes over what another leaves behind."""

    name: ClassVar = "onboarding.taker_named"
    change_id: UUID
    person_id: UUID
    taker_id: UUID


@dataclass(frozen=True)
class RequesterChangeFinished(Event):
    """Nothing is left of what follows from somebody's change."""

    name: ClassVar = "onboarding.requester_change_finished"
    change_id: UUID
    person_id: UUID
