"""What happens to requests for approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class ApprovalRequested(Event):
    """Approval of a subject was asked for."""

    name: ClassVar[str] = "approvals.approval_requested"
    request_id: UUID
    subject_kind: str
    subject_id: UUID


@dataclass(frozen=True)
class StepApproved(Event):
    """Somebody approved a part; other parts still wait."""

    name: ClassVar[str] = "approvals.step_approved"
    request_id: UUID
    subject_kind: str
    subject_id: UUID
    step_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class ApprovalGranted(Event):
    """Every part has been approved."""

    name: ClassVar[str] = "approvals.approval_granted"
    request_id: UUID
    subject_kind: str
    subject_id: UUID


@dataclass(frozen=True)
class ApprovalReturned(Event):
    """An approver wants the subject changed first."""

    name: ClassVar[str] = "approvals.approval_returned"
    request_id: UUID
    subject_kind: str
    subject_id: UUID


@dataclass(frozen=True)
class ApprovalWithdrawn(Event):
    """The request was taken back."""

    name: ClassVar[str] = "approvals.approval_withdrawn"
    request_id: UUID
    subject_kind: str
    subject_id: UUID


@dataclass(frozen=True)
class RoutingChanged(Event):
    """There is a new version of the rules that route approvals."""

    name: ClassVar[str] = "approvals.routing_changed"
    tenant_id: UUID
    reference: str


@dataclass(frozen=True)
class ToleranceChanged(Event):
    """There is a new version of how far a subject may grow after its approval."""

    name: ClassVar[str] = "approvals.tolerance_changed"
    tenant_id: UUID
    reference: str
