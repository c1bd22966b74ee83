"""Addresses of the kernel's own operations."""

from avrop.kernel.disposal import dispose_records
from avrop.kernel.routes import post

ROUTES = (post("disposals", dispose_records),)
