"""Commands that no part of the organisation bounds, and what bounds them instead.

Every other command is refused whoever has the right for another part of the organisation only.
"""

from __future__ import annotations

from avrop.kernel.commands import Operation

#: The reason, and the commands it holds for.
NO_PLACE: dict[str, frozenset[str]] = {
    "It is about what is her own: her task, her test, her case, her mandates, her absence.": frozenset(
        {
            "authority.delegate",
            "authority.end_delegation",
            "authority.end_substitute",
            "authority.lend_mandates",
            "authority.name_substitute",
            "authority.review_dispensation",
            "catalogues.drop_favourite",
            "catalogues.keep_favourite",
            "parties.end_absence",
            "parties.tell_absence",
            "notices.choose_notices",
            "support.ask_more",
            "support.judge_text",
            "support.open_case",
            "support.read_answer",
            "support.report_fault",
            "tasks.finish_task",
            "tasks.give_back_task",
            "tasks.mark_news_seen",
            "tasks.take_task",
            "training.acknowledge_policy",
            "training.answer_question",
            "training.hand_in",
        }
    ),
    "It is a step of another command, which asks for the place.": frozenset(
        {
            "agreements.draw_down",
            "agreements.give_back",
            "agreements.reconcile_agreement",
            "tasks.close_tasks",
            "tasks.close_tasks_of",
            "tasks.open_task",
            "tasks.open_tasks",
            "tasks.restate_tasks",
        }
    ),
    "What came in is read before it can be known what it is about.": frozenset(
        {"invoices.take_in_invoice", "receipts.note_despatch"}
    ),
    "Who may not see a message is told that there is none; who may see it may act on it.": frozenset(
        {"exchange.acknowledge", "exchange.retry_take_in", "exchange.settle_conflict"}
    ),
    "It moves what waits for everybody, and changes nothing in it.": frozenset(
        {"exchange.push_on"}
    ),
    "A plan binds nobody; what it leads to is decided for the whole organisation.": frozenset(
        {
            "responsibility.add_step",
            "responsibility.drop_change",
            "responsibility.note_hours",
            "responsibility.plan_change",
            "responsibility.plan_hours",
        }
    ),
    "A draft lies nowhere until its form says where; then that place is asked for.": frozenset(
        {
            "onboarding.begin_department",
            "onboarding.cancel_department",
            "onboarding.save_department",
            "onboarding.submit_department",
        }
    ),
    "The distribution centre serves all who ask it.": frozenset({"onboarding.answer_request"}),
    "Whoever coordinates a group of goods does so for all who need them.": frozenset(
        {"requisitions.pool_needs", "requisitions.reject_needs", "requisitions.substitute_need"}
    ),
    "Questions are answered for everybody by one desk.": frozenset(
        {
            "support.answer_case",
            "support.assign_case",
            "support.close_case",
            "support.take_case",
            "support.tell_in_person",
        }
    ),
}
#: A supplier's desks take orders, deliver and bill for the whole house…
HOUSE_WIDE = frozenset({"billing", "fulfilment", "sales", "stock", "twin"})
#: … but its rules are set for the whole house by who has the right for all of it.
RULES_OF_THE_HOUSE = frozenset(
    {
        "sales.define_hold_type",
        "sales.set_stage_norms",
        "stock.set_agreed_prices",
        "twin.remove_script",
        "twin.set_script",
    }
)


def asks_no_place(operation: Operation) -> bool:
    """Whether a right for any part of the organisation will do."""
    name = operation.name
    if name.partition(".")[0] in HOUSE_WIDE:
        return name not in RULES_OF_THE_HOUSE
    return any(name in commands for commands in NO_PLACE.values())
