"""The worker's part of notices: word to authors of objections, who have no account."""

from django.utils.translation import gettext_lazy as _

from notices.flows import sending
from venture.jobs.registry import Run, handler


@handler("objections.send_word", label=_("Tell the author of an objection"))
def send_word(run: Run, objection_id: int, verb: str) -> None:
    sending.send_word(objection_id=objection_id, verb=verb)
