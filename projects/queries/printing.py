"""What the paper 申报书 is printed from: values only, from the frozen content or from nothing at all."""

from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.formats import date_format

from organizations.enums import InspectionOutcome, OrganizationKind
from projects.domain.form import FORMS
from projects.enums import ConsentState, CostCategory, SignatureKind
from projects.models import Signature
from projects.queries.headlines import amounts_of
from rounds.models import Round
from venture.kernel import clock
from venture.kernel.money import capital

# The paper is an official Chinese text, whatever language the reader chose for the pages.
LANGUAGE = "zh-hans"
DAY = "Y年n月j日"


def paper_values(
    content: dict[str, Any],
    *,
    sha256: str,
    filled_at: datetime,
    signature: Signature | None = None,
    receipt: str = "",
    compared_by: str = "",
    mark: str = "",
) -> dict[str, Any]:
    """Return the values of a filled-in paper. ``mark`` stands across each page; ``filled_at`` is the day on the cover.

    An application from paper says so on its cover, with the day on which it came, who entered it and ``compared_by``.

    The same arguments give the same values: nothing else is asked.
    """
    with translation.override(LANGUAGE):
        lines = content["sections"].get("budget", {}).get("lines", [])
        grant = content["project"]["grant_fen"]
        code, title = content["project"]["code"], content["sections"].get("project", {}).get("title") or ""
        received = content["project"].get("received_on")
        return {
            **_frame(mark),
            "content": content,
            "sha256": sha256,
            "footer": "　".join(part for part in (code, title[:20], receipt) if part),
            "sections": list(content["sections"]),
            "budget": [_line(line) for line in lines],
            "opinions": [_opinion(each, content["names"]["communities"]) for each in content["consents"]],
            "signature": _signed(signature),
            "about": {
                "title": title or code,
                "round": content["round"]["title"],
                "sponsor": content["round"]["sponsor"],
                "code": code,
                "day": date_format(date.fromisoformat(received), DAY) if received else _day(filled_at),
                "way": _way(signature, compared_by) if received else "",
                "capital": capital(grant),
                "inspections": "；".join(_inspection(each) for each in content["organization"]["inspections"][:2]),
            },
        }


def blank_values(round_: Round) -> dict[str, Any]:
    """Return the values of the round's blank form. Two queries."""
    with translation.override(LANGUAGE):
        wanted = list(round_.sections.values_list("section", flat=True))
        return {
            **_frame(""),
            "footer": round_.title,
            "sections": [section for section in FORMS if section in wanted or not wanted],
            "documents": list(round_.documents.values_list("name", flat=True)),
            "about": {
                "title": round_.title,
                "round": round_.title,
                "sponsor": round_.sponsor,
                "code": "",
                "day": "",
                "way": "",
                "capital": "",
                "inspections": "",
            },
        }


def _frame(mark: str) -> dict[str, Any]:
    kinds = {str(kind.value): str(kind.label) for kind in OrganizationKind}
    return {
        "mark": mark, "names": {"kinds": kinds}, "documents": [], "budget": [], "opinions": [], "signature": "",
    }  # fmt: skip


def _line(line: dict[str, Any]) -> dict[str, Any]:
    grant, total = amounts_of([line])
    label = CostCategory(line["category"]).label if line["category"] in CostCategory.values else ""
    amounts = {"grant": grant, "total": total, "own": line["own"] or 0, "donation": line["donation"] or 0}
    return {**line, **amounts, "category": str(label)}


def _opinion(consent: dict[str, Any], names: dict[str, str]) -> str:
    answer = ConsentState(consent["state"]).label
    place = names.get(consent["community"], consent["community"])
    at = date_format(datetime.fromisoformat(consent["answered_at"]).astimezone(clock.BEIJING), f"{DAY} H:i")
    told = f"{place}：{answer}（{consent['answerer']}，{at}）" if consent["answerer"] else f"{place}：{answer}（{at}）"
    seal = "已附盖章意见。" if consent["seal"] else ""
    return "\n".join(part for part in (told, consent["words"], seal) if part)


def _inspection(row: dict[str, Any]) -> str:
    return f"{row['year']}年{InspectionOutcome(row['outcome']).label}"


def _signed(signature: Signature | None) -> str:
    if signature is None:
        return ""
    at = date_format(signature.signed_at.astimezone(clock.BEIJING), f"{DAY} H:i")
    if signature.kind == SignatureKind.PAPER:
        brought = f"由{signature.signer} 于{at}（北京时间）上传签章扫描件"
        return f"本申报书以纸质形式递交并签章，{brought}，录入内容的SHA-256见页脚。"
    way = "以验证码确认签章" if signature.kind == SignatureKind.CODE else "以盖章扫描件和授权委托书签章"
    return f"{signature.signer} 于{at}（北京时间）{way}，签章内容的SHA-256见页脚。"


def _way(signature: Signature | None, compared_by: str) -> str:
    """Say how an application from paper came, and whose hands it went through."""
    entered = signature.signer if signature is not None and signature.kind == SignatureKind.PAPER else None
    hands = [f"{entered} 录入"] if entered is not None else []
    hands += [f"{compared_by} 核对"] if compared_by and entered is not None else []
    return f"纸质申报（{'，'.join(hands)}）" if hands else "纸质申报"


def _day(instant: datetime) -> str:
    return date_format(instant.astimezone(clock.BEIJING), DAY)
