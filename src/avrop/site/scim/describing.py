"""People and units as users and groups of SCIM, and what of SCIM there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest

from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries
from avrop.parties.queries import PersonView, UnitView
from avrop.site.scim.asking import ENTERPRISE, GROUP, USER

_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Schema"
_RESOURCE_TYPE = "urn:ietf:params:scim:schemas:core:2.0:ResourceType"


class Asking(Protocol):
    """Who asks, and on which day."""

    request: HttpRequest
    actor: Actor
    today: date

    def address(self, kind: str, key: object) -> str: ...


def etag(version: int) -> str:
    """A version as HTTP writes it."""
    return f'W/"{version}"'


def user(
    person: PersonView, unit: UnitView | None, title: str, *, on: date, location: str
) -> dict[str, Any]:
    """A person."""
    given, _, family = person.name.rpartition(" ")
    found: dict[str, Any] = {
        "schemas": [USER, ENTERPRISE],
        "id": str(person.id),
        "userName": person.email or person.number or str(person.id),
        "displayName": person.name,
        "name": {"formatted": person.name, "givenName": given, "familyName": family},
        "active": person.works_here(on) or person.valid_from > on,
        "meta": {
            "resourceType": "User",
            "location": location,
            "version": etag(person.version),
        },
    }
    if person.external_id:
        found["externalId"] = person.external_id
    if person.email:
        found["emails"] = [{"value": person.email, "type": "work", "primary": True}]
    if person.phone:
        found["phoneNumbers"] = [{"value": person.phone, "type": "work"}]
    if title:
        found["title"] = title
    extension = {"employeeNumber": person.number, "department": unit.code if unit else ""}
    found[ENTERPRISE] = {key: value for key, value in extension.items() if value}
    return found


def users(asked: Asking, people: Sequence[PersonView]) -> list[dict[str, Any]]:
    """Many people; the statements do not grow with them."""
    with tenant_scope(asked.actor.tenant_id):
        units = queries.units_by_id({one.unit_id for one in people if one.unit_id})
        titles = queries.main_titles([one.id for one in people], asked.today)
    return [
        user(
            one,
            units.get(one.unit_id) if one.unit_id else None,
            titles.get(one.id, ""),
            on=asked.today,
            location=asked.address("Users", one.id),
        )
        for one in people
    ]


def groups(asked: Asking, units: Sequence[UnitView]) -> list[dict[str, Any]]:
    """Units with who works there, unless the directory does not want to know."""
    staff: dict[UUID, list[dict[str, str]]] = {unit.id: [] for unit in units}
    without = "members" in asked.request.GET.get("excludedAttributes", "")
    if not without:
        with tenant_scope(asked.actor.tenant_id):
            people = queries.staff_of([unit.id for unit in units], asked.today)
        for one in people:
            if one.unit_id is not None:
                where = asked.address("Users", one.id)
                staff[one.unit_id].append(
                    {"value": str(one.id), "display": one.name, "$ref": where}
                )
    found = []
    for unit in units:
        body: dict[str, Any] = {
            "schemas": [GROUP],
            "id": str(unit.id),
            "displayName": unit.name,
            "meta": {
                "resourceType": "Group",
                "location": asked.address("Groups", unit.id),
                "version": etag(unit.version),
            },
        }
        if unit.code:
            body["externalId"] = unit.code
        if not without:
            body["members"] = staff[unit.id]
        found.append(body)
    return found


def fits(unit: UnitView, wanted: Mapping[str, Any]) -> bool:
    """Whether a filter fits a unit."""
    stands = {"name": unit.name, "code": unit.code, "id": str(unit.id)}
    part = str(wanted.get("text", "")).casefold()
    return part in unit.name.casefold() and all(
        str(value).casefold() == stands[fact].casefold()
        for fact, value in wanted.items()
        if fact != "text"
    )


CONFIG: Mapping[str, Any] = {
    "schemas": ["urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig"],
    "patch": {"supported": True},
    "bulk": {"supported": False, "maxOperations": 0, "maxPayloadSize": 0},
    "filter": {"supported": True, "maxResults": 200},
    "changePassword": {"supported": False},
    "sort": {"supported": False},
    "etag": {"supported": True},
    "authenticationSchemes": [
        {
            "type": "oauthbearertoken",
            "name": "API key",
            "description": "An API key of the organisation, as a bearer token.",
            "primary": True,
        }
    ],
}
RESOURCE_TYPES: tuple[Mapping[str, Any], ...] = (
    {
        "schemas": [_RESOURCE_TYPE],
        "id": "User",
        "name": "User",
        "endpoint": "/Users",
        "schema": USER,
        "schemaExtensions": [{"schema": ENTERPRISE, "required": False}],
    },
    {
        "schemas": [_RESOURCE_TYPE],
        "id": "Group",
        "name": "Group",
        "endpoint": "/Groups",
        "schema": GROUP,
    },
)


def _attribute(name: str, kind: str = "string", **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": kind,
        "multiValued": False,
        "required": False,
        "caseExact": False,
        "mutability": "readWrite",
        "returned": "default",
        "uniqueness": "none",
        **more,
    }


SCHEMAS: tuple[Mapping[str, Any], ...] = (
    {
        "schemas": [_SCHEMA],
        "id": USER,
        "name": "User",
        "attributes": [
            _attribute("userName", required=True, uniqueness="server"),
            _attribute("displayName"),
            _attribute(
                "name",
                "complex",
                subAttributes=[
                    _attribute("formatted"),
                    _attribute("givenName"),
                    _attribute("familyName"),
                ],
            ),
            _attribute("emails", "complex", multiValued=True, subAttributes=[_attribute("value")]),
            _attribute(
                "phoneNumbers", "complex", multiValued=True, subAttributes=[_attribute("value")]
            ),
            _attribute("title"),
            _attribute("active", "boolean"),
        ],
    },
    {
        "schemas": [_SCHEMA],
        "id": ENTERPRISE,
        "name": "EnterpriseUser",
        "attributes": [
            _attribute("employeeNumber", uniqueness="server"),
            _attribute("department"),
        ],
    },
    {
        "schemas": [_SCHEMA],
        "id": GROUP,
        "name": "Group",
        "attributes": [
            _attribute("displayName", required=True),
            _attribute(
                "members",
                "complex",
                multiValued=True,
                subAttributes=[_attribute("value"), _attribute("display")],
            ),
        ],
    },
)
