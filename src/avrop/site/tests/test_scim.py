"""A directory keeps people and units by SCIM 2.0."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from avrop.authority import actions as authority
from avrop.authority.models import Mandate
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.models import EventRow, RefusalRow
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties.models import Employment, MembershipRow, Person
from avrop.site.actors import operator
from avrop.site.scim.asking import USER_PATHS, filters_in
from avrop.site.scim.saying import ScimError
from avrop.testing.worlds import a_person, a_tenant, a_unit, an_email, everything

pytestmark = pytest.mark.django_db

ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"
SINCE = datetime.now(UTC).date() - timedelta(days=30)


class Directory:
    """A program that provisions people, with a key of one organisation."""

    def __init__(self, roles: tuple[str, ...] = ("coordinator",)) -> None:
        self.office = everything(a_tenant().tenant_id)
        self.holder: Actor = a_person(self.office.tenant_id, roles=roles)
        assert self.holder.person_id is not None
        self.key = parties.issue_api_key(
            self.holder.person_id,
            name="Katalog",
            actor=operator(str(self.office.tenant_id)),
            at=datetime.now(UTC),
        )

    def ask(self, method: str, where: str, body: Any = None, **headers: str) -> Any:
        return Client().generic(
            method,
            f"/scim/v2/{where}",
            json.dumps(body) if body is not None else "",
            content_type="application/scim+json",
            headers={"Authorization": f"Bearer {self.key}", **headers},
        )

    def add(self, **facts: Any) -> Any:
        return self.ask("POST", "Users", {"userName": an_email(), "displayName": "Åsa Ek", **facts})

    def events(self) -> int:
        with tenant_scope(self.office.tenant_id):
            return EventRow.objects.count()


def patch(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"schemas": [PATCH], "Operations": list(operations)}


def test_a_person_is_added_found_and_read_with_a_version() -> None:
    directory = Directory()
    unit = a_unit(directory.office.tenant_id, "Skolan", code="10")
    email = an_email()

    made = directory.ask(
        "POST",
        "Users",
        {
            "userName": email,
            "externalId": "obj-1",
            "name": {"givenName": "Åsa", "familyName": "Ek"},
            "emails": [{"value": email, "primary": True}],
            "title": "Rektor",
            ENTERPRISE: {"employeeNumber": "A1", "department": "10"},
        },
    )

    user = made.json()
    assert (made.status_code, user["displayName"], user["active"]) == (201, "Åsa Ek", True)
    assert user[ENTERPRISE] == {"employeeNumber": "A1", "department": "10"}
    assert user["title"] == "Rektor"
    assert made["Location"].endswith(f"/scim/v2/Users/{user['id']}")
    for wanted in (f'userName eq "{email}"', 'externalId eq "obj-1" and active eq true'):
        found = directory.ask("GET", f"Users?filter={wanted}").json()
        assert (found["totalResults"], found["Resources"][0]["id"]) == (1, user["id"])
    again = directory.ask(
        "GET", f"Users/{user['id']}", **{"If-None-Match": user["meta"]["version"]}
    )
    assert again.status_code == 304
    with tenant_scope(directory.office.tenant_id):
        assert Person.objects.get(number="A1").unit_id == unit


def test_the_same_again_does_nothing_twice() -> None:
    directory = Directory()
    body = {"userName": an_email(), "externalId": "obj-2", "displayName": "Åsa Ek"}
    user = directory.ask("POST", "Users", body).json()
    before = directory.events()

    second = directory.ask("POST", "Users", body)
    same = directory.ask("PUT", f"Users/{user['id']}", body)
    twice = [
        directory.ask(
            "PATCH",
            f"Users/{user['id']}",
            patch({"op": "replace", "path": "active", "value": "True"}),
        )
        for _ in range(2)
    ]

    assert (second.status_code, second.json()["scimType"]) == (409, "uniqueness")
    assert [one.status_code for one in (same, *twice)] == [200, 200, 200]
    assert same.json()["meta"]["version"] == user["meta"]["version"]
    assert directory.events() == before


def test_deactivation_ends_the_employment_the_sign_in_and_the_mandates() -> None:
    directory = Directory()
    tenant_id = directory.office.tenant_id
    unit = a_unit(tenant_id, "Skolan")
    person = a_person(tenant_id, roles=("requester",), unit_id=unit)
    assert person.person_id is not None
    off = patch({"op": "Replace", "path": "active", "value": "False"})

    with running_here() as drain:
        answers = [directory.ask("PATCH", f"Users/{person.person_id}", off) for _ in range(2)]
        drain()

    assert [(one.status_code, one.json()["active"]) for one in answers] == [(200, False)] * 2
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    with tenant_scope(tenant_id):
        for row in (
            Employment.objects.get(person_id=person.person_id),
            Mandate.objects.get(person_id=person.person_id),
        ):
            assert row.valid_until is not None
            assert abs((row.valid_until - yesterday).days) <= 1
    assert MembershipRow.objects.get(person_id=person.person_id).valid_until is not None
    back = patch({"op": "replace", "value": {"active": True}})
    assert directory.ask("PATCH", f"Users/{person.person_id}", back).json()["active"] is True


def test_a_stale_version_and_a_wrong_path_are_told_in_scims_words() -> None:
    directory = Directory()
    user = directory.add().json()
    renamed = patch({"op": "replace", "path": "displayName", "value": "Åsa Al"})

    stale = directory.ask("PATCH", f"Users/{user['id']}", renamed, **{"If-Match": 'W/"99"'})
    wrong = directory.ask(
        "PATCH", f"Users/{user['id']}", patch({"op": "add", "path": "shoeSize", "value": 42})
    )
    unreadable = directory.ask("GET", "Users?filter=userName zz 1")
    nobody = directory.ask("GET", "Users/0190aaaa-0000-7000-8000-000000000000")

    assert (stale.status_code, wrong.status_code) == (412, 400)
    assert wrong.json()["scimType"] == "invalidPath"
    assert (unreadable.status_code, unreadable.json()["scimType"]) == (400, "invalidFilter")
    assert nobody.status_code == 404
    assert nobody.json()["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    done = directory.ask(
        "PATCH",
        f"Users/{user['id']}",
        renamed,
        **{"If-Match": user["meta"]["version"]},
    )
    assert done.json()["displayName"] == "Åsa Al"


def test_groups_are_units_and_their_members_work_there() -> None:
    directory = Directory()
    user = directory.add().json()

    made = directory.ask("POST", "Groups", {"displayName": "Köket", "externalId": "20"})
    group = made.json()
    joined = directory.ask(
        "PATCH",
        f"Groups/{group['id']}",
        patch({"op": "add", "path": "members", "value": [{"value": user["id"]}]}),
    ).json()
    closed = directory.ask("DELETE", f"Groups/{group['id']}")
    left = directory.ask(
        "PATCH",
        f"Groups/{group['id']}",
        patch({"op": "remove", "path": f'members[value eq "{user["id"]}"]'}),
    ).json()

    assert made.status_code == 201
    assert [one["value"] for one in joined["members"]] == [user["id"]]
    assert closed.status_code == 409  # somebody works there
    assert left["members"] == []
    assert directory.ask("DELETE", f"Groups/{group['id']}").status_code == 204
    found = directory.ask("GET", 'Groups?filter=displayName eq "köket"&excludedAttributes=members')
    assert "members" not in found.json()["Resources"][0]


def test_a_key_reaches_its_own_organisation_and_only_with_the_right() -> None:
    ours, theirs, reader = Directory(), Directory(), Directory(roles=("requester",))
    user = ours.add().json()

    assert theirs.ask("GET", f"Users/{user['id']}").status_code == 404
    assert reader.ask("GET", "Users").status_code == 403
    assert Client().get("/scim/v2/Users").status_code == 401
    assert ours.ask("GET", "Nothing").status_code == 404
    assert ours.ask("DELETE", "Users").status_code == 405
    config = ours.ask("GET", "ServiceProviderConfig").json()
    assert (config["patch"]["supported"], config["etag"]["supported"]) == (True, True)


@pytest.mark.parametrize("where", ["ResourceTypes", "Schemas"])
def test_what_there_is_is_described(where: str) -> None:
    assert Directory().ask("GET", where).json()["totalResults"] >= 2


def test_the_list_of_people_takes_as_many_statements_for_one_as_for_many(
    django_assert_num_queries: Any,
) -> None:
    directory = Directory()
    authority.install_roles(actor=directory.office, at=datetime.now(UTC))
    directory.ask("GET", "Users?count=1")
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        directory.ask("GET", "Users?count=1")
    for _ in range(20):
        a_person(directory.office.tenant_id, valid_from=SINCE)
    with CaptureQueriesContext(connection) as many:
        directory.ask("GET", "Users?count=50")
    assert len(one) == len(many)


@pytest.mark.parametrize(
    "where",
    [
        'Users?filter=userName eq "a\\q"',
        "Users?filter=userName eq true",
        "Users?filter=id eq true",
        'Users?filter=active eq "yes"',
        'Groups?filter=members eq "x"',
        "Groups?filter=displayName eq false",
    ],
)
def test_a_filter_that_says_nothing_sensible_is_told_so(where: str) -> None:
    answer = Directory().ask("GET", where)

    assert (answer.status_code, answer.json()["scimType"]) == (400, "invalidFilter")


def test_odd_versions_and_odd_patches_are_told_in_scims_words() -> None:
    directory = Directory()
    where = f"Users/{directory.add().json()['id']}"
    rename = {"op": "replace", "path": "displayName", "value": "Ny"}

    odd = directory.ask("PATCH", where, patch(rename), **{"If-Match": "W/" + chr(0xB2)})
    endless = directory.ask("PATCH", where, patch(rename), **{"If-Match": "9" * 5000})
    untold = directory.ask("PATCH", where, {"schemas": None, "Operations": [rename]})

    assert [one.status_code for one in (odd, endless, untold)] == [412, 412, 400]


def test_a_group_whose_members_are_refused_is_not_half_made() -> None:
    directory = Directory()
    nobody = "0198f7a2-0000-7000-8000-000000000000"

    answer = directory.ask(
        "POST",
        "Groups",
        {"displayName": "Halva skolan", "externalId": "77", "members": [{"value": nobody}]},
    )

    listed = directory.ask("GET", 'Groups?filter=externalId eq "77"').json()
    assert (answer.status_code, listed["totalResults"]) == (404, 0)
    with tenant_scope(directory.office.tenant_id):
        assert list(RefusalRow.objects.values_list("face", flat=True)) == ["scim"]


def test_the_directory_ends_somebody_protected_and_tells_nobody_who_it_was() -> None:
    directory = Directory()
    email = an_email()
    person = directory.ask(
        "POST", "Users", {"userName": email, "displayName": "Hemlig Ek", "externalId": "e1"}
    ).json()
    where = f"Users/{person['id']}"
    parties.protect_identity(
        UUID(person["id"]), "Skatteverket 2026:1", actor=directory.office, at=datetime.now(UTC)
    )
    whole = {"userName": email, "displayName": "Hemlig Ek", "externalId": "e1", "title": "Lärare"}

    same = directory.ask("PUT", where, whole)
    ended = directory.ask("DELETE", where)
    back = directory.ask("PUT", where, whole)

    assert [one.status_code for one in (same, ended, back)] == [200, 204, 200]
    assert "Hemlig" not in same.content.decode() + back.content.decode()
    with tenant_scope(directory.office.tenant_id):
        row = Person.objects.get(id=person["id"])
        assert (row.name[:15], row.email) == ("Skyddad person ", "")


def test_a_key_of_somebody_who_keeps_one_unit_reads_nothing_of_the_whole() -> None:
    directory = Directory(roles=())
    unit = a_unit(directory.office.tenant_id, "Skolan")
    holder = a_person(directory.office.tenant_id, ("system_administrator",), unit)
    assert holder.person_id is not None
    directory.key = parties.issue_api_key(
        holder.person_id,
        name="Skolans katalog",
        actor=operator(str(directory.office.tenant_id)),
        at=datetime.now(UTC),
    )

    assert directory.ask("GET", "Users").status_code == 403


def test_a_name_that_equals_is_not_a_name_that_contains() -> None:
    directory = Directory()
    for name in ("Åsa Ek", "Åsa Ekman"):
        directory.add(displayName=name)
    for name in ("Skolan", "Skolan norra"):
        a_unit(directory.office.tenant_id, name)

    def found(kind: str, operator: str, value: str) -> list[str]:
        where = f'{kind}?filter=displayName {operator} "{value}"'
        rows = directory.ask("GET", where).json()["Resources"]
        return sorted(row["displayName"] for row in rows)

    assert found("Users", "eq", "åsa ek") == ["Åsa Ek"]
    assert found("Users", "co", "sa Ek") == ["Åsa Ek", "Åsa Ekman"]
    assert found("Groups", "eq", "Skolan") == ["Skolan"]
    assert found("Groups", "co", "skolan") == ["Skolan", "Skolan norra"]
    wrong = directory.ask("GET", 'Users?filter=userName co "a"')
    assert (wrong.status_code, wrong.json()["scimType"]) == (400, "invalidFilter")


def test_a_long_filter_is_refused_before_it_is_read() -> None:
    for text in ("a." * 501, "a" * 40_000 + " "):
        with pytest.raises(ScimError) as refusal:
            filters_in(text, USER_PATHS)
        assert "1000 characters at most" in refusal.value.detail
