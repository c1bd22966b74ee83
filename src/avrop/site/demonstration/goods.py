"""What the suppliers of the demonstration sell, and on which terms. Everything here is made up."""

from __future__ import annotations

from decimal import Decimal

from avrop.agreements.rules import ChargeTerm, TermsOfAgreement
from avrop.selling.stock.shapes import InLanguage, NewItem
from avrop.site.demonstration.people import CARE, DAIRY, FRESH, GROCER

FOOD = "food"

ASSORTMENTS: dict[str, tuple[NewItem, ...]] = {
    GROCER: (
        NewItem(
            "NG-1001",
            "Havregryn 1 kg",
            "C62",
            Decimal("14.90"),
            vat_kind=FOOD,
            category="15613300",
            names=(InLanguage("en", "Rolled oats 1 kg"), InLanguage("zh-hans", "燕麦片 1 公斤")),
            allergens=("gluten",),
        ),
        NewItem(
            "NG-1002",
            "Knäckebröd råg 500 g",
            "C62",
            Decimal("21.50"),
            vat_kind=FOOD,
            category="15821200",
            allergens=("gluten",),
            names=(InLanguage("en", "Rye crispbread 500 g"),),
        ),
        NewItem(
            "NG-1003",
            "Mineralvatten 33 cl",
            "C62",
            Decimal("6.20"),
            vat_kind=FOOD,
            category="15981000",
            deposit=Decimal("1.00"),
            multiple_quantity=Decimal(24),
            names=(InLanguage("en", "Mineral water 33 cl"),),
        ),
        NewItem(
            "NG-1004",
            "Maskindiskmedel 5 kg",
            "C62",
            Decimal("189.00"),
            category="39831210",
            names=(InLanguage("en", "Dishwasher detergent 5 kg"),),
        ),
    ),
    DAIRY: (
        NewItem(
            "MB-2001",
            "Mellanmjölk 1,5 % ekologisk",
            "LTR",
            Decimal("11.80"),
            vat_kind=FOOD,
            category="15511000",
            allergens=("milk",),
            names=(InLanguage("en", "Organic semi-skimmed milk 1.5%"),),
        ),
        NewItem(
            "MB-2002",
            "Havregurt vanilj 1 l",
            "C62",
            Decimal("24.00"),
            vat_kind=FOOD,
            category="15551300",
            allergens=("gluten",),
            names=(InLanguage("en", "Oat yoghurt vanilla 1 l"),),
        ),
        NewItem(
            "MB-2009",
            "Sojagurt vanilj 1 l",
            "C62",
            Decimal("23.00"),
            vat_kind=FOOD,
            category="15551300",
            allergens=("soy",),
            names=(InLanguage("en", "Soy yoghurt vanilla 1 l"),),
        ),
        NewItem(
            "MB-2003",
            "Smör normalsaltat 500 g",
            "C62",
            Decimal("42.50"),
            vat_kind=FOOD,
            category="15530000",
            allergens=("milk",),
            names=(InLanguage("en", "Salted butter 500 g"),),
        ),
    ),
    FRESH: (
        NewItem(
            "FG-3001",
            "Laxsida färsk, ca 2,4 kg",
            "C62",
            Decimal("169.00"),
            vat_kind=FOOD,
            price_unit="KGM",
            category="15211000",
            allergens=("fish",),
            catch_weight=True,
            typical_weight=Decimal("2.4"),
            names=(InLanguage("en", "Fresh salmon side, about 2.4 kg"),),
        ),
        NewItem(
            "FG-3002",
            "Potatis fast 10 kg",
            "C62",
            Decimal("98.00"),
            vat_kind=FOOD,
            category="03212100",
            names=(InLanguage("en", "Firm potatoes 10 kg"),),
        ),
        NewItem(
            "FG-3003",
            "Äpplen svenska",
            "KGM",
            Decimal("22.00"),
            vat_kind=FOOD,
            category="03222321",
            names=(InLanguage("en", "Swedish apples"),),
        ),
    ),
    CARE: (
        NewItem(
            "VM-4001",
            "Paracetamol 500 mg, 100 st",
            "C62",
            Decimal("31.00"),
            category="33661200",
            names=(InLanguage("en", "Paracetamol 500 mg, 100 tablets"),),
        ),
        NewItem(
            "VM-4002",
            "Nitrilhandske medium, 100 st",
            "XBX",
            Decimal("64.00"),
            category="18424300",
            names=(InLanguage("en", "Nitrile glove medium, 100 pcs"),),
        ),
    ),
}

FREIGHT, DEPOSIT = ChargeTerm("FC", Decimal("250"), "freight"), ChargeTerm("PANT", None, "deposit")

TERMS: dict[str, TermsOfAgreement] = {
    GROCER: TermsOfAgreement(
        ceiling=Decimal(2_000_000), charges=(FREIGHT, DEPOSIT), on_silence="chase"
    ),
    DAIRY: TermsOfAgreement(
        ceiling=Decimal(1_500_000), allows_changes=True, allows_substitutes=True, on_silence="chase"
    ),
    FRESH: TermsOfAgreement(
        ceiling=Decimal(1_200_000), price_basis="delivery_day", on_silence="accept"
    ),
    CARE: TermsOfAgreement(ceiling=Decimal(400_000), on_silence="cancel"),
}

AGREEMENT_NUMBERS = {
    GROCER: "RA-2026-011",
    DAIRY: "RA-2026-012",
    FRESH: "RA-2026-013",
    CARE: "RA-2026-014",
}
AGREEMENT_TITLES = {
    GROCER: "Kolonialvaror och drycker",
    DAIRY: "Mejerivaror",
    FRESH: "Färsk fisk, frukt och grönt",
    CARE: "Vård- och förbrukningsmaterial",
}
