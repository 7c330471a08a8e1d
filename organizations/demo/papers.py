"""Papers of the invented organisations: a photographed certificate each and a short charter, made while loading."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import typst
from django.core.files.base import ContentFile

from accounts.models import User
from organizations import flows
from organizations.enums import DocumentKind
from organizations.models import PURPOSE, Organization
from venture.files.examining import examine
from venture.files.flows import store
from venture.files.printing import render
from venture.files.registry import purpose_of
from venture.kernel import clock

HERE = Path(__file__).resolve().parent
FONTS = HERE.parent.parent / "assets" / "fonts"
TITLES = {"51": "社会团体法人登记证书", "52": "民办非企业单位登记证书", "53": "基金会法人登记证书"}
PIXELS_PER_INCH = 84


def certificates(organizations: Sequence[Organization], heads: Mapping[str, str]) -> dict[str, bytes]:
    """Return the picture of each certificate by name; ``heads`` names the representative where the paper differs."""
    papers = [
        {
            "title": TITLES[each.kind],
            "code": each.uscc,
            "rows": [
                ["名　　称", each.name],
                ["住　　所", each.address],
                ["法定代表人", heads.get(each.name, each.legal_representative)],
                ["业务范围", each.business_scope],
                ["业务主管单位", each.supervising_unit or "直接登记"],
                ["有效期限", f"{_day(each.certificate_from)}至{_day(each.certificate_until)}"],
            ],
            "authority": each.authority,
            "issued": _day(each.certificate_from),
        }
        for each in organizations
    ]
    pages: Any = typst.compile(
        str(HERE / "certificate.typ"),
        root=str(HERE),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="png",
        ppi=PIXELS_PER_INCH,
        sys_inputs={"values": json.dumps(papers, ensure_ascii=False)},
    )
    pictures = pages if isinstance(pages, list) else [pages]
    return {each.name: picture for each, picture in zip(organizations, pictures, strict=True)}


def charter(organization: Organization) -> bytes:
    """Return a short charter as PDF."""
    rows = {
        "第一章　总则": [
            ["第一条", f"本单位的名称是{organization.name}。"],
            ["第二条", "以服务社会为宗旨，不以营利为目的。"],
        ],
        "第二章　业务范围": [["第三条", organization.business_scope]],
        "第三章　资产管理": [["第四条", "收入除合理支出外，全部用于章程规定的公益事业。"]],
        "第四章　附则": [["第五条", "本章程自登记管理机关核准之日起生效。"]],
    }
    sections = [{"name": name, "rows": articles} for name, articles in rows.items()]
    values = {
        "title": f"{organization.name}章程",
        "notes": ["演示用文本，内容均为虚构。"],
        "sections": sections,
        "empty": "",
    }
    return render("export", values, at=clock.now()).pdf


def keep(organization: Organization, kind: DocumentKind, name: str, content: bytes, user: User) -> None:
    """Upload a paper as ``user`` and keep it among those of the organisation."""
    examined = examine(ContentFile(content, name=name), purpose_of(PURPOSE))
    file = store(examined, actor=user)
    ends = organization.certificate_until if kind == DocumentKind.CERTIFICATE else None
    flows.keep_document(organization_id=organization.pk, kind=kind, key=file.key, valid_until=ends, actor=user)


def _day(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""
