"""The commands of the stock app."""

from avrop.selling.stock.actions.add_items import add_items
from avrop.selling.stock.actions.book import book_movements
from avrop.selling.stock.actions.prices import set_agreed_prices
from avrop.selling.stock.actions.publish import publish_catalogue
from avrop.selling.stock.actions.reserve import (
    release_reservations,
    report_missing,
    reserve,
    ship_reserved,
)
from avrop.selling.stock.actions.send_price_list import send_price_list
from avrop.selling.stock.actions.withdraw import withdraw_items

__all__ = [
    "add_items",
    "book_movements",
    "publish_catalogue",
    "release_reservations",
    "report_missing",
    "reserve",
    "send_price_list",
    "set_agreed_prices",
    "ship_reserved",
    "withdraw_items",
]
