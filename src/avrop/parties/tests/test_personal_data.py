"""The register of personal data names every table that holds some; who is protected is told nowhere
else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db.models import EmailField

from avrop.accounts.models import Account
from avrop.kernel.jobs import running_here
from avrop.kernel.models import HistoryRow
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.importing.disposing import dispose_of_files
from avrop.parties.models import Contact, Person
from avrop.parties.personal_data import REGISTER
from avrop.parties.queries import ContactFacts
from avrop.tasks.actions import open_task
from avrop.tasks.models import Task
from avrop.testing.worlds import a_person, a_tenant, an_email, an_organisation, everything
from avrop.values import uuid7

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


HEMLIG = "Hemlig Person"


def protected_in(tenant_id: UUID, email: str = "") -> UUID:
    person_id = a_person(tenant_id, name=HEMLIG, email=email or an_email()).person_id
    assert person_id is not None
    return person_id


@pytest.mark.django_db
def test_the_account_and_contacts_call_who_is_protected_by_what_says_nothing() -> None:
    world, email = a_tenant(), an_email()
    office = everything(world.tenant_id)
    person_id = protected_in(world.tenant_id, email)
    supplier = an_organisation(world.tenant_id, "Grossisten")
    facts = ContactFacts("orders", HEMLIG, email, "070-1")
    actions.set_contact(supplier, facts, actor=office, at=NOW)

    actions.protect_identity(person_id, "Skatteverket 2026:1", actor=office, at=NOW)
    account = Account.objects.get(email=email)
    with tenant_scope(world.tenant_id):
        contact = Contact.objects.get(organisation_id=supplier)
    actions.end_protection(person_id, actor=office, at=NOW)

    assert HEMLIG not in account.name
    assert (HEMLIG in contact.name, contact.email, contact.phone) == (False, "", "")
    assert Account.objects.get(email=email).name == HEMLIG


@pytest.mark.django_db
def test_tasks_and_forms_that_named_her_name_her_no_more_nor_does_their_history() -> None:
    world = a_tenant()
    office = everything(world.tenant_id)
    person_id, doer = protected_in(world.tenant_id), a_person(world.tenant_id).person_id
    assert doer is not None
    with tenant_scope(world.tenant_id):
        open_task(
            "training.task_decide",
            subject_kind="training_decision",
            subject_id=uuid7(),
            assignees=(doer,),
            once_key="decide/1",
            values={"person": HEMLIG, "course": "Kurs"},
            actor=office,
            at=NOW,
        )

    with running_here() as drain:
        actions.protect_identity(person_id, "Skatteverket 2026:1", actor=office, at=NOW)
        drain()

    with tenant_scope(world.tenant_id):
        task = Task.objects.get(once_key="decide/1")
        hidden = queries.rows_naming("tasks_task", frozenset({task.id, uuid7()}))
    assert task.values == {
        "person": f"Skyddad person {person_id.hex[-4:].upper()}",
        "course": "Kurs",
    }
    assert hidden == {task.id}


@pytest.mark.django_db
def test_lines_and_files_of_imports_tell_nobody_who_it_is() -> None:
    world = a_tenant()
    office = everything(world.tenant_id)
    head, line = "anställningsnummer;namn;e-post", f"7;{HEMLIG};hemlig@example.com"
    file = f"{head}\n{line}\n8;Åsa Ek;asa@example.com\n".encode()
    taken = actions.take_in_import(file, "p.csv", actor=office, at=NOW)
    actions.apply_import(taken.id, actor=office, at=NOW)
    with tenant_scope(world.tenant_id):
        person_id = Person.objects.get(number="7").id

    actions.protect_identity(person_id, "Skatteverket 2026:1", actor=office, at=NOW)
    lines = queries.import_lines(taken.id, actor=office).items
    keeper = a_person(world.tenant_id, ("coordinator",))
    with pytest.raises(Forbidden):
        queries.import_file(taken.id, actor=keeper, at=NOW)

    told = "".join(str(one) for one in lines)
    assert (HEMLIG in told, "hemlig@example.com" in told, "Åsa Ek" in told) == (False, False, True)
    assert queries.import_file(taken.id, actor=office, at=NOW) == file


@pytest.mark.django_db
def test_the_files_of_imports_are_emptied_after_ninety_days_and_no_history_keeps_them() -> None:
    world = a_tenant()
    office = everything(world.tenant_id)
    taken = actions.take_in_import(b"namn\nEva Ek\n", "p.csv", actor=office, at=NOW)

    early = dispose_of_files(world.tenant_id, at=NOW + timedelta(days=89))
    late = dispose_of_files(world.tenant_id, at=NOW + timedelta(days=91))

    assert (early, late) == (0, 1)
    with pytest.raises(Refused, match=r"parties.import_disposed"):
        queries.import_file(taken.id, actor=office, at=NOW)
    with tenant_scope(world.tenant_id):
        assert not HistoryRow.objects.filter(table_name="parties_import").exists()
