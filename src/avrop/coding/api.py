"""Addresses of the coding app."""

from avrop.coding import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("coding/dimensions", queries.dimensions),
    get("coding/dimensions/{dimension}/values", queries.values_page),
    get("coding/dimensions/{dimension}/choices", queries.coding_choices),
    get("coding/values-offered", queries.values_offered),
    get("coding/problems", queries.coding_problems),
    get("coding/rules", queries.combinations),
    get("coding/accounts", queries.account_mappings),
    get("coding/short-codes", queries.short_codes_page),
    get("coding/short-codes/mine", queries.my_short_codes),
    get("coding/short-codes/{short_code_id}", queries.one_short_code),
    post("coding/dimensions", actions.define_dimension),
    post("coding/dimensions/{dimension}/values", actions.add_values),
    post("coding/dimensions/{dimension}/values/{code}/end", actions.end_value),
    post("coding/rules", actions.add_rule),
    post("coding/rules/{rule_id}/end", actions.end_rule),
    post("coding/accounts", actions.map_account),
    post("coding/short-codes", actions.issue_short_code),
    post("coding/short-codes/import", actions.import_short_codes),
    post("coding/short-codes/{short_code_id}/renew", actions.renew_short_code),
    post("coding/short-codes/{short_code_id}/end", actions.end_short_code),
    post("coding/people/{person_id}/short-codes/end", actions.end_short_codes_of),
)
