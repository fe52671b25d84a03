#!/usr/bin/env python3
"""Invents what reps and customers tell over some days: a script for `fifthcall simulate --outcomes FILE`.

    make_facts.py CUSTOMERS.csv REPS FROM DAYS COUNT SEED > facts.jsonl

REPS: ids separated by commas. All kinds of records occur, with all the options that reports count. Same arguments, same bytes.
"""
import csv
import datetime as dt
import json
import random
import sys

REASONS = ("comparing product-doubt company-doubt timing money interference price waiting-for-offer "
           "competitor other").split()
LOSSES = "let-go left poached drawn-away forced".split()
SOURCES = ["fair", "walk-in", "phone"]


def maybe(r, share, fields):
    return fields if r.random() < share else {}


def call(r, day):
    outcome = r.choices(
        ["reached", "no-answer", "busy", "call-back", "wrong-number"], [55, 30, 7, 7, 1])[0]
    fields = {"outcome": outcome} | maybe(r, .5, {"minutes": r.randint(1, 40)})
    if outcome == "call-back":
        fields["call-back"] = f"{day + dt.timedelta(2)}T15:00:00+08:00"
    if outcome == "reached":
        fields |= maybe(r, .6, {"attitude": r.choice(["warm", "neutral", "cold"])})
        fields |= maybe(r, .4, {"reason": r.choice(REASONS)})
        fields |= maybe(r, .3, {"visit": r.choice(["yes", "no"])})
    return fields


def answer(r):
    return {"perceived": r.randint(1, 5), "expected": r.randint(1, 5)}


def amount(r, most):
    return f"{r.randint(1, most)}.{r.randint(0, 99):02d}"


def one(r, kind, day, people, reps):
    if kind == "call":
        return call(r, day)
    if kind == "visit":
        return maybe(r, .7, answer(r)) | maybe(r, .5, {"minutes": r.randint(20, 200)})
    if kind == "contact":
        return maybe(r, .3, {"minutes": r.randint(1, 60)})
    if kind in ("inquiry", "offer", "won"):
        return maybe(r, .5, {"source": r.choice(SOURCES)}) | maybe(r, .6, {"amount": amount(r, 60000)})
    if kind == "lost":
        return maybe(r, .8, {"loss": r.choice(LOSSES)}) | maybe(r, .7, {"reason": r.choice(REASONS)})
    if kind == "purchase":
        fields = maybe(r, .9, {"amount": amount(r, 40000)})
        return fields | maybe(r, .4, {"margin": amount(r, 9000)})
    if kind in ("survey", "resolved"):
        return answer(r)
    if kind in ("opt-out", "opt-in"):
        return r.choice([{}, {"channel": r.choice(["sms", "email", "call", "chat"])},
                         {"occasion": "greeting"}])
    if kind in ("gift", "card", "letter"):
        return {"cost": amount(r, 200)}
    if kind == "referral":
        return {"of": r.choice(people)}
    if kind == "assigned":
        return {"to": r.choice(reps)}
    if kind == "deceased":
        return maybe(r, .5, {"relation": "spouse"})
    return {}


KINDS = {
    "call": 40, "visit": 12, "contact": 5, "inquiry": 12, "offer": 7, "won": 3, "lost": 5,
    "purchase": 6, "survey": 4, "complaint": 2, "resolved": 2, "opt-out": 2, "opt-in": 1, "gift": 2,
    "card": 1, "letter": 1, "referral": 3, "assigned": 3, "deceased": 1, "note": 1,
}


def main():
    path, reps, first, days, count, seed = sys.argv[1:]
    r = random.Random(seed)
    with open(path, encoding="utf-8-sig", newline="") as file:
        people = [row[0] for row in csv.reader(file)][1:]
    # A third of them get most of it, so that runs of several calls come about.
    people.sort()
    reps, lines = reps.split(","), []
    for _ in range(int(count)):
        day = dt.date.fromisoformat(first) + dt.timedelta(r.randrange(int(days)))
        at = f"{day}T{r.randint(8, 20):02d}:{r.randint(0, 59):02d}:{r.randint(0, 59):02d}+08:00"
        kind = r.choices(list(KINDS), list(KINDS.values()))[0]
        who = r.choice(people if r.random() < .3 else people[: max(1, len(people) // 3)])
        fields = one(r, kind, day, people, reps) | maybe(r, .5, {"rep": r.choice(reps)})
        lines.append({"at": at, "record": kind, "customer": who} | fields)
    lines.sort(key=lambda line: (dt.datetime.fromisoformat(line["at"]), line["customer"]))
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))


if __name__ == "__main__":
    main()
