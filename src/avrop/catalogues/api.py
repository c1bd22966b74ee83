"""Addresses of the catalogues app."""

from avrop.catalogues import actions, queries
from avrop.kernel.routes import get, post

ROUTES = (
    get("items", queries.search),
    get("items/favourites", queries.favourites),
    get("items/divisions", queries.divisions),
    get("items/{item_id}", queries.item),
    get("items/{item_id}/description", queries.description),
    get("items/{item_id}/prices", queries.price_history),
    post("items/{item_id}/keep-favourite", actions.keep_favourite),
    post("items/{item_id}/drop-favourite", actions.drop_favourite),
    get("catalogues", queries.versions_page),
    post("catalogues", actions.import_catalogue),
    post("catalogues/control", actions.change_control),
    get("catalogues/{version_id}", queries.version),
    get("catalogues/{version_id}/lines", queries.staged_lines),
    get("catalogues/{version_id}/difference", queries.difference),
    post("catalogues/{version_id}/agreement", actions.assign_agreement),
    post("catalogues/{version_id}/review", actions.review_lines),
    post("catalogues/{version_id}/accept", actions.accept_lines),
    post("catalogues/{version_id}/activate", actions.activate_version),
    post("catalogues/{version_id}/reject", actions.reject_version),
)
