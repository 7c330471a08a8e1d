"""The lines of the finance desk, drawn here and not by a template: two hundred of them are one page.

What is the same on every line is put into words once; what a line tells of its own is escaped as it is set in, by the
plain function: Django's own looks at every text for promises first.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from html import escape
from typing import Any, Final, NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grants.domain.ticks import Tick, crosses
from grants.enums import PaymentState
from grants.words.paying import MENDERS, tick_words
from venture.kernel.money import format_yuan

NO_ROW: Final = 99_999_999_999
VERBS: Final = {
    "approve": gettext_lazy("Check and approve"),
    "order": gettext_lazy("Put into an order"),
    "settle": gettext_lazy("Record the bank's word"),
    "look": gettext_lazy("Look"),
}
COLOURS: Final = {PaymentState.PAID: "teal", PaymentState.SENT: "blue", PaymentState.UNKNOWN: "amber"}
LINE: Final = (
    '<tr>{}<td class="p"><a href="{}">{}</a><span class="sub2">{} · <span class="num">{}</span></span>'
    '<span class="sub2 num">{}</span></td><td class="num"><span class="ml">{}</span>{}</td>'
    '<td class="r num"><span class="ml">{}</span><b>{}</b></td><td class="w">{}</td>'
    '<td><a class="btn sm" href="{}">{}</a></td></tr>\n'
)
BOX: Final = '<td class="box"><input type="checkbox" name="payment" value="{}" aria-label="{}"></td>'
NO_BOX: Final = '<td class="box"></td>'
CROSSES: Final = '<span class="tag red">{}</span><ul class="why">{}</ul>'
CROSS: Final = "<li>{} <small>{}</small></li>"
TAG: Final = '<span class="tag {}">{}</span>'
SMALL: Final = '<span class="sub2{}">{}</span>'


class May(NamedTuple):
    """What this person may do at all."""

    person: Any
    approve: bool
    order: bool


def drawn(found: Iterable[Any], ticks: Mapping[int, tuple[Tick, ...]], tab: str, may: May) -> SafeString:
    """Return a line for each row of ``queries.paying.for_desk``. No query."""
    link = reverse("admin:payment_desk", args=[NO_ROW])
    tranche, amount, verb = escape(_("Tranche")), escape(_("Amount (yuan)")), _verbs(tab, may)
    checks = _checks() if tab in {"asked", "approved"} else _states()
    box = _box if {"asked": may.approve, "approved": may.order}.get(tab, False) else _no_box
    lines = []
    for row in found:
        url, told = link.replace(str(NO_ROW), str(row.pk)), ticks.get(row.pk, ())
        account = f"{row.account__bank} **** {row.account__tail}" if row.account__bank else "—"
        lines.append(
            LINE.format(
                box(row), url, escape(row.grant__project__title), escape(row.grant__organization__name),
                escape(row.number), escape(account), tranche, row.tranche__order, amount,
                format_yuan(row.amount_fen, places=2), checks(row, told), url, verb(row, told),
            )
        )  # fmt: skip
    return SafeString("".join(lines))


def _box(row: Any) -> str:
    return NO_BOX if row.order_id else BOX.format(row.pk, escape(row.number))


def _no_box(row: Any) -> str:
    return ""


def _checks() -> Callable[[Any, tuple[Tick, ...]], str]:
    """Return how checks are drawn: the crosses with their reasons, or that all of them stand."""
    menders = {name: escape(str(words)) for name, words in MENDERS.items()}
    known: dict[str, str] = {}

    def reason(tick: Tick) -> str:
        same = f"{tick.why} {tick.details}"
        if same not in known:
            known[same] = CROSS.format(escape(tick_words(tick)), menders[tick.who])
        return known[same]

    @cache
    def stand(count: int) -> str:
        return TAG.format("teal", escape(_("All %(n)s checks stand") % {"n": count}))

    @cache
    def say_no(count: int) -> str:
        return escape(ngettext("%(n)s check says no", "%(n)s checks say no", count) % {"n": count})

    def draw(row: Any, ticks: tuple[Tick, ...]) -> str:
        bad = crosses(ticks)
        reasons = "".join(map(reason, bad))
        shown = CROSSES.format(say_no(len(bad)), reasons) if bad else stand(len(ticks))
        return shown + (SMALL.format(" num", escape(row.order__number)) if row.order_id else "")

    return draw


def _states() -> Callable[[Any, tuple[Tick, ...]], str]:
    """Return how the state of a payment is drawn, with its order, voucher and reason."""
    tags = {each.value: TAG.format(COLOURS.get(each, "red"), escape(str(each.label))) for each in PaymentState}

    def draw(row: Any, ticks: tuple[Tick, ...]) -> str:
        papers = escape(" · ".join(each for each in (row.order__number, row.voucher) if each))
        reason = SMALL.format("", escape(row.reason)) if row.reason else ""
        return tags[row.state] + SMALL.format(" num", papers) + reason

    return draw


def _verbs(tab: str, may: May) -> Callable[[Any, tuple[Tick, ...]], str]:
    """Return what is due on a row, as the words of its button: what this person may not do is only looked at."""
    words, me = {name: escape(str(text)) for name, text in VERBS.items()}, may.person.pk

    def verb(row: Any, ticks: tuple[Tick, ...]) -> str:
        if tab == "asked":
            mine = me == row.requested_by_id
            return words["approve"] if may.approve and not mine and not crosses(ticks) else words["look"]
        if tab == "approved":
            return words["order"] if may.order and not row.order_id else words["look"]
        return words["settle"] if tab == "bank" and may.order else words["look"]

    return verb
