"""Sentences for findings, in the languages of the product.

The package stays free of any framework, so the words stand here, in one table per code: what is
wrong, and what to do about it. Values of a finding fill the named placeholders.
"""

from avrop.documents.findings import Finding, Place
from avrop.documents.remedies import remedy_of
from avrop.documents.terms import TERMS
from avrop.documents.words import NOTHING_STATED, Wording, filled


def message(finding: Finding, language: str) -> str:
    """What is wrong, as a sentence."""
    return filled(MESSAGES[finding.code], values_in_words(finding, language), language)


def remedy(finding: Finding, language: str) -> str:
    """What to do about it, as a sentence."""
    return filled(remedy_of(finding), values_in_words(finding, language), language)


def values_in_words(finding: Finding, language: str) -> dict[str, str]:
    """The values of a finding: one that is empty is shown as such, not as a hole in the sentence."""
    values = {name: value or NOTHING_STATED for name, value in finding.values.items()}
    if finding.values.get("term"):
        values["term"] = term_in_words(values["term"].rpartition(":")[2], language)
    return values


def rest_in_words(finding: Finding, language: str) -> str:
    """How many more of the same there are than are listed; empty when it is the only or last one."""
    if not finding.more:
        return ""
    count = f"{finding.more:,}"
    if language.lower().startswith("sv"):
        # Swedish parts thousands by a space that does not break.
        count = count.replace(",", "\N{NO-BREAK SPACE}")
    return filled(MORE, {"count": count}, language)


def place_in_words(finding: Finding, language: str) -> str:
    """Where it is, for people: "line 3, price"; empty when the whole document is meant."""
    place: Place = finding.place
    parts = []
    if place.document_line:
        parts.append(filled(LINE, {"line": place.document_line}, language))
    shown = [term for term in place.terms if term not in WRAPPERS]
    parts.extend(term_in_words(term, language) for term in shown[-2:])
    if not parts and place.row:
        values = {"row": str(place.row), "column": str(place.column)}
        return filled(ROW_AND_COLUMN if place.column else ROW, values, language)
    return ("，" if language.lower().startswith("zh") else ", ").join(parts)


def term_in_words(name: str, language: str) -> str:
    """A UBL element by the name that people use; the element name when we have no other."""
    known = TERMS.get(name)
    return Wording(*known).in_language(language) if known else name


# Elements that say nothing to people about where they are.
WRAPPERS = {"LineItem", "Party", "Country", "TaxScheme", "PartyLegalEntity", "Attachment"}

MORE = Wording("and {count} more", "och {count} till", "另有 {count} 处")
LINE = Wording("line {line}", "rad {line}", "第 {line} 行")
ROW = Wording("row {row} of the file", "filens rad {row}", "文件第 {row} 行")
ROW_AND_COLUMN = Wording(
    "row {row}, column {column} of the file",
    "filens rad {row}, tecken {column}",
    "文件第 {row} 行第 {column} 列",
)

