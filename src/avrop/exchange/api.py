"""Addresses of the exchange's operations. Sending belongs to routines and is not offered."""

from __future__ import annotations

from avrop.exchange import actions, checking, queries
from avrop.kernel.routes import FileTaken, get, post, post_file

ROUTES = (
    get("find/messages", queries.messages_numbered),
    get("messages", queries.messages_page),
    post("messages", actions.receive),
    get("messages/stuck", queries.stuck_page),
    get("messages/{message_id}", queries.message),
    get("messages/{message_id}/payload", queries.payload),
    get("messages/{message_id}/steps", queries.steps),
    post("messages/push-on", actions.push_on),
    post("messages/{message_id}/resend", actions.resend),
    post("messages/{message_id}/retry-take-in", actions.retry_take_in),
    post("messages/{message_id}/settle-conflict", actions.settle_conflict),
    post("messages/{message_id}/acknowledge", actions.acknowledge),
    get("traces/{subject_id}", queries.trace),
    post_file(
        "documents/check",
        checking.check_document,
        FileTaken("content", "file_name", checking.most_bytes),
    ),
    post("endpoints", actions.register_endpoint),
    post("endpoints/withdraw", actions.withdraw_endpoint),
)
