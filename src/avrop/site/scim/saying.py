"""What SCIM answers: resources, lists and errors as RFC 7643 and 7644 lay them out."""

from __future__ import annotations

from typing import Any

import msgspec
from django.http import HttpResponse

from avrop.kernel.faces.answers import STATUS
from avrop.kernel.problems import Denial
from avrop.kernel.wording import say

MEDIA = "application/scim+json"
ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
LIST = "urn:ietf:params:scim:api:messages:2.0:ListResponse"
#: What a directory is told of ours by its own words (RFC 7644, table 9).
_TYPES = {
    "parties.person_known": ("uniqueness", 409),
    "parties.number_is_anothers": ("uniqueness", 409),
    "parties.import_unknown_unit": ("invalidValue", 400),
    "kernel.stale": ("", 412),
}


class ScimError(Exception):
    """A request that cannot be answered: the status, RFC 7644's word for why, and a sentence."""

    def __init__(self, status: int, detail: str, scim_type: str = "") -> None:
        super().__init__(detail)
        self.status, self.detail, self.scim_type = status, detail, scim_type


def answer(body: Any, *, status: int = 200, etag: str = "", location: str = "") -> HttpResponse:
    """A resource or a list."""
    found = HttpResponse(msgspec.json.encode(body), status=status, content_type=MEDIA)
    if etag:
        found["ETag"] = etag
    if location:
        found["Location"] = location
    found["Cache-Control"] = "no-store"
    return found


def error(status: int, detail: str, scim_type: str = "") -> HttpResponse:
    """An error of SCIM."""
    body = {"schemas": [ERROR], "status": str(status), "detail": detail}
    found = answer({**body, "scimType": scim_type} if scim_type else body, status=status)
    if status == 401:
        found["WWW-Authenticate"] = 'Bearer realm="scim"'
    return found


def denied(denial: Denial) -> HttpResponse:
    """A denial of ours, in SCIM's words and our own."""
    first = denial.problems[0].code if denial.problems else ""
    usual = STATUS[type(denial)]
    scim_type, status = _TYPES.get(first, ("invalidValue" if usual == 422 else "", usual))
    detail = " ".join(
        " ".join(part for part in (said.sentence, said.remedy) if part)
        for said in (say(problem) for problem in denial.problems)
    )
    return error(400 if status == 422 else status, detail, scim_type)


def listed(total: int, start: int, found: list[Any]) -> dict[str, Any]:
    """Some of the resources that fit, and how many do."""
    return {
        "schemas": [LIST],
        "totalResults": total,
        "startIndex": start,
        "itemsPerPage": len(found),
        "Resources": found,
    }
