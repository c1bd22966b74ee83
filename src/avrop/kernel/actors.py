"""Who acts. There is no current user to look up: every command is given its actor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts for one organisation at a time.

    A person acts through an account; a reaction or a routine acts as a named system actor, which may
    do exactly the permissions it lists and nothing else. `kernel.ports.require` returns the same
    actor with the mandate and the unit filled in that allowed the act, so that what is recorded
    afterwards says under which mandate it was done. A program that somebody else has given a key to acts
    as a person too (`is_program`), but for duties of human beings. Until `proven_until` it is beyond
    doubt who acts: a second factor has just been shown. A face says so, and `kernel.ports` asks for it.
    """

    tenant_id: UUID
    account_id: UUID | None = None
    person_id: UUID | None = None
    on_behalf_of: UUID | None = None
    mandate_id: UUID | None = None
    unit_id: UUID | None = None
    system: str = ""
    may: frozenset[str] = frozenset()
    is_program: bool = False
    proven_until: datetime | None = None

    @classmethod
    def routine(cls, tenant_id: UUID, name: str, may: frozenset[str] = frozenset()) -> Actor:
        """A system actor: a reaction, a job, an import. `may` lists permission names."""
        return cls(tenant_id=tenant_id, system=name, may=may)

    @property
    def is_person(self) -> bool:
        """Whether a human being acts."""
        return self.person_id is not None

    def under(self, mandate_id: UUID | None, unit_id: UUID | None) -> Actor:
        """The same actor, acting under a mandate."""
        return replace(self, mandate_id=mandate_id, unit_id=unit_id)

    def instead_of(self, person_id: UUID) -> Actor:
        """The same actor, on behalf of somebody else."""
        return replace(self, on_behalf_of=person_id)
