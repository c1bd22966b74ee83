"""The invoices app."""

from django.apps import AppConfig


class InvoicesConfig(AppConfig):
    """Invoices, credit notes, matching and attest."""

    name = "avrop.buying.invoices"
    label = "invoices"

    def ready(self) -> None:
        """Registers what follows from documents, receipts and answers, and what traces know."""
        from avrop.buying.invoices import queries, reactions, takers  # noqa: F401
        from avrop.buying.orders import ports

        ports.fill_invoice_standings(queries.standings_of_orders)
        if queries.trace_source not in ports.trace_sources:
            ports.trace_sources.append(queries.trace_source)
