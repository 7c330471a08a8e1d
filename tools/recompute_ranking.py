"""Compute a published ranking again from its bundle, with nothing but Python: python3 recompute_ranking.py BUNDLE.json

Exits 0 when hash and table are the published ones, else names what differs and exits 1. Totals are exact, figures
half-up; of five sheets or more the lowest and the highest drop; points for donations come beside the experts' mean."""

import hashlib
import json
import sys
from decimal import Decimal
from fractions import Fraction as F  # noqa: N817
from itertools import zip_longest
from math import isqrt
from statistics import mean, pvariance


def places(value: F) -> str:
    return str(Decimal((value * 200 + 1) // 2).scaleb(-2))


def share(rules: dict, key: str, marks: dict) -> F | None:
    leaves = [leaf for leaf in rules["leaves"] if not key or key in leaf["within"]]
    used = [(marks[leaf["key"]], leaf["weight"]) for leaf in leaves if marks.get(leaf["key"]) is not None]
    return F(10 * sum(level * points for level, points in used), sum(points for _, points in used)) if used else None


def stage_of(rules: dict, rule: dict, sheets: list[dict]) -> dict:
    scale, out = F(rule["scale"], 100), rule["drop_extremes"] and len(sheets) >= 5
    scored = sorted((F(s["total"] or (share(rules, "", s["marks"]) or 0) * scale), s["expert"]) for s in sheets)
    values, most = [value for value, _ in scored], scored[-1][0]
    return {
        "stage": rule["key"], "totals": [[expert, places(value)] for value, expert in scored], "n": len(values),
        "dropped": [scored[0][1], scored[-1][1]] if out else [], "mean": places(mean(values[1:-1] if out else values)),
        "deviation": str(Decimal((isqrt(int(pvariance(values) * 40000)) + 1) // 2).scaleb(-2)), "high": places(most),
        "wide": rule["apart"] is not None and most - values[0] > rule["apart"], "low": places(values[0]),
    }  # fmt: skip


def row_of(rules: dict, entrant: dict, sheets: list[dict]) -> dict:
    row: dict = {"rank": None, "code": entrant["code"], "mean": None, "passes": False, "tie": "", "tied": False}
    row |= {"measures": {}, "stages": [], "why": "", "details": {}}
    kept, parts, got = [], rules.get("components", []), dict[str, str]()
    for rule in rules["stages"]:
        here = [each for each in sheets if (each["project"], each["stage"]) == (entrant["code"], rule["key"])]
        counts, waiting = ([each for each in here if each["state"] == state] for state in ("counts", "open"))
        if not row["why"] and (waiting or len(counts) < rule["least"]):
            row["why"] = "stage_missing" if not here else "sheets_missing" if waiting else "too_few_sheets"
            row["details"] = {"stage": rule["key"], "open": len(waiting), "count": len(counts), "least": rule["least"]}
        if counts:
            row["stages"].append(found := stage_of(rules, rule, counts))
            kept += [each["marks"] or {} for each in counts if each["expert"] not in found["dropped"]]
    if not row["why"]:
        pairs = list(zip(row["stages"], rules["stages"], strict=True))
        whole = sum(F(found["mean"]) * 100 / rule["scale"] * rule["weight"] for found, rule in pairs)
        row["mean"] = places(whole / sum(rule["weight"] for rule in rules["stages"]))
        for part in parts:
            given, of = entrant["shares"][part["key"]]
            got[part["key"]] = places(min(F(given * 10_000, of * part["full_share"]), F(1)) * part["points"])
        rest = 100 - sum(part["points"] for part in parts if not part["on_top"])
        row |= {"experts": row["mean"], "points": got} if parts else {}
        row["mean"] = places(F(row["mean"]) * rest / 100 + sum(map(F, got.values())))
        row["passes"] = all(F(found["mean"]) >= F(rule["threshold"] or 0) for found, rule in [*pairs, (row, rules)])
        for kind, key in rules["measures"].items():
            shares = [each for marks in kept if (each := share(rules, key, marks)) is not None]
            row["measures"][kind] = places(mean(shares)) if shares else None
    return row


def table_of(inputs: dict) -> list[dict]:
    ties, entrants = inputs["rules"]["ties"], {each["code"]: each for each in inputs["entrants"]}
    rows, keys = [row_of(inputs["rules"], each, inputs["sheets"]) for _, each in sorted(entrants.items())], {}
    for row in (ranked := [row for row in rows if not row["why"]]):
        each, tie = entrants[row["code"]], dict[str, object]()
        tie |= {kind: (figure is None, -F(figure or 0)) for kind, figure in row["measures"].items()}
        tie |= {"grade": -each["grade"], "first_time": not each["first_time"], "lot": (not each["lot"], each["lot"])}
        keys[row["code"]] = [-F(row["mean"]), *(tie[kind] for kind in ties)]
    ranked.sort(key=lambda row: (keys[row["code"]], row["code"]))
    for place, (row, last) in enumerate(zip(ranked, ranked[-1:] + ranked, strict=False), 1):
        mine, above = keys[row["code"]], keys[last["code"]] if place > 1 else []
        row["rank"], row["tied"] = (last["rank"], True) if mine == above else (place, False)
        last["tied"] |= row["tied"]
        if mine[:1] == above[:1] and not row["tied"]:
            row["tie"] = next(kind for kind, a, b in zip(ties, above[1:], mine[1:], strict=True) if a != b)
    return ranked + [row for row in rows if row["why"]]


def main(path: str) -> int:
    with open(path, encoding="utf-8") as file:
        bundle = json.load(file)
    text = json.dumps(bundle["inputs"], sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    wrong = [] if hashlib.sha256(text.encode()).hexdigest() == bundle["fingerprint"] else ["the hash of the inputs"]
    for line, (new, old) in enumerate(zip_longest(table_of(bundle["inputs"]), bundle["table"]), 1):
        wrong += [] if new == old else [f"line {line}"]
        print(*(new[key] for key in ("rank", "code", "mean", "why") if new and new[key]), "DIFFERS" * (new != old))
    print("Differs: " + ", ".join(wrong) if wrong else f"The same: {len(bundle['table'])}, {bundle['fingerprint']}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
