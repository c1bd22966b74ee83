"""The receipts app."""

from django.apps import AppConfig


class ReceiptsConfig(AppConfig):
    """Goods that come, claims and expected credits."""

    name = "avrop.buying.receipts"
    label = "receipts"

    def ready(self) -> None:
        """Registers what takes advices in, and what an order's trace knows of goods."""
        from avrop.buying.orders import ports
        from avrop.buying.receipts import queries, takers  # noqa: F401

        if queries.trace_source not in ports.trace_sources:
            ports.trace_sources.append(queries.trace_source)
