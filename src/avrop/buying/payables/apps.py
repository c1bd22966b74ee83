"""The payables app."""

from django.apps import AppConfig


class PayablesConfig(AppConfig):
    """Vouchers, payments and the bank."""

    name = "avrop.buying.payables"
    label = "payables"

    def ready(self) -> None:
        """Registers what follows from attests, and tells orders where their money stands."""
        from avrop.buying.orders import ports
        from avrop.buying.payables import queries, reactions  # noqa: F401

        ports.fill_money_standing(queries.money_standing)
        if queries.trace_source not in ports.trace_sources:
            ports.trace_sources.append(queries.trace_source)
