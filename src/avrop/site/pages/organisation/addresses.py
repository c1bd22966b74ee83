"""Addresses of the organisation's pages."""

from django.urls import URLPattern, path

from avrop.site.pages.organisation import (
    arranging,
    contacts,
    importing,
    people,
    places,
    protection,
    quality,
    tree,
    units,
)

ORGANISATION: tuple[URLPattern, ...] = (
    path("units", tree.organisation_tree, name="organisation_tree"),
    path("units/open", units.open_unit, name="open_unit"),
    path("units/<uuid:unit_id>", units.unit, name="unit"),
    path("units/<uuid:unit_id>/change", units.change_unit, name="change_unit"),
    path("units/<uuid:unit_id>/gln", units.allocate_gln, name="allocate_gln"),
    path("units/<uuid:unit_id>/stay", units.call_off_move, name="call_off_move"),
    path("units/<uuid:unit_id>/move", arranging.move_unit, name="move_unit"),
    path("units/<uuid:unit_id>/close", arranging.close_unit, name="close_unit"),
    path("units/<uuid:unit_id>/merge", arranging.merge_units, name="merge_units"),
    path("units/<uuid:unit_id>/split", arranging.split_unit, name="split_unit"),
    path("units/<uuid:unit_id>/places", places.add_delivery_place, name="add_delivery_place"),
    path(
        "units/<uuid:unit_id>/places/<uuid:place_id>",
        places.change_delivery_place,
        name="change_delivery_place",
    ),
    path(
        "units/<uuid:unit_id>/places/<uuid:place_id>/end",
        places.end_delivery_place,
        name="end_delivery_place",
    ),
    path("people", people.people, name="people"),
    path("people/add", people.add_person, name="add_person"),
    path("people/<uuid:person_id>", people.person, name="person"),
    path("people/<uuid:person_id>/protection", protection.protection, name="protection"),
    path("contacts", contacts.contact_matrix, name="contact_matrix"),
    path("contacts/<uuid:organisation_id>", contacts.contacts_of, name="contacts_of"),
    path("contacts/<uuid:contact_id>/confirm", contacts.confirm_contact, name="confirm_contact"),
    path("contacts/<uuid:contact_id>/flag", contacts.flag_contact, name="flag_contact"),
    path("quality", quality.quality, name="quality"),
    path("quality/findings", quality.findings, name="findings"),
    path(
        "quality/findings/<str:rule>/<str:subject_kind>/<uuid:subject_id>",
        quality.finding,
        name="finding",
    ),
    path("imports", importing.imports, name="imports"),
    path("imports/template", importing.import_template, name="import_template"),
    path("imports/<uuid:import_id>", importing.one_import, name="one_import"),
    path("imports/<uuid:import_id>/file", importing.import_file, name="import_file"),
)
