"""The approvals app."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Requests for approval and their routes."""

    name = "avrop.approvals"
    label = "approvals"
