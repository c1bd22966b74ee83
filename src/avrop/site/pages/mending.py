"""Where what stops a cart is mended by others than its requester: the page, for who may do it there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from avrop.site.patterns.shapes import Action


@dataclass(frozen=True, slots=True)
class Mend:
    """A page that mends a problem, and the right that it takes. `fact` is the problem's value that the
    page is searched for."""

    right: str
    page: str
    fact: str
    name: Any


MENDS: Mapping[str, Mend] = {
    "coding.short_code_expired": Mend(
        "coding.issue_short_codes", "short_codes", "code", gettext_lazy("Renew the short code")
    ),
    "coding.short_code_doubly_linked": Mend(
        "coding.issue_short_codes", "short_codes", "code", gettext_lazy("End one of its links")
    ),
}


#: What somebody mends himself by learning, taking a test again or reading a policy.
LEARNT = frozenset(
    {
        "authority.certificate_missing",
        "authority.certificate_expired",
        "authority.acknowledgement_missing",
        "authority.acknowledgement_expired",
        "authority.acknowledgement_revoked",
    }
)


def way_to_learn(code: str) -> Action | None:
    """The way to one's own training, for what it mends; None for anything else."""
    if code not in LEARNT:
        return None
    return Action(gettext_lazy("Go to my training"), reverse("my_training"))


def way_to_mend(code: str, values: Mapping[str, Any], rights: Collection[str]) -> Action | None:
    """The way for somebody with these rights to where a problem is mended; None where he can't."""
    mend = MENDS.get(code)
    if mend is None or mend.right not in rights:
        return None
    wanted = urlencode({"text": values.get(mend.fact, "")})
    return Action(mend.name, f"{reverse(mend.page)}?{wanted}")
