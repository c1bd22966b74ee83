"""Addresses of the requester's pages."""

from django.urls import URLPattern, path

from avrop.site.pages import requisitions
from avrop.site.pages.buying import cart, coordinating, filling, line_coding, needs, sending, shop

BUYING: tuple[URLPattern, ...] = (
    path("shop", shop.shop, name="shop"),
    path("shop/for", shop.shop_for, name="shop_for"),
    path("shop/compare", shop.compare, name="compare"),
    path("shop/favourites", shop.favourites, name="favourites"),
    path("shop/several", filling.put_several_in_cart, name="put_several_in_cart"),
    path("shop/again/<uuid:requisition_id>", shop.again, name="again"),
    path("shop/order-again/<uuid:order_id>", shop.order_again, name="order_again"),
    path("shop/articles/<uuid:item_id>", shop.article, name="article"),
    path("shop/articles/<uuid:item_id>/put", filling.put_in_cart, name="put_in_cart"),
    path("shop/articles/<uuid:item_id>/favourite", shop.favour, name="favour"),
    path("cart", cart.cart, name="cart"),
    path("cart/begin", cart.begin_cart, name="begin_cart"),
    path("cart/<uuid:requisition_id>", cart.cart_of, name="cart_of"),
    path("cart/<uuid:requisition_id>/day", cart.want_on, name="want_on"),
    path("cart/<uuid:requisition_id>/place", cart.deliver_to, name="deliver_to"),
    path("cart/<uuid:requisition_id>/short-code", cart.use_short_code, name="use_short_code"),
    path("cart/<uuid:requisition_id>/give-up", cart.give_up, name="give_up_cart"),
    path(
        "cart/<uuid:requisition_id>/lines/<uuid:line_id>/take-out", cart.take_out, name="take_out"
    ),
    path(
        "cart/<uuid:requisition_id>/lines/<uuid:line_id>/coding",
        line_coding.code_line,
        name="code_line",
    ),
    path("cart/<uuid:requisition_id>/send", sending.send_cart, name="send_cart"),
    path("cart/<uuid:requisition_id>/mend", sending.mend, name="mend"),
    path("cart/<uuid:requisition_id>/ask", sending.ask_others, name="ask_others"),
    path("cart/<uuid:requisition_id>/hand-over", sending.hand_over, name="hand_over"),
    path("needs", needs.needs, name="needs"),
    path("needs/of-my-groups", coordinating.needs_of_my_groups, name="needs_of_my_groups"),
    path("needs/<uuid:requisition_id>/take-back", requisitions.take_back, name="take_back"),
)
