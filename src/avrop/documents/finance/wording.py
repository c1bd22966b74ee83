"""A sentence for every code of the finance documents, by language; values fill the named places."""

from __future__ import annotations

from collections.abc import Mapping

from avrop.values import Text


def _said(en: str, sv: str, zh: str) -> Text:
    return Text({"en": en, "sv": sv, "zh-hans": zh})


MESSAGES: Mapping[str, Text] = {
    "finance.unknown_message": _said(
        "The file is “%(message)s”, which is not taken here; %(taken)s are.",
        "Filen är ”%(message)s”, som inte tas emot här; det gör %(taken)s.",
        "文件类型为“%(message)s”，此处不接收；可接收的有 %(taken)s。",
    ),
    "finance.missing": _said(
        "%(element)s is missing.", "%(element)s saknas.", "缺少 %(element)s。"
    ),
    "finance.not_an_amount": _said(
        "“%(text)s” is not an amount with a currency.",
        "”%(text)s” är inget belopp med valuta.",
        "“%(text)s”不是带币种的金额。",
    ),
    "finance.not_a_date": _said(
        "“%(text)s” is not a date.", "”%(text)s” är inget datum.", "“%(text)s”不是日期。"
    ),
    "finance.count_differs": _said(
        "The file says %(said)s payments and holds %(found)s.",
        "Filen uppger %(said)s betalningar och innehåller %(found)s.",
        "文件声明 %(said)s 笔付款，实际为 %(found)s 笔。",
    ),
    "finance.sum_differs": _said(
        "The file says the sum %(said)s and holds %(found)s.",
        "Filen uppger summan %(said)s och innehåller %(found)s.",
        "文件声明总额为 %(said)s，实际为 %(found)s。",
    ),
    "finance.unknown_code": _said(
        "“%(text)s” is not a known code for %(element)s.",
        "”%(text)s” är ingen känd kod för %(element)s.",
        "“%(text)s”不是 %(element)s 的已知代码。",
    ),
    "finance.wrong_account": _said(
        "The account number “%(text)s” has a wrong digit.",
        "Kontonumret ”%(text)s” har en felaktig siffra.",
        "账号“%(text)s”有误。",
    ),
    "finance.no_payments": _said(
        "There is nothing to pay in the file.",
        "Det finns inget att betala i filen.",
        "文件中没有付款。",
    ),
    "finance.id_length": _said(
        "“%(text)s” is empty or longer than %(limit)s characters.",
        "”%(text)s” är tomt eller längre än %(limit)s tecken.",
        "“%(text)s”为空或超过 %(limit)s 个字符。",
    ),
    "finance.amount_not_payable": _said(
        "%(text)s cannot be paid or booked: it is not a whole number of minor units, is not above "
        "zero or is in another currency.",
        "%(text)s kan inte betalas eller bokföras: det är inte hela ören, inte över noll eller i "
        "en annan valuta.",
        "%(text)s 无法支付或入账：不是最小货币单位的整数、不大于零或币种不同。",
    ),
    "finance.end_to_end_id_repeated": _said(
        "Two payments have the same identity, %(text)s.",
        "Två betalningar har samma identitet, %(text)s.",
        "两笔付款的标识相同：%(text)s。",
    ),
    "finance.not_sie": _said(
        "The file is not a SIE file.", "Filen är ingen SIE-fil.", "该文件不是 SIE 文件。"
    ),
    "finance.sie_line": _said(
        "A line of the SIE file cannot be read: %(text)s",
        "En rad i SIE-filen kan inte läsas: %(text)s",
        "SIE 文件中有一行无法读取：%(text)s",
    ),
    "finance.voucher_empty": _said(
        "The voucher %(voucher)s has no rows.",
        "Verifikationen %(voucher)s har inga rader.",
        "凭证 %(voucher)s 没有分录。",
    ),
    "finance.voucher_unbalanced": _said(
        "The voucher %(voucher)s does not balance: it is off by %(difference)s.",
        "Verifikationen %(voucher)s balanserar inte: den differerar med %(difference)s.",
        "凭证 %(voucher)s 借贷不平：相差 %(difference)s。",
    ),
    "finance.not_an_account": _said(
        "“%(text)s” in the voucher %(voucher)s is not an account number.",
        "”%(text)s” i verifikationen %(voucher)s är inget kontonummer.",
        "凭证 %(voucher)s 中的“%(text)s”不是科目编号。",
    ),
}
