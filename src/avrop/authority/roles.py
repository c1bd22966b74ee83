"""The role catalogue the product comes with, on three levels and both sides (requirement ORG-02). Which
permissions a role carries is said by each permission itself (`Permission.roles`); organisations
that were founded before a role was thought of get it by `install_roles`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from avrop.authority.models import Level
from avrop.values import Text


class Side(StrEnum):
    """On which side of a trade a role works; every organisation may do both."""

    BUYING = "buying"
    SELLING = "selling"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """A role of the catalogue."""

    code: str
    level: Level
    name: Text
    side: Side = Side.BUYING


def _role(
    code: str, level: Level, sv: str, en: str, zh: str, side: Side = Side.BUYING
) -> RoleDefinition:
    return RoleDefinition(code, level, Text({"sv": sv, "en": en, "zh-hans": zh}), side)


CATALOGUE = (
    _role("requester", Level.OPERATIONAL, "Beställare", "Requester", "请购人"),
    _role("approver", Level.OPERATIONAL, "Godkännare", "Approver", "审批人"),
    _role("receiver", Level.OPERATIONAL, "Mottagare", "Receiver", "收货人"),
    _role("coordinator", Level.TACTICAL, "Samordnare", "Coordinator", "协调员"),
    _role("category_manager", Level.TACTICAL, "Kategoriansvarig", "Category manager", "品类负责人"),
    _role("agreement_manager", Level.TACTICAL, "Avtalsansvarig", "Agreement manager", "协议负责人"),
    _role("finance_officer", Level.TACTICAL, "Ekonom", "Finance officer", "财务专员"),
    _role("ap_clerk", Level.OPERATIONAL, "Leverantörsreskontra", "AP clerk", "应付账款专员"),
    _role(
        "payment_releaser",
        Level.OPERATIONAL,
        "Betalningsfrisläppare",
        "Payment releaser",
        "付款放行人",
    ),
    _role(
        "system_administrator",
        Level.TACTICAL,
        "Systemadministratör",
        "System administrator",
        "系统管理员",
        Side.BOTH,
    ),
    _role("manager", Level.STRATEGIC, "Chef", "Manager", "主管", Side.BOTH),
    _role("auditor", Level.STRATEGIC, "Revisor", "Auditor", "审计员", Side.BOTH),
    _role(
        "order_manager", Level.TACTICAL, "Orderansvarig", "Order manager", "订单经理", Side.SELLING
    ),
    _role(
        "order_clerk",
        Level.OPERATIONAL,
        "Orderhandläggare",
        "Order clerk",
        "订单专员",
        Side.SELLING,
    ),
    _role("warehouse", Level.OPERATIONAL, "Lager", "Warehouse", "仓库", Side.SELLING),
    _role(
        "seller_finance",
        Level.OPERATIONAL,
        "Säljarens ekonomi",
        "Seller's finance",
        "卖方财务",
        Side.SELLING,
    ),
    _role(
        "centre_operator",
        Level.OPERATIONAL,
        "Operatör på distributionscentral",
        "Distribution centre operator",
        "配送中心操作员",
    ),
    _role(
        "central_management", Level.STRATEGIC, "Central ledning", "Central management", "中央管理层"
    ),
    _role("local_management", Level.STRATEGIC, "Lokal ledning", "Local management", "地方管理层"),
    _role("process_owner", Level.STRATEGIC, "Processägare", "Process owner", "流程负责人"),
    _role("process_leader", Level.TACTICAL, "Processledare", "Process leader", "流程主管"),
    _role("system_owner", Level.STRATEGIC, "Systemägare", "System owner", "系统负责人", Side.BOTH),
    _role("super_user", Level.OPERATIONAL, "Superanvändare", "Super-user", "超级用户", Side.BOTH),
    _role(
        "purchasing_coordinator",
        Level.TACTICAL,
        "Inköpssamordnare",
        "Purchasing coordinator",
        "采购协调员",
    ),
    _role(
        "supplier_user", Level.OPERATIONAL, "Leverantörsanvändare", "Supplier user", "供应商用户"
    ),
    _role("logistics", Level.OPERATIONAL, "Logistik", "Logistics", "物流", Side.SELLING),
    _role(
        "customer_service",
        Level.OPERATIONAL,
        "Kundtjänst",
        "Customer service",
        "客户服务",
        Side.SELLING,
    ),
    _role("marketing", Level.TACTICAL, "Marknad", "Marketing", "市场", Side.SELLING),
)
