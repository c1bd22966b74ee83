"""What people call the codes of documents: a word for a code of a list, in the reader's language.

Only lists whose codes people meet in a document are here, and of long lists what trade uses. Units of
measure have their names in `avrop.values`, countries in what the reader's machine knows of them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import Enum

from avrop.documents.words import Wording, filled

Names = Mapping[str, Wording]


def code_name(names: CodeList, code: str, language: str) -> str:
    """The word for a code; the code itself where we have no word for it."""
    known = names.value.get(code.strip())
    return known.in_language(language) if known else code


def vat_reason(code: str, language: str) -> str:
    """Why no VAT is asked for, by a code of VATEX; the code itself where we have no word for it."""
    code = code.strip().upper()
    found = _BY_ARTICLE.fullmatch(code)
    if found is None:
        return code_name(CodeList.VAT_REASON, code, language)
    article, section, letter = found.groups(default="")
    told = ".".join(part for part in (article, section) if part)
    return filled(_EXEMPT, {"article": f"{told} {letter.lower()}".strip()}, language)


_ORDER_TYPES: Names = {
    "105": Wording("Purchase order", "Inköpsorder", "采购订单"),
    "220": Wording("Order", "Order", "订单"),
    "221": Wording("Blanket order", "Ramorder", "总括订单"),
    "226": Wording("Call-off", "Avrop", "分批订购"),
    "227": Wording("Consignment order", "Konsignationsorder", "寄售订单"),
    "402": Wording(
        "Order for reloading on the way", "Order med omlastning på vägen", "中途转运订单"
    ),
}
_INVOICE_TYPES: Names = {
    "71": Wording("Request for payment", "Betalningsbegäran", "付款请求"),
    "80": Wording(
        "Debit note for goods or services", "Debetnota för varor eller tjänster", "货物或服务借记单"
    ),
    "81": Wording(
        "Credit note for goods or services",
        "Kreditnota för varor eller tjänster",
        "货物或服务贷记单",
    ),
    "82": Wording("Invoice by meter reading", "Faktura efter mätaravläsning", "按表计量的发票"),
    "83": Wording(
        "Credit note for a financial adjustment",
        "Kreditnota för finansiell justering",
        "财务调整贷记单",
    ),
    "84": Wording(
        "Debit note for a financial adjustment",
        "Debetnota för finansiell justering",
        "财务调整借记单",
    ),
    "102": Wording("Tax notification", "Skattemeddelande", "税务通知"),
    "218": Wording("Final payment request", "Slutlig betalningsbegäran", "最终付款请求"),
    "219": Wording(
        "Payment request for finished units",
        "Betalningsbegäran för färdiga delar",
        "已完工部分付款请求",
    ),
    "261": Wording("Self-billed credit note", "Självkreditfaktura", "自开贷记单"),
    "326": Wording("Part invoice", "Delfaktura", "部分发票"),
    "331": Wording("Invoice with packing list", "Faktura med packlista", "附装箱单的发票"),
    "380": Wording("Invoice", "Faktura", "发票"),
    "381": Wording("Credit note", "Kreditnota", "贷记单"),
    "382": Wording("Commission note", "Provisionsnota", "佣金单"),
    "383": Wording("Debit note", "Debetnota", "借记单"),
    "384": Wording("Corrected invoice", "Rättad faktura", "更正发票"),
    "386": Wording("Invoice in advance", "Förskottsfaktura", "预付发票"),
    "388": Wording("Tax invoice", "Momsfaktura", "税务发票"),
    "389": Wording("Self-billed invoice", "Självfaktura", "自开发票"),
    "393": Wording("Factored invoice", "Belånad eller såld faktura", "保理发票"),
    "395": Wording("Consignment invoice", "Konsignationsfaktura", "寄售发票"),
    "396": Wording("Factored credit note", "Belånad eller såld kreditnota", "保理贷记单"),
    "532": Wording("Forwarder’s credit note", "Speditörens kreditnota", "货运代理贷记单"),
    "553": Wording(
        "Forwarder’s report of differences", "Speditörens avvikelserapport", "货运代理差异报告"
    ),
    "575": Wording("Insurer’s invoice", "Försäkringsgivarens faktura", "保险公司发票"),
    "623": Wording("Forwarder’s invoice", "Speditörens faktura", "货运代理发票"),
    "780": Wording("Freight invoice", "Fraktfaktura", "运费发票"),
    "817": Wording("Notice of a claim", "Reklamation", "索赔通知"),
    "870": Wording("Consular invoice", "Konsulatsfaktura", "领事发票"),
    "875": Wording("Part invoice for building work", "Delfaktura för byggarbete", "工程部分发票"),
    "876": Wording(
        "Last part invoice for building work", "Sista delfaktura för byggarbete", "工程末期部分发票"
    ),
    "877": Wording("Final invoice for building work", "Slutfaktura för byggarbete", "工程最终发票"),
}
_DOCUMENT_TYPES: Names = {
    **_ORDER_TYPES,
    **_INVOICE_TYPES,
    "9": Wording("Price list", "Prislista", "价目表"),
    "50": Wording("Tender or contract", "Anbud eller avtal", "投标或合同"),
    "130": Wording("Invoiced object", "Fakturerat objekt", "开票对象"),
    "231": Wording("Order response", "Ordersvar", "订单响应"),
    "351": Wording("Despatch advice", "Leveransavisering", "发货通知"),
    "481": Wording("Payment notice", "Betalningsavisering", "付款通知"),
    "632": Wording("Receipt of goods", "Godsmottagning", "收货单"),
    "916": Wording("Attachment", "Bilaga", "附件"),
}
_PAYMENT_MEANS: Names = {
    "1": Wording("As agreed", "Enligt överenskommelse", "按约定"),
    "10": Wording("Cash", "Kontant", "现金"),
    "20": Wording("Cheque", "Check", "支票"),
    "30": Wording("Credit transfer", "Kontobetalning", "银行转账"),
    "31": Wording("Debit transfer", "Debetöverföring", "借记转账"),
    "42": Wording("Payment to a bank account", "Betalning till bankkonto", "付款至银行账户"),
    "48": Wording("Card", "Kort", "银行卡"),
    "49": Wording("Direct debit", "Autogiro", "直接借记"),
    "45": Wording(
        "Home banking with reference", "Internetbank med referens", "带参考号的网上银行转账"
    ),
    "47": Wording("Home banking", "Internetbank", "网上银行转账"),
    "50": Wording("Plusgiro", "Plusgiro", "邮政转账"),
    "54": Wording("Credit card", "Kreditkort", "信用卡"),
    "55": Wording("Debit card", "Bankkort", "借记卡"),
    "56": Wording("Bankgiro", "Bankgiro", "银行转账系统"),
    "57": Wording("Standing agreement", "Stående överenskommelse", "长期约定"),
    "58": Wording("SEPA credit transfer", "SEPA-betalning", "SEPA 转账"),
    "59": Wording("SEPA direct debit", "SEPA-autogiro", "SEPA 直接借记"),
    "68": Wording("Online payment service", "Betaltjänst på nätet", "在线支付服务"),
    "93": Wording("Giro with reference", "Giro med referens", "带参考号的转账"),
    "97": Wording("Settled between the partners", "Kvittas mellan parterna", "双方清算"),
    "ZZZ": Wording("As both have agreed", "Enligt bådas överenskommelse", "按双方约定"),
}
_VAT_CATEGORIES: Names = {
    "S": Wording("VAT", "Moms", "增值税"),
    "Z": Wording("Zero rate", "Nollsats", "零税率"),
    "E": Wording("Exempt from VAT", "Undantaget från moms", "免征增值税"),
    "AE": Wording("Reverse charge", "Omvänd betalningsskyldighet", "反向征税"),
    "K": Wording(
        "Sale within the EEA, no VAT",
        "Försäljning inom EES, ingen moms",
        "欧洲经济区内销售，免增值税",
    ),
    "G": Wording("Export, no VAT", "Export, ingen moms", "出口，免增值税"),
    "O": Wording("Outside VAT", "Utanför momsen", "不属增值税范围"),
    "L": Wording("Tax of the Canary Islands", "Kanarieöarnas skatt", "加那利群岛税"),
    "M": Wording("Tax of Ceuta and Melilla", "Skatt i Ceuta och Melilla", "休达和梅利利亚税"),
    "B": Wording(
        "VAT paid by the buyer, Italy",
        "Moms betalas av köparen, Italien",
        "由买方缴纳增值税（意大利）",
    ),
}
_VAT_REASONS: Names = {
    "VATEX-EU-AE": Wording("Reverse charge", "Omvänd betalningsskyldighet", "反向征税"),
    "VATEX-EU-D": Wording(
        "Second-hand vehicle from the EU", "Begagnat fordon från EU", "欧盟二手车"
    ),
    "VATEX-EU-F": Wording(
        "Second-hand goods from the EU", "Begagnade varor från EU", "欧盟二手货物"
    ),
    "VATEX-EU-G": Wording("Export outside the EU", "Export utanför EU", "出口至欧盟以外"),
    "VATEX-EU-I": Wording("Works of art from the EU", "Konstverk från EU", "欧盟艺术品"),
    "VATEX-EU-IC": Wording("Sale within the EU", "Unionsintern försäljning", "欧盟内部销售"),
    "VATEX-EU-J": Wording("Antiques from the EU", "Antikviteter från EU", "欧盟古董"),
    "VATEX-EU-O": Wording("Outside VAT", "Utanför momsen", "不属增值税范围"),
}
#: Reasons by an article of the directive on VAT (2006/112/EC), such as VATEX-EU-132-1G.
_BY_ARTICLE = re.compile(r"VATEX-EU-(\d+)(?:-(\d*)([A-Z]*))?", re.IGNORECASE)
_EXEMPT = Wording(
    "Exempt by article {article} of the VAT Directive",
    "Undantaget enligt artikel {article} i momsdirektivet",
    "依增值税指令第 {article} 条免税",
)
_TAX_POINTS: Names = {
    "3": Wording("Day of the invoice", "Fakturans dag", "开票日"),
    "35": Wording("Day of delivery", "Leveransens dag", "交付日"),
    "432": Wording("Day of payment", "Betalningens dag", "付款日"),
}
_DEDUCTIONS: Names = {
    "41": Wording("Bonus for work done early", "Bonus för tidigt utfört arbete", "提前完工奖励"),
    "42": Wording("Other bonus", "Annan bonus", "其他奖励"),
    "60": Wording("The manufacturer’s discount", "Tillverkarens rabatt", "制造商折扣"),
    "62": Wording("For the military", "För militären", "军人优惠"),
    "63": Wording("After an accident at work", "Efter en arbetsolycka", "因工伤"),
    "64": Wording("Special agreement", "Särskild överenskommelse", "特别协议"),
    "65": Wording("Production fault", "Tillverkningsfel", "生产缺陷折扣"),
    "66": Wording("New outlet", "Nytt försäljningsställe", "新销售点折扣"),
    "67": Wording("Sample", "Varuprov", "样品折扣"),
    "68": Wording("End of range", "Utgående sortiment", "清仓折扣"),
    "70": Wording("Terms of delivery", "Leveransvillkor", "交货条款折扣"),
    "71": Wording("Point-of-sale allowance", "Avdrag på försäljningsstället", "销售点折让"),
    "88": Wording(
        "Material surcharge or deduction", "Materialtillägg eller -avdrag", "材料附加费或扣减"
    ),
    "95": Wording("Discount", "Rabatt", "折扣"),
    "100": Wording("Special rebate", "Särskild rabatt", "特别回扣"),
    "102": Wording("Fixed long-term rebate", "Fast långtidsrabatt", "长期固定折扣"),
    "103": Wording("Temporary rebate", "Tillfällig rabatt", "临时折扣"),
    "104": Wording("Standard rebate", "Standardrabatt", "标准折扣"),
    "105": Wording("Bonus by yearly turnover", "Bonus på årsomsättning", "年度营业额奖励"),
}
_CHARGES: Names = {
    "AA": Wording("Advertising", "Annonsering", "广告费"),
    "AAA": Wording("Telecommunication", "Telekommunikation", "电信费"),
    "AAE": Wording("Outlays", "Utlägg", "垫付费用"),
    "AAT": Wording("Rush delivery", "Expressleverans", "加急送货费"),
    "ABD": Wording("Overtime", "Övertid", "加班费"),
    "ABK": Wording("Miscellaneous", "Övrigt", "其他费用"),
    "ABL": Wording("Extra packaging", "Extra emballage", "额外包装费"),
    "ABS": Wording("Packing in cartons", "Packning i kartong", "纸箱包装费"),
    "ACS": Wording("Fitting", "Inpassning", "装配费"),
    "ADC": Wording("Loading together", "Samlastning", "拼货费"),
    "ADK": Wording("Transfer", "Överföring", "转运费"),
    "ADO": Wording("Efficient logistics", "Effektiv logistik", "高效物流"),
    "ADR": Wording("Other services", "Övriga tjänster", "其他服务费"),
    "ADT": Wording("Pick-up", "Hämtning", "提货费"),
    "ADZ": Wording("Direct delivery", "Direktleverans", "直接送货费"),
    "AEC": Wording("Distribution", "Distribution", "配送费"),
    "AED": Wording("Handling of dangerous goods", "Hantering av farligt gods", "危险品处理费"),
    "AEF": Wording("Rent and leasing", "Hyra och leasing", "租赁费"),
    "AEL": Wording("Small order", "Liten order", "小额订单费"),
    "AEM": Wording("Office work", "Kontorsarbete", "行政服务费"),
    "AEO": Wording("Collection and recycling", "Insamling och återvinning", "回收再利用费"),
    "AEV": Wording("Protection of the environment", "Miljöskydd", "环境保护费"),
    "AEW": Wording("Cleaning of the environment", "Miljösanering", "环境清理费"),
    "AJ": Wording("Adjustment", "Justering", "调整费"),
    "CAB": Wording("Carting", "Körning", "搬运费"),
    "CAI": Wording("Cutting", "Tillskärning", "切割费"),
    "CAS": Wording("Crane", "Kran", "吊装费"),
    "CG": Wording("Cleaning", "Rengöring", "清洁费"),
    "DAN": Wording("Below the smallest order", "Under minsta order", "未达最低订购量费用"),
    "DL": Wording("Delivery", "Leverans", "送货费"),
    "EG": Wording("Engraving", "Gravyr", "雕刻费"),
    "FC": Wording("Freight", "Frakt", "运费"),
    "FI": Wording("Financing", "Finansiering", "融资费"),
    "HD": Wording("Handling", "Hantering", "处理费"),
    "IAA": Wording("Installation", "Installation", "安装费"),
    "ID": Wording("Carried in", "Inbärning", "送货入内费"),
    "IF": Wording("Inspection", "Kontroll", "检验费"),
    "IS": Wording("Invoicing", "Fakturering", "开票费"),
    "LA": Wording("Labelling", "Märkning", "标签费"),
    "LAA": Wording("Labour", "Arbete", "人工费"),
    "MAE": Wording("Mounting", "Montering", "安装固定费"),
    "PC": Wording("Packing", "Packning", "包装费"),
    "PL": Wording("Packing on pallets", "Packning på pall", "托盘包装费"),
    "PRV": Wording("Change of price", "Prisändring", "价格变动"),
    "RAB": Wording("Repacking", "Ompackning", "重新包装费"),
    "RAC": Wording("Repair", "Reparation", "维修费"),
    "RAD": Wording("Deposit on packaging", "Pant på emballage", "可回收容器费"),
    "RE": Wording("Delivered again", "Ny leverans", "重新送货费"),
    "RV": Wording("Loading", "Lastning", "装货费"),
    "SAA": Wording("Shipping and handling", "Frakt och hantering", "运输及处理费"),
    "SAD": Wording("Special packaging", "Särskilt emballage", "特殊包装费"),
    "SH": Wording("Special handling", "Särskild hantering", "特殊处理费"),
    "SU": Wording("Setting up", "Uppställning", "设置费"),
    "TAC": Wording("Testing", "Provning", "测试费"),
    "TV": Wording("Transport by the seller", "Transport genom säljaren", "卖方运输费"),
    "WH": Wording("Storage", "Lagring", "仓储费"),
    "ZZZ": Wording("As both have agreed", "Enligt bådas överenskommelse", "按双方约定"),
}
_STATUS_REASONS: Names = {
    "NON": Wording("Nothing is wrong", "Inget är fel", "没有问题"),
    "REF": Wording("References are wrong", "Referenser är fel", "参考信息有误"),
    "LEG": Wording(
        "Facts that the law demands are wrong", "Uppgifter som lagen kräver är fel", "法定信息有误"
    ),
    "REC": Wording("The receiver is unknown", "Mottagaren är okänd", "收件方未知"),
    "QUA": Wording("The quality is not good enough", "Kvaliteten är inte god nog", "质量不足"),
    "DEL": Wording("The delivery went wrong", "Leveransen gick fel", "交货有问题"),
    "PRI": Wording("Prices are wrong", "Priser är fel", "价格有误"),
    "QTY": Wording("Quantities are wrong", "Kvantiteter är fel", "数量有误"),
    "ITM": Wording("Items are wrong", "Artiklar är fel", "商品有误"),
    "PAY": Wording("The terms of payment are wrong", "Betalningsvillkoren är fel", "付款条件有误"),
    "UNR": Wording("The invoice is not recognised", "Fakturan känns inte igen", "无法识别该发票"),
    "FIN": Wording(
        "Facts for the payment are wrong", "Uppgifter för betalningen är fel", "付款信息有误"
    ),
    "PPD": Wording("Paid in part", "Betald till en del", "部分付款"),
    "OTH": Wording("Something else", "Något annat", "其他"),
}
_STATUS_ACTIONS: Names = {
    "NOA": Wording("Nothing needs to be done", "Inget behöver göras", "无需处理"),
    "PIN": Wording(
        "Send the facts that are missing", "Skicka uppgifterna som saknas", "请提供信息"
    ),
    "NIN": Wording("Send a new invoice", "Skicka en ny faktura", "请重新开具发票"),
    "CNF": Wording("Credit all of it", "Kreditera allt", "请全额贷记"),
    "CNP": Wording("Credit a part of it", "Kreditera en del", "请部分贷记"),
    "CNA": Wording("Credit the amount", "Kreditera beloppet", "请贷记该金额"),
    "OTH": Wording("Something else", "Något annat", "其他"),
}
_ISSUE_REASONS: Names = {
    "SV": Wording("The XML is wrong", "XML är fel", "XML 有误"),
    "BV": Wording("A rule is broken", "En regel bryts", "违反规则"),
    "BW": Wording("Warning of a rule", "Varning från en regel", "规则警告"),
    "FD": Wording("Could not be handed over", "Kunde inte lämnas över", "无法送达"),
}
_CATALOGUE_ACTIONS: Names = {
    "Add": Wording("New", "Ny", "新增"),
    "Replace": Wording("Replaces the one before", "Ersätter den förra", "替换"),
    "Update": Wording("Changed", "Ändrad", "更新"),
    "Delete": Wording("Taken out", "Utgår", "删除"),
}
_ADVICE_TYPES: Names = {
    "1": Wording("Goods on their way", "Varor på väg", "货物发运"),
    "2": Wording("Delivery note", "Följesedel", "送货单"),
    "3": Wording("Work done", "Utfört arbete", "工作说明"),
    "4": Wording("Return of goods", "Retur av varor", "退货"),
}
_RECEIPT_TYPES: Names = {
    "D": Wording(
        "Answers the despatch advice", "Svarar på leveransaviseringen", "对发货通知的回复"
    ),
    "S": Wording("Tells of what came", "Berättar vad som kom", "对实收货物或服务的回复"),
}
_RECEIPT_ACTIONS: Names = {
    "1": Wording(
        "Send new goods in their place", "Skicka nya varor i stället", "请补发缺失或被拒的货物"
    ),
    "2": Wording(
        "Credit it and cancel the order", "Kreditera och avsluta ordern", "请开具贷记单并取消订单"
    ),
}
_REJECTIONS: Names = {
    "1": Wording("Broken", "Trasigt", "破损"),
    "2": Wording("Bad quality", "Dålig kvalitet", "质量问题"),
    "3": Wording("Wrong item", "Fel artikel", "商品错误"),
    "4": Wording("Wrong version of the item", "Fel utförande av artikeln", "商品版本错误"),
    "5": Wording("Wrongly labelled", "Fel märkning", "标签错误"),
    "6": Wording("Wrong price", "Fel pris", "价格错误"),
    "7": Wording("Wrong packaging", "Fel förpackning", "包装错误"),
    "8": Wording("Wrong and damaged packaging", "Fel och skadad förpackning", "包装错误且损坏"),
    "99": Wording("Another reason", "Annat skäl", "其他原因"),
}
_CONSIGNMENT_REASONS: Names = {
    "1": Wording("Came as it should", "Kom som den skulle", "货物收讫，情况良好"),
    "2": Wording(
        "Came outside the agreed hours", "Kom utanför avtalad tid", "不在约定时间段内送达"
    ),
    "3": Wording("Came too late", "Kom för sent", "送达过晚"),
    "4": Wording("Came too early", "Kom för tidigt", "送达过早"),
    "5": Wording("Came to the wrong place", "Kom till fel plats", "送错地点"),
    "6": Wording("The carrier gave no notice", "Transportören förvarnade inte", "承运人未提前通知"),
    "7": Wording("Nothing to unload with", "Lossningsutrustning saknades", "无卸货设备"),
    "8": Wording("The wrong kind of vehicle", "Fel sorts fordon", "车辆类型不符"),
    "9": Wording("No time was booked", "Ingen tid var bokad", "未预约时间段"),
    "10": Wording(
        "The carrier lacked what safety demands",
        "Transportören saknade vad säkerheten kräver",
        "承运人不符合健康安全要求",
    ),
    "99": Wording("Another reason", "Annat skäl", "其他原因"),
}
_UNIT_REASONS: Names = {
    "1": Wording("Split up", "Uppdelat", "已拆分"),
    "2": Wording("Missing", "Saknas", "缺失"),
    "3": Wording("Wrong number on it", "Fel nummer på det", "标识错误"),
    "4": Wording("Damaged", "Skadat", "损坏"),
    "5": Wording("In good condition", "I gott skick", "状况良好"),
    "6": Wording("Wrongly labelled", "Fel märkning", "标签错误"),
    "7": Wording("On hold", "Väntar", "暂扣"),
}
_ACCEPTANCE: Names = {
    "AB": Wording("Has come in", "Har kommit in", "已收到"),
    "AP": Wording("Accepted", "Godkänd", "已接受"),
    "CA": Wording("Accepted with remarks", "Godkänd med anmärkning", "有条件接受"),
    "RE": Wording("Rejected", "Avvisad", "已拒绝"),
    "IP": Wording("Being worked on", "Behandlas", "处理中"),
    "UQ": Wording("Waits for an answer", "Väntar på svar", "待答复"),
    "PD": Wording("Paid", "Betald", "已付款"),
}
_TRANSPORT_MODES: Names = {
    "0": Wording("Not stated", "Ej angivet", "未说明"),
    "1": Wording("By sea", "Till sjöss", "海运"),
    "2": Wording("By rail", "På järnväg", "铁路"),
    "3": Wording("By road", "På väg", "公路"),
    "4": Wording("By air", "Med flyg", "空运"),
    "5": Wording("By post", "Med post", "邮寄"),
    "6": Wording("In several ways", "På flera sätt", "多式联运"),
    "7": Wording("By pipe or line", "Genom ledning", "固定运输设施"),
    "8": Wording("On inland water", "På inre vattenvägar", "内河运输"),
    "9": Wording("Does not apply", "Gäller inte", "不适用"),
}
_TRANSPORT_SERVICES: Names = {
    "1": Wording("Other", "Annat", "其他"),
    "2": Wording("Temperature-controlled transport", "Tempererad transport", "温控运输"),
    "3": Wording("Dangerous goods", "Farligt gods", "危险品服务"),
    "4": Wording("Transport", "Transport", "运输"),
    "5": Wording("Handling", "Hantering", "装卸处理"),
    "6": Wording("Loaded together", "Samlastning", "拼货"),
    "7": Wording("Splitting", "Uppdelning", "拆分"),
    "8": Wording("Combined transport", "Kombinerad transport", "联合运输"),
    "9": Wording("Single transport", "Enskild transport", "单一运输"),
    "10": Wording("Loading", "Lastning", "装货"),
    "11": Wording("Unloading", "Lossning", "卸货"),
    "21": Wording("Storage", "Lagring", "仓储"),
}
_HANDLING: Names = {
    "1": Wording("Sensitive to heat", "Känsligt för värme", "对热敏感"),
    "2": Wording("Store in a dry place", "Förvaras torrt", "需干燥存放"),
    "3": Wording("May be stacked", "Får staplas", "可堆叠"),
    "10": Wording("Is to be reloaded", "Ska omlastas", "需要转运"),
    "11": Wording("Keep refrigerated", "Ska hållas kylt", "需要冷藏"),
    "12": Wording("Need not be refrigerated", "Behöver inte kylas", "无需冷藏"),
    "Z50": Wording("Semitrailer with removable roof", "Trailer med avtagbart tak", "可拆顶半挂车"),
    "Z51": Wording("Lorry", "Lastbil", "卡车"),
    "Z52": Wording("Lorry with tail lift", "Lastbil med bakgavellyft", "带尾板的卡车"),
    "Z53": Wording(
        "Lorry with crane up to 4 m", "Lastbil med kran upp till 4 m", "带 4 米以下吊臂的卡车"
    ),
    "Z54": Wording("Lorry with crane 4 to 9 m", "Lastbil med kran 4–9 m", "带 4 至 9 米吊臂的卡车"),
    "Z55": Wording(
        "Lorry with crane over 9 m", "Lastbil med kran över 9 m", "带 9 米以上吊臂的卡车"
    ),
    "Z56": Wording("Forklift", "Gaffeltruck", "叉车"),
    "Z57": Wording("Semitrailer", "Trailer", "半挂车"),
    "Z58": Wording("Stored for a short time", "Korttidslagring", "短期存放"),
    "Z59": Wording("Carrying", "Bärning", "搬运"),
    "Z60": Wording("Carried in", "Inbärning", "搬入服务"),
    "Z61": Wording("Ordinary transport", "Vanlig transport", "标准运输"),
    "Z62": Wording("Loaded on a lorry", "Lastat på lastbil", "装上卡车"),
    "Z63": Wording("Stored indoors", "Lagras inomhus", "室内存放"),
    "Z64": Wording("Stored outdoors", "Lagras utomhus", "室外存放"),
    "Z65": Wording("Greatest weight of a package", "Kollits högsta vikt", "包装最大重量"),
    "ZZ": Wording("As both have agreed", "Enligt bådas överenskommelse", "按双方约定"),
}
_MEASURES: Names = {
    "AAA": Wording("Net weight", "Nettovikt", "净重"),
    "AAB": Wording("Gross weight", "Bruttovikt", "毛重"),
    "AAF": Wording(
        "Weight without any packaging", "Vikt utan all förpackning", "不含任何包装的净重"
    ),
    "AAL": Wording("Net weight", "Nettovikt", "净重"),
    "AAO": Wording("Humidity", "Luftfuktighet", "湿度"),
    "AAW": Wording("Gross volume", "Bruttovolym", "毛体积"),
    "AAX": Wording("Net volume", "Nettovolym", "净体积"),
    "ABJ": Wording("Volume", "Volym", "体积"),
    "ABT": Wording("Greatest load", "Högsta last", "最大载重"),
    "ACV": Wording("Loading metres", "Flakmeter", "装载米数"),
    "GW": Wording("Greatest gross weight", "Högsta bruttovikt", "最大毛重"),
    "HT": Wording("Height", "Höjd", "高度"),
    "LN": Wording("Length", "Längd", "长度"),
    "T": Wording("Tare weight", "Taravikt", "皮重"),
    "TC": Wording("Temperature", "Temperatur", "温度"),
    "WD": Wording("Width", "Bredd", "宽度"),
}
_PACKAGES: Names = {
    "AE": Wording("aerosol can", "aerosolburk", "气雾罐"),
    "BG": Wording("bag", "påse", "袋"),
    "BX": Wording("box", "låda", "盒"),
    "CR": Wording("crate", "back", "板条箱"),
    "CS": Wording("case", "kolli", "箱"),
    "CT": Wording("carton", "kartong", "纸箱"),
    "PK": Wording("package", "förpackning", "包装"),
    "PX": Wording("pallet", "pall", "托盘"),
    "RO": Wording("roll", "rulle", "卷"),
    "SW": Wording("shrink-wrapped", "krympfilmat", "收缩包装"),
    "CN": Wording("container", "container", "集装箱"),
    "CW": Wording("roll cage", "rullbur", "笼车"),
    "NE": Wording("unpacked", "oförpackat", "无包装"),
    "8B": Wording("wooden crate", "trähäck", "木板条箱"),
    "8A": Wording("wooden pallet", "träpall", "木托盘"),
    "DR": Wording("drum", "fat", "圆桶"),
    "PE": Wording(
        "modular pallet, 80 × 120 cm", "modulpall, 80 × 120 cm", "模块化托盘，80 × 120 厘米"
    ),
    "4H": Wording("plastic box", "plastlåda", "塑料箱"),
    "AG": Wording("shrink-wrapped pallet", "krympfilmad pall", "收缩包装托盘"),
    "AF": Wording(
        "modular pallet, 80 × 60 cm", "modulpall, 80 × 60 cm", "模块化托盘，80 × 60 厘米"
    ),
    "OA": Wording("CHEP pallet, 40 × 60 cm", "CHEP-pall, 40 × 60 cm", "CHEP 托盘，40 × 60 厘米"),
    "OB": Wording("CHEP pallet, 80 × 120 cm", "CHEP-pall, 80 × 120 cm", "CHEP 托盘，80 × 120 厘米"),
    "PC": Wording("parcel", "paket", "包裹"),
    "PA": Wording("packet", "paket", "小包"),
    "SA": Wording("sack", "säck", "麻袋"),
    "TU": Wording("tube", "tub", "管"),
    "BE": Wording("bundle", "bunt", "捆"),
    "BL": Wording("bale", "bal", "包"),
    "VR": Wording("bulk, solid", "lös vara, grovkornig", "散装颗粒"),
    "VY": Wording("bulk, powder", "lös vara, pulver", "散装粉末"),
    "VL": Wording("bulk, liquid", "lös vara, vätska", "散装液体"),
    "ZZ": Wording("as both have agreed", "enligt bådas överenskommelse", "按双方约定"),
}
_PRIORITIES: Names = {
    "1": Wording("Express", "Express", "特快"),
    "2": Wording("Fast", "Snabb", "快速"),
    "3": Wording("Ordinary speed", "Normal", "普通"),
    "4": Wording("By post", "Med post", "邮政"),
}
_CONDITIONS: Names = {
    "CT": Wording("Under an agreement", "Ingår i ett avtal", "合同商品"),
    "NON_RETURNABLE": Wording("Cannot be returned", "Kan inte returneras", "不可退货"),
}
_SCHEMES: Names = {
    "0007": Wording("Organisation number", "Organisationsnummer", "瑞典机构号码"),
    "0088": Wording("GLN", "GLN", "全球位置码"),
    "0060": Wording("DUNS number", "DUNS-nummer", "邓白氏编码"),
    "0160": Wording("GTIN", "GTIN", "全球贸易项目代码"),
    "0192": Wording("Norwegian organisation number", "Norskt organisationsnummer", "挪威机构号码"),
    "0184": Wording("Danish CVR number", "Danskt CVR-nummer", "丹麦 CVR 号码"),
    "0216": Wording("Finnish OVT code", "Finsk OVT-kod", "芬兰 OVT 代码"),
}
_TERMS: Names = {
    "CFR": Wording("cost and freight", "kostnad och frakt", "成本加运费"),
    "CIF": Wording(
        "cost, insurance and freight", "kostnad, försäkring och frakt", "成本、保险费加运费"
    ),
    "CIP": Wording(
        "carriage and insurance paid", "frakt och försäkring betalda", "运费和保险费付至"
    ),
    "CPT": Wording("carriage paid", "frakten betald", "运费付至"),
    "DAP": Wording("delivered", "levererat på plats", "目的地交货"),
    "DDP": Wording("delivered, duty paid", "levererat, tull betald", "完税后交货"),
    "DPU": Wording("delivered and unloaded", "levererat och lossat", "目的地卸货后交货"),
    "EXW": Wording("collected at the seller’s", "hämtas hos säljaren", "工厂交货"),
    "FAS": Wording("free alongside ship", "fritt vid fartygets sida", "船边交货"),
    "FCA": Wording("free carrier", "fritt fraktföraren", "货交承运人"),
    "FOB": Wording("free on board", "fritt ombord", "船上交货"),
}


class CodeList(Enum):
    """The lists, by what their codes are about, each with the list that they are from."""

    ORDER_TYPE = _ORDER_TYPES  # UNCL1001
    INVOICE_TYPE = _INVOICE_TYPES  # UNCL1001
    DOCUMENT_TYPE = _DOCUMENT_TYPES  # UNCL1001
    PAYMENT_MEANS = _PAYMENT_MEANS  # UNCL4461
    VAT_CATEGORY = _VAT_CATEGORIES  # UNCL5305
    VAT_REASON = _VAT_REASONS  # VATEX
    TAX_POINT = _TAX_POINTS  # UNCL2005
    DEDUCTION = _DEDUCTIONS  # UNCL5189
    CHARGE = _CHARGES  # UNCL7161
    STATUS_REASON = _STATUS_REASONS  # OPStatusReason
    STATUS_ACTION = _STATUS_ACTIONS  # OPStatusAction
    ISSUE_REASON = _ISSUE_REASONS  # Peppol's status reasons of message answers
    CATALOGUE_ACTION = _CATALOGUE_ACTIONS
    ADVICE_TYPE = _ADVICE_TYPES
    RECEIPT_TYPE = _RECEIPT_TYPES
    RECEIPT_ACTION = _RECEIPT_ACTIONS
    REJECTION = _REJECTIONS
    CONSIGNMENT_REASON = _CONSIGNMENT_REASONS
    UNIT_REASON = _UNIT_REASONS
    ACCEPTANCE = _ACCEPTANCE  # UNCL4343
    TRANSPORT_MODE = _TRANSPORT_MODES  # UN/ECE recommendation 19
    TRANSPORT_SERVICE = _TRANSPORT_SERVICES
    HANDLING = _HANDLING  # UNCL4079
    MEASURE = _MEASURES  # UNCL6313
    PACKAGE = _PACKAGES  # UN/ECE recommendation 21
    PRIORITY = _PRIORITIES  # UNCL4219
    CONDITION = _CONDITIONS
    SCHEME = _SCHEMES  # ISO 6523
    TERMS = _TERMS  # Incoterms
