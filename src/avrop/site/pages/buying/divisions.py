"""What people call the kinds of goods, by the beginning of their category (Regulation (EC) 2195/2002,
the CPV), and a drawing for each where an article has no picture that can be shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

#: Divisions of the CPV, shortly. What has no name here is not offered to choose by.
DIVISIONS: Mapping[str, Any] = {
    "03": _("Fruit, vegetables, fish and forestry"),
    "09": _("Fuel and energy"),
    "14": _("Minerals and metals"),
    "15": _("Food and drink"),
    "16": _("Agricultural machines"),
    "18": _("Clothes, shoes and gloves"),
    "19": _("Textiles, leather, plastic and rubber"),
    "22": _("Books and printed matter"),
    "24": _("Chemicals"),
    "30": _("Computers, office machines and paper"),
    "31": _("Electrical goods and lighting"),
    "32": _("Radio, television and telephones"),
    "33": _("Medical goods, medicines and hygiene"),
    "34": _("Vehicles"),
    "35": _("Safety and fire protection"),
    "37": _("Sport, games, toys and music"),
    "38": _("Laboratory and measuring"),
    "39": _("Furniture, kitchen and cleaning"),
    "41": _("Water"),
    "42": _("Industrial machines"),
    "43": _("Machines for building"),
    "44": _("Building materials and tools"),
    "45": _("Building works"),
    "48": _("Software"),
    "50": _("Repair and maintenance"),
    "51": _("Installation"),
    "55": _("Meals and lodging"),
    "60": _("Transport"),
    "63": _("Travel and freight services"),
    "64": _("Post and telecommunication"),
    "65": _("Public utilities"),
    "66": _("Financial services"),
    "70": _("Property services"),
    "71": _("Architects and engineers"),
    "72": _("Computer services"),
    "73": _("Research"),
    "75": _("Administration"),
    "76": _("Oil and gas services"),
    "77": _("Gardening and forestry services"),
    "79": _("Business services"),
    "80": _("Education"),
    "85": _("Health and social services"),
    "90": _("Waste, sewage and cleaning services"),
    "92": _("Culture and sport services"),
    "98": _("Other services"),
}
#: What cooks choose by: the groups of food.
GROUPS: Mapping[str, Mapping[str, Any]] = {
    "15": {
        "151": _("Meat"),
        "152": _("Fish, prepared and frozen"),
        "153": _("Fruit and vegetables, prepared"),
        "154": _("Oil and fat"),
        "155": _("Dairy"),
        "156": _("Flour and grain"),
        "158": _("Bread and groceries"),
        "159": _("Drinks"),
    }
}


def kinds_among(divisions: Iterable[str]) -> list[tuple[str, Any, bool]]:
    """What there is to choose by: code, name, and whether it is a part of the one above."""
    found: list[tuple[str, Any, bool]] = []
    for code in divisions:
        if code in DIVISIONS:
            found.append((code, DIVISIONS[code], False))
            found.extend((part, name, True) for part, name in GROUPS.get(code, {}).items())
    return found


#: The beginning of a category → the path of a drawing on a field of 24 by 24.
_DRAWINGS = {
    "155": "M9 3h6v3l2 3v11a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V9l2-3zM9 6h6M7 13h10",
    "151": "M5 14c0-5 4-9 9-9 3 0 5 2 5 5 0 5-4 9-9 9-3 0-5-2-5-5zM15 9a1.500 1.500 0 1 0 0 .1",
    "152": "M3 12c3-5 9-6 13-2l4-3v10l-4-3c-4 4-10 3-13-2zM7.500 11v.1",
    "153": "M12 8c-4-3-8 0-7 5s4 8 7 6c3 2 6-1 7-6s-3-8-7-5zM12 8c0-2 1-4 3-5",
    "03": "M12 8c-4-3-8 0-7 5s4 8 7 6c3 2 6-1 7-6s-3-8-7-5zM12 8c0-2 1-4 3-5",
    "156": "M12 21V9M12 9c-3 0-4-2-4-4 3 0 4 2 4 4zM12 9c3 0 4-2 4-4-3 0-4 2-4 4zM12 14c-3 0-4-2-4-4"
    " 3 0 4 2 4 4zM12 14c3 0 4-2 4-4-3 0-4 2-4 4z",
    "159": "M10 3h4v4l2 3v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10l2-3zM8 13h8v4H8z",
    "15": "M4 11c0-4 3-6 8-6s8 2 8 6c0 1-1 2-2 2v6H6v-6c-1 0-2-1-2-2zM9 9l2 2M13 9l2 2",
    "18": "M8 21v-7l-2-4V5h2v4h1V3h2v6h1V3h2v6h1V5h2v8l-2 3v5z",
    "22": "M4 5c3-1 6-1 8 1 2-2 5-2 8-1v14c-3-1-6-1-8 1-2-2-5-2-8-1zM12 6v14",
    "24": "M10 3h4M10 3v6l-5 9a2 2 0 0 0 2 3h10a2 2 0 0 0 2-3l-5-9V3M7 15h10",
    "30": "M4 5h16v11H4zM9 20h6M12 16v4",
    "31": "M9 17h6M10 20h4M8 13a6 6 0 1 1 8 0c-1 1-1 2-1 4H9c0-2 0-3-1-4z",
    "32": "M8 3h8v18H8zM11 18h2",
    "336": "M6 12 12 6a4 4 0 0 1 6 6l-6 6a4 4 0 0 1-6-6zM9 9l6 6",
    "33": "M10 4h4v6h6v4h-6v6h-4v-6H4v-4h6z",
    "34": "M3 14l2-6h11l4 6v4H3zM7 18a2 2 0 1 0 0 .1M17 18a2 2 0 1 0 0 .1",
    "37": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c4 5 4 13 0 18M12 3c-4 5-4 13 0 18",
    "398": "M9 8h6v3l2 3v7H7v-7l2-3zM10 8V5h3l3-2M11 16h2",
    "39": "M6 3v10h12V3M6 13v8M18 13v8M4 13h16",
    "44": "M14 6a4 4 0 0 1 5-3l-2.500 2.500 2 2L21 5a4 4 0 0 1-5 5l-9 9a2 2 0 0 1-3-3l9-9z",
}
_BOX = "M4 8l8-4 8 4v9l-8 4-8-4zM4 8l8 4 8-4M12 12v9"


def drawing_for(category: str) -> str:
    """The drawing of the narrowest kind that a category belongs to; a box for what has none."""
    for length in range(min(len(category), 3), 1, -1):
        if category[:length] in _DRAWINGS:
            return _DRAWINGS[category[:length]]
    return _BOX
