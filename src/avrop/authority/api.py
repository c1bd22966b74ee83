"""Addresses of the authority app."""

from avrop.authority import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("authority/roles", queries.roles),
    get("authority/mandates", queries.mandates_page),
    get("authority/people/{person_id}/mandates", queries.mandates_of),
    get("authority/people/{person_id}/delegations", queries.delegations_of),
    get("authority/permissions/mine", queries.my_permissions),
    get("authority/chains/{chain_id}/deeds", queries.certificate),
    get("authority/restrictions", queries.restrictions),
    get("authority/both-desks", queries.holders_of_both_desks),
    post("authority/roles/install", actions.install_roles),
    post("authority/roles/{role}/change", actions.change_role),
    post("authority/mandates", actions.grant_mandate),
    post("authority/mandates/{mandate_id}/revoke", actions.revoke_mandate),
    post("authority/people/{person_id}/mandates/end", actions.end_mandates_of),
    post("authority/mandates/{mandate_id}/delegate", actions.delegate),
    post("authority/lend", actions.lend_mandates),
    post("authority/delegations/{delegation_id}/end", actions.end_delegation),
    post("authority/restrictions", actions.restrict_category),
    post("authority/restrictions/{restriction_id}/lift", actions.lift_restriction),
    post("authority/separation", actions.change_separation),
    post("authority/roles-apart", actions.change_roles_apart),
)
