#!/usr/bin/env python3
"""Segments of generated customers, computed from docs/segments.md alone.

    segments.py make FOLDER COUNT SEED     writes before.csv, now.csv, facts.tsv
    segments.py judge FOLDER DAY [RULE=VALUE ...]   prints a line for each customer of now.csv

Shares no code with the product. before.csv is the customer file when the facts were recorded,
now.csv the present one. facts.tsv has a fact a line: kind, customer, then OPTION=VALUE.
"""

import csv
import math
import random
import re
import sys
from collections import defaultdict
from datetime import date, datetime, timedelta, timezone

OFFSETS = {"Asia/Shanghai": 480, "Asia/Tokyo": 540, "Asia/Kolkata": 330}
STAGES = {
    "潜在线索": "suspect", "意向客户": "prospect", "商机": "opportunity", "成交客户": "customer",
    "复购客户": "repeat-customer", "转介绍客户": "evangelist", "流失客户": "lost",
}
HEADER = ["客户编号", "姓名", "时区", "客户来源", "负责人", "客户阶段", "购买记录", "最近联系时间", "标签"]
RULES = dict(
    period_days=1095, contribution_from=20000, loyalty_from=3, purchase=2, referral=3, contact=1,
    visit=1, warm_call=1, cold_call=-1, open_complaint=-2, rank_by="profit", margin_percent=100,
    least_buyers=20, least_rhythm_days=30, due_from=100, at_risk_from=150, lapsed_from=250)
TODAY = date(2026, 11, 20)


# --- a base that nobody knows ---


def money(chance, low, high):
    amount = chance.randrange(low, high)
    return chance.choice([f"{amount}", f"{amount}.5", f"{amount}.25", f"{amount - amount % 500}"])


def purchase_cell(chance, days_back):
    parts = []
    for _ in range(chance.choice([0, 0, 0, 1, 1, 2, 3, 4, 6])):
        day = TODAY - timedelta(days=chance.randrange(0, days_back))
        amount = money(chance, 500, 40000)
        if chance.random() < 0.05:
            amount = "-" + amount
        part = f"{day}|{chance.choice(['木门', '智能锁', '护墙板'])}|{chance.randrange(1, 9)}|{amount}"
        if chance.random() < 0.4:
            part += f"|{money(chance, 50, 9000)}"
        parts.append(part)
    return ";".join(parts)


def fact_lines(chance, number, ids):
    """Facts of one customer, not in the order of their time."""
    me = ids[number]
    lines = []

    def at(back=1500):
        seconds = chance.randrange(3600, back * 86400)
        moment = datetime(2026, 11, 20, tzinfo=timezone.utc) - timedelta(seconds=seconds)
        return "at=" + moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    def add(kind, *options):
        lines.append([kind, me, *options])

    for _ in range(chance.choice([0, 0, 1, 2, 3, 6])):
        kind = chance.choice(
            ["inquiry", "offer", "won", "purchase", "purchase", "call", "call", "visit", "contact",
             "referral", "complaint", "survey", "lost", "assigned", "gift", "note"])
        if kind in ("inquiry", "offer", "won"):
            options = [at()]
            if chance.random() < 0.7:
                options.append("amount=" + money(chance, 1000, 50000))
            if chance.random() < 0.4:
                options.append("source=" + chance.choice(["展会", "楼盘推广"]))
            add(kind, *options)
        elif kind == "purchase":
            options = [at()]
            if chance.random() < 0.85:
                options.append("amount=" + ("-" if chance.random() < 0.08 else "") + money(chance, 500, 40000))
            if chance.random() < 0.3:
                options.append("margin=" + money(chance, 10, 9000))
            add(kind, *options)
        elif kind == "call":
            outcome = chance.choice(["reached", "no-answer", "busy"])
            options = [at(), "outcome=" + outcome]
            if outcome == "reached":
                options.append("attitude=" + chance.choice(["warm", "neutral", "cold"]))
            add(kind, *options)
        elif kind in ("visit", "survey"):
            options = [at()]
            if kind == "survey" or chance.random() < 0.5:
                options += [f"perceived={chance.randrange(1, 6)}", f"expected={chance.randrange(1, 6)}"]
            add(kind, *options)
        elif kind == "referral":
            other = chance.choice(ids)
            if other != me:
                add(kind, at(), "of=" + other)
        elif kind == "assigned":
            add(kind, at(), "to=" + chance.choice(["li", "wang", "zhao"]))
        else:
            add(kind, at())
            if kind == "complaint" and chance.random() < 0.5:
                add("resolved", at(60))
    if chance.random() < 0.01:
        add("deceased", at())
    if chance.random() < 0.01:
        add("deceased", at(), "relation=spouse")
    return lines


