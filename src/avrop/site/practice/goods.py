"""The articles of a practice environment. Everything here is made up."""

# ruff: noqa: E501

from __future__ import annotations

from decimal import Decimal

from avrop.selling.stock.shapes import InLanguage, NewItem

#: An article that the changing supplier replaces, what comes instead, and one that it has run out of.
OFFERED, INSTEAD, SOLD_OUT = "OV-07", "OV-08", "OV-05"

#: Number, names in Swedish, English and Chinese, unit, price, kind of VAT, CPV.
_TABLE = (
    ("OV-01", "Havregryn 1 kg", "Rolled oats 1 kg", "燕麦片 1 公斤", "14.90", "food", "15613300"),
    ("OV-02", "Knäckebröd 500 g", "Crispbread 500 g", "脆面包 500 克", "21.50", "food", "15821200"),
    ("OV-03", "Makaroner 2 kg", "Macaroni 2 kg", "通心粉 2 公斤", "32.00", "food", "15851100"),
    ("OV-04", "Jasminris 5 kg", "Jasmine rice 5 kg", "茉莉香米 5 公斤", "96.00", "food", "15614000"),
    ("OV-05", "Mellanmjölk 1 l", "Semi-skimmed milk 1 l", "半脱脂牛奶 1 升", "11.80", "food", "15511000"),
    ("OV-06", "Smör 500 g", "Butter 500 g", "黄油 500 克", "42.50", "food", "15530000"),
    ("OV-07", "Havregurt vanilj 1 l", "Oat yoghurt vanilla 1 l", "香草燕麦酸奶 1 升", "24.00", "food", "15551300"),
    ("OV-08", "Sojagurt vanilj 1 l", "Soy yoghurt vanilla 1 l", "香草豆奶酸奶 1 升", "23.00", "food", "15551300"),
    ("OV-09", "Potatis 10 kg", "Potatoes 10 kg", "土豆 10 公斤", "98.00", "food", "03212100"),
    ("OV-10", "Morötter 5 kg", "Carrots 5 kg", "胡萝卜 5 公斤", "61.00", "food", "03221112"),
    ("OV-11", "Äpplen 5 kg", "Apples 5 kg", "苹果 5 公斤", "110.00", "food", "03222321"),
    ("OV-12", "Krossade tomater 2,5 kg", "Chopped tomatoes 2.5 kg", "碎番茄 2.5 公斤", "38.00", "food", "15331427"),
    ("OV-13", "Bryggkaffe 450 g", "Ground coffee 450 g", "研磨咖啡 450 克", "54.90", "food", "15861000"),
    ("OV-14", "Tepåsar 100 st", "Tea bags, 100 pcs", "茶包 100 个", "39.90", "food", "15863000"),
    ("OV-15", "Kopieringspapper A4, 5 ris", "Copying paper A4, 5 reams", "A4 复印纸 5 包", "229.00", "standard", "30197643"),
    ("OV-16", "Blyertspennor 12 st", "Pencils, 12 pcs", "铅笔 12 支", "28.00", "standard", "30192130"),
    ("OV-17", "Häftmassa", "Sticky tack", "粘土胶", "19.00", "standard", "30192000"),
    ("OV-18", "Hushållspapper 24 rullar", "Kitchen roll, 24 rolls", "厨房用纸 24 卷", "165.00", "standard", "33760000"),
    ("OV-19", "Handtvål 5 l", "Hand soap 5 l", "洗手液 5 升", "129.00", "standard", "33711900"),
    ("OV-20", "Maskindiskmedel 5 kg", "Dishwasher detergent 5 kg", "机洗洗涤剂 5 公斤", "189.00", "standard", "39831210"),
)  # fmt: skip

ARTICLES = tuple(
    NewItem(
        number,
        swedish,
        "C62",
        Decimal(price),
        vat_kind=vat,
        category=category,
        names=(InLanguage("en", english), InLanguage("zh-hans", chinese)),
    )
    for number, swedish, english, chinese, price, vat, category in _TABLE
)
