#!/usr/bin/env python3
"""Computes all reports of docs/reports.md anew and compares them with those of the program.

    reports.py PROGRAM CONFIG STATE [--as-of DAY] [--from DAY] [--to DAY] [--rep ID]

Prints every figure that differs and ends with 1, or a line a report and 0. Shares no code with the program.
"""
import argparse
import datetime as dt
import json
import subprocess
import sys
from decimal import Decimal

import report_segments
from report_data import CHANNELS, World

TYPES = ["bee", "dragonfly", "butterfly", "mantis", "none"]
TIERS = ["top", "large", "medium", "small", "inactive", "prospect", "suspect", "none"]
REASONS = {
    "comparing": "other", "product-doubt": "company", "company-doubt": "company",
    "timing": "self", "money": "self", "interference": "other", "price": "company",
    "waiting-for-offer": "self", "competitor": "other", "other": "other",
}
LOSSES = ["let-go", "left", "poached", "drawn-away", "forced", "unsaid"]


def near(a, b, digits):
    """a ÷ b with so many digits, halves upwards; nothing where b is 0."""
    if b <= 0:
        return None
    scale = 10 ** digits
    return Decimal((2 * a * scale + b) // (2 * b)) / scale


def share(a, b):
    return near(100 * a, b, 1)


def money(hundredths):
    return Decimal(hundredths) / 100


class Judge:
    def __init__(self, world, options):
        self.w = world
        last = options.to or (world.today - dt.timedelta(1 if world.as_of else 0))
        first = options.first or last - dt.timedelta(364)
        self.first, self.last, self.rep = first, last, options.rep
        everybody = sorted(
            world.people.values(), key=lambda p: (p.row is None, p.id.encode()))
        self.all = everybody
        self.people = [p for p in everybody if self.rep is None or p.rep == self.rep]
        self.customers = [p for p in self.people if p.is_customer]
        self.months = []
        day = first
        while day <= last:
            if day.strftime("%Y-%m") not in self.months:
                self.months.append(day.strftime("%Y-%m"))
            day += dt.timedelta(1)

    def within(self, day):
        return self.first <= day <= self.last

    def facts(self, person, *kinds):
        return [f for f in person.facts if self.within(f.day) and (not kinds or f.kind in kinds)]

    def minutes(self, fact):
        if fact["minutes"] is not None:
            return fact["minutes"]
        s = self.w.settings
        if fact.kind == "call":
            return s["call"] if fact.is_contact else s["call_unanswered"]
        return s[fact.kind] if fact.kind in ("visit", "contact", "gift", "card", "letter") else 0

    def revenue(self, person):
        return sum(p[1] or 0 for p in self.w.purchases(person) if self.within(p[0]))

    # ------------------------------------------------------------------ the twelve
    def structure(self):
        s = self.w.settings
        of = {t: [p for p in self.customers if p.type == t] for t in TYPES}
        typed = sum(len(of[t]) for t in TYPES[:4])
        every = sum(p.contribution for p in self.customers)
        rows = []
        for t in TYPES:
            part = sum(p.contribution for p in of[t])
            rows.append({
                "type": t, "customers": len(of[t]),
                "share": None if t == "none" else share(len(of[t]), typed),
                "contribution": money(part), "contribution_share": share(part, every)})
        counts = sorted(((len(of[t]), t) for t in TYPES[:4]), reverse=True)
        (most, name), (second, _) = counts[:2]
        verdict = "even"
        if typed < s["least_typed"]:
            verdict = "too-few"
        elif most * 100 >= s["led_from"] * typed and (most - second) * 100 >= s["led_ahead"] * typed:
            verdict = f"{name}-led"
        return {"type": rows, "verdict": [{
            "verdict": verdict, "typed": typed, "least_typed": s["least_typed"],
            "largest_share": share(most, typed), "lead": share(most - second, typed)}]}

    def pyramid(self):
        every = sum(p.year_value for p in self.customers)
        rows = []
        for name in TIERS:
            people = [p for p in self.customers if p.tier == name]
            values = [p.year_value for p in people]
            rows.append({
                "tier": name, "customers": len(people),
                "share": share(len(people), len(self.customers)),
                "year_value": money(sum(values)), "year_value_share": share(sum(values), every),
                "year_value_per_customer": near(sum(values), 100 * len(people), 2),
                "least": money(min(values)) if values else None,
                "most": money(max(values)) if values else None,
                "value": money(sum(p.value for p in people))})
        return {"tier": rows}

    def runs(self, person):
        """(day it began, attempts, how it ended)"""
        found, seen, run = [], set(), None

        def end(how):
            nonlocal run
            if run:
                run[2] = how
            run = None

        for fact in person.facts:
            if fact.kind in ("inquiry", "offer"):
                end("stopped")
                run = [fact.day, [], None]
                found.append(run)
            elif fact.kind in ("won", "purchase"):
                end("won")
            elif fact.kind == "lost":
                end("lost")
            elif fact.kind == "complaint" or fact.is_death:
                end("stopped")
            elif fact.kind == "opt-out" and fact["channel"] is None and fact["occasion"] is None:
                end("stopped")
            elif fact.kind == "call":
                if fact["touch"]:
                    _, cadence, occurrence, _ = fact["touch"].split("/")
                    if cadence not in self.w.follow_ups:
                        continue
                    stage = occurrence[:-11]
                    is_stage = stage in (
                        "suspect", "prospect", "opportunity", "customer", "repeat-customer",
                        "evangelist", "lost")
                    if run is None and is_stage and occurrence not in seen:
                        seen.add(occurrence)
                        run = [fact.day, [], None]
                        found.append(run)
                if run:
                    run[1].append(fact)
                    if fact["attitude"] == "cold" and fact["visit"] is False:
                        end("refused")
        for one in found:
            if one[2] is None:
                last = one[1][-1].day if one[1] else one[0]
                silence = (self.w.today - last).days
                one[2] = "given_up" if silence > self.w.settings["given_up_after"] else "open"
        return [one for one in found if self.within(one[0])]

    def attempts(self):
        runs = [run for p in self.people for run in self.runs(p)]
        rows, won_so_far = [], 0
        for k in range(7):
            name = "6+" if k == 6 else str(k)
            if k == 0:
                calls = len(runs)
                made = []
            else:
                made = [c for r in runs for i, c in enumerate(r[1], 1) if min(i, 6) == k]
                calls = len(made)
            ends = [r[2] for r in runs if min(len(r[1]), 6) == k]
            row = {"attempt": name, "calls": calls}
            row["reached"] = sum(c.is_contact for c in made) if k else None
            row["reached_share"] = share(row["reached"], calls) if k else None
            for how in ("won", "lost", "refused", "stopped", "given_up", "open"):
                row[how] = ends.count(how)
            row["conversion"] = share(row["won"], calls)
            row["attrition"] = share(row["given_up"], calls)
            row["went_on"] = calls - len(ends)
            won_so_far += row["won"]
            row["won_so_far"] = won_so_far
            row["won_so_far_share"] = share(won_so_far, len(runs))
            rows.append(row)
        calls = [(c, r[2] == "won" and c is r[1][-1]) for r in runs for c in r[1]]
        part = lambda c: "morning" if c.hour < 12 else "afternoon" if c.hour < 18 else "evening"
        hour = lambda c: f"{c.hour:02d}"
        return {
            "attempt": rows, "part": self.times("part", calls, part, ["morning", "afternoon", "evening"]),
            "hour": self.times("hour", calls, hour, sorted({hour(c) for c, _ in calls}))}

    @staticmethod
    def times(name, calls, key, names):
        rows = []
        for value in names:
            these = [(c, won) for c, won in calls if key(c) == value]
            reached, won = sum(c.is_contact for c, _ in these), sum(w for _, w in these)
            rows.append({
                name: value, "calls": len(these), "reached": reached,
                "reached_share": share(reached, len(these)), "won": won,
                "conversion": share(won, len(these))})
        return rows

    def sources(self):
        dawn = dt.datetime.combine(self.w.today, dt.time(), self.w.site_zone).timestamp() * 1000
        introduced = {
            f["of"] for p in self.all for f in p.facts if f.kind == "referral" and f.at < dawn}
        named = {p.source for p in self.all if p.row}
        referral, groups = "转介绍" if "转介绍" in named else "referral", {}
        for p in self.customers:
            told = [f["source"] for f in p.facts
                    if f.kind in ("inquiry", "offer", "won") and f["source"]]
            source = p.source or (told or [None])[0]
            source = source or (referral if p.id in introduced else "none")
            groups.setdefault(source, []).append(p)
        rows = []
        for name in sorted(groups, key=lambda n: n.encode()):
            people = groups[name]
            buyers = [p for p in people if p.has_bought]
            rest = [p for p in people if not p.has_bought]
            value = sum(p.value for p in people)
            rows.append({
                "source": name, "customers": len(people),
                "customers_share": share(len(people), len(self.customers)),
                "suspects": sum(p.stage == "suspect" for p in rest),
                "prospects": sum(p.stage != "suspect" for p in rest), "buyers": len(buyers),
                "conversion": share(len(buyers), len(people)),
                "openings": sum(len(self.facts(p, "inquiry", "offer")) for p in people),
                "won": sum(len(self.facts(p, "won")) for p in people),
                "revenue": money(sum(self.revenue(p) for p in people)), "value": money(value),
                "value_per_customer": near(value, 100 * len(people), 2)})
        return {"source": rows}

    def reasons(self):
        said = [(f["reason"], f.kind, p.type) for p in self.people
                for f in self.facts(p, "call", "lost") if f["reason"]]

        def row(these):
            calls = sum(kind == "call" for _, kind, _ in these)
            figures = {
                "mentions": len(these), "share": share(len(these), len(said)), "calls": calls,
                "losses": len(these) - calls}
            return figures | {t: sum(x == t for _, _, x in these) for t in TYPES}

        return {
            "reason": [
                {"reason": r, "group": g} | row([x for x in said if x[0] == r])
                for r, g in REASONS.items()],
            "group": [
                {"group": g} | row([x for x in said if REASONS[x[0]] == g])
                for g in ("self", "company", "other")]}

    def losses(self):
        lost = [(p, f, f["loss"] or "unsaid") for p in self.people for f in self.facts(p, "lost")]
        kinds = []
        for kind in LOSSES:
            these = [p for p, _, k in lost if k == kind]
            distinct = {p.id: p for p in these}.values()
            kinds.append({
                "kind": kind, "losses": len(these), "share": share(len(these), len(lost)),
                "customers": len(distinct), "value": money(sum(p.value for p in distinct))})

        def table(name, rows, key):
            return [
                {name: r, "losses": sum(key(p, f) == r for p, f, _ in lost)}
                | {k: sum(x == k and key(p, f) == r for p, f, x in lost) for k in LOSSES}
                for r in rows]

        def span(person, fact):
            days = [d for d, _, _ in self.w.purchases(person) if d <= fact.day]
            if not days:
                return "never-bought"
            gone = (fact.day - max(days)).days
            return ("under-90-days" if gone < 90 else "90-to-364-days" if gone < 365
                    else "1-to-3-years" if gone < 1095 else "3-years-and-more")

        lapses = []
        for name in ("fresh", "due", "at-risk", "lapsed", "none"):
            people = [p for p in self.customers if p.lapse == name]
            lapses.append({
                "lapse": name, "customers": len(people),
                "share": share(len(people), len(self.customers)),
                "value": money(sum(p.value for p in people))})
        spans = ["never-bought", "under-90-days", "90-to-364-days", "1-to-3-years", "3-years-and-more"]
        return {
            "kind": kinds, "month": table("month", self.months, lambda p, f: f.day.strftime("%Y-%m")),
            "reason": table("reason", [*REASONS, "unsaid"], lambda p, f: f["reason"] or "unsaid"),
            "tier": table("tier", TIERS, lambda p, f: p.tier),
            "type": table("type", TYPES, lambda p, f: p.type),
            "after_purchase": table("after_purchase", spans, span), "lapse": lapses}

    def neglected(self):
        s = self.w.settings
        rows, listed = [], []
        for p in self.customers:
            out = set(p.opted_out)
            for f in p.facts:
                if f.kind in ("opt-out", "opt-in") and f["occasion"] is None:
                    named = {f["channel"]} if f["channel"] else set(CHANNELS)
                    out = out | named if f.kind == "opt-out" else out - named
            if p.stage == "lost" or out >= set(CHANNELS):
                continue
            contacts = [f.day for f in p.facts if f.is_contact]
            last = p.row["last_contact"]
            if last and dt.date.fromisoformat(last[:10]) <= self.w.today:
                contacts.append(dt.date.fromisoformat(last[:10]))
            since = max(contacts) if contacts else None
            start = since or (dt.date.fromisoformat(p.row["created"][:10]) if p.row["created"] else None)
            limit = s[p.tier if p.tier != "none" else "suspect"]
            days = (self.w.today - start).days if start else None
            is_late = days is not None and days > limit
            rows.append((p, is_late, since is None, start is None))
            if is_late:
                listed.append((TIERS.index(p.tier), limit - days, p.id.encode(), {
                    "customer": p.id, "rep": p.rep, "tier": p.tier, "type": p.type,
                    "last_contact": since.isoformat() if since else None, "days": days,
                    "limit": limit, "over": days - limit}))

        def row(these):
            late = sum(x[1] for x in these)
            return {
                "customers": len(these), "neglected": late, "neglected_share": share(late, len(these)),
                "never_reached": sum(x[2] for x in these), "unknown": sum(x[3] for x in these)}

        return {
            "tier": [
                {"tier": t, "limit": s[t if t != "none" else "suspect"]}
                | row([x for x in rows if x[0].tier == t]) for t in TIERS],
            "rep": [
                {"rep": r} | row([x for x in rows if x[0].rep == r])
                for r in sorted({x[0].rep for x in rows})],
            "customer": [x[3] for x in sorted(listed, key=lambda x: x[:3])]}

    def load(self):
        work = []
        for p in self.all:
            seen = set()
            for f in self.facts(p):
                rep = f["rep"] or p.rep or "none"
                if self.rep not in (None, rep):
                    continue
                no_task = f.kind in ("snooze", "opt-out", "opt-in", "deceased", "bereaved", "assigned")
                is_task = bool(f["touch"]) and not no_task and f["touch"] not in seen
                if is_task:
                    seen.add(f["touch"])
                counted = is_task or self.minutes(f) > 0 or f.kind in (
                    "call", "visit", "contact", "gift", "card", "letter")
                if counted:
                    work.append((rep, p, f, is_task))
        every = sum(self.minutes(f) for _, _, f, _ in work)

        def row(these):
            minutes = sum(self.minutes(f) for _, _, f, _ in these)
            of = lambda *kinds: sum(f.kind in kinds for _, _, f, _ in these)
            return {
                "tasks": sum(x[3] for x in these), "calls": of("call"),
                "reached": sum(f.kind == "call" and f.is_contact for _, _, f, _ in these),
                "visits": of("visit"), "contacts": of("contact"),
                "gifts": of("gift", "card", "letter"), "minutes": minutes,
                "minutes_share": share(minutes, every), "hours": near(minutes, 60, 1)}

        def rounds(these):
            visits = sorted(
                ((f.at, f.n, f.day, (p.row["city"], p.row["district"]) if p.row else None)
                 for _, p, f, _ in these if f.kind == "visit"), key=lambda x: x[:2])
            return {
                "visit_days": len({v[2] for v in visits}), "area_days": len({v[2:] for v in visits}),
                "area_changes": sum(a[3] != b[3] for a, b in zip(visits, visits[1:]))}

        def by(name, values, of):
            rows = []
            for value in values:
                these = [x for x in work if of(x[1]) == value]
                people = sum(of(p) == value for p in self.customers)
                figures = row(these)
                rows.append(
                    {name: value, "customers": people} | figures
                    | {"minutes_per_customer": near(figures["minutes"], people, 1)})
            return rows

        fifth = []
        for name in ("valuable", "others"):
            is_in = lambda p: (p.tier in ("top", "large", "medium")) == (name == "valuable")
            minutes = sum(self.minutes(f) for _, p, f, _ in work if is_in(p))
            people = sum(map(is_in, self.customers))
            fifth.append({
                "fifth": name, "customers": people,
                "customers_share": share(people, len(self.customers)), "minutes": minutes,
                "minutes_share": share(minutes, every)})
        reps = []
        for rep in sorted({x[0] for x in work}):
            these = [x for x in work if x[0] == rep]
            reps.append({"rep": rep} | row(these) | rounds(these))
        return {
            "rep": reps, "tier": by("tier", TIERS, lambda p: p.tier),
            "type": by("type", TYPES, lambda p: p.type), "fifth": fifth}

    def delivery(self):
        found = [
            (t, m) for p in self.people for t, m in p.touches.items()
            if m["channel"] in CHANNELS[:3] and self.within(m["day"])]
        replies = [
            (c, d) for p in self.people for c, d in p.replies
            if c in CHANNELS[:3] and self.within(d)]
        results = ["accepted", "uncertain", "rejected", "expired", "suppressed", "cancelled",
                   "dead", "done"]

        def row(these, answers):
            of = [m["result"] for _, m in these]
            said = [self.w.receipts.get(t, set()) for t, _ in these]
            figures = {"messages": len(these)} | {r: of.count(r) for r in results}
            figures["under_way"] = sum(r not in results for r in of)
            figures["accepted_share"] = share(figures["accepted"], len(these))
            for status in ("delivered", "bounced", "complained"):
                figures[status] = sum(status in s for s in said)
            figures["delivered_share"] = share(figures["delivered"], len(these))
            return figures | ({} if answers is None else {"replies": answers})

        cadence = lambda t: t.split("/")[1]
        month = lambda d: d.strftime("%Y-%m")
        return {
            "channel": [
                {"channel": c} | row(
                    [x for x in found if x[1]["channel"] == c], sum(r[0] == c for r in replies))
                for c in CHANNELS[:3]],
            "cadence": [
                {"cadence": c} | row([x for x in found if cadence(x[0]) == c], None)
                for c in sorted({cadence(t) for t, _ in found})],
            "month": [
                {"month": m} | row(
                    [x for x in found if month(x[1]["day"]) == m],
                    sum(month(r[1]) == m for r in replies))
                for m in self.months]}

    def consent(self):
        channels = {c: [] for c in CHANNELS[:4]}
        for p in self.customers:
            consented, refused, out = set(p.consented), set(p.refused), set(p.opted_out)
            given_up = set()
            for f in p.ever:
                if f.kind == "call":
                    # A wrong number is out of reach until a call reaches somebody again.
                    if f["outcome"] == "wrong-number":
                        given_up |= {"call", "sms"}
                    elif f["outcome"] in ("reached", "call-back"):
                        given_up -= {"call", "sms"}
            for f in p.facts:
                if f.kind in ("opt-out", "opt-in") and f["occasion"] is None:
                    named = {f["channel"]} if f["channel"] else set(CHANNELS)
                    if f.kind == "opt-out":
                        out |= named
                    else:
                        out, refused, consented = out - named, refused - named, consented | named
            for c, rows in channels.items():
                usable = c in p.reachable and c not in out | given_up and (
                    c not in refused if c == "call" else c in consented)
                rows.append((c in p.reachable, c in consented, c in refused, c in out, usable,
                             c in given_up and c in p.reachable))
        table = []
        for c, rows in channels.items():
            sums = [sum(r[i] for r in rows) for i in range(6)]
            table.append({
                "channel": c, "customers": len(rows), "reachable": sums[0], "consented": sums[1],
                "refused": sums[2], "opted_out": sums[3], "address_given_up": sums[5],
                "usable": sums[4], "usable_share": share(sums[4], len(rows))})
        facts = [f for p in self.people for f in self.facts(p, "opt-out", "opt-in")]

        def row(name, value, these):
            return {
                name: value, "opt_outs": sum(f.kind == "opt-out" for f in these),
                "opt_ins": sum(f.kind == "opt-in" for f in these)}

        plain = [f for f in facts if f["occasion"] is None]
        return {
            "channel": table,
            "change": [
                row("change", c, [f for f in plain if (f["channel"] or "all") == c])
                for c in [*CHANNELS, "all"]],
            "occasion": [
                row("occasion", o, [f for f in facts if f["occasion"] == o])
                for o in sorted({f["occasion"] for f in facts if f["occasion"]})],
            "month": [
                row("month", m, [f for f in facts if f.day.strftime("%Y-%m") == m])
                for m in self.months]}

    def satisfaction(self):
        answers, low = [], []
        for p in self.people:
            before = last = None
            for f in p.facts:
                if f.kind not in ("visit", "survey", "resolved") or f["perceived"] is None:
                    continue
                if self.within(f.day):
                    answers.append((p, f))
                    last = (f, before)
                before = f
            if last and last[0]["perceived"] < last[0]["expected"] and p.is_customer:
                f, before = last
                ratio = lambda x: near(x["perceived"], x["expected"], 2)
                exact = lambda x: x["perceived"] * 60 // x["expected"]
                trend = None
                if before:
                    trend = ("up" if exact(f) > exact(before)
                             else "down" if exact(f) < exact(before) else "same")
                low.append((exact(f), p.id.encode(), {
                    "customer": p.id, "day": f.day.isoformat(), "kind": f.kind,
                    "perceived": f["perceived"], "expected": f["expected"], "ratio": ratio(f),
                    "before": ratio(before) if before else None, "trend": trend}))

        def table(name, values, of):
            rows = []
            for value in values:
                these = [f for p, f in answers if of(p, f) == value]
                n, got = len(these), [f["perceived"] for f in these]
                want = [f["expected"] for f in these]
                sixtieths = sum(g * 60 // e for g, e in zip(got, want))
                rows.append({
                    name: value, "answers": n, "perceived": near(sum(got), n, 2),
                    "expected": near(sum(want), n, 2), "ratio": near(sixtieths, 60 * n, 2),
                    "below": sum(g < e for g, e in zip(got, want)),
                    "about": sum(g == e for g, e in zip(got, want)),
                    "above": sum(g > e for g, e in zip(got, want)),
                    "below_share": share(sum(g < e for g, e in zip(got, want)), n)})
            return rows

        quarter = lambda p, f: f"{f.day.year}-Q{(f.day.month + 2) // 3}"
        return {
            "all": table("all", ["all"], lambda p, f: "all"),
            "occasion": table("occasion", ["visit", "survey", "resolved"], lambda p, f: f.kind),
            "quarter": table("quarter", sorted({quarter(*x) for x in answers}), quarter),
            "type": table("type", TYPES, lambda p, f: p.type),
            "tier": table("tier", TIERS, lambda p, f: p.tier),
            "low": [x[2] for x in sorted(low, key=lambda x: x[:2])]}

    def value(self):
        rows = [
            (p, self.revenue(p), sum(self.minutes(f) for f in self.facts(p)))
            for p in self.customers]

        def row(these):
            value = sum(x[0].value for x in these)
            revenue, minutes = sum(x[1] for x in these), sum(x[2] for x in these)
            return {
                "customers": len(these), "buyers": sum(x[0].has_bought for x in these),
                "value": money(value), "value_per_customer": near(value, 100 * len(these), 2),
                "revenue": money(revenue), "minutes": minutes, "hours": near(minutes, 60, 1),
                "revenue_per_hour": near(revenue * 60, 100 * minutes, 2)}

        def table(name, values, of):
            return [{name: v} | row([x for x in rows if of(x[0]) == v]) for v in values]

        listed = sorted(
            (x for x in rows if x[0].value or x[2]), key=lambda x: (-x[0].value, x[0].id.encode()))
        return {
            "all": table("all", ["all"], lambda p: "all"),
            "tier": table("tier", TIERS, lambda p: p.tier),
            "type": table("type", TYPES, lambda p: p.type),
            "rep": table("rep", sorted({x[0].rep for x in rows}), lambda p: p.rep),
            "customer": [
                {"customer": p.id, "tier": p.tier, "type": p.type, "value": money(p.value),
                 "revenue": money(revenue), "minutes": minutes, "hours": near(minutes, 60, 1),
                 "revenue_per_hour": near(revenue * 60, 100 * minutes, 2)}
                for p, revenue, minutes in listed]}


def printed(options, name):
    command = [options.program, "report", name, "--format", "json", "--config", options.config,
               "--state", options.state]
    for flag, value in (("--as-of", options.as_of), ("--from", options.first), ("--to", options.to),
                        ("--rep", options.rep)):
        if value:
            command += [flag, str(value)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    tables = {}
    for line in done.stdout.splitlines():
        row = json.loads(line, parse_float=Decimal)
        assert row.pop("report") == name
        tables.setdefault(row.pop("table"), []).append(row)
    return tables


def compare(name, ours, theirs):
    """Differences, a line each; the words of an advice are not judged."""
    found = []
    for table in ours.keys() | theirs.keys():
        left, right = ours.get(table, []), theirs.get(table, [])
        if len(left) != len(right):
            found.append(f"{name} {table}: {len(left)} rows computed, {len(right)} printed")
        for number, (a, b) in enumerate(zip(left, right)):
            for column in a.keys() | b.keys():
                if column == "advice" and b.get("advice"):
                    continue
                if column not in a or column not in b or a[column] != b[column]:
                    found.append(
                        f"{name} {table} row {number} {list(a.values())[0]} {column}: "
                        f"computed {a.get(column, 'nothing')}, printed {b.get(column, 'nothing')}")
    return found


def main():
    day = dt.date.fromisoformat
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("program", "config", "state"):
        parser.add_argument(name)
    parser.add_argument("--as-of", type=day)
    parser.add_argument("--from", type=day, dest="first")
    parser.add_argument("--to", type=day)
    parser.add_argument("--rep")
    parser.add_argument("--only", help="only these reports, separated by commas")
    options = parser.parse_args()
    world = World(options.config, options.state, options.as_of)
    report_segments.judge(world)
    judge = Judge(world, options)
    names = ["structure", "pyramid", "attempts", "sources", "reasons", "losses", "neglected", "load",
             "delivery", "consent", "satisfaction", "value"]
    bad = 0
    for name in options.only.split(",") if options.only else names:
        ours = getattr(judge, name)()
        found = compare(name, ours, printed(options, name))
        bad += len(found)
        print(f"{name}: {sum(map(len, ours.values()))} rows, {len(found)} differences")
        for line in found[:20]:
            print("  " + line)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
