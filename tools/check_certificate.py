"""Check the certificate of an assignment, knowing nothing of how it was found: ``python3 check_certificate.py FILE``.

Prints one line; exits 0 when the certificate holds, 1 when not. Whole numbers only, Python alone, no library.

The file is JSON. All that is fixed beforehand ("fixed", told only) is taken out of needs and loads.
  projects   [{key, need, finance}]: how many experts each still needs; finance: one of them a finance expert
  experts    [{key, institution, least, most, held, finance}]: bounds of the load still to give; held: load given before
  costs      one row per project, one number per expert: what the pair costs; null: it is forbidden
  spread     spread × (held + load)² is paid for each expert
  plan       per project the keys of its experts; no two of one institution
  cost       of the plan: its pairs and the spread of all experts
  prices     {scale, projects [a], experts [g], finance [f], seats [[project, institution, s]]}, in 1/scale of a point
  bound      what the prices prove that every plan costs at least; equal to the cost: the plan is the best there is

Why it proves: s ≥ 0, f ≥ 0 and a + f − g − s ≤ scale × cost for every allowed pair (f for finance experts only). So
the pairs of any plan cost at least the sum of a·need + f − s, less g for each place of load; and the spread of an
expert's load, with g for each place, is at least its smallest value between least and most.
"""

import json
import sys


def check(given: dict) -> str:
    """Return in words what the certificate proves; raise ``ValueError`` with the first fault."""
    cost = cost_of_plan(given)
    if cost != whole(given["cost"]):
        raise ValueError(f"the plan costs {cost}, not {given['cost']}")
    bound = bound_of_prices(given)
    if bound != whole(given["bound"]):
        raise ValueError(f"the prices prove {bound}, not {given['bound']}")
    if bound == cost:
        return f"accepted: the plan costs {cost}, and no plan costs less"
    return f"accepted: the plan costs {cost}; no plan costs less than {bound}; gap {cost - bound}"


def cost_of_plan(given: dict) -> int:
    experts, column = given["experts"], {each["key"]: i for i, each in enumerate(given["experts"])}
    need_that(len(column) == len(experts), "an expert stands twice")
    total, load = 0, [0] * len(experts)
    for project, row, keys in zip(given["projects"], given["costs"], given["plan"], strict=True):
        key, chosen = project["key"], [column[each] for each in keys]
        need_that(len(chosen) == project["need"], f"{key} has not its {project['need']} experts")
        houses = {experts[i]["institution"] for i in chosen}
        need_that(len(houses) == len(chosen), f"{key} has two experts of one institution")
        need_that(all(row[i] is not None for i in chosen), f"{key} has an expert who may not read it")
        fit = not project["finance"] or any(experts[i]["finance"] for i in chosen)
        need_that(fit, f"{key} lacks a finance expert")
        for i in chosen:
            total += whole(row[i])
            load[i] += 1
    for each, number in zip(experts, load, strict=True):
        need_that(whole(each["least"]) <= number <= whole(each["most"]), f"the load of {each['key']} is {number}")
        total += whole(given["spread"]) * (whole(each["held"]) + number) ** 2
    return total


def bound_of_prices(given: dict) -> int:
    """Check the prices against every allowed pair and return what they prove, in points, rounded up."""
    prices, experts, scale = given["prices"], given["experts"], whole(given["prices"]["scale"])
    a, g, f = ([whole(x) for x in prices[name]] for name in ("projects", "experts", "finance"))
    need_that(scale > 0 and given["spread"] >= 0 and min(f, default=0) >= 0, "a price has the wrong sign")
    need_that(len(a) == len(f) == len(given["projects"]) and len(g) == len(experts), "not one price each")
    seats: dict = {}
    for row, house, value in prices["seats"]:
        need_that(whole(value) >= 0 and (row, house) not in seats, "a seat's price is negative or stands twice")
        seats[row, house] = value
    total = sum(a[i] * whole(project["need"]) for i, project in enumerate(given["projects"])) - sum(seats.values())
    total += sum(f[i] for i, project in enumerate(given["projects"]) if project["finance"])
    need_that(all(p["finance"] or not f[i] for i, p in enumerate(given["projects"])), "a price for a rule not asked")
    for i, row in enumerate(given["costs"]):
        need_that(len(row) == len(experts) and set(map(type, row)) <= {int, type(None)}, "a cost is not a whole number")
        for j, cost in enumerate(row):
            if cost is not None and a[i] + f[i] - g[j] > scale * cost:
                paid = seats.get((i, experts[j]["institution"]), 0) + (0 if experts[j]["finance"] else f[i])
                need_that(a[i] + f[i] - g[j] - paid <= scale * cost, f"the price of project {i + 1} is too high")
    for each, price in zip(experts, g, strict=True):
        loads = range(each["least"], each["most"] + 1)
        total += min(scale * given["spread"] * (each["held"] + n) ** 2 - price * n for n in loads)
    return -(-total // scale)


def whole(value: object) -> int:
    if type(value) is not int:
        raise ValueError(f"not a whole number: {value!r}")
    return value


def need_that(true: bool, otherwise: str) -> None:
    if not true:
        raise ValueError(otherwise)


if __name__ == "__main__":
    try:
        with open(sys.argv[1], encoding="utf-8") as file:
            print(check(json.load(file)))
    except (ValueError, KeyError, IndexError, TypeError) as fault:
        sys.exit(f"refused: {fault}")
