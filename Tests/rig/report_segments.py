"""Types, tiers, lapse and values of customers from docs/segments.md; shares no code with the program."""
import datetime as dt
import re

from report_data import cents

RULES = {
    "period_days": 1095, "contribution_from": 20000, "loyalty_from": 3, "margin_percent": 100,
    "least_buyers": 20, "least_rhythm_days": 30, "due_from": 100, "at_risk_from": 150,
    "lapsed_from": 250, "purchase": 2, "referral": 3, "contact": 1, "visit": 1, "warm_call": 1,
    "cold_call": -1, "open_complaint": -2,
}


def rules(text):
    found = dict(RULES)
    block = re.search(r"^segments:\n((?:  .*\n|\n)+)", text, re.M)
    for name, value in re.findall(r"(\w+): (-?\d+)", block.group(1) if block else ""):
        found[name] = int(value)
    found["rank_by"] = "revenue" if block and "rank_by: revenue" in block.group(1) else "profit"
    return found


def judge(world):
    """Gives every customer type, tier, lapse, contribution, value of the year and value."""
    r = rules(world.text)
    dawn = int(dt.datetime.combine(world.today, dt.time(), world.site_zone).timestamp()) * 1000
    year = []
    for person in world.people.values():
        if person.row is None:
            continue
        figures(world, person, r)
        before = [f for f in person.facts if f.at < dawn]
        if any(f.is_death for f in before):
            continue
        kept, person.facts = person.facts, before
        value = year_value(world, person, r)
        person.facts = kept
        if value > 0:
            year.append(value)
    year.sort(reverse=True)
    cuts = None
    if len(year) >= r["least_buyers"] and year:
        cuts = [year[(len(year) * share + 99) // 100 - 1] for share in (1, 5, 20)]
    for person in world.people.values():
        if person.row is None:
            continue
        if not person.is_customer:
            person.type = person.lapse = "none"
            continue
        person.tier = tier(person, cuts)


def profit(purchase, r):
    _, amount, margin = purchase
    if margin is not None:
        return margin
    if amount is None:
        return 0
    percent = r["margin_percent"]
    sign = -1 if amount < 0 else 1
    whole, rest = divmod(abs(amount), 100)
    return sign * (whole * percent + rest * percent // 100)


def year_value(world, person, r):
    first = world.today - dt.timedelta(365)
    return sum(
        profit(p, r) if r["rank_by"] == "profit" else p[1] or 0
        for p in world.purchases(person) if p[0] > first)


def figures(world, person, r):
    today = world.today
    start = today - dt.timedelta(r["period_days"])
    purchases = world.purchases(person)
    days = {p[0] for p in purchases if (p[1] or 0) >= 0}
    facts = [f for f in person.facts if f.day <= today]
    late = [f for f in facts if f.day > start]
    offered = None
    for fact in late:
        if fact.kind in ("offer", "won") and fact["amount"] is not None:
            offered = cents(fact["amount"])
    person.has_bought = bool(days)
    person.has_asked = any(f.kind in ("inquiry", "offer") for f in person.facts)
    person.value = sum(profit(p, r) for p in purchases)
    person.year_value = year_value(world, person, r)
    if days:
        person.contribution = sum(profit(p, r) for p in purchases if p[0] > start)
    else:
        person.contribution = offered or 0
    attitudes = [f["attitude"] for f in late if f.kind == "call"]
    warm, cold = attitudes.count("warm"), attitudes.count("cold")
    own = {f.day for f in late if f.kind in ("inquiry", "contact")}
    visits = {f.day for f in late if f.kind == "visit"}
    referred = {f["of"] for f in late if f.kind == "referral"}
    is_open = False
    for fact in person.facts:
        if fact.kind in ("complaint", "resolved"):
            is_open = fact.kind == "complaint"
    person.loyalty = (
        r["purchase"] * len([d for d in days if d > start]) + r["referral"] * len(referred)
        + r["contact"] * len(own) + r["visit"] * len(visits) + r["warm_call"] * warm
        + r["cold_call"] * cold + (r["open_complaint"] if is_open else 0))
    telling = offered is not None or referred or own or visits or warm + cold or is_open
    if purchases or telling:
        rich = person.contribution >= r["contribution_from"] * 100
        loyal = person.loyalty >= r["loyalty_from"]
        person.type = {
            (True, True): "bee", (True, False): "dragonfly", (False, True): "butterfly",
            (False, False): "mantis"}[rich, loyal]
    contacts = {f.day for f in facts if f.is_contact}
    last = person.row["last_contact"]
    if last and dt.date.fromisoformat(last[:10]) <= today:
        contacts.add(dt.date.fromisoformat(last[:10]))
    for known, least in ((days, 3), (contacts, 4)):
        if len(known) >= least:
            person.lapse = lapse(sorted(known), today, r)
            break


def lapse(days, today, r):
    gaps = sorted((b - a).days for a, b in zip(days, days[1:]))
    middle = len(gaps) // 2
    gap = gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle]) // 2
    rhythm, share = max(gap, r["least_rhythm_days"]), (today - days[-1]).days * 100
    if share < rhythm * r["due_from"]:
        return "fresh"
    if share < rhythm * r["at_risk_from"]:
        return "due"
    return "at-risk" if share < rhythm * r["lapsed_from"] else "lapsed"


def tier(person, cuts):
    if person.year_value > 0:
        for name, least in zip(("top", "large", "medium"), cuts or ()):
            if person.year_value >= least:
                return name
        return "small"
    if person.has_bought or person.stage in ("customer", "repeat-customer", "evangelist"):
        return "inactive"
    is_prospect = person.stage in ("prospect", "opportunity") or person.has_asked
    return "prospect" if is_prospect else "suspect"
