"""The commands of the billing app."""

from avrop.selling.billing.actions.bill import bill_order
from avrop.selling.billing.actions.collect import register_payment
from avrop.selling.billing.actions.credit import credit_invoice

__all__ = ["bill_order", "credit_invoice", "register_payment"]
