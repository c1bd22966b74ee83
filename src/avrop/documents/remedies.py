"""What to do about a finding: first by the rule that is broken, then by what is wrong.

Most documents are mended by those who sent them, so most sentences say what to ask of them. Words are
kept here as in `wording`, without any framework.
"""

from avrop.documents.findings import Finding
from avrop.documents.words import Wording

CORRECT_AND_RESEND = Wording(
    "Ask the sender to correct the document and send it again.",
    "Be avsändaren rätta dokumentet och skicka det igen.",
    "请发送方更正单据后重新发送。",
)
SEND_XML = Wording(
    "Send the document itself as XML in UTF-8.",
    "Skicka själva dokumentet som XML i UTF-8.",
    "请直接发送 UTF-8 编码的 XML 单据。",
)
SEND_SMALLER = Wording(
    "Split the document or leave out attachments, and send it again.",
    "Dela upp dokumentet eller utelämna bilagor och skicka det igen.",
    "请拆分单据或去掉附件后重新发送。",
)
CHOOSE_TYPE = Wording(
    "Ask the sender to use a document type that the receiver has registered.",
    "Be avsändaren använda en dokumenttyp som mottagaren har registrerat.",
    "请发送方使用接收方已登记的单据类型。",
)
SEND_AGAIN = Wording(
    "Ask the sender to send the whole document again: it was damaged on the way or when it was made.",
    "Be avsändaren skicka hela dokumentet igen: det har skadats på vägen eller när det skapades.",
    "请发送方重新发送完整单据：它在生成或传输时已损坏。",
)
MEND_SOFTWARE = Wording(
    "Ask the sender to tell the supplier of the software that wrote the document, and to send it again.",
    "Be avsändaren kontakta leverantören av programmet som skapade dokumentet och skicka det igen.",
    "请发送方联系生成该单据的软件供应商，并重新发送。",
)
CHOOSE_CODE = Wording(
    "Ask the sender to take a code from the list of the release that is named beside the rule.",
    "Be avsändaren välja en kod ur listan i den utgåva som står vid regeln.",
    "请发送方从规则旁所注版本的代码表中选择代码。",
)
LEAVE_OUT = Wording(
    "Ask the sender to leave it out; what receivers need can stand in a note.",
    "Be avsändaren utelämna det; det som mottagaren behöver veta kan stå i en anmärkning.",
    "请发送方去掉它；接收方需要的信息可写在备注中。",
)
STATE_ONCE = Wording(
    "Ask the sender to state it once only, and what is more in a note.",
    "Be avsändaren ange det bara en gång, och resten i en anmärkning.",
    "请发送方只写一次，其余内容写入备注。",
)
WRITE_NUMBER = Wording(
    "Ask the sender to write digits with a point before the decimals, without blanks.",
    "Be avsändaren skriva siffror med punkt före decimalerna och utan mellanslag.",
    "请发送方只写数字，小数点用“.”，不留空格。",
)
WRITE_DATE = Wording(
    "Ask the sender to write the date as year-month-day, such as 2026-05-31.",
    "Be avsändaren skriva datumet som år-månad-dag, till exempel 2026-05-31.",
    "请发送方按“年-月-日”书写日期，例如 2026-05-31。",
)
ROUND_IT = Wording(
    "Ask the sender to round the amount to {limit} decimals.",
    "Be avsändaren avrunda beloppet till {limit} decimaler.",
    "请发送方将金额四舍五入到 {limit} 位小数。",
)
SWAP_DAYS = Wording(
    "Ask the sender which days are meant, and for a document with the first one first.",
    "Fråga avsändaren vilka dagar som avses och be om ett dokument med den första dagen först.",
    "请向发送方确认起止日期，并要求按先后顺序重新发送单据。",
)
CHECK_IDENTIFIER = Wording(
    "Ask the sender to check the identifier, digit by digit, and the scheme that it is said to be of.",
    "Be avsändaren kontrollera identiteten, siffra för siffra, och vilket schema den anges tillhöra.",
    "请发送方逐位核对标识及其所属的标识体系。",
)
NUMBER_LINES = Wording(
    "Ask the sender to give each line an identifier of its own.",
    "Be avsändaren ge varje rad en egen identitet.",
    "请发送方为每一行指定各自唯一的标识。",
)
NO_CARD = Wording(
    "Ask the sender to show the last four to six digits alone.",
    "Be avsändaren visa bara de sista fyra till sex siffrorna.",
    "请发送方只显示最后四至六位数字。",
)
PAY_NOTHING = Wording(
    "Ask the sender whether the amount is to be paid or paid back, and for a document that says so.",
    "Fråga avsändaren om beloppet ska betalas eller återbetalas, och be om ett dokument som visar det.",
    "请向发送方确认该金额是应付还是退款，并要求重新发送正确的单据。",
)
ONE_CURRENCY = Wording(
    "Ask the sender to state all amounts in the document's currency; VAT may also stand in another.",
    "Be avsändaren ange alla belopp i dokumentets valuta; bara momsen får också stå i en annan.",
    "请发送方用单据的货币标明所有金额；只有增值税可另用其他货币列出。",
)

