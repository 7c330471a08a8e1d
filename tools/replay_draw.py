"""Replay a published draw from its record, with nothing but Python: python3 replay_draw.py RECORD.json

Exits 0 when the commitment holds and the outcome is the published one, else says which does not and exits 1.
The commitment is SHA-256 over the canonical JSON of plan, salt and seed; a ticket is SHA-256 over commitment, seed,
public number and id, one a line; per field the lowest tickets are drawn that are not excluded and whose institution
is not full.
"""

import hashlib
import json
import sys
from collections import Counter


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def promise_of(record: dict) -> str:
    promised = {key: record[key] for key in ("plan", "salt", "seed")}
    return digest(json.dumps(promised, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False))


def replayed(record: dict) -> dict:
    plan, promise = record["plan"], promise_of(record)
    tickets = {
        each["id"]: digest("\n".join((promise, record["seed"], record["public"], each["id"])))
        for each in plan["entries"]
    }
    in_order = sorted(plan["entries"], key=lambda each: tickets[each["id"]])
    passed = {each["id"]: each["excluded"] for each in in_order if each["excluded"]}
    chosen: dict[str, list[str]] = {}
    taken: set[str] = set()
    short, groups = {}, Counter[str]()
    for stratum, count in plan["quotas"]:
        drawn: list[str] = []
        for each in in_order:
            if each["excluded"] or each["id"] in taken or stratum not in each["strata"] or len(drawn) == count:
                continue
            if each["group"] and plan["per_group"] and groups[each["group"]] >= plan["per_group"]:
                passed[each["id"]] = "group"
                continue
            drawn.append(each["id"])
            taken.add(each["id"])
            groups[each["group"]] += 1
        chosen[stratum] = drawn
        if count is not None and len(drawn) < count:
            short[stratum] = count - len(drawn)
    left = [each for each in in_order if each["id"] not in taken and not each["excluded"]]
    return {
        "chosen": chosen,
        "substitutes": {stratum: [e["id"] for e in left if stratum in e["strata"]] for stratum, _ in plan["quotas"]},
        "passed_over": {id_: why for id_, why in passed.items() if id_ not in taken},
        "short": short,
        "tickets": tickets,
    }


def main(path: str) -> int:
    with open(path, encoding="utf-8") as file:
        record = json.load(file)
    ids = [each["id"] for each in record["plan"]["entries"]]
    outcome, wrong = replayed(record), []
    if ids != sorted(set(ids)):
        wrong.append("the list is not sorted, or names somebody twice")
    if promise_of(record) != record["commitment"]:
        wrong.append("list, salt or seed are not those promised")
    if outcome != record["drawn"]:
        wrong.append("the published outcome is not the drawn one")
    for stratum, drawn in outcome["chosen"].items():
        print(stratum or "all", *drawn)
    print("Differs: " + "; ".join(wrong) if wrong else f"The same: {record['plan']['purpose']}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
