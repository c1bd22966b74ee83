"""Words of the exchange."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import OPERATOR, Wording

SEE_TO_IT = _("Ask a system administrator to look at the message and to try again.")

WORDING: Mapping[str, Wording] = {
    "exchange.too_large": Wording(
        _("The file is larger than %(megabytes)s MB and was not read; its beginning is kept."),
        _(
            "Ask the sender to divide the document, or whoever runs the installation to raise the limit."
        ),
    ),
    "exchange.more_findings": Wording(
        _("%(count)s more findings are not shown."),
        _("Correct the ones that are shown; the rest often follow from them."),
    ),
    "exchange.reader_failed": Wording(
        _("The document could not be read because of an error in the system (%(error)s)."),
        SEE_TO_IT,
        fixer="system_administrator",
    ),
    "exchange.taker_failed": Wording(
        _("The document could not be taken in because of an error in the system (%(error)s)."),
        SEE_TO_IT,
        fixer="system_administrator",
    ),
    "exchange.nothing_chosen": Wording(
        _("No message is chosen."), _("Tick those that are to be tried again.")
    ),
    "exchange.too_many_chosen": Wording(
        _("More than %(most)s messages are chosen."), _("Take some at a time.")
    ),
    "exchange.gave_up": Wording(
        _("The message has been tried many times without success."),
        _("Look at the steps of the message, mend the cause, and try again."),
        fixer="system_administrator",
    ),
    "exchange.no_taker": Wording(
        _("Documents of the kind “%(kind)s” are not taken in here."),
        _("Tell the sender which documents you receive."),
        fixer="coordinator",
    ),
    "exchange.unknown_sender": Wording(
        _("The sender is not known here."),
        _("Register the sender as a trading partner, then try again."),
        fixer="coordinator",
    ),
    "exchange.unknown_receiver": Wording(
        _("Nobody here receives for %(receiver)s."),
        _("Register the address with the organisation it belongs to, then try again."),
        fixer="coordinator",
    ),
    "exchange.receiver_elsewhere": Wording(
        _("The document is addressed to %(receiver)s, which is not an address of yours."),
        _("Return it to its sender."),
        fixer="coordinator",
    ),
    "exchange.comes_too_early": Wording(
        _("What the document refers to has not come."),
        _("Ask the sender for the document that it refers to, then try again."),
        fixer="coordinator",
    ),
    "exchange.key_taken": Wording(
        _(
            "Another document with the number %(number)s from this sender has been taken in already."
        ),
        _("Compare the two, and ask the sender which one holds."),
        fixer="coordinator",
    ),
    "exchange.transport_id_reused": Wording(
        _("The transport has used the same identifier for another message."),
        _("Compare the two messages, and ask the sender which one holds."),
        fixer="coordinator",
    ),
    "exchange.channel_is_internal": Wording(
        _("Messages cannot be brought by the channel “%(channel)s”: it is inside the system."),
        _("Name the channel that the file came by."),
    ),
    "exchange.no_receiver": Wording(
        _("Nobody receives for %(receiver)s."),
        _("Check the supplier's electronic address, then send the message again."),
        fixer="coordinator",
    ),
    "exchange.no_channel": Wording(
        _("There is no channel called “%(channel)s”."),
        _("Choose another channel for the supplier, then send the message again."),
        fixer="coordinator",
    ),
    "exchange.breaks_rules": Wording(
        _("The document breaks the rules for such documents and was not sent."),
        _("Report it: documents made here must keep the rules."),
        fixer="system_administrator",
    ),
    "exchange.answers_nothing": Wording(
        _("The answer is about “%(reference)s”, and no message of yours is known by that name."),
        _("Ask the sender which message is meant."),
        fixer="coordinator",
    ),
    "exchange.answers_unsent": Wording(
        _("The answer is about “%(reference)s”, which has not been handed over yet."),
        _("See to it that the message leaves, then try again."),
        fixer="coordinator",
    ),
    "exchange.rejected_by_receiver": Wording(
        _("The receiver's system has rejected the message: %(description)s"),
        _("Mend what is listed, then send it again or send a new document."),
        fixer="coordinator",
    ),
    "exchange.found_by_receiver": Wording(
        _("The receiver's system has found: %(description)s"),
        _("Mend it, or ask the receiver what is meant."),
        fixer="coordinator",
    ),
    "exchange.no_such_rules": Wording(
        _("There are no rules of the version “%(version)s”."),
        _("Leave it out to ask the rules in force, or give one of these: %(known)s."),
    ),
    "exchange.no_reason": Wording(
        _("There is no reason."), _("Say what was found out about the two messages.")
    ),
    "exchange.reason_too_long": Wording(
        _("The reason is longer than the %(most)s characters there is room for."), _("Shorten it.")
    ),
    "exchange.only_a_person_opens": Wording(
        _("Only a person can open a message: it tells the sender that somebody has seen it."),
        _("Sign in as yourself and open the message."),
    ),
    "exchange.endpoint_taken": Wording(
        _("Another organisation here already receives for %(participant)s."),
        _("Check the address; if it is yours, ask whoever runs the installation to release it."),
        fixer=OPERATOR,
    ),
    "exchange.endpoint_not_own": Wording(
        _("%(participant)s is not made of your organisation's registered number."),
        _("Ask whoever runs the installation to register the address."),
        fixer=OPERATOR,
    ),
    "exchange.no_participant": Wording(
        _("No electronic address was given."), _("Give an address such as 0007:5560360793.")
    ),
    "exchange.payload_incomplete": Wording(
        _("The content of this message is not whole here, so it cannot be read."),
        _("Ask the sender to send it again."),
        fixer="coordinator",
    ),
    "exchange.payload_disposed": Wording(
        _("The content of this message has been disposed of by decision."),
        _("Its size and checksum are kept."),
    ),
}
