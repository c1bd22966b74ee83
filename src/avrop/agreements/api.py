"""Addresses of the agreements app. Calling off belongs to orders and is not offered."""

from avrop.agreements import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("agreements", queries.agreements_page),
    post("agreements", actions.register_agreement),
    get("agreements/ending", queries.ending_soon),
    get("agreements/{agreement_id}", queries.agreement),
    get("agreements/{agreement_id}/call-offs", queries.call_offs_page),
    post("agreements/{agreement_id}/terms", actions.change_terms),
    post("agreements/{agreement_id}/units", actions.entitle_units),
    post("agreements/{agreement_id}/prices", actions.agree_prices),
    post("agreements/{agreement_id}/activate", actions.activate_agreement),
    post("agreements/{agreement_id}/extend", actions.extend_agreement),
    post("agreements/{agreement_id}/ceiling", actions.change_ceiling),
    post("agreements/{agreement_id}/end", actions.end_agreement),
    post("agreements/{agreement_id}/reconcile", actions.reconcile_agreement),
)
