"""Units of measure: which codes exist, and what people call the common ones.

Codes are stored and sent, words are shown. A code without words of ours is shown as itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from avrop.values.text import Text
from avrop.values.unit_codes import UNIT_CODES


def _called(sv: str, en: str, zh: str) -> Text:
    return Text({"sv": sv, "en": en, "zh-hans": zh})


UNIT_NAMES: Mapping[str, Text] = {
    "C62": _called("st", "pcs", "件"),
    "EA": _called("styck", "each", "个"),
    "H87": _called("styck", "piece", "件"),
    "GRM": _called("gram", "gram", "克"),
    "HGM": _called("hekto", "hectogram", "百克"),
    "KGM": _called("kilogram", "kilogram", "千克"),
    "TNE": _called("ton", "tonne", "吨"),
    "MGM": _called("milligram", "milligram", "毫克"),
    "MLT": _called("milliliter", "millilitre", "毫升"),
    "CLT": _called("centiliter", "centilitre", "厘升"),
    "DLT": _called("deciliter", "decilitre", "分升"),
    "LTR": _called("liter", "litre", "升"),
    "MTQ": _called("kubikmeter", "cubic metre", "立方米"),
    "MMT": _called("millimeter", "millimetre", "毫米"),
    "CMT": _called("centimeter", "centimetre", "厘米"),
    "MTR": _called("meter", "metre", "米"),
    "KMT": _called("kilometer", "kilometre", "千米"),
    "MTK": _called("kvadratmeter", "square metre", "平方米"),
    "PR": _called("par", "pair", "双"),
    "SET": _called("sats", "set", "套"),
    "DZN": _called("dussin", "dozen", "打"),
    "CEN": _called("hundratal", "hundred", "百"),
    "MIL": _called("tusental", "thousand", "千"),
    "NMP": _called("antal förpackningar", "number of packs", "包数"),
    "LS": _called("klumpsumma", "lump sum", "总价"),
    "IE": _called("person", "person", "人"),
    "MIN": _called("minut", "minute", "分钟"),
    "HUR": _called("timme", "hour", "小时"),
    "DAY": _called("dag", "day", "天"),
    "WEE": _called("vecka", "week", "周"),
    "MON": _called("månad", "month", "月"),
    "ANN": _called("år", "year", "年"),
    "KWH": _called("kilowattimme", "kilowatt hour", "千瓦时"),
    "MWH": _called("megawattimme", "megawatt hour", "兆瓦时"),
    "3B": _called("megajoule", "megajoule", "兆焦耳"),
    "CEL": _called("°C", "°C", "°C"),
    "DD": _called("grader", "degrees", "度"),
    "P1": _called("procent", "per cent", "百分比"),
    "GL": _called("gram per liter", "grams per litre", "克每升"),
    "KMQ": _called("kilogram per kubikmeter", "kilograms per cubic metre", "千克每立方米"),
    "LBR": _called("skålpund", "pound", "磅"),
    "NAR": _called("artiklar", "articles", "件"),
    "4L": _called("megabyte", "megabyte", "兆字节"),
    "XDR": _called("fat", "drum", "圆桶"),
    "XPK": _called("förpackning", "package", "包装"),
    "XPA": _called("paket", "packet", "小包"),
    "XBX": _called("låda", "box", "盒"),
    "XCT": _called("kartong", "carton", "纸箱"),
    "XCS": _called("kolli", "case", "箱"),
    "XCR": _called("back", "crate", "板条箱"),
    "XPX": _called("pall", "pallet", "托盘"),
    "XBG": _called("påse", "bag", "袋"),
    "XSA": _called("säck", "sack", "麻袋"),
    "XSH": _called("portionspåse", "sachet", "小袋"),
    "XBO": _called("flaska", "bottle", "瓶"),
    "XCX": _called("burk", "can", "罐"),
    "XJR": _called("glasburk", "jar", "广口瓶"),
    "XBJ": _called("hink", "bucket", "桶"),
    "XTU": _called("tub", "tube", "软管"),
    "XRO": _called("rulle", "roll", "卷"),
    "XST": _called("ark", "sheet", "张"),
    "XBE": _called("bunt", "bundle", "捆"),
}


def is_unit_code(unit: str) -> bool:
    """Whether documents may carry the code (BR-CL-23)."""
    return unit in UNIT_CODES


def unit_name(unit: str, language: str) -> str:
    """What a reader calls the unit; the code itself when we have no word for it."""
    name = UNIT_NAMES.get(unit)
    return name.in_language(language) if name else unit
