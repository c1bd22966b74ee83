"""The link by which a supplier or a centre without an account answers one question, once.

Nothing that opens anything is stored: the address is signed, and the row it stands for says how long it
is good for and whether it was used. Whoever holds it acts as a routine of the asking organisation that
may answer this, and nothing else.
"""

from __future__ import annotations

from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.tokens import Opens, Tokens
from avrop.onboarding import permissions
from avrop.parties import permissions as parties
from avrop.tasks import permissions as tasks

SYSTEM = "new department link"
#: Answering states a customer number in the terms, and settles what waited for the answer.
RIGHTS = frozenset(
    one.name for one in (permissions.ANSWER_BY_LINK, parties.AGREE_TERMS, tasks.OPEN, tasks.CLOSE)
)
_TOKENS = Tokens("avrop.onboarding.question")


def token_of(tenant_id: UUID, question_id: UUID) -> str:
    """The part of the address that opens a question."""
    return _TOKENS.made_for(tenant_id, question_id)


def signed_in(token: str) -> Opens | None:
    """What a token stands for; None for one that this installation has not signed."""
    return _TOKENS.read(token)


def holder_of(opens: Opens) -> Actor:
    """Who acts by a link."""
    return Actor.routine(opens.tenant_id, SYSTEM, RIGHTS)
