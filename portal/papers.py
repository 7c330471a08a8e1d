"""Papers of the portal: a published notice, a round's blank form. The same words give the same bytes each time."""

from typing import Any

from django.core.cache import cache
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from notices.models import Notice, Objection
from notices.queries import paper_blocks
from projects.flows.applications.printing import print_blank
from rounds.models import Round
from venture.files.printing.rendering import render
from venture.kernel import clock

KEPT_FOR = 86_400  # seconds; a notice never changes, so only memory speaks against keeping it longer


def pdf_of(notice: Notice) -> bytes:
    """Return the notice as PDF. It is made once for all readers of a day: many may ask at once."""
    made: bytes | None = cache.get_or_set(f"notice-pdf:{notice.content_hash}", lambda: _print(notice), KEPT_FOR)
    return made or _print(notice)


def blank_form(round_: Round) -> bytes:
    """Return a round's blank application form. Made once a day for all readers, anew when the rules are frozen anew."""
    frozen = round_.versions.order_by("-number").values_list("sha256", flat=True).first()
    if frozen is None:
        return print_blank(round_).pdf
    made: bytes | None = cache.get_or_set(f"blank-form:{frozen}", lambda: print_blank(round_).pdf, KEPT_FOR)
    return made or print_blank(round_).pdf


def _print(notice: Notice) -> bytes:
    """Print it. The paper is an official Chinese text, whatever language the reader chose for the pages."""
    if notice.published_at is None:
        raise ValueError("only a published notice is printed")
    with translation.override("zh-hans"):
        values: dict[str, Any] = {
            "issuer": notice.issuer,
            "number": notice.document_number,
            "title": notice.title,
            "blocks": paper_blocks(notice),
            "date": date_format(notice.published_at.astimezone(clock.BEIJING).date(), "DATE_FORMAT"),
            "contacts": [f"{_('SHA-256 of the content')}：{notice.content_hash}"],
        }
    return render("notice", values, at=notice.published_at).pdf


def answer_letter(objection: Objection) -> bytes:
    """Return the written answer to an objection as a letter to its author."""
    if objection.decided_at is None:
        raise ValueError("only what was decided is answered")
    with translation.override("zh-hans"):
        opening = _("Your objection %(receipt)s to “%(notice)s” (%(against)s): %(state)s.") % {
            "receipt": objection.receipt,
            "notice": objection.notice.title,
            "against": objection.project.title if objection.project else _("the whole notice"),
            "state": objection.get_state_display(),
        }
        values: dict[str, Any] = {
            "issuer": objection.notice.issuer,
            "number": "",
            "title": _("Answer to an objection"),
            "blocks": [
                {"kind": "text", "text": f"{objection.name}："},
                {"kind": "text", "text": opening},
                *({"kind": "text", "text": each} for each in objection.reply.splitlines() if each.strip()),
            ],
            "date": date_format(objection.decided_at.astimezone(clock.BEIJING).date(), "DATE_FORMAT"),
        }
    return render("notice", values, at=objection.decided_at).pdf