BY_CODE = {
    "documents.empty": SEND_XML,
    "documents.compressed": SEND_XML,
    "documents.not_xml": SEND_XML,
    "documents.encoding_not_taken": SEND_XML,
    "documents.encoding_broken": SEND_XML,
    "documents.truncated": SEND_AGAIN,
    "documents.not_well_formed": SEND_AGAIN,
    "documents.not_a_binary": SEND_AGAIN,
    "documents.too_large": SEND_SMALLER,
    "documents.too_many_elements": SEND_SMALLER,
    "documents.text_too_long": SEND_SMALLER,
    "documents.too_deep": MEND_SOFTWARE,
    "documents.too_many_attributes": MEND_SOFTWARE,
    "documents.name_too_long": MEND_SOFTWARE,
    "documents.has_document_type": MEND_SOFTWARE,
    "documents.before_declaration": MEND_SOFTWARE,
    "documents.envelope_unreadable": MEND_SOFTWARE,
    "documents.unknown_root": CHOOSE_TYPE,
    "documents.other_root": CHOOSE_TYPE,
    "documents.unknown_specification": CHOOSE_TYPE,
    "documents.not_a_number": WRITE_NUMBER,
    "documents.not_a_date": WRITE_DATE,
    "documents.only_first_used": STATE_ONCE,
    "rules.code_unknown": CHOOSE_CODE,
    "rules.not_in_model": LEAVE_OUT,
    "rules.outside_norm": LEAVE_OUT,
    "rules.attribute_outside_norm": LEAVE_OUT,
    "rules.empty_element": Wording(
        "Ask the sender to fill in the element or leave it out.",
        "Be avsändaren fylla i elementet eller utelämna det.",
        "请发送方填写该元素或将其去掉。",
    ),
    "rules.too_many": STATE_ONCE,
    "rules.too_many_decimals": ROUND_IT,
    "rules.not_a_date": WRITE_DATE,
    "rules.ends_before_start": SWAP_DAYS,
    "rules.outside_period": SWAP_DAYS,
    "rules.final_day_too_early": SWAP_DAYS,
    "rules.identifier_malformed": CHECK_IDENTIFIER,
    "rules.repeated": NUMBER_LINES,
    "rules.card_number_shown": NO_CARD,
    "rules.negative": PAY_NOTHING,
    "rules.other_currency": ONE_CURRENCY,
    "rules.schema_location": MEND_SOFTWARE,
    "rules.schema_text": MEND_SOFTWARE,
    "rules.schema_unknown_element": MEND_SOFTWARE,
    "rules.schema_order": MEND_SOFTWARE,
    "rules.schema_repeated": STATE_ONCE,
    "rules.schema_attribute": MEND_SOFTWARE,
    "rules.both_stated": Wording(
        "Ask the sender to state the VAT point as a date or as a code, not both.",
        "Be avsändaren ange momsdatumet antingen som datum eller som kod, inte båda.",
        "请发送方用日期或代码之一说明纳税时点，不要两者并用。",
    ),
    "rules.time_zone_missing": Wording(
        "Ask the sender to end the time with its zone, such as +01:00 or Z.",
        "Be avsändaren avsluta klockslaget med tidszonen, till exempel +01:00 eller Z.",
        "请发送方在时间末尾注明时区，例如 +01:00 或 Z。",
    ),
    "rules.vat_reason_missing": Wording(
        "Ask the sender to say why no VAT is charged, in words or by a VATEX code.",
        "Be avsändaren ange varför moms inte tas ut, i ord eller med en VATEX-kod.",
        "请发送方用文字或 VATEX 代码说明不征收增值税的理由。",
    ),
    "rules.vat_reason_unfit": Wording(
        "Ask the sender to remove the reason, or to use the VAT category that it belongs to.",
        "Be avsändaren ta bort skälet eller använda den momskategori som det hör till.",
        "请发送方去掉该理由，或改用与之相符的税类。",
    ),
    "rules.vat_breakdown_incomplete": Wording(
        "Ask the sender for a VAT breakdown with one row for each VAT category and rate of the lines.",
        "Be avsändaren om en momsspecifikation med en post för varje kategori och sats på raderna.",
        "请发送方在增值税明细中为各行所用的每个税类和税率各列一项。",
    ),
    "rules.vat_numbers_unfit": Wording(
        "Ask the sender to state the VAT numbers that the category asks for, or use another category.",
        "Be avsändaren ange de momsregistreringsnummer som momskategorin kräver eller byta kategori.",
        "请发送方填写该税类要求的增值税号，或改用其他税类。",
    ),
    "rules.vat_rate_unfit": Wording(
        "Ask the sender to check the VAT category and the rate of the line, allowance or charge.",
        "Be avsändaren kontrollera momskategori och skattesats på raden, avdraget eller tillägget.",
        "请发送方核对该行、折让或附加费用的税类和税率。",
    ),
}

