"""Addresses of the notices app in the API."""

from avrop.kernel.routes import get, post
from avrop.notices import actions, queries

ROUTES = (
    get("notices/mine", queries.my_notices),
    post("notices/mine", actions.choose_notices),
    get("notices/rules", queries.notice_rules),
    post("notices/rules", actions.change_notice_rules),
)