def make(folder, count, seed):
    chance = random.Random(seed)
    ids = [f"KH{number:07d}" for number in range(1, count + 1)]
    before, now, facts = [], [], []
    for number, me in enumerate(ids):
        row = [
            me, f"客户{number}", chance.choice(list(OFFSETS)),
            chance.choice(["", "", "公司资源", "展会资源"]), chance.choice(["li", "wang", "zhao"]),
            chance.choice(list(STAGES)), purchase_cell(chance, 1500),
            str(TODAY - timedelta(days=chance.randrange(0, 900))) if chance.random() < 0.5 else "", ""]
        before.append(row)
        later = list(row)
        if chance.random() < 0.15:
            later[5] = chance.choice(list(STAGES))
        if chance.random() < 0.15:
            later[4] = chance.choice(["li", "wang", "zhao"])
        own = fact_lines(chance, number, ids)
        for line in own:
            if line[0] == "purchase" and chance.random() < 0.4:
                options = dict(option.split("=", 1) for option in line[2:])
                if "amount" in options:
                    day = local_day(options["at"], row[2])
                    cell = f"{day}|木门|1|{options['amount']}"
                    later[6] = later[6] + ";" + cell if later[6] else cell
        now.append(later)
        facts += own
    # Equal values at the cuts: many who bought the same thing on one day.
    for place in range(0, count, 9):
        for rows in (before, now):
            rows[place][6] = "2026-05-05|木门|1|12000"
    for name, rows in (("before", before), ("now", now)):
        with open(f"{folder}/{name}.csv", "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([HEADER] + rows)
    with open(f"{folder}/facts.tsv", "w", encoding="utf-8") as file:
        for line in facts:
            file.write("\t".join(line) + "\n")


# --- what docs/segments.md says ---


def local_moment(text, zone):
    moment = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc)
    return moment.astimezone(timezone(timedelta(minutes=OFFSETS[zone])))


def local_day(text, zone):
    return local_moment(text, zone).date()


def hundredths(text):
    sign = -1 if text.startswith("-") else 1
    whole, _, rest = text.lstrip("-").partition(".")
    return sign * (int(whole) * 100 + int((rest + "00")[:2]))


class Customer:
    def __init__(self, row, reps):
        self.id, _, self.zone, self.source, self.rep, stage, cell, contact, _ = row
        self.stage = self.file_stage = STAGES[stage]
        self.contact = date.fromisoformat(contact) if contact else None
        self.bought = []
        for part in filter(None, cell.split(";")):
            values = part.split("|")
            margin = hundredths(values[4]) if len(values) == 5 else None
            self.bought.append((date.fromisoformat(values[0]), hundredths(values[3]), margin))
        self.file_bought = list(self.bought)
        self.facts = []

    def add_facts(self, day, dawn):
        """Facts before a moment, in the order of their time, with the file's value of old."""
        for fact in self.facts:
            fact["day"] = local_day(fact["at"], self.zone)
        self.seen = sorted((fact for fact in self.facts if fact["at"] < dawn), key=lambda fact: fact["at"])
        for fact in self.seen:
            if fact["kind"] != "purchase":
                continue
            amount = hundredths(fact["amount"]) if "amount" in fact else None
            same = [
                known for known in self.file_bought
                if known[0] == fact["day"] and (amount is None or known[1] == amount)]
            if not same:
                margin = hundredths(fact["margin"]) if "margin" in fact else None
                self.bought.append((fact["day"], amount, margin))
        self.bought = [one for one in self.bought if one[0] <= day]
        self.days = sorted({one[0] for one in self.bought if (one[1] or 0) >= 0})
        self.dead = any(fact["kind"] == "deceased" and "relation" not in fact for fact in self.seen)

    def overlay(self):
        bought = ("customer", "repeat-customer", "evangelist")
        file_days = {one[0] for one in self.file_bought if one[1] >= 0}
        own_days = set()
        for fact in self.seen:
            kind = fact["kind"]
            refund = kind == "purchase" and fact.get("amount", "").startswith("-")
            if kind == "purchase" and not refund:
                # Facts of one moment count together.
                own_days |= {
                    other["day"] for other in self.seen
                    if other["kind"] == "purchase" and other["at"] <= fact["at"]
                    and not other.get("amount", "").startswith("-")}
            if kind == "assigned" and fact["file_rep"] == self.file_rep:
                self.rep = fact["to"]
            if fact["file_stage"] != self.file_stage:
                continue
            if kind == "inquiry" and self.stage in ("suspect", "lost"):
                self.stage = "prospect"
            elif kind == "offer" and self.stage in ("suspect", "prospect", "lost"):
                self.stage = "opportunity"
            elif kind == "won" and self.stage not in bought:
                self.stage = "customer"
            elif kind == "purchase" and not refund:
                if self.stage not in bought:
                    self.stage = "customer"
                if self.stage == "customer" and len(file_days | own_days) > 1:
                    self.stage = "repeat-customer"
            elif kind == "lost":
                self.stage = "lost"