INVOICE = "PEPPOL-EN16931-"
LINE_SUM = Wording(
    "The sum of the lines is that of all line amounts.",
    "Radsumman ska vara summan av alla rader.",
    "行合计应等于各行金额之和。",
)
ALLOWANCE_SUM = Wording(
    "The allowances are the sum of those on document level.",
    "Avdragen ska vara summan av avdragen på dokumentnivå.",
    "折让合计应等于单据级各项折让之和。",
)
CHARGE_SUM = Wording(
    "The charges are the sum of those on document level.",
    "Tilläggen ska vara summan av tilläggen på dokumentnivå.",
    "附加费用合计应等于单据级各项附加费用之和。",
)
WITHOUT_VAT = Wording(
    "The amount without VAT is the sum of the lines, less allowances, plus charges.",
    "Beloppet utan moms ska vara radsumman minus avdrag plus tillägg.",
    "不含税金额应等于行合计减去折让再加上附加费用。",
)
VAT_SUM = Wording(
    "The VAT is the sum of the rows of the VAT breakdown.",
    "Momsen ska vara summan av posterna i momsspecifikationen.",
    "增值税总额应等于增值税明细各项之和。",
)
WITH_VAT = Wording(
    "The amount with VAT is the amount without it plus the VAT.",
    "Beloppet med moms ska vara beloppet utan moms plus momsen.",
    "含税金额应等于不含税金额加增值税。",
)
TO_PAY = Wording(
    "What is to be paid is the amount with VAT, less what was paid before, plus the rounding.",
    "Det som ska betalas är beloppet med moms minus förskott plus öresavrundning.",
    "应付金额应等于含税金额减去已付金额再加上舍入差额。",
)
VAT_OF_ROW = Wording(
    "The VAT of a category is its taxable amount times its rate.",
    "Momsen för en kategori ska vara dess beskattningsunderlag gånger skattesatsen.",
    "某税类的税额应等于其计税金额乘以税率。",
)
BASE_OF_ROW = Wording(
    "The taxable amount is that of the lines of the category and rate, less allowances, plus charges.",
    "Beskattningsunderlaget ska vara summan av raderna med den kategorin och satsen minus avdrag plus "
    "tillägg.",
    "计税金额应等于该税类和税率的各行之和减去折让再加上附加费用。",
)
NO_VAT_IN_ROW = Wording(
    "A category without VAT has a VAT amount of 0.",
    "En kategori utan moms ska ha momsbeloppet 0.",
    "不征税的税类，其税额应为 0。",
)
LINE_AMOUNT = Wording(
    "The amount of a line is quantity times price (by the quantity that the price is for), less its "
    "allowances, plus its charges.",
    "Radens belopp ska vara kvantitet gånger pris (per den kvantitet som priset avser) minus radens "
    "avdrag plus dess tillägg.",
    "行金额应等于数量乘以单价（按计价数量）减去该行折让再加上该行附加费用。",
)
NET_PRICE = Wording(
    "The price is the gross price less the discount.",
    "Priset ska vara bruttopriset minus rabatten.",
    "净价应等于毛价减去折扣。",
)
PERCENTAGE = Wording(
    "An allowance or charge is its base amount times its percentage.",
    "Ett avdrag eller tillägg ska vara sitt grundbelopp gånger sin procentsats.",
    "折让或附加费用应等于其基数乘以百分比。",
)
SPECIFICATION = Wording(
    "Ask the sender to state the specification identifier of this document type exactly.",
    "Be avsändaren ange just den här dokumenttypens specifikationsidentitet.",
    "请发送方准确填写该单据类型的规范标识。",
)
PROCESS = Wording(
    "Ask the sender to state the process identifier that this document type is used in.",
    "Be avsändaren ange identiteten för den process som dokumenttypen används i.",
    "请发送方填写该单据类型所属流程的标识。",
)
FALSE = Wording(
    "A discount on a price is an allowance: “false” belongs here.",
    "En rabatt på ett pris är ett avdrag: här ska det stå ”false”.",
    "价格上的折扣属于折让：此处应为“false”。",
)
YES_OR_NO = Wording(
    "“true” stands for a charge and “false” for an allowance.",
    "”true” står för ett tillägg och ”false” för ett avdrag.",
    "“true”表示附加费用，“false”表示折让。",
)
SAME_UNIT = Wording(
    "Both quantities are stated in the same unit.",
    "Båda kvantiteterna ska anges i samma enhet.",
    "两个数量应使用相同单位。",
)
PLAIN_INVOICE = Wording(
    "Ask the sender for a type that the process takes, mostly 380 for an invoice.",
    "Be avsändaren om en typ som processen tar, oftast 380 för en faktura.",
    "请发送方使用该流程接受的类型，发票通常为 380。",
)
PLAIN_CREDIT_NOTE = Wording(
    "Ask the sender for a type that the process takes, mostly 381 for a credit note.",
    "Be avsändaren om en typ som processen tar, oftast 381 för en kreditfaktura.",
    "请发送方使用该流程接受的类型，贷项通知单通常为 381。",
)
GERMAN_ONLY = Wording(
    "These types are for a seller and a buyer in Germany; ask the sender for 380.",
    "De här typerna är till för säljare och köpare i Tyskland; be avsändaren om 380.",
    "这些类型仅用于德国的买卖双方；请发送方改用 380。",
)
OTHER_CURRENCY = Wording(
    "The currency of VAT accounting is stated only when it is another than that of the document.",
    "Momsens redovisningsvaluta anges bara när den är en annan än dokumentets valuta.",
    "只有当增值税记账货币与单据货币不同时才填写。",
)
OBJECT = Wording(
    "What a line refers to is the invoiced object: its type is 130.",
    "Det en rad hänvisar till är fakturerat objekt: typen ska vara 130.",
    "行所引用的是计费对象：其类型应为 130。",
)
EXEMPTION = Wording(
    "Ask the sender to use the VAT category that the exemption code belongs to.",
    "Be avsändaren använda den momskategori som undantagskoden hör till.",
    "请发送方使用与免税代码相符的税类。",
)
SWEDISH_VAT = Wording(
    "A Swedish VAT number is SE and twelve digits, mostly ending in 01.",
    "Ett svenskt momsregistreringsnummer är SE och tolv siffror, oftast med 01 sist.",
    "瑞典增值税号为 SE 加十二位数字，通常以 01 结尾。",
)
SWEDISH_NUMBER = Wording(
    "A Swedish organisation number is ten digits without a hyphen, the last of them a check digit.",
    "Ett svenskt organisationsnummer är tio siffror utan bindestreck, den sista en kontrollsiffra.",
    "瑞典组织机构号为十位数字，不带连字符，末位为校验码。",
)
F_TAX = Wording(
    "The words are “Godkänd för F-skatt”.",
    "Orden ska vara ”Godkänd för F-skatt”.",
    "此处文字应为“Godkänd för F-skatt”。",
)
SWEDISH_RATES = Wording(
    "The rates of Swedish VAT are 25, 12 and 6 per cent.",
    "De svenska momssatserna är 25, 12 och 6 procent.",
    "瑞典增值税税率为 25%、12% 和 6%。",
)
VAT_COUNTRY = Wording(
    "A VAT number begins with the two letters of its country.",
    "Ett momsregistreringsnummer börjar med landets två bokstäver.",
    "增值税号以其国家的两位字母开头。",
)
NORWEGIAN_VAT = Wording(
    "A Norwegian VAT number is NO, nine digits of which the last is a check digit, and MVA.",
    "Ett norskt momsregistreringsnummer är NO, nio siffror med kontrollsiffra sist, och MVA.",
    "挪威增值税号为 NO 加九位数字（末位为校验码）再加 MVA。",
)
BOUNDS = Wording(
    "The largest quantity that can be ordered is not below the smallest.",
    "Den största kvantitet som kan beställas ska inte vara mindre än den minsta.",
    "最大订购数量不得小于最小订购数量。",
)
IN_BREAKDOWN = Wording(
    "Each VAT category that is used stands in the VAT breakdown.",
    "Varje momskategori som används ska finnas i momsspecifikationen.",
    "所用的每个税类都应列入增值税明细。",
)
LINE_OF_ADVICE = Wording(
    "Goods in a unit name the line of the despatch advice that they belong to.",
    "Gods i ett kolli ska ange vilken rad i leveransaviseringen det hör till.",
    "包装单元中的货物应注明其所属的发货通知行。",
)


