"""What must hold between the payments of prizes and the books, one statement per rule."""

# ruff: noqa: S608 -- nothing but names written out here goes into the statements

from collections.abc import Mapping

Rule = tuple[tuple[str, ...], str]
_ENTRIES = """grants_prizepayment w JOIN projects_ideaprize z ON z.id = w.prize_id
            JOIN projects_idea i ON i.id = z.idea_id
            LEFT JOIN grants_journalentry e
                ON e.document_kind = 'prize' AND e.document_pk = CAST(w.id AS varchar(40))"""


def _steps(kind: str) -> str:
    return f"COALESCE(SUM(CASE WHEN e.kind = '{kind}' THEN 1 ELSE 0 END), 0)"


# What a payment's state says has been booked: approved, not paid, paid, came back.
_BOOKED = {
    "asked": (0, 0, 0, 0), "refused": (0, 0, 0, 0), "withdrawn": (0, 0, 0, 0), "approved": (1, 0, 0, 0),
    "failed": (1, 1, 0, 0), "paid": (1, 0, 1, 0), "returned": (1, 0, 1, 1),
}  # fmt: skip
_AGREES = " OR ".join(
    f"(state = '{state}' AND awarded = {award} AND failed = {fail} AND paid = {pay} AND back = {back})"
    for state, (award, fail, pay, back) in _BOOKED.items()
)
# What each kind of entry moves: of the whole, or of the tax.
_MOVED = "CASE WHEN e.kind IN ('remit') THEN w.tax_fen ELSE w.amount_fen END"

PRIZES: Mapping[str, Rule] = {
    "prize_steps_differ": (
        ("prize", "state", "awarded", "failed", "paid", "back"),
        f"""SELECT code, state, awarded, failed, paid, back FROM (
            SELECT w.id, i.code, w.state, w.tax_voucher, {_steps("award")} AS awarded, {_steps("unaward")} AS failed,
                {_steps("reward")} AS paid, {_steps("unreward")} AS back, {_steps("remit")} AS handed
            FROM {_ENTRIES} GROUP BY w.id, i.code, w.state, w.tax_voucher) s
            WHERE NOT ({_AGREES}) OR handed <> CASE WHEN tax_voucher <> '' THEN 1 ELSE 0 END""",
    ),
    "prize_amount_differs": (
        ("prize", "amount", "booked"),
        f"""SELECT i.code, {_MOVED}, SUM(p.amount_fen) FROM {_ENTRIES} JOIN grants_posting p ON p.entry_id = e.id
            GROUP BY i.code, e.id, e.kind, w.amount_fen, w.tax_fen HAVING SUM(p.amount_fen) <> {_MOVED}""",
    ),
    "prize_tax_differs": (
        ("prize", "amount", "booked"),
        f"""SELECT i.code, w.tax_fen, COALESCE(SUM(CASE WHEN d.kind IN ('tax_due') THEN p.amount_fen ELSE 0 END), 0)
            FROM {_ENTRIES} JOIN grants_posting p ON p.entry_id = e.id JOIN grants_account d ON d.id = p.debit_id
            WHERE e.kind IN ('reward') GROUP BY i.code, w.id, w.tax_fen
            HAVING COALESCE(SUM(CASE WHEN d.kind IN ('tax_due') THEN p.amount_fen ELSE 0 END), 0) <> w.tax_fen""",
    ),
    "prize_exceeded": (
        ("prize", "amount", "booked"),
        """SELECT i.code, z.amount_fen, SUM(w.amount_fen) FROM grants_prizepayment w
            JOIN projects_ideaprize z ON z.id = w.prize_id JOIN projects_idea i ON i.id = z.idea_id
            WHERE w.state IN ('asked', 'approved', 'paid') GROUP BY i.code, z.id, z.amount_fen, z.tax_fen
            HAVING SUM(w.amount_fen) <> z.amount_fen OR SUM(w.tax_fen) <> z.tax_fen""",
    ),
}  # fmt: skip
