"""What an agreement says: every field of its text from the records, its parties, its blocks. Official Chinese."""

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

from grants.domain import texts
from grants.domain.plans import period_of, plan_of, total_fen_of
from grants.enums import ReceiptKind
from grants.models import AgreementTemplate, Grant, PaymentSettings
from grants.queries.agreement_words import blocks_of_word
from projects.domain.differences import differences
from projects.queries.submissions import judged_content
from projects.words.changes import changes_of
from rounds.enums import Nature
from venture.kernel.money import capital, format_yuan

LANGUAGE = "zh-hans"
DAY = "Y年n月j日"
TITLES = {Nature.GRANT: "公益创投项目资助协议书", Nature.PURCHASE: "政府购买服务合同"}
SIDES = {Nature.GRANT: ("甲方（资助方）", "乙方（受助方）"), Nature.PURCHASE: ("甲方（购买主体）", "乙方（承接主体）")}
RECEIPTS = {ReceiptKind.RECEIPT: "合规的收款票据", ReceiptKind.INVOICE: "合规的税务发票"}
HEAD = ("期次", "比例", "金额（元）", "拨付条件")
MARK = "{number}．项目的实施场所、活动、宣传品以及购置的设备设施，应当在显著位置标注“{mark}”标识。"
DUTY = "{number}．{duty}"
# The numbered points that the default text has before the clauses of the sources.
POINTS = {Nature.GRANT: 3, Nature.PURCHASE: 2}


class Drawn(NamedTuple):
    """An agreement as values: who signs, the fields, and the text as blocks."""

    parties: list[dict[str, Any]]
    content: dict[str, Any]


def drawn(grant: Grant, *, number: str, annex_pages: int, template: AgreementTemplate | None) -> Drawn:
    """Return what the agreement of a grant says now. Some ten queries; the same records give the same values."""
    with translation.override(LANGUAGE):
        parties = _parties(grant)
        rows = _tranches(grant)
        fields = _fields(grant, parties, rows, number=number, annex_pages=annex_pages)
        made = {
            "parties": texts.parties_block(parties),
            "tranches": texts.tranches_block(HEAD, rows),
            "signatures": texts.signatures_block([_place_to_sign(each) for each in parties]),
        }
        if template is None:
            blocks = texts.blocks_of(default_text(grant.round.nature), fields, made)
        else:
            blocks = blocks_of_word(template.file, fields)
        return Drawn(parties, {"fields": fields, "blocks": [*blocks, *_improved(grant)]})


def default_text(nature: str) -> str:
    """Return the text that stands where a round brought none."""
    path = settings.BASE_DIR / "assets" / "agreements" / f"{nature}.txt"
    text: str = path.read_text(encoding="utf-8")
    return text


def day_words(day: date | str | None) -> str:
    if isinstance(day, str):
        day = date.fromisoformat(day) if day else None
    return date_format(day, DAY) if day else ""


