"""What follows in the support app: the answer to a report is mailed, where an address was given."""

from __future__ import annotations

from datetime import datetime

from avrop.kernel.actors import Actor
from avrop.kernel.jobs import defer
from avrop.kernel.reactions import reacts_to
from avrop.support import queries
from avrop.support.events import CaseAnswered
from avrop.support.jobs import mail_answer


@reacts_to(CaseAnswered)
def mail_the_answer(event: CaseAnswered, *, actor: Actor, at: datetime) -> None:
    """Have the answer mailed; the network is a job's business."""
    found = queries.case(event.case_id, actor=actor)
    if found.case.is_report and found.case.answer_to:
        defer(mail_answer, tenant=str(actor.tenant_id), case=str(event.case_id))
