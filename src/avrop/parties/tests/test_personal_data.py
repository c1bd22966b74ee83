"""The register of personal data names every table that holds some; who is protected is told nowhere
else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db.models import EmailField

from avrop.kernel.problems import Invalid, Missing, Refused
from avrop.parties import actions, queries
from avrop.parties.personal_data import REGISTER
from avrop.testing.worlds import a_person, a_tenant, everything

#: What columns are called that say who somebody is or how to reach him.
TELLING = frozenset({"email", "phone", "holder", "answer_to", "browser"})
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)


def test_every_table_of_ours_that_holds_personal_data_is_in_the_register() -> None:
    telling = {
        (model._meta.db_table, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("avrop.")
        for field in model._meta.local_fields
        if isinstance(field, EmailField) or field.name in TELLING
    }

    registered = {(one.table, column) for one in REGISTER for column in one.columns}

    assert telling - registered == set()


def test_the_register_names_only_columns_that_there_are() -> None:
    known = {
        (model._meta.db_table, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
    }

    assert {(one.table, column) for one in REGISTER for column in one.columns} - known == set()


@pytest.mark.django_db
def test_protecting_an_identity_takes_name_and_address_away_until_it_ends() -> None:
    world = a_tenant()
    office = everything(world.tenant_id)
    person_id = a_person(world.tenant_id, name="Hemlig Person").person_id
    assert person_id is not None

    actions.protect_identity(person_id, "Skatteverket 2026:1", actor=office, at=NOW)
    (during,) = [one for one in queries.people_page(actor=office).items if one.id == person_id]
    with pytest.raises(Refused, match=r"parties.is_protected"):
        actions.change_person(person_id, name="Ny", email="n@example.com", actor=office, at=NOW)
    with pytest.raises(Refused, match=r"parties.is_protected"):
        actions.protect_identity(person_id, "igen", actor=office, at=NOW)
    actions.end_protection(person_id, actor=office, at=NOW)
    (after,) = [one for one in queries.people_page(actor=office).items if one.id == person_id]

    assert (during.name, during.email) == (f"Skyddad person {person_id.hex[-4:].upper()}", "")
    assert after.name == "Hemlig Person"
    with pytest.raises(Missing):
        queries.true_identity(person_id, actor=office, at=NOW)


@pytest.mark.django_db
def test_nobody_is_protected_without_a_decision() -> None:
    world = a_tenant()
    person_id = a_person(world.tenant_id).person_id
    assert person_id is not None

    with pytest.raises(Invalid, match=r"parties.no_protection_decision"):
        actions.protect_identity(person_id, " ", actor=everything(world.tenant_id), at=NOW)
