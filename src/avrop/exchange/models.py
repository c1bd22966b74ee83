"""What the exchange stores: bytes, messages, the keys that make them once, steps, addresses.

Messages are partitioned, and rows about them carry their id without a foreign key: each check of
one would open every partition, and an old partition could not be taken away by itself.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models

from avrop.exchange import seeing
from avrop.exchange.lifecycle import Direction, State
from avrop.kernel.actors import Actor
from avrop.kernel.fields import TenantField
from avrop.kernel.models import AppendOnlyModel
from avrop.values import uuid7


class MessageRows(models.QuerySet["Message"]):
    """Messages, limited to what somebody may see (`seeing`)."""

    def visible_to(self, actor: Actor, *, direction: str = "", kind: str = "") -> Self:
        """All for those who look after them; for others those about what they may see. A direction and
        a kind that are asked for spare questions."""
        own = self.filter(tenant_id=actor.tenant_id)
        if seeing.sees_all(actor):
            return own
        return own.filter(seeing.seen_by(actor, direction=direction, kind=kind))


class Payload(models.Model):
    """Bytes as they came or left, under their message's id. Written once, before anything is parsed.

    `content` goes by a decision of disposal; `sha256` (of all bytes) and `size` stay. Of a file over
    the limit only the beginning is kept, so `content` may be shorter than `size`.
    """

    tenant_id = TenantField(append_only=True, partitioned=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    content = models.BinaryField(null=True)
    sha256 = models.BinaryField()
    size = models.BigIntegerField()
    recorded_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_payload"


class Message(models.Model):
    """One document on its way in or out.

    Three layers of acknowledgement that are never mixed: the transport's (it arrived), the message
    level's (it was valid and reached its business) and the business's (the partner has answered).
    Row history is not kept: every change of a message is a step.
    """

    tenant_id = TenantField(partitioned=True, without_history=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    direction = models.TextField(choices=Direction.choices)
    state = models.TextField(choices=State.choices)
    kind = models.TextField(default="")
    document_number = models.TextField(default="")
    sender = models.TextField(default="")
    receiver = models.TextField(default="")
    channel = models.TextField()
    file_name = models.TextField(default="")
    once_key = models.TextField(default="")
    business_key = models.TextField(default="")
    envelope_id = models.TextField(default="")
    transport_id = models.TextField(default="")
    findings = models.JSONField(default=list)
    subject_id = models.UUIDField(null=True)
    in_reply_to = models.UUIDField(null=True)
    first_id = models.UUIDField(null=True)  # the message this one repeats or is in conflict with
    attempts = models.PositiveSmallIntegerField(default=0)
    transport_acknowledged_at = models.DateTimeField(null=True)
    message_status = models.TextField(default="")
    message_status_at = models.DateTimeField(null=True)
    business_response = models.TextField(default="")
    business_response_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    objects = MessageRows.as_manager()

    class Meta:
        db_table = "exchange_message"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "subject_id", "id"], name="exchange_message_subject"),
            models.Index(fields=["tenant_id", "state", "id"], name="exchange_message_state"),
            models.Index(fields=["tenant_id", "document_number"], name="exchange_message_number"),
        ]


class MessageKey(AppendOnlyModel):
    """What a message is known by, so that it has one effect. `key` is the SHA-256 of the key's parts.

    A table of its own, since a unique key of a partitioned table would have to name its partition.
    """

    direction = models.TextField(choices=Direction.choices)
    key_kind = models.TextField()
    key = models.BinaryField()
    message_id = models.UUIDField()

    class Meta:
        db_table = "exchange_message_key"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "key", "key_kind", "direction"], name="exchange_message_once"
            )
        ]


class Step(AppendOnlyModel):
    """Something that happened to a message: the trace."""

    message_id = models.UUIDField()
    step = models.TextField()
    at = models.DateTimeField()
    detail = models.JSONField(default=dict)

    class Meta:
        db_table = "exchange_step"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "message_id", "id"], name="exchange_step_message")
        ]


class Waiting(models.Model):
    """A message that is to be tried again. Gone when it is; small, so looking costs nothing.

    `sender` is who must speak first, where a document has come before the one it refers to.
    """

    tenant_id = TenantField(without_history=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message_id = models.UUIDField()
    sender = models.TextField(default="")
    due_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_waiting"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "message_id"], name="exchange_waiting_message"
            )
        ]


class Endpoint(models.Model):
    """Global: which organisation here receives for a participant, for one kind of document or all
    ("")."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    participant = models.TextField()
    document_kind = models.TextField(default="")
    tenant_id = models.UUIDField()
    registered_at = models.DateTimeField()

    class Meta:
        db_table = "exchange_endpoint"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["participant", "document_kind"], name="exchange_endpoint_once"
            )
        ]
