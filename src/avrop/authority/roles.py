"""The role catalogue the product comes with (requirement ORG-02). Which permissions a role carries
is said by each permission itself (`Permission.roles`)."""

from __future__ import annotations

from dataclasses import dataclass

from avrop.authority.models import Level
from avrop.values import Text


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """A role of the catalogue."""

    code: str
    level: Level
    name: Text


def _role(code: str, level: Level, sv: str, en: str, zh: str) -> RoleDefinition:
    return RoleDefinition(code, level, Text({"sv": sv, "en": en, "zh-hans": zh}))


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
    ),
    _role("manager", Level.STRATEGIC, "Chef", "Manager", "主管"),
    _role("auditor", Level.STRATEGIC, "Revisor", "Auditor", "审计员"),
    _role("order_manager", Level.TACTICAL, "Orderansvarig", "Order manager", "订单经理"),
    _role("order_clerk", Level.OPERATIONAL, "Orderhandläggare", "Order clerk", "订单专员"),
    _role("warehouse", Level.OPERATIONAL, "Lager", "Warehouse", "仓库"),
    _role("seller_finance", Level.OPERATIONAL, "Säljarens ekonomi", "Seller's finance", "卖方财务"),
    _role(
        "centre_operator",
        Level.OPERATIONAL,
        "Operatör på distributionscentral",
        "Distribution centre operator",
        "配送中心操作员",
    ),
)
