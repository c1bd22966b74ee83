"""Every command of the approvals app."""

from avrop.approvals.actions.ask import request_approval, withdraw_request
from avrop.approvals.actions.change_rules import change_routing, change_tolerance
from avrop.approvals.actions.decide import approve, approve_all, return_for_change
from avrop.approvals.rules import Part, RoutingRule

__all__ = [
    "Part",
    "RoutingRule",
    "approve",
    "approve_all",
    "change_routing",
    "change_tolerance",
    "request_approval",
    "return_for_change",
    "withdraw_request",
]
