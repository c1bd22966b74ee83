"""A sentence for every code of the identifiers, by language; values fill the named places."""

from __future__ import annotations

from collections.abc import Mapping

from avrop.values.text import Text


def _said(en: str, sv: str, zh: str) -> Text:
    return Text({"en": en, "sv": sv, "zh-hans": zh})


MESSAGES: Mapping[str, Text] = {
    "identifiers.gln_shape": _said(
        "“%(text)s” is not a GLN: it has 13 digits.",
        "”%(text)s” är inget GLN: det har 13 siffror.",
        "“%(text)s”不是全球位置码（GLN），应为 13 位数字。",
    ),
    "identifiers.gln_check_digit": _said(
        "The GLN %(text)s has a wrong digit: its check digit should be %(expected)s.",
        "GLN %(text)s har en felaktig siffra: kontrollsiffran borde vara %(expected)s.",
        "全球位置码 %(text)s 有误：校验位应为 %(expected)s。",
    ),
    "identifiers.gtin_shape": _said(
        "“%(text)s” is not a GTIN: it has 8, 12, 13 or 14 digits.",
        "”%(text)s” är inget GTIN: det har 8, 12, 13 eller 14 siffror.",
        "“%(text)s”不是全球贸易项目代码（GTIN），应为 8、12、13 或 14 位数字。",
    ),
    "identifiers.gtin_check_digit": _said(
        "The GTIN %(text)s has a wrong digit: its check digit should be %(expected)s.",
        "GTIN %(text)s har en felaktig siffra: kontrollsiffran borde vara %(expected)s.",
        "全球贸易项目代码 %(text)s 有误：校验位应为 %(expected)s。",
    ),
    "identifiers.sscc_shape": _said(
        "“%(text)s” is not an SSCC: it has 18 digits.",
        "”%(text)s” är ingen SSCC: den har 18 siffror.",
        "“%(text)s”不是系列货运包装箱代码（SSCC），应为 18 位数字。",
    ),
    "identifiers.sscc_check_digit": _said(
        "The SSCC %(text)s has a wrong digit: its check digit should be %(expected)s.",
        "SSCC %(text)s har en felaktig siffra: kontrollsiffran borde vara %(expected)s.",
        "系列货运包装箱代码 %(text)s 有误：校验位应为 %(expected)s。",
    ),
    "identifiers.organisation_number_shape": _said(
        "“%(text)s” is not a Swedish organisation number: it has ten digits.",
        "”%(text)s” är inget svenskt organisationsnummer: det har tio siffror.",
        "“%(text)s”不是瑞典组织机构号，应为 10 位数字。",
    ),
    "identifiers.organisation_number_check_digit": _said(
        "The organisation number %(text)s has a wrong digit: its last should be %(expected)s.",
        "Organisationsnumret %(text)s har en felaktig siffra: den sista borde vara %(expected)s.",
        "组织机构号 %(text)s 有误：最后一位应为 %(expected)s。",
    ),
    "identifiers.bankgiro_shape": _said(
        "“%(text)s” is not a bankgiro number: it has seven or eight digits.",
        "”%(text)s” är inget bankgironummer: det har sju eller åtta siffror.",
        "“%(text)s”不是 bankgiro 号码，应为 7 或 8 位数字。",
    ),
    "identifiers.bankgiro_check_digit": _said(
        "The bankgiro number %(text)s has a wrong digit: its last should be %(expected)s.",
        "Bankgironumret %(text)s har en felaktig siffra: den sista borde vara %(expected)s.",
        "bankgiro 号码 %(text)s 有误：最后一位应为 %(expected)s。",
    ),
    "identifiers.plusgiro_shape": _said(
        "“%(text)s” is not a plusgiro number: it has two to eight digits.",
        "”%(text)s” är inget plusgironummer: det har två till åtta siffror.",
        "“%(text)s”不是 plusgiro 号码，应为 2 至 8 位数字。",
    ),
    "identifiers.plusgiro_check_digit": _said(
        "The plusgiro number %(text)s has a wrong digit: its last should be %(expected)s.",
        "Plusgironumret %(text)s har en felaktig siffra: den sista borde vara %(expected)s.",
        "plusgiro 号码 %(text)s 有误：最后一位应为 %(expected)s。",
    ),
    "identifiers.ocr_reference_shape": _said(
        "“%(text)s” is not an OCR reference: it has 2 to 25 digits.",
        "”%(text)s” är inget OCR-nummer: det har 2 till 25 siffror.",
        "“%(text)s”不是 OCR 付款参考号，应为 2 至 25 位数字。",
    ),
    "identifiers.ocr_reference_check_digit": _said(
        "The OCR reference %(text)s has a wrong digit: its last should be %(expected)s.",
        "OCR-numret %(text)s har en felaktig siffra: den sista borde vara %(expected)s.",
        "OCR 付款参考号 %(text)s 有误：最后一位应为 %(expected)s。",
    ),
    "identifiers.ocr_reference_length": _said(
        "The OCR reference %(text)s has the wrong length: the payee uses %(expected)s digits.",
        "OCR-numret %(text)s har fel längd: mottagaren använder %(expected)s siffror.",
        "OCR 付款参考号 %(text)s 长度有误：收款方使用 %(expected)s 位。",
    ),
    "identifiers.ocr_reference_length_digit": _said(
        "The OCR reference %(text)s has the wrong length digit: it should be %(expected)s.",
        "OCR-numret %(text)s har fel längdsiffra: den borde vara %(expected)s.",
        "OCR 付款参考号 %(text)s 的长度位有误：应为 %(expected)s。",
    ),
    "identifiers.iban_shape": _said(
        "“%(text)s” is not an IBAN.",
        "”%(text)s” är inget IBAN.",
        "“%(text)s”不是国际银行账号（IBAN）。",
    ),
    "identifiers.iban_check_digit": _said(
        "The IBAN %(text)s has a wrong character: its check digits do not agree.",
        "IBAN %(text)s har ett felaktigt tecken: kontrollsiffrorna stämmer inte.",
        "国际银行账号 %(text)s 有误：校验位不符。",
    ),
    "identifiers.peppol_participant_shape": _said(
        "“%(text)s” is not a Peppol identifier: it is written as 0007:5560360793.",
        "”%(text)s” är ingen Peppol-identitet: den skrivs som 0007:5560360793.",
        "“%(text)s”不是 Peppol 标识，写法如 0007:5560360793。",
    ),
    "identifiers.peppol_participant_check_digit": _said(
        "The Peppol identifier %(text)s has a wrong digit by the rules of scheme %(scheme)s.",
        "Peppol-identiteten %(text)s har en felaktig siffra enligt reglerna för %(scheme)s.",
        "按方案 %(scheme)s 的规则，Peppol 标识 %(text)s 有误。",
    ),
}
