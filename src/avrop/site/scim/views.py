"""The addresses of SCIM: who asks, what is asked, one command or query, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt

from avrop.kernel.actors import Actor
from avrop.kernel.commands import operation_of
from avrop.kernel.days import day_at
from avrop.kernel.faces import perform
from avrop.kernel.faces.performing import record_late
from avrop.kernel.ports import EVERYWHERE, holds
from avrop.kernel.problems import Denial
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.permissions import CHANGE_PEOPLE, CHANGE_UNITS
from avrop.parties.queries import PersonView, UnitFacts, UnitView
from avrop.site.actors import who_asks
from avrop.site.scim import asking, describing
from avrop.site.scim.asking import GROUP_PATHS, USER_PATHS
from avrop.site.scim.saying import ScimError, answer, denied, error, listed

MOST_LISTED = 200
LONGEST_VERSION = 9
Handler = Callable[..., HttpResponse]


class Asked:
    """A request of a directory: as whom it acts, when, and what it says."""

    def __init__(self, request: HttpRequest, actor: Actor) -> None:
        self.request, self.actor, self.at = request, actor, datetime.now(UTC)
        self.today = day_at(actor.tenant_id, self.at)

    def ask(self, function: Callable[..., Any], **arguments: Any) -> Any:
        """Run a command or query; denials are written down and become errors of SCIM."""
        return perform(operation_of(function), arguments, actor=self.actor, at=self.at, face="scim")

    def body(self) -> Mapping[str, Any]:
        """The JSON object that was sent."""
        try:
            found = msgspec.json.decode(self.request.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            raise ScimError(400, "The body is not JSON.", "invalidSyntax") from None
        if not isinstance(found, dict):
            raise ScimError(400, "The body is not a JSON object.", "invalidSyntax")
        return found

    def page(self) -> tuple[int, int]:
        """From which place on, counted from one, and how many at most."""
        try:
            start = max(1, int(self.request.GET.get("startIndex", "1")))
            count = max(0, int(self.request.GET.get("count", str(MOST_LISTED))))
        except ValueError:
            raise ScimError(400, "startIndex and count are numbers.", "invalidValue") from None
        return start, min(count, MOST_LISTED)

    def expected(self) -> dict[str, int]:
        """The version that the directory has seen, where it says so."""
        tag = self.request.headers.get("If-Match", "").strip()
        if tag in ("", "*"):
            return {}
        number = tag.removeprefix("W/").strip('"')
        if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_VERSION):
            raise ScimError(412, "The version is not one of ours.")
        return {"expected_version": int(number)}

    def has_seen(self, etag: str) -> bool:
        """Whether the directory has this version already."""
        return etag in self.request.headers.get("If-None-Match", "")

    def address(self, kind: str, key: object) -> str:
        """Where a resource is."""
        return self.request.build_absolute_uri(f"/scim/v2/{kind}/{key}")


def _scim(**handlers: Handler) -> Callable[..., HttpResponse]:
    """A view of these methods for who comes with a key."""

    @csrf_exempt
    def view(request: HttpRequest, **in_path: str) -> HttpResponse:
        try:
            actor = who_asks(request) if request.headers.get("Authorization") else None
            if actor is None:
                return error(401, "Send the key as Authorization: Bearer.")
            handler = handlers.get((request.method or "").lower())
            if handler is None:
                raise ScimError(405, "This address does not take that method.")
            with tenant_scope(actor.tenant_id):  # several commands are all done, or none of them
                if not _keeps_the_register(actor):
                    return error(403, "The key acts as somebody who may not keep people and units.")
                return handler(Asked(request, actor), **in_path)
        except ScimError as fault:
            return error(fault.status, fault.detail, fault.scim_type)
        except Denial as denial:
            record_late(denial)
            return denied(denial)
        except RequestDataTooBig:
            return error(413, "The request is larger than what is taken.")

    return view


def _keeps_the_register(actor: Actor) -> bool:
    """Everybody is listed here: a right in some unit is not enough."""
    rights = (CHANGE_PEOPLE, CHANGE_UNITS)
    return any(holds(actor, right, within=EVERYWHERE) for right in rights)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ScimError(404, f"There is nothing with the id {text}.") from None


# --- users -------------------------------------------------------------------------------------------


def _person(asked: Asked, key: str) -> PersonView:
    with tenant_scope(asked.actor.tenant_id):
        return queries.person(_id(key))


def _user(asked: Asked, person: PersonView) -> dict[str, Any]:
    with tenant_scope(asked.actor.tenant_id):
        held = queries.employments_of(person.id, actor=asked.actor)
        units = queries.units_by_id([person.unit_id] if person.unit_id else [])
    unit = next(iter(units.values()), None)
    here = [one for one in held if one.is_main and one.is_in_force(asked.today)]
    title = here[0].title if here else ""
    where = asked.address("Users", person.id)
    return describing.user(person, unit, title, on=asked.today, location=where)


def _answer_user(asked: Asked, person: PersonView, *, status: int = 200) -> HttpResponse:
    where = asked.address("Users", person.id) if status == 201 else ""
    etag = describing.etag(person.version)
    if status == 200 and asked.request.method == "GET" and asked.has_seen(etag):
        return answer(None, status=304, etag=etag)
    return answer(_user(asked, person), status=status, etag=etag, location=where)


def list_users(asked: Asked) -> HttpResponse:
    """The people that a filter fits, a page at a time."""
    wanted = asking.filters_in(asked.request.GET.get("filter", ""), USER_PATHS)
    start, count = asked.page()
    if "id" in wanted:
        found = [_person(asked, wanted["id"])]
        return answer(listed(len(found), start, [_user(asked, one) for one in found]))
    names = ("email", "external_id", "number", "name", "text", "is_active")
    if wanted.keys() - set(names):
        raise ScimError(400, "That cannot be filtered by.", "invalidFilter")
    page = asked.ask(queries.find_people, on=asked.today, offset=start - 1, limit=count, **wanted)
    return answer(listed(page.total, start, describing.users(asked, page.people)))


def make_user(asked: Asked) -> HttpResponse:
    """Add a person; one who is here already is told so (409)."""
    facts = asking.user_facts(asked.body())
    if not facts.get("email"):
        raise ScimError(400, "userName, or an e-mail address, is missing.", "invalidValue")
    facts.setdefault("name", facts["email"])
    person_id = asked.ask(actions.provision_person, **facts)
    return _answer_user(asked, _person(asked, str(person_id)), status=201)


def show_user(asked: Asked, key: str) -> HttpResponse:
    """A person."""
    return _answer_user(asked, _person(asked, key))


def put_user(asked: Asked, key: str) -> HttpResponse:
    """Let a person be as stated whole."""
    facts = asking.user_facts(asked.body())
    blank = {"phone": "", "number": "", "external_id": "", "is_active": True}
    return _provision(asked, _person(asked, key), {**blank, **facts})


def patch_user(asked: Asked, key: str) -> HttpResponse:
    """Change some facts of a person."""
    return _provision(asked, _person(asked, key), asking.patched_user(asked.body()))


def _provision(asked: Asked, person: PersonView, facts: dict[str, Any]) -> HttpResponse:
    stands = {
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "number": person.number,
        "external_id": person.external_id,
        "is_active": person.works_here(asked.today) or person.valid_from > asked.today,
    }
    wanted = {**stands, **facts}
    asked.ask(actions.provision_person, person_id=person.id, **wanted, **asked.expected())
    return _answer_user(asked, _person(asked, str(person.id)))


def end_user(asked: Asked, key: str) -> HttpResponse:
    """Let a person's employments, mandates and sign-in here end. Nobody is ever deleted."""
    _provision(asked, _person(asked, key), {"is_active": False})
    return HttpResponse(status=204)