def profit(one, rules):
    if one[2] is not None:
        return one[2]
    amount = one[1] or 0
    return int(math.copysign(abs(amount) * rules["margin_percent"] // 100, amount))


def year_value(customer, day, rules):
    recent = [one for one in customer.bought if one[0] > day - timedelta(days=365)]
    if rules["rank_by"] == "profit":
        return sum(profit(one, rules) for one in recent)
    return sum(one[1] or 0 for one in recent)


def kind_of(customer, day, rules):
    """Contribution, loyalty, type."""
    first = day - timedelta(days=rules["period_days"])
    late = [fact for fact in customer.seen if first < fact["day"] <= day]
    potential = None
    for fact in late:
        if fact["kind"] in ("offer", "won") and "amount" in fact:
            potential = hundredths(fact["amount"])
    if customer.days:
        contribution = sum(profit(one, rules) for one in customer.bought if one[0] > first)
    else:
        contribution = potential or 0
    open_complaint = False
    for fact in customer.seen:
        if fact["kind"] in ("complaint", "resolved"):
            open_complaint = fact["kind"] == "complaint"
    counts = {
        "referral": len({fact["of"] for fact in late if fact["kind"] == "referral"}),
        "contact": len({fact["day"] for fact in late if fact["kind"] in ("inquiry", "contact")}),
        "visit": len({fact["day"] for fact in late if fact["kind"] == "visit"}),
        "warm_call": sum(fact.get("attitude") == "warm" for fact in late),
        "cold_call": sum(fact.get("attitude") == "cold" for fact in late),
        "open_complaint": int(open_complaint),
    }
    told = any(counts.values())
    counts["purchase"] = sum(one > first for one in customer.days)
    loyalty = sum(rules[name] * count for name, count in counts.items())
    if not (customer.bought or told or potential is not None):
        return contribution, loyalty, "-"
    high, loyal = contribution >= rules["contribution_from"] * 100, loyalty >= rules["loyalty_from"]
    names = {(1, 1): "bee", (1, 0): "dragonfly", (0, 1): "butterfly", (0, 0): "mantis"}
    return contribution, loyalty, names[high, loyal]


CONTACTS = {
    "inquiry", "offer", "won", "visit", "purchase", "complaint", "resolved", "contact", "survey", "gift"}


def lapse_of(customer, day, rules):
    contacts = {
        fact["day"] for fact in customer.seen if fact["day"] <= day
        and (fact["kind"] in CONTACTS or fact.get("outcome") in ("reached", "call-back"))}
    if customer.contact and customer.contact <= day:
        contacts.add(customer.contact)
    for days, least in ((customer.days, 3), (sorted(contacts), 4)):
        if len(days) < least:
            continue
        gaps = sorted((later - sooner).days for sooner, later in zip(days, days[1:]))
        middle = len(gaps) // 2
        median = gaps[middle] if len(gaps) % 2 else (gaps[middle - 1] + gaps[middle]) // 2
        rhythm = max(median, rules["least_rhythm_days"])
        elapsed = (day - days[-1]).days
        risk = "fresh"
        for name, key in (("due", "due_from"), ("at-risk", "at_risk_from"), ("lapsed", "lapsed_from")):
            if elapsed * 100 >= rhythm * rules[key]:
                risk = name
        return rhythm, elapsed, risk
    return 0, 0, "-"


def satisfaction_of(customer):
    last = "-"
    for fact in customer.seen:
        if "perceived" in fact:
            last = int(fact["perceived"]) * 100 // int(fact["expected"])
    return last


def read(folder):
    rows = {name: [] for name in ("before", "now")}
    for name in rows:
        with open(f"{folder}/{name}.csv", encoding="utf-8", newline="") as file:
            rows[name] = list(csv.reader(file))[1:]
    customers = {row[0]: Customer(row, None) for row in rows["now"]}
    for customer in customers.values():
        customer.file_rep = customer.rep
    old = {row[0]: row for row in rows["before"]}
    introduced = set()
    with open(f"{folder}/facts.tsv", encoding="utf-8") as file:
        for line in file:
            kind, me, *options = line.rstrip("\n").split("\t")
            fact = dict(option.split("=", 1) for option in options)
            fact.update(kind=kind, file_stage=STAGES[old[me][5]], file_rep=old[me][4])
            customers[me].facts.append(fact)
    return customers, introduced


def judge(folder, day, rules):
    # The site is in China: its day begins at 16:00 of the day before in UTC.
    dawn = (datetime(day.year, day.month, day.day) - timedelta(hours=8)).strftime("%Y-%m-%dT%H:%M:%SZ")
    customers, introduced = read(folder)
    for customer in customers.values():
        customer.add_facts(day, dawn)
        introduced |= {fact["of"] for fact in customer.seen if fact["kind"] == "referral"}
    for customer in customers.values():
        customer.overlay()
    values = sorted(
        (value for customer in customers.values() if not customer.dead
         and (value := year_value(customer, day, rules)) > 0), reverse=True)
    cuts = {}
    if len(values) >= rules["least_buyers"]:
        for name, share in (("top", 1), ("large", 5), ("medium", 20)):
            cuts[name] = values[-(-len(values) * share // 100) - 1]
    greater = defaultdict(int)
    for place, value in enumerate(values):
        greater.setdefault(value, place)
    for me in sorted(customers):
        customer = customers[me]
        contribution, loyalty, type_ = kind_of(customer, day, rules)
        rhythm, elapsed, lapse = lapse_of(customer, day, rules)
        worth, year = sum(profit(one, rules) for one in customer.bought), year_value(customer, day, rules)
        rank, buyers = 0, len(values)
        if year > 0:
            rank = greater[year] + 1
            tier = next((name for name, least in cuts.items() if year >= least), "small")
        elif customer.days or customer.stage in ("customer", "repeat-customer", "evangelist"):
            tier = "inactive"
        elif customer.stage in ("prospect", "opportunity") or any(
                fact["kind"] in ("inquiry", "offer") for fact in customer.seen):
            tier = "prospect"
        else:
            tier = "suspect"
        if customer.dead:
            type_ = tier = lapse = "-"
            rank = buyers = rhythm = elapsed = 0
        source = customer.source
        if not source:
            told = [fact["source"] for fact in customer.seen if "source" in fact]
            source = told[0] if told else "referral" if me in introduced else "-"
        referrals = len({fact["of"] for fact in customer.seen if fact["kind"] == "referral"})
        print(
            me, type_, tier, lapse, contribution, loyalty, year, rank, buyers, worth, rhythm, elapsed,
            referrals, satisfaction_of(customer), len(customer.days),
            customer.days[-1] if customer.days else "-", customer.stage, customer.rep, source, sep="\t")


def main():
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
        return
    rules = dict(RULES)
    for given in sys.argv[4:]:
        name, value = given.split("=")
        rules[name] = value if re.search("[a-z]", value) else int(value)
    judge(sys.argv[2], date.fromisoformat(sys.argv[3]), rules)


main()
