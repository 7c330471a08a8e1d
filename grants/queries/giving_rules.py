"""What must hold between donations and the books, one statement per rule."""

# ruff: noqa: S608 -- nothing but names written out here goes into the statements

from collections.abc import Mapping

Rule = tuple[tuple[str, ...], str]
_SOURCE = "COALESCE(f.source_id, r.source_id)"
_JOINED = """grants_gift g JOIN grants_donation d ON d.id = g.donation_id
            LEFT JOIN grants_namedfund f ON f.id = d.fund_id
            LEFT JOIN grants_donationrules r ON r.round_id = d.round_id"""
_BACK = "EXISTS (SELECT 1 FROM grants_refund b WHERE b.gift_id = g.id AND b.state IN ('paid'))"

GIVING: Mapping[str, Rule] = {
    "gift_differs": (
        ("receipt", "amount", "booked"),
        """SELECT g.receipt_number, g.amount_fen, COALESCE(SUM(p.amount_fen), 0) FROM grants_gift g
            LEFT JOIN grants_journalentry e ON e.document_kind = 'gift' AND e.document_pk = CAST(g.id AS varchar(40))
            LEFT JOIN grants_posting p ON p.entry_id = e.id
            GROUP BY g.id, g.receipt_number, g.amount_fen, g.kind, g.state
            HAVING COALESCE(SUM(p.amount_fen), 0)
                <> CASE WHEN g.kind IN ('money') AND g.state IN ('standing') THEN g.amount_fen ELSE 0 END""",
    ),
    "refund_differs": (
        ("receipt", "amount", "booked"),
        """SELECT g.receipt_number, g.amount_fen, COALESCE(SUM(p.amount_fen), 0) FROM grants_refund b
            JOIN grants_gift g ON g.id = b.gift_id
            LEFT JOIN grants_journalentry e ON e.document_kind = 'refund' AND e.document_pk = CAST(b.id AS varchar(40))
            LEFT JOIN grants_posting p ON p.entry_id = e.id
            GROUP BY b.id, g.receipt_number, g.amount_fen, g.kind, b.state
            HAVING COALESCE(SUM(p.amount_fen), 0)
                <> CASE WHEN g.kind IN ('money') AND b.state IN ('paid') THEN g.amount_fen ELSE 0 END""",
    ),
    "donations_differ": (
        ("source", "left", "right"),
        f"""SELECT s.name, COALESCE(a.fen, 0), COALESCE(w.fen, 0) FROM rounds_fundsource s
            LEFT JOIN (SELECT source_id, SUM(credit_fen - debit_fen) AS fen FROM grants_account
                WHERE kind IN ('source') GROUP BY source_id) a ON a.source_id = s.id
            LEFT JOIN (SELECT {_SOURCE} AS source_id, SUM(g.amount_fen) AS fen FROM {_JOINED}
                WHERE g.kind IN ('money') AND g.state IN ('standing') AND NOT {_BACK} GROUP BY {_SOURCE}) w
                ON w.source_id = s.id
            WHERE (s.id IN (SELECT source_id FROM grants_namedfund) OR s.id IN (
                SELECT source_id FROM grants_donationrules)) AND COALESCE(a.fen, 0) <> COALESCE(w.fen, 0)""",
    ),
    "donation_share_differs": (
        ("grant", "amount", "shares"),
        f"""SELECT p.code, w.fen, COALESCE(s.fen, 0) FROM (
                SELECT u.grant_id, u.source_id, SUM(u.fen) AS fen FROM (
                    SELECT g.grant_id, {_SOURCE} AS source_id, g.amount_fen AS fen FROM {_JOINED}
                        WHERE g.grant_id IS NOT NULL AND g.kind IN ('money')
                    UNION ALL SELECT grant_id, source_id, amount_fen FROM grants_support WHERE grant_id IS NOT NULL
                ) u GROUP BY u.grant_id, u.source_id) w
            JOIN grants_grant t ON t.id = w.grant_id JOIN projects_project p ON p.id = t.project_id
            LEFT JOIN (SELECT grant_id, source_id, SUM(amount_fen) AS fen FROM grants_grantshare
                GROUP BY grant_id, source_id) s ON s.grant_id = w.grant_id AND s.source_id = w.source_id
            WHERE COALESCE(s.fen, 0) <> w.fen""",
    ),
    "donation_unreturned": (
        ("receipt", "project", "amount"),
        f"""SELECT g.receipt_number, p.code, g.amount_fen FROM grants_gift g
            JOIN grants_donation d ON d.id = g.donation_id JOIN projects_project p ON p.id = d.project_id
            JOIN rounds_round o ON o.id = d.round_id LEFT JOIN grants_grant t ON t.id = g.grant_id
            WHERE o.state IN ('archived') AND g.state IN ('standing')
                AND (g.grant_id IS NULL OR t.state IN ('abandoned')) AND NOT {_BACK}""",
    ),
}  # fmt: skip