# --- groups ------------------------------------------------------------------------------------------


def _unit(asked: Asked, key: str) -> UnitView:
    with tenant_scope(asked.actor.tenant_id):
        unit = queries.unit(_id(key))
    if not unit.is_open(asked.today) and (unit.valid_until or asked.today) < asked.today:
        raise ScimError(404, f"The unit {unit.name} has closed.")
    return unit


def _group(asked: Asked, unit: UnitView, *, status: int = 200) -> HttpResponse:
    etag = describing.etag(unit.version)
    if status == 200 and asked.request.method == "GET" and asked.has_seen(etag):
        return answer(None, status=304, etag=etag)
    (body,) = describing.groups(asked, [unit])
    where = asked.address("Groups", unit.id) if status == 201 else ""
    return answer(body, status=status, etag=etag, location=where)


def list_groups(asked: Asked) -> HttpResponse:
    """The units that a filter fits, a page at a time."""
    wanted = asking.filters_in(asked.request.GET.get("filter", ""), GROUP_PATHS)
    start, count = asked.page()
    if wanted.keys() - {"id", "name", "text", "code"}:
        raise ScimError(400, "That cannot be filtered by.", "invalidFilter")
    with tenant_scope(asked.actor.tenant_id):
        units = queries.units(on=asked.today)
    fitting = [unit for unit in units if describing.fits(unit, wanted)]
    some = fitting[start - 1 : start - 1 + count]
    return answer(listed(len(fitting), start, describing.groups(asked, some)))


