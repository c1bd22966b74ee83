"""By when an approval is of use: the first cut-off that the cart is to make. Pure."""

from __future__ import annotations

from datetime import datetime

from avrop.buying.requisitions.rules import Cart


def decide_by(cart: Cart) -> datetime | None:
    """The earliest moment at which a seller of the cart stops taking orders for the day that is wanted.

    None where no day is wanted or no terms say when orders close (REQ-10).
    """
    moments = []
    for line in cart.lines:
        seller = cart.sellers.get(line.seller_id)
        days = seller.days_for(line.category) if seller else None
        if line.wanted is not None and days and days.delivers_on(line.wanted):
            moments.append(days.closes_at(line.wanted, cart.zone))
    return min(moments, default=None)
