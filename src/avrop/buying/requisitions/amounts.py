"""What lines cost. Pure."""

from decimal import Decimal

from avrop.values import rounded_half_up


def amount_of(
    quantity: Decimal, price: Decimal, base_quantity: Decimal, price_factor: Decimal
) -> Decimal:
    """A line's amount without VAT, rounded once to two decimals as line amounts are (BIS Ordering).

    The price is for `base_quantity` of the price's unit, of which an ordered unit holds
    `price_factor`.
    """
    return rounded_half_up(quantity * price_factor * price / base_quantity, 2)
