"""For whom somebody shops, and in which cart: kept in the session, else what is most likely."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from avrop.authority import queries as authority
from avrop.buying.requisitions import queries
from avrop.buying.requisitions.queries import RequisitionSummary
from avrop.parties import queries as parties
from avrop.parties.queries import UnitView
from avrop.site.actors import Request
from avrop.site.pages.performing import actor_of, ask, today
from avrop.site.patterns.choosing import MOST_OPTIONS

UNIT_IN_SESSION, CART_IN_SESSION = "shop_unit", "shop_cart"


@dataclass(frozen=True, slots=True)
class Basket:
    """The unit that somebody shops for (None where he may shop for none), the cart that is filled, the
    other open ones, and the units to choose among."""

    unit: UnitView | None
    cart: RequisitionSummary | None
    carts: tuple[RequisitionSummary, ...]
    units: tuple[UnitView, ...]

    @property
    def unit_id(self) -> UUID | None:
        """The unit's id."""
        return self.unit.id if self.unit else None

    @property
    def has_many_units(self) -> bool:
        """Whether the units are more than anybody reads through: one is then written by name."""
        return len(self.units) > MOST_OPTIONS

    def units_called(self, name: str) -> tuple[UnitView, ...]:
        """The units of that name, else those whose names hold it."""
        wanted = name.strip().casefold()
        exact = tuple(unit for unit in self.units if unit.name.casefold() == wanted)
        return exact or tuple(unit for unit in self.units if wanted in unit.name.casefold())

    @property
    def cart_id(self) -> UUID | None:
        """The cart's id; None where none is begun."""
        return self.cart.id if self.cart else None


def basket_of(request: Request) -> Basket:
    """The basket of the reader; inside a scope. Five statements."""
    carts = ask(request, queries.open_carts)
    units = _units(request)
    unit = _unit(request, units, carts)
    fitting = [cart for cart in carts if unit is not None and cart.unit_id == unit.id]
    chosen = request.session.get(CART_IN_SESSION, "")
    named = next((cart for cart in fitting if str(cart.id) == chosen), None)
    return Basket(unit, named or next(iter(fitting), None), carts, units)


def _units(request: Request) -> tuple[UnitView, ...]:
    """The units that the reader sees into, by name."""
    seen = authority.sight(actor_of(request))
    found = parties.units(on=today())
    return tuple(unit for unit in found if seen.everything or unit.id in seen.unit_ids)


def _unit(
    request: Request, units: tuple[UnitView, ...], carts: tuple[RequisitionSummary, ...]
) -> UnitView | None:
    by_id = {str(unit.id): unit for unit in units}
    likely = [str(request.session.get(UNIT_IN_SESSION, ""))]
    likely += [str(cart.unit_id) for cart in carts[:1]]
    person_id = actor_of(request).person_id
    if person_id is not None and not any(one in by_id for one in likely):
        likely.append(str(parties.person(person_id).unit_id))
    return next((by_id[one] for one in likely if one in by_id), next(iter(units), None))


def choose_unit(request: Request, unit_id: UUID) -> None:
    """From now on the reader shops for a unit."""
    request.session[UNIT_IN_SESSION] = str(unit_id)


def choose_cart(request: Request, cart_id: UUID, unit_id: UUID) -> None:
    """From now on the reader fills this cart."""
    request.session[CART_IN_SESSION] = str(cart_id)
    request.session[UNIT_IN_SESSION] = str(unit_id)
