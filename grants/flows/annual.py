"""The annual account (年度公告): made from the ledger, checked by another person, published as a notice."""

import hashlib
import json
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from grants.domain.lifecycle import ANNUAL_LIFE
from grants.enums import AccountsState, GrantState
from grants.models import AnnualAccount
from grants.queries.annual import account_content, last_entry
from notices.domain.listing import yuan
from notices.domain.private import without_private
from notices.enums import NoticeKind
from notices.flows.drafting import draft_notice
from notices.flows.publishing import before_publishing, with_publishing
from notices.models import Notice
from rounds.models import FundSource
from venture.audit.flows import record, step
from venture.kernel import clock
from venture.kernel.errors import RuleRefusal

LANGUAGE = "zh-hans"


@transaction.atomic
def make_account(*, source_id: int, year: int, actor: User) -> AnnualAccount:
    """Make the account of a source and year as the ledger stands; an earlier draft is made again.

    Raise ``RuleRefusal``: ``annual_account_year_runs`` for a year that has not begun; ``annual_account_empty`` where
    nothing moved; ``annual_account_waits`` while a checked one is not published.
    """
    FundSource.objects.select_for_update().get(pk=source_id)
    if year > clock.today().year:
        raise RuleRefusal("annual_account_year_runs")
    content = account_content(source_id, year)
    if not content["projects"] and not any(content["figures"].values()):
        raise RuleRefusal("annual_account_empty")
    rows = AnnualAccount.objects.filter(source_id=source_id, year=year)
    if rows.filter(state=AccountsState.CHECKED).exists():
        raise RuleRefusal("annual_account_waits")
    rows.filter(state=AccountsState.DRAFT).delete()
    account = AnnualAccount.objects.create(
        source_id=source_id, year=year, version=rows.count() + 1, content=content, sha256=sha256_of(content),
        last_entry=last_entry(source_id, year), made_by=actor, made_at=clock.now(),
    )  # fmt: skip
    record(
        actor=actor, verb="annual_account.make", subject=account, after=AccountsState.DRAFT, sha256=account.sha256,
        year=year,
    )  # fmt: skip
    return account


@transaction.atomic
def check_account(*, account_id: int, actor: User) -> Notice:
    """Check an account against the ledger and draft its notice.

    Raise ``RuleRefusal``: ``annual_account_illegal_move``; ``same_person`` for who made it; ``annual_account_stale``
    where the ledger moved since.
    """
    account = _locked(account_id)
    ANNUAL_LIFE.target_of("check", account.state)
    if account.made_by_id == actor.pk:
        raise RuleRefusal("same_person")
    _refuse_stale(account)
    step(account, ANNUAL_LIFE, "check", noun="annual_account", actor=actor, checked_by=actor)
    with translation.override(LANGUAGE):
        return draft_notice(
            text=_text(account), actor=actor, round_=None, kind=NoticeKind.ANNUAL, statutory=True, days=0,
            title=_title(account), issuer=_("Civil affairs bureau"),
            summary=_("%(count)s projects, %(yuan)s yuan paid") % {
                "count": len(account.content["projects"]), "yuan": yuan(account.content["figures"]["paid_fen"]),
            },
        )  # fmt: skip


@transaction.atomic
def return_account(*, account_id: int, reason: str, actor: User) -> AnnualAccount:
    """Give a checked account back to be made again. Raise ``RuleRefusal("annual_account_reason_missing")``."""
    account = _locked(account_id)
    ANNUAL_LIFE.target_of("return", account.state)
    if not reason.strip():
        raise RuleRefusal("annual_account_reason_missing")
    step(
        account, ANNUAL_LIFE, "return", noun="annual_account", actor=actor, facts={"reason": reason.strip()},
        checked_by=None,
    )  # fmt: skip
    return account


def sha256_of(content: dict[str, Any]) -> str:
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _locked(account_id: int) -> AnnualAccount:
    rows = AnnualAccount.objects.select_for_update(of=("self",)).select_related("source")
    return rows.get(pk=account_id)


