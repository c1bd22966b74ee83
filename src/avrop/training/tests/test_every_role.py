"""Everybody learns and has tasks, in whatever role."""

from __future__ import annotations

import pytest

from avrop.authority.roles import CATALOGUE
from avrop.kernel.permissions import Permission
from avrop.tasks import permissions as tasks
from avrop.training import permissions as training

ROLES = {role.code for role in CATALOGUE}
FOR_EVERYBODY = [
    one
    for module in (tasks, training)
    for one in vars(module).values()
    if isinstance(one, Permission) and one.roles == tasks.EVERY_ROLE
]


def test_every_role_of_the_catalogue_is_named_once() -> None:
    assert len(CATALOGUE) == 28
    assert sorted(tasks.EVERY_ROLE) == sorted(ROLES)


@pytest.mark.parametrize(
    "name", ["training.learn", "tasks.open", "tasks.close", "tasks.take", "tasks.follow"]
)
def test_whoever_holds_any_role_may(name: str) -> None:
    found = [one for one in FOR_EVERYBODY if one.name == name]

    assert [set(one.roles) for one in found] == [ROLES]
