"""The special call's notices of awards: the one of the decision, and one for whoever was called from the reserve."""

from datetime import datetime, timedelta
from typing import Final

from accounts.demo import person
from notices.flows import edit_notice, propose_notice, publish_notice
from notices.models import Notice
from reviews.flows.announcing import draft_awards_notice
from reviews.models import Decision
from venture.kernel import clock

FIRST: Final = datetime(2026, 1, 15, 15, tzinfo=clock.BEIJING)
PLACE: Final = "云溪市民政局门户网站、本平台"


def play(decision: Decision) -> Notice:
    return publish(decision.round_id, FIRST, "云民公示〔2026〕2号", with_experts=True)


def publish(round_id: int, instant: datetime, number: str, *, with_experts: bool = False) -> Notice:
    """Draft the notice of what no notice has named, give it its number and place, publish it by a second person."""
    operator = person("operator")
    with clock.at(instant - timedelta(hours=4)):
        notice = draft_awards_notice(round_id=round_id, actor=operator, with_experts=with_experts)
        edit_notice(notice_id=notice.pk, document_number=number, place=PLACE, actor=operator)
        propose_notice(notice_id=notice.pk, actor=operator)
    with clock.at(instant):
        return publish_notice(notice_id=notice.pk, actor=person("head"))