def make_group(asked: Asked) -> HttpResponse:
    """Open a unit, outermost; a code that is in use is told so (409)."""
    body = asked.body()
    name, code = str(body.get("displayName") or ""), str(body.get("externalId") or "")
    with tenant_scope(asked.actor.tenant_id):
        if code and any(unit.code == code for unit in queries.units()):
            raise ScimError(409, f"There is a unit with the code {code}.", "uniqueness")
    unit_id = asked.ask(
        actions.open_unit,
        unit={"name": name, "code": code},
        valid_from=asked.today,
    )
    joining = asking.members_in(body.get("members") or [])
    if joining:
        asked.ask(actions.staff_unit, unit_id=unit_id, joining=list(joining))
    return _group(asked, _unit(asked, str(unit_id)), status=201)


def show_group(asked: Asked, key: str) -> HttpResponse:
    """A unit with who works there."""
    return _group(asked, _unit(asked, key))


def put_group(asked: Asked, key: str) -> HttpResponse:
    """Let a unit be called so, and just these people work there."""
    body, unit = asked.body(), _unit(asked, key)
    _rename(asked, unit, str(body.get("displayName") or unit.name))
    _staff(asked, unit, whole=asking.members_in(body.get("members") or []))
    return _group(asked, _unit(asked, key))


def patch_group(asked: Asked, key: str) -> HttpResponse:
    """Change what a unit is called, or who works there."""
    unit = _unit(asked, key)
    for kind, where, value in asking.operations_in(asked.body()):
        plain = where.split("[")[0].strip().lower()
        if plain == "members" and kind == "replace":
            _staff(asked, unit, whole=asking.members_in(value))
        elif plain == "members":
            named = asking.member_in_path(where) or asking.members_in(value or [])
            everybody = kind == "remove" and not named
            if everybody:
                _staff(asked, unit, whole=())
            elif named:
                way = "joining" if kind == "add" else "leaving"
                asked.ask(actions.staff_unit, unit_id=unit.id, **{way: list(named)})
        elif plain == "displayname" and kind != "remove":
            _rename(asked, unit, str(value))
        elif not plain and isinstance(value, Mapping):
            _rename(asked, unit, str(value.get("displayName") or unit.name))
            if "members" in value:
                whole = asking.members_in(value["members"])
                asked.ask(actions.staff_unit, unit_id=unit.id, joining=list(whole))
        elif plain != "externalid":
            raise ScimError(400, f"There is nothing at the path {where}.", "invalidPath")
    return _group(asked, _unit(asked, key))


def _rename(asked: Asked, unit: UnitView, name: str) -> None:
    if name == unit.name:
        return
    facts = {field: getattr(unit, field) for field in UnitFacts.__dataclass_fields__}
    asked.ask(
        actions.change_unit,
        unit_id=unit.id,
        unit=msgspec.to_builtins(UnitFacts(**{**facts, "name": name})),
        **asked.expected(),
    )


def _staff(asked: Asked, unit: UnitView, *, whole: tuple[str, ...]) -> None:
    with tenant_scope(asked.actor.tenant_id):
        here = {str(one.id) for one in queries.staff_of([unit.id], asked.today)}
    joining, leaving = sorted(set(whole) - here), sorted(here - set(whole))
    if joining or leaving:
        asked.ask(actions.staff_unit, unit_id=unit.id, joining=joining, leaving=leaving)


def close_group(asked: Asked, key: str) -> HttpResponse:
    """Let a unit close with today. It is never deleted; nobody may work there still."""
    unit = _unit(asked, key)
    if unit.valid_until is None or unit.valid_until > asked.today:
        asked.ask(actions.close_unit, unit_id=unit.id, last_day=asked.today, **asked.expected())
    return HttpResponse(status=204)


# --- what there is -----------------------------------------------------------------------------------


def config(asked: Asked) -> HttpResponse:
    """What of SCIM is offered."""
    return answer(describing.CONFIG)


def resource_types(asked: Asked) -> HttpResponse:
    """Users and groups."""
    return answer(listed(2, 1, list(describing.RESOURCE_TYPES)))


def schemas(asked: Asked) -> HttpResponse:
    """The attributes that are kept."""
    return answer(listed(len(describing.SCHEMAS), 1, list(describing.SCHEMAS)))


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Whatever else is asked for."""
    return error(404, "There is nothing at this address.")


def scim_urls() -> list[URLPattern]:
    """The addresses below `/scim/v2/`."""
    users = _scim(get=list_users, post=make_user)
    user = _scim(get=show_user, put=put_user, patch=patch_user, delete=end_user)
    groups = _scim(get=list_groups, post=make_group)
    group = _scim(get=show_group, put=put_group, patch=patch_group, delete=close_group)
    return [
        path("Users", users),
        path("Users/<str:key>", user),
        path("Groups", groups),
        path("Groups/<str:key>", group),
        path("ServiceProviderConfig", _scim(get=config)),
        path("ResourceTypes", _scim(get=resource_types)),
        path("Schemas", _scim(get=schemas)),
        path("<path:rest>", nothing_here),
    ]