MESSAGES = {
    "documents.empty": Wording(
        "The file is empty.",
        "Filen är tom.",
        "文件为空。",
    ),
    "documents.compressed": Wording(
        "The file is compressed ({format}), not an XML document.",
        "Filen är komprimerad ({format}), inte ett XML-dokument.",
        "文件是压缩格式（{format}），不是 XML 单据。",
    ),
    "documents.too_large": Wording(
        "The file is larger than {megabytes} MB.",
        "Filen är större än {megabytes} MB.",
        "文件超过 {megabytes} MB。",
    ),
    "documents.too_deep": Wording(
        "The elements are nested more than {limit} levels deep.",
        "Elementen är nästlade i mer än {limit} nivåer.",
        "元素嵌套超过 {limit} 层。",
    ),
    "documents.too_many_elements": Wording(
        "The document has more than {limit} elements.",
        "Dokumentet har fler än {limit} element.",
        "单据的元素超过 {limit} 个。",
    ),
    "documents.too_many_attributes": Wording(
        "An element has more than {limit} attributes.",
        "Ett element har fler än {limit} attribut.",
        "某个元素的属性超过 {limit} 个。",
    ),
    "documents.other_root": Wording(
        "The document ({root}) is not of the type that it was to be judged as.",
        "Dokumentet ({root}) är inte av den typ som det skulle bedömas som.",
        "单据（{root}）不是要求判断的那种类型。",
    ),
    "documents.before_declaration": Wording(
        "Something stands before the XML declaration, which must be the very first.",
        "Något står före XML-deklarationen, som måste stå allra först.",
        "XML 声明之前有内容，而它必须位于最前面。",
    ),
    "documents.only_first_used": Wording(
        "There are several of these, and only the first is used here.",
        "Det finns flera av dessa, och bara det första används här.",
        "这里有多个同类内容，只采用第一个。",
    ),
    "documents.name_too_long": Wording(
        "A name or namespace is longer than {limit} characters.",
        "Ett namn eller en namnrymd är längre än {limit} tecken.",
        "某个名称或命名空间超过 {limit} 个字符。",
    ),
    "documents.text_too_long": Wording(
        "A text is longer than {limit} characters.",
        "En text är längre än {limit} tecken.",
        "某段文本超过 {limit} 个字符。",
    ),
    "documents.has_document_type": Wording(
        "The document declares a document type (DOCTYPE), which is not allowed.",
        "Dokumentet innehåller en dokumenttypsdeklaration (DOCTYPE), vilket inte är tillåtet.",
        "单据含有不允许的文档类型声明（DOCTYPE）。",
    ),
    "documents.encoding_not_taken": Wording(
        "The document says that it is encoded as {encoding}, which is not accepted.",
        "Dokumentet anger teckenkodningen {encoding}, som inte tas emot.",
        "单据声明的编码 {encoding} 不被接受。",
    ),
    "documents.encoding_broken": Wording(
        "The document has characters that do not fit its encoding ({encoding}).",
        "Dokumentet har tecken som inte stämmer med dess teckenkodning ({encoding}).",
        "单据中有与其编码（{encoding}）不符的字符。",
    ),
    "documents.truncated": Wording(
        "The document ends too early: a part of it is missing.",
        "Dokumentet slutar för tidigt: en del av det saknas.",
        "单据不完整：后面的内容缺失。",
    ),
    "documents.not_xml": Wording(
        "The file is not an XML document.",
        "Filen är inte ett XML-dokument.",
        "文件不是 XML 单据。",
    ),
    "documents.not_well_formed": Wording(
        "The XML is not well formed ({reason}).",
        "XML-koden är inte välformad ({reason}).",
        "XML 格式不正确（{reason}）。",
    ),
    "documents.envelope_unreadable": Wording(
        "The envelope (SBDH) lacks {term}, or it cannot be read.",
        "Kuvertet (SBDH) saknar {term}, eller så går det inte att läsa.",
        "信封（SBDH）缺少 {term}，或无法读取。",
    ),
    "documents.unknown_root": Wording(
        "Documents of the type {name} are not received here.",
        "Dokument av typen {name} tas inte emot här.",
        "此处不接收 {name} 类型的单据。",
    ),
    "documents.unknown_specification": Wording(
        "The document follows a specification that is not received here: {value}.",
        "Dokumentet följer en specifikation som inte tas emot här: {value}.",
        "单据遵循的规范在此处不被接收：{value}。",
    ),
    "documents.no_lines": Wording(
        "The catalogue has no lines.",
        "Katalogen har inga rader.",
        "目录没有任何行。",
    ),
    "documents.fact_missing": Wording(
        "A mandatory fact is missing.",
        "En obligatorisk uppgift saknas.",
        "缺少必填信息。",
    ),
    "documents.not_a_number": Wording(
        "“{value}” is not a number.",
        "”{value}” är inte ett tal.",
        "“{value}”不是数字。",
    ),
    "documents.not_a_date": Wording(
        "“{value}” is not a date.",
        "”{value}” är inte ett datum.",
        "“{value}”不是日期。",
    ),
    "documents.not_a_time": Wording(
        "“{value}” is not a time of day.",
        "”{value}” är inte ett klockslag.",
        "“{value}”不是时间。",
    ),
    "documents.not_a_boolean": Wording(
        "“{value}” is neither true nor false.",
        "”{value}” är varken sant eller falskt.",
        "“{value}”既不是真也不是假。",
    ),
    "documents.not_a_binary": Wording(
        "The attachment cannot be decoded.",
        "Bilagan går inte att avkoda.",
        "附件无法解码。",
    ),
    "rules.missing": Wording(
        "Missing: {term}.",
        "Saknas: {term}.",
        "缺少：{term}。",
    ),
    "rules.attribute_missing": Wording(
        "The attribute {attribute} is missing.",
        "Attributet {attribute} saknas.",
        "缺少属性 {attribute}。",
    ),
    "rules.not_in_model": Wording(
        "This element has no place in this kind of document.",
        "Elementet har ingen plats i den här typen av dokument.",
        "此类单据中不应有该元素。",
    ),
    "rules.code_unknown": Wording(
        "The code “{value}” is not in the code list that applies.",
        "Koden ”{value}” finns inte i den kodlista som gäller.",
        "代码“{value}”不在适用的代码表中。",
    ),
    "rules.value_not_allowed": Wording(
        "The value “{value}” is not allowed here.",
        "Värdet ”{value}” är inte tillåtet här.",
        "此处不允许使用值“{value}”。",
    ),
    "rules.amount_differs": Wording(
        "The amount is {found}, but the parts of it make {expected}.",
        "Beloppet är {found}, men delarna blir {expected}.",
        "金额为 {found}，但各部分合计为 {expected}。",
    ),
    "rules.negative": Wording(
        "{value} is negative, which is not allowed here.",
        "{value} är negativt, vilket inte är tillåtet här.",
        "{value} 为负数，此处不允许。",
    ),
    "rules.not_positive": Wording(
        "The value must be above zero, but it is {value}.",
        "Värdet måste vara större än noll, men är {value}.",
        "数值必须大于零，但现为 {value}。",
    ),
    "rules.too_many_decimals": Wording(
        "The amount has more than {limit} decimals.",
        "Beloppet har fler än {limit} decimaler.",
        "金额的小数位超过 {limit} 位。",
    ),
    "rules.other_currency": Wording(
        "The amount is in {value}, another currency than that of the document.",
        "Beloppet är i {value}, en annan valuta än dokumentets.",
        "金额使用的货币 {value} 与单据的货币不同。",
    ),
    "rules.not_a_date": Wording(
        "“{value}” is not a date written as year-month-day.",
        "”{value}” är inte ett datum skrivet som år-månad-dag.",
        "“{value}”不是“年-月-日”格式的日期。",
    ),
    "rules.empty_element": Wording(
        "The element is empty.",
        "Elementet är tomt.",
        "元素为空。",
    ),
    "rules.schema_location": Wording(
        "The document names the place of its schema, which is not allowed.",
        "Dokumentet anger var dess schema finns, vilket inte är tillåtet.",
        "单据指明了其架构的位置，这是不允许的。",
    ),
    "rules.identifier_malformed": Wording(
        "The identifier “{value}” is not valid in the scheme {scheme}.",
        "Identiteten ”{value}” är inte giltig enligt schemat {scheme}.",
        "标识“{value}”在体系 {scheme} 中无效。",
    ),
    "rules.repeated": Wording(
        "The line identifier “{value}” is missing or used more than once.",
        "Radens identitet ”{value}” saknas eller används mer än en gång.",
        "行标识“{value}”缺失或重复。",
    ),
    "rules.too_many": Wording(
        "Something is stated here more often than is allowed.",
        "Något anges här fler gånger än vad som är tillåtet.",
        "此处某项内容的出现次数超过允许范围。",
    ),
    "rules.both_stated": Wording(
        "The date that decides the VAT is stated in two ways at once.",
        "Datumet som avgör momsen anges på två sätt samtidigt.",
        "决定增值税的日期同时以两种方式给出。",
    ),
    "rules.ends_before_start": Wording(
        "The period ends before it starts.",
        "Perioden slutar innan den börjar.",
        "期间的结束早于开始。",
    ),
    "rules.outside_period": Wording(
        "The period goes outside the period that it must stay within.",
        "Perioden går utanför den period som den måste hålla sig inom.",
        "期间超出了必须遵守的期间范围。",
    ),
    "rules.answer_has_lines": Wording(
        "An answer with the code {value} must not have lines.",
        "Ett svar med koden {value} får inte ha rader.",
        "代码为 {value} 的答复不得包含行。",
    ),
    "rules.quantity_differs": Wording(
        "The whole is given as {found}, but its parts make {expected}.",
        "Helheten anges till {found}, men delarna blir {expected}.",
        "总量为 {found}，但各部分合计为 {expected}。",
    ),
    "rules.receipt_unfit": Wording(
        "A receipt of the kind {value} must state the status of the despatch advice, or what was "
        "received, but not both.",
        "En leveranskvittens av slaget {value} ska ange antingen leveransaviseringens status eller "
        "vad som har tagits emot, inte båda.",
        "类型为 {value} 的收货通知须说明发货通知的状态，或说明收到的货物，两者不能并存。",
    ),
    "rules.time_zone_missing": Wording(
        "The time does not say which time zone it is in.",
        "Klockslaget saknar uppgift om tidszon.",
        "时间未注明时区。",
    ),
    "rules.failure_not_rejected": Wording(
        "The status tells of a failure, but its answer {value} is not a rejection.",
        "Statusen anger ett fel, men svaret {value} är inte ett avslag.",
        "状态报告了错误，但答复 {value} 不是拒绝。",
    ),
    "rules.rejection_without_failure": Wording(
        "The document is rejected, but no failure is named as the reason.",
        "Dokumentet avvisas, men inget fel anges som skäl.",
        "单据被拒绝，但未指明任何错误作为理由。",
    ),
    "rules.tax_totals_unfit": Wording(
        "The VAT totals do not fit the currencies of the document.",
        "Momstotalerna stämmer inte med dokumentets valutor.",
        "增值税合计与单据的货币不符。",
    ),
    "rules.outside_norm": Wording(
        "The European norm for invoices has no use for this element; receivers may not look at it.",
        "Den europeiska fakturastandarden har ingen plats för elementet; mottagare kan bortse från det.",
        "欧洲发票标准不使用该元素，接收方可能不予理会。",
    ),
    "rules.attribute_outside_norm": Wording(
        "The European norm for invoices has no use for the attribute {attribute} here.",
        "Den europeiska fakturastandarden har ingen plats för attributet {attribute} här.",
        "欧洲发票标准在此处不使用属性 {attribute}。",
    ),
    "rules.object_attached": Wording(
        "A reference to what is invoiced must have neither an attachment nor a description.",
        "En hänvisning till det som faktureras får varken ha bilaga eller beskrivning.",
        "对计费对象的引用不得带有附件或说明。",
    ),
    "rules.card_number_shown": Wording(
        "More of the card number is shown than the card companies allow.",
        "Mer av kortnumret visas än vad kortföretagen tillåter.",
        "显示的卡号位数超过发卡机构允许的范围。",
    ),
    "rules.vat_breakdown_incomplete": Wording(
        "The VAT breakdown does not show each VAT category that is used, once.",
        "Momsspecifikationen visar inte varje använd momskategori en gång.",
        "增值税明细没有将所用的每个税类列出一次。",
    ),
    "rules.vat_numbers_unfit": Wording(
        "The VAT registrations of the parties do not fit the VAT category.",
        "Parternas momsregistreringar stämmer inte med momskategorin.",
        "各方的增值税登记与税类不符。",
    ),
    "rules.vat_rate_unfit": Wording(
        "The rate {value} does not fit the VAT category.",
        "Skattesatsen {value} stämmer inte med momskategorin.",
        "税率 {value} 与税类不符。",
    ),
    "rules.vat_reason_missing": Wording(
        "The reason for not charging VAT is missing.",
        "Skälet till att moms inte tas ut saknas.",
        "缺少不征收增值税的理由。",
    ),
    "rules.vat_reason_unfit": Wording(
        "A reason for not charging VAT is stated, but the VAT category takes none.",
        "Ett skäl till att moms inte tas ut anges, men momskategorin ska inte ha något.",
        "给出了不征收增值税的理由，但该税类不应有理由。",
    ),
    "rules.split_payment_mixed": Wording(
        "Split payment must not stand together with the standard rate of VAT.",
        "Delad betalning av moms får inte stå tillsammans med momsens normalskattesats.",
        "增值税分割付款不得与标准税率并存。",
    ),
    "rules.split_payment_abroad": Wording(
        "Split payment of VAT is only for sellers and buyers in Italy.",
        "Delad betalning av moms är bara till för säljare och köpare i Italien.",
        "增值税分割付款仅适用于意大利的卖方和买方。",
    ),
    "rules.payment_details_unfit": Wording(
        "A payment of the kind {value} must not carry the details of another kind.",
        "En betalning av slaget {value} får inte ha uppgifter som hör till ett annat slag.",
        "类型为 {value} 的付款不得带有其他类型的信息。",
    ),
    "rules.final_day_too_early": Wording(
        "The last day to pay is before the due date, or one of the two is missing.",
        "Sista betalningsdagen ligger före förfallodagen, eller så saknas någon av dem.",
        "最后付款日早于到期日，或两者缺少其一。",
    ),
    "rules.vat_mixed": Wording(
        "What is outside VAT must not stand together with other VAT categories.",
        "Det som ligger utanför moms får inte stå tillsammans med andra momskategorier.",
        "不属于增值税范围的项目不得与其他税类并存。",
    ),
    "rules.schema_text": Wording(
        "Text (“{value}”) stands where only elements may.",
        "Text (”{value}”) står där bara element får stå.",
        "此处只能有元素，却出现了文字“{value}”。",
    ),
    "rules.schema_unknown_element": Wording(
        "The element is unknown here in UBL.",
        "Elementet är okänt här i UBL.",
        "UBL 中此处没有该元素。",
    ),
    "rules.schema_order": Wording(
        "The element stands in the wrong order.",
        "Elementet står i fel ordning.",
        "元素的顺序不正确。",
    ),
    "rules.schema_repeated": Wording(
        "The element stands more than once.",
        "Elementet förekommer mer än en gång.",
        "元素重复出现。",
    ),
    "rules.schema_value": Wording(
        "“{value}” is not a value of the kind that belongs here.",
        "”{value}” är inte ett värde av det slag som hör hemma här.",
        "“{value}”不是此处应有的值。",
    ),
    "rules.schema_attribute": Wording(
        "The attribute {attribute} is unknown here in UBL.",
        "Attributet {attribute} är okänt här i UBL.",
        "UBL 中此处没有属性 {attribute}。",
    ),
}
