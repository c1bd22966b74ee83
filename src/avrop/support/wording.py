"""Words of cases."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from avrop.kernel.wording import Wording

WORDING: Mapping[str, Wording] = {
    "support.unknown_topic": Wording(
        _("“%(topic)s” is nothing that help is given with."), _("Choose one of the topics.")
    ),
    "support.page_is_no_address": Wording(
        _("What was given as the page is no address here."), _("Ask from the page itself.")
    ),
    "support.says_nothing": Wording(_("Nothing is written."), _("Write in your own words.")),
    "support.text_too_long": Wording(
        _("The text is longer than %(most)s characters."),
        _("Shorten it; what is longer can be said in a second message."),
    ),
    "support.comment_too_long": Wording(
        _("What was missing takes more than %(most)s characters to tell."),
        _("Shorten it, or ask for help: a question has room for more."),
    ),
    "support.not_told_yet": Wording(
        _("The one who asked has not been told the answer yet."),
        _("Wait until he has read it, or tell him and write down that you did."),
        fixer="coordinator",
    ),
    "support.not_your_case": Wording(
        _("Somebody else asked this."), _("Leave it to the one who asked.")
    ),
    "support.answers_himself": Wording(
        _("Nobody can answer his own question."),
        _("Leave it to a colleague who answers cases."),
        fixer="coordinator",
    ),
    "support.cannot_answer": Wording(
        _("That person may not answer cases."),
        _("Choose somebody who may, or have the right given."),
        fixer="system_administrator",
    ),
    "support.only_people": Wording(
        _("A routine cannot ask for help or answer."), _("Sign in as a person.")
    ),
    "support.to_answer": Wording(
        _("%(number)s: a colleague asks for help and waits for an answer."),
        _("Take the case, and answer in words that the one who asked understands."),
    ),
    "support.to_answer_report": Wording(
        _("%(number)s: somebody without an account reports a fault and waits for an answer."),
        _(
            "Answer it; the one who reported it reads the answer by the receipt, or gets it by e-mail."
        ),
    ),
    "support.answer_to_shape": Wording(
        _("That is not an e-mail address that an answer can be sent to."),
        _("Check it, or leave it out: the answer can be read by the receipt too."),
    ),
    "support.no_such_receipt": Wording(
        _("There is no report with that receipt."),
        _("Check that you have the whole address, or report the fault again."),
    ),
    "support.too_many_reports": Wording(
        _("So many reports have come today that no more can be taken in this way."),
        _("Report it tomorrow, or tell the organisation that you buy for or sell to."),
    ),
    "support.to_read": Wording(
        _("%(number)s: your question has been answered."),
        _("Read the answer; ask again if it does not help."),
    ),
}