def _refuse_stale(account: AnnualAccount) -> None:
    if sha256_of(account_content(account.source_id, account.year)) != account.sha256:
        raise RuleRefusal("annual_account_stale")


def _title(account: AnnualAccount) -> str:
    return _("Account of %(source)s in public-benefit venture funding, %(year)s") % {
        "source": account.source.name,
        "year": account.year,
    }


def _text(account: AnnualAccount) -> str:
    figures = account.content["figures"]
    lines = [
        (_("Brought forward"), "brought_fen"),
        (_("Given in the year"), "given_fen"),
        (_("Paid in the year"), "paid_fen"),
        (_("Returned in the year"), "returned_fen"),
        (_("Left at the end of the year"), "left_fen"),
        (_("of it bound by agreements"), "bound_fen"),
    ]
    money = [[_("Figure"), _("Yuan")], *([name, yuan(figures[key])] for name, key in lines)]
    head = [
        _("Code"), _("Project"), _("Organisation"), _("Grant (yuan)"), _("Paid (yuan)"), _("Returned (yuan)"),
        _("Result"),
    ]  # fmt: skip
    projects = [head, *(_row(each) for each in account.content["projects"])]
    prizes = account.content.get("prizes")
    parts = [
        _("Published by the rules for the lottery's public welfare money: scale, projects, execution and effect.")
        if account.source.mark
        else _("Scale, projects, execution and effect of the money."),
        _("# 1. Scale and execution"),
        _table(money),
        _("# 2. Funded projects"),
        _table(projects),
        *([_("# 3. Creative prizes"), _table(_prizes(prizes))] if prizes else []),
        _("Hash of this account (SHA-256): %(sha256)s") % {"sha256": account.sha256},
    ]
    return "\n\n".join(parts)


def _row(project: dict[str, Any]) -> list[str]:
    result = project["grade"] or str(GrantState(project["state"]).label)
    return [
        project["code"], without_private(project["title"]), project["organization"], yuan(project["amount_fen"]),
        yuan(project["paid_in_all_fen"]), yuan(project["returned_fen"]), result,
    ]  # fmt: skip


def _prizes(prizes: dict[str, int]) -> list[list[str]]:
    head = [_("Prizes paid"), _("Prizes (yuan)"), _("Tax withheld (yuan)"), _("Paid out (yuan)")]
    return [head, [str(prizes["count"]), yuan(prizes["gross_fen"]), yuan(prizes["tax_fen"]), yuan(prizes["net_fen"])]]


def _table(rows: list[list[str]]) -> str:
    return "\n".join("| " + " | ".join(cell.replace("|", "｜") for cell in row) + " |" for row in rows)


def account_of(notice: Notice) -> AnnualAccount | None:
    """Return the checked account whose hash a notice carries."""
    text = "\n".join(str(block.get("text", "")) for block in notice.body)
    checked = AnnualAccount.objects.select_for_update(of=("self",)).select_related("source")
    return next((each for each in checked.filter(state=AccountsState.CHECKED) if each.sha256 in text), None)


def refuse_stale_notice(notice: Notice) -> None:
    """Raise ``annual_account_stale`` for a notice whose account the ledger has left behind.

    One written by hand, for money that was kept elsewhere, carries no account.
    """
    account = account_of(notice)
    if account is not None:
        _refuse_stale(account)


def publish_account(notice: Notice, actor: User) -> None:
    """Move the account that the notice carries to published, in the act of its publication."""
    account = account_of(notice)
    if account is not None:
        step(
            account, ANNUAL_LIFE, "publish", noun="annual_account", actor=actor, facts={"notice": notice.pk},
            published_at=clock.now(),
        )  # fmt: skip


before_publishing(NoticeKind.ANNUAL, refuse_stale_notice)
with_publishing(NoticeKind.ANNUAL, publish_account)
