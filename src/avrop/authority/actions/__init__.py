"""The verbs of authority, one file each."""

from avrop.authority.actions.change_role import change_role
from avrop.authority.actions.change_roles_apart import change_roles_apart
from avrop.authority.actions.change_separation import change_separation
from avrop.authority.actions.delegate import delegate, lend_mandates
from avrop.authority.actions.end_delegation import end_delegation
from avrop.authority.actions.end_mandates_of import end_mandates_of
from avrop.authority.actions.grant_mandate import grant_mandate
from avrop.authority.actions.install_roles import install_roles
from avrop.authority.actions.lend_role import lend_role
from avrop.authority.actions.lift_restriction import lift_restriction
from avrop.authority.actions.restrict_category import restrict_category
from avrop.authority.actions.revoke_mandate import revoke_mandate

__all__ = [
    "change_role",
    "change_roles_apart",
    "change_separation",
    "delegate",
    "end_delegation",
    "end_mandates_of",
    "grant_mandate",
    "install_roles",
    "lend_mandates",
    "lend_role",
    "lift_restriction",
    "restrict_category",
    "revoke_mandate",
]
