"""The pages about rights: the register of mandates, what must be shown, who may order, positions."""

from django.urls import path

from avrop.site.pages.authority import (
    absences,
    asking,
    conducting,
    coordinating,
    ordering,
    passing,
    positions,
    register,
)

#: Addresses of these pages.
PATHS = (
    path("mandates", register.mandates, name="mandates"),
    path("mandates/give", register.give_mandate, name="give_mandate"),
    path("mandates/<uuid:mandate_id>", register.mandate, name="mandate"),
    path("who-may-do-what", asking.may, name="may"),
    path("who-may-order", ordering.requester_policies, name="requester_policies"),
    path("certificates", passing.passes, name="passes"),
    path("certificates/register", passing.register_pass, name="register_pass"),
    path("certificates/let-through", passing.let_through, name="let_through"),
    path("certificates/<uuid:pass_id>", passing.one_pass, name="pass"),
    path("gates", passing.gates, name="gates"),
    path("conduct", conducting.conduct, name="conduct"),
    path("licence-checks", passing.licence_checks, name="licence_checks"),
    path("positions", positions.positions, name="positions"),
    path("positions/<uuid:position_id>", positions.position, name="position"),
    path(
        "positions/<uuid:position_id>/hand-overs/<uuid:hand_over_id>/<slug:item>",
        positions.hand_over,
        name="hand_over_position",
    ),
    path("absences", absences.absences, name="absences"),
    path("coordinators", coordinating.coordinators, name="coordinators"),
)