def _all(wording: Wording, *rules: str) -> dict[str, Wording]:
    return dict.fromkeys(rules, wording)


def _each(wording: Wording, number: str, *transactions: str) -> dict[str, Wording]:
    """The same rule of several transactions, such as T01 and T114."""
    return {f"PEPPOL-{transaction}-{number}": wording for transaction in transactions}


BY_RATE, WITHOUT_TAX = ("S", "AF", "AG"), ("Z", "E", "AE", "IC", "G", "O")
BY_RULE = {
    **_all(LINE_SUM, "BR-CO-10"),
    **_all(ALLOWANCE_SUM, "BR-CO-11"),
    **_all(CHARGE_SUM, "BR-CO-12"),
    **_all(WITHOUT_VAT, "BR-CO-13"),
    **_all(VAT_SUM, "BR-CO-14"),
    **_all(WITH_VAT, "BR-CO-15"),
    **_all(TO_PAY, "BR-CO-16"),
    **_all(VAT_OF_ROW, "BR-CO-17", *(f"BR-{family}-09" for family in BY_RATE)),
    **_all(BASE_OF_ROW, *(f"BR-{family}-08" for family in (*BY_RATE, *WITHOUT_TAX))),
    **_all(NO_VAT_IN_ROW, *(f"BR-{family}-09" for family in WITHOUT_TAX)),
    **_all(LINE_AMOUNT, INVOICE + "R120"),
    **_all(NET_PRICE, INVOICE + "R046"),
    **_all(PERCENTAGE, INVOICE + "R040"),
    **_all(SPECIFICATION, INVOICE + "R004"),
    **_all(PROCESS, INVOICE + "R007"),
    **_each(SPECIFICATION, "R001", "T58", "T71", "T128"),
    **_each(SPECIFICATION, "R003", "T111"),
    **_each(SPECIFICATION, "R006", "T76", "T116"),
    **_each(SPECIFICATION, "R010", "T77"),
    **_each(SPECIFICATION, "R011", "T16", "T120"),
    **_each(SPECIFICATION, "R018", "T19"),
    **_each(SPECIFICATION, "R030", "T110"),
    **_each(SPECIFICATION, "R034", "T01", "T114", "T115"),
    **_each(PROCESS, "R002", "T120", "T128"),
    **_each(PROCESS, "R008", "T111"),
    **_each(PROCESS, "R017", "T19"),
    **_each(PROCESS, "R031", "T01", "T114", "T115"),
    **_all(OTHER_CURRENCY, INVOICE + "R005"),
    **_all(PLAIN_INVOICE, INVOICE + "P0100"),
    **_all(PLAIN_CREDIT_NOTE, INVOICE + "P0101"),
    **_all(GERMAN_ONLY, INVOICE + "P0112"),
    **_all(EXEMPTION, *(f"{INVOICE}P01{number:02d}" for number in range(4, 12))),
    **_all(YES_OR_NO, INVOICE + "R043"),
    **_all(FALSE, INVOICE + "R044"),
    **_all(OBJECT, INVOICE + "R101"),
    **_all(SAME_UNIT, INVOICE + "R130", "PEPPOL-T77-R006"),
    **_all(SWEDISH_VAT, "SE-R-001", "SE-R-002"),
    **_all(SWEDISH_NUMBER, "SE-R-003", "SE-R-004", "SE-R-013"),
    **_all(F_TAX, "SE-R-005"),
    **_all(SWEDISH_RATES, "SE-R-006"),
    **_all(NORWEGIAN_VAT, "NO-R-001"),
    **_each(LINE_SUM, "R008", "T01", "T114"),
    **_each(ALLOWANCE_SUM, "R009", "T01", "T114"),
    **_each(CHARGE_SUM, "R010", "T01", "T114"),
    **_each(WITHOUT_VAT, "R011", "T01", "T114"),
    **_each(TO_PAY, "R016", "T01", "T114"),
    **_each(WITH_VAT, "R017", "T01", "T114"),
    **_each(NET_PRICE, "R019", "T01", "T114"),
    **_each(LINE_AMOUNT, "R024", "T01", "T114"),
    **_each(VAT_COUNTRY, "R026", "T01", "T114"),
    **_each(LINE_SUM, "R007", "T110"),
    **_each(CHARGE_SUM, "R008", "T110"),
    **_each(ALLOWANCE_SUM, "R009", "T110"),
    **_each(WITHOUT_VAT, "R010", "T110"),
    **_each(WITH_VAT, "R011", "T110"),
    **_each(TO_PAY, "R012", "T110"),
    **_each(VAT_OF_ROW, "R024", "T110"),
    **_each(VAT_SUM, "R025", "T110"),
    **_each(IN_BREAKDOWN, "R027", "T110"),
    **_each(BOUNDS, "R010", "T19"),
    **_each(LINE_OF_ADVICE, "R020", "T120"),
}


def remedy_of(finding: Finding) -> Wording:
    """What to do about a finding, with the placeholders of its values."""
    if finding.code in VALUES and finding.rule_id in BY_RULE:
        return BY_RULE[finding.rule_id]
    return BY_CODE.get(finding.code, CORRECT_AND_RESEND)


#: Codes that say little without the rule: a sum, or a value.
VALUES = {"rules.amount_differs", "rules.value_not_allowed"}
