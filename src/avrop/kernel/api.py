"""Addresses of the kernel's own operations."""

from avrop.kernel import auditing
from avrop.kernel.disposal import dispose_records
from avrop.kernel.routes import get, post

ROUTES = (
    post("disposals", dispose_records),
    get("audit/events", auditing.audit_page),
    get("audit/events/{event_id}", auditing.audit_entry),
    get("audit/refusals", auditing.refusals_page),
)