def _fields(
    grant: Grant, parties: list[dict[str, Any]], rows: list[list[str]], *, number: str, annex_pages: int
) -> dict[str, str]:
    organization, round_, plan = grant.organization, grant.round, grant.plan
    starts, ends = period_of(plan)
    starts, ends = starts or str(round_.starts_on or ""), ends or str(round_.ends_on or "")
    period = f"{day_words(starts)}至{day_words(ends)}" if starts and ends else "以双方确认的项目计划为准"
    total = max(total_fen_of(plan), grant.amount_fen)
    shares = list(grant.shares.select_related("source").order_by("pk"))
    kept = PaymentSettings.objects.filter(round=round_).first() or _unset(round_)
    marks = list(dict.fromkeys(each.source.mark for each in shares if each.source.mark))
    duties = list(dict.fromkeys(each.source.duty for each in shares if each.source.duty))
    points = POINTS[Nature(round_.nature)]
    mark = MARK.format(number=points + 1, mark="”“".join(marks)) if marks else ""
    duty = DUTY.format(number=points + 1 + bool(marks), duty="".join(duties)) if duties else ""
    return {
        "title": TITLES[Nature(round_.nature)],
        "number": number,
        "round": round_.title,
        "funder": parties[0]["name"],
        "funder_address": "",
        "recipient": organization.name,
        "uscc": organization.uscc,
        "legal_representative": organization.legal_representative,
        "address": organization.address,
        "phone": organization.phone,
        "project": grant.project.title or grant.project.code,
        "code": grant.project.code,
        "period": period,
        "starts_on": day_words(starts),
        "ends_on": day_words(ends),
        "amount": format_yuan(grant.amount_fen, places=2),
        "amount_capital": capital(grant.amount_fen),
        "total": format_yuan(total, places=2),
        "own": format_yuan(total - grant.amount_fen, places=2),
        "sources": "；".join(
            f"{each.source.name}（{each.year}年度预算）{format_yuan(each.amount_fen, places=2)}元" for each in shares
        ),
        "tranches": "\n".join("　".join(row) for row in rows),
        "tranche_count": str(len(rows)),
        "receipt": RECEIPTS[ReceiptKind(kept.receipt)],
        "mark_clause": mark,
        "duty_clause": duty,
        "due_on": day_words(grant.sign_by),
        "annex_pages": str(annex_pages),
        "annex_sha256": grant.submission.sha256,
    }


def _unset(round_: Any) -> PaymentSettings:
    """Return what holds while nobody set anything: a purchase is paid against an invoice."""
    receipt = ReceiptKind.INVOICE if round_.nature == Nature.PURCHASE else ReceiptKind.RECEIPT
    return PaymentSettings(round=round_, receipt=receipt)


def _parties(grant: Grant) -> list[dict[str, Any]]:
    """Return who signs, with what the text says of each: names as they are on record today."""
    round_, organization = grant.round, grant.organization
    first, second = SIDES[Nature(round_.nature)]
    account = organization.accounts.filter(state="current").first()
    return [
        {
            "role": "funder", "side": first, "name": round_.sponsor,
            "lines": [[first, round_.sponsor], ["承办单位", round_.operator], ["联系电话", round_.enquiry_phone]],
        },
        {
            "role": "recipient", "side": second, "name": organization.name,
            "lines": [
                [second, organization.name], ["统一社会信用代码", organization.uscc],
                ["法定代表人", organization.legal_representative], ["住所", organization.address],
                ["联系电话", organization.phone], ["开户银行", f"{account.bank}{account.branch}" if account else ""],
            ],
        },
    ]  # fmt: skip


def _place_to_sign(party: dict[str, Any]) -> list[str]:
    person = "负责人或授权代表" if party["role"] == "funder" else "法定代表人或授权代表"
    return [f"{party['side']}（盖章）", party["name"], f"{person}（签字）：", "日期：　　　年　　月　　日"]


def _tranches(grant: Grant) -> list[list[str]]:
    rows = grant.tranches.order_by("order")
    return [
        [
            f"第{each.order}期", f"{each.share / 100:g}%", format_yuan(each.amount_fen, places=2),
            "；".join([str(each.get_trigger_display()), *map(str, each.preconditions)]),
        ]
        for each in rows
    ]  # fmt: skip


def _improved(grant: Grant) -> list[dict[str, Any]]:
    """Return what both sides changed before signing, place by place: it goes before the application."""
    before = plan_of(judged_content(grant.submission))
    changes = changes_of(differences(before, grant.plan), before, grant.plan)
    if not changes:
        return []
    rows = [
        [each.place, "".join(piece.text for piece in each.before), "".join(piece.text for piece in each.after)]
        for each in changes
    ]
    return [
        {"kind": "heading", "text": "附：签订前双方确认的修改"},
        {"kind": "table", "head": ["位置", "申报书", "修改为"], "rows": rows},
    ]
