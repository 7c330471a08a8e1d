"""The letter of correction as a paper (补正通知书): the same words as on the page, official Chinese."""

from datetime import datetime

from django.utils import translation
from django.utils.formats import date_format

from projects.models import Correction, Project
from projects.queries.submissions import judged_content
from projects.words.changes import place_names
from venture.files.printing import Printed, render
from venture.kernel.clock import BEIJING

PAPER, LANGUAGE = "notice", "zh-hans"
OPENING = "%(name)s：你单位申报的“%(title)s”（%(code)s）经形式审查，须补正下列事项。"
CLOSING = (
    "请于%(due)s（北京时间）前在平台上改正并重新提交。仅开放上列内容，其余内容不作改动。逾期未交的，视为放弃申报。"
)


def print_correction(project: Project, correction: Correction) -> Printed:
    """Return the letter of one correction; the same bytes each time."""
    with translation.override(LANGUAGE):
        names = place_names(judged_content(correction.submission))
        asked, due = (_said(each) for each in (correction.asked_at, correction.due_at))
        requests = [
            f"{names.get((item.section, item.path), item.get_section_display())}：{item.request}"
            for item in correction.items.all()
        ]
        opening = OPENING % {"name": project.organization.name, "title": project.title, "code": project.code}
        closing = CLOSING % {"due": due}
        blocks = [
            {"kind": "text", "text": opening},
            {"kind": "list", "items": requests},
            *([{"kind": "text", "text": correction.words}] if correction.words else []),
            {"kind": "text", "text": closing},
        ]
        phone = project.round.enquiry_phone
        values = {
            "title": "补正通知书",
            "issuer": project.round.operator or project.round.sponsor,
            "number": f"{project.code}-补正{correction.number}",
            "blocks": blocks,
            "date": asked.split(" ")[0],
            "contacts": [f"咨询电话：{phone}"] if phone else [],
        }
    return render(PAPER, values, at=correction.asked_at)


def _said(instant: datetime) -> str:
    return date_format(instant.astimezone(BEIJING), "Y年n月j日 H:i")
