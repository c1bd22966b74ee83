"""Addresses of the stock app."""

from avrop.kernel.routes import get, post
from avrop.selling.stock import actions, queries

ROUTES = (
    get("stock/items", queries.items_page),
    get("stock/items/{item_id}", queries.item),
    get("stock/levels", queries.levels_page),
    get("stock/levels/{seller_item_id}", queries.stock_of),
    get("stock/catalogues", queries.catalogues_page),
    post("stock/items", actions.add_items),
    post("stock/withdraw-items", actions.withdraw_items),
    post("stock/agreed-prices", actions.set_agreed_prices),
    post("stock/movements", actions.book_movements),
    post("stock/catalogues", actions.publish_catalogue),
    post("stock/price-lists", actions.send_price_list),
)
