"""Rights of the fulfilment app."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.deeds import Deed
from avrop.kernel.permissions import Kind, Permission

ALLOCATE = Permission(
    "fulfilment.allocate",
    "order_processing",
    Kind.EXECUTE,
    _("Allocate goods to orders"),
    roles=("order_clerk", "warehouse"),
)
PICK = Permission(
    "fulfilment.pick",
    "warehouse_work",
    Kind.EXECUTE,
    _("Pick and pack goods"),
    roles=("warehouse",),
)
SHIP = Permission(
    "fulfilment.ship",
    "warehouse_work",
    Kind.EXECUTE,
    _("Send goods off, and say that they have been delivered"),
    roles=("warehouse", "logistics"),
    deeds=(Deed.SHIP,),
)
