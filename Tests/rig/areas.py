#!/usr/bin/env python3
"""Visits by area, worked out once more from the files alone and compared with what the program plans.

usage: areas.py PROGRAM [--customers N] [--seed S] [--from DAY] [--days N] [--least SHARE] [--keep DIR]

Makes a site of the shipped Chinese config with invented customers, plans a year on an empty history, and
 - works the day of every maintenance visit out anew by docs/capacity.md, with no code of the program's;
 - looks that every visit lies in its window, on a working day of the rep that is no holiday of the customer's;
 - counts the area changes of each rep, against planning each visit on a day of its own near its due day;
 - adds a customer, and one lead, and looks that only days of that area change.
Prints what it counted; exit 1 when a visit differs, a window is broken, or less than SHARE (0.4) is saved.
"""
import argparse
import bisect
import csv
import datetime as dt
import heapq
import io
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
sys.path.insert(0, f"{ROOT}/Tests/torture")
import sim_site  # noqa: E402

BEFORE, AFTER, FIRST, EVERY = 10, 15, 6, 12
STAGES = {"成交客户", "复购客户", "转介绍客户"}
ONE = dt.timedelta(1)


def months(day, count):
    """So many months later; the month's last day where that day is missing."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(year, month + 1, min(day.day, last))
        except ValueError:
            continue


class Site:
    """What the files say: reps with their days, customers with what was installed."""

    def __init__(self, config):
        self.off, self.made_up = set(), set()
        with open(f"{config}/holidays/CN.csv", encoding="utf-8") as file:
            for row in csv.DictReader(line for line in file if not line.startswith("#")):
                if row["kind"] == "public" and not row["region"]:
                    self.off.add(row["date"])
                elif row["kind"] == "workday":
                    self.made_up.add(row["date"])
        self.reps = {}
        for entry in re.split(r"\n  - ", open(f"{config}/reps.yaml", encoding="utf-8").read())[1:]:
            lines = "\n".join(line for line in entry.split("\n") if not line.strip().startswith("#"))
            rep = re.match(r"id: (\S+)", lines)[1]
            names = re.search(r"names: \[(.*?)\]", lines)[1].split(", ")
            days = re.search(r"weekdays: \[(.*?)\]", lines)
            most = re.search(r"visits_per_day: (\d+)", lines)
            weekdays = days[1].split(", ") if days else ["monday", "tuesday", "wednesday", "thursday", "friday"]
            self.reps[rep] = (names, set(weekdays), int(most[1]) if most else 6)
        with open(f"{config}/customers/customers.csv", encoding="utf-8-sig", newline="") as file:
            self.customers = list(csv.DictReader(file))

    def rep(self, row):
        return next((rep for rep, (names, _, _) in self.reps.items() if row["负责人"] in names), None)

    def works(self, rep, day):
        text = day.isoformat()
        if text in self.off:
            return False
        if text in self.made_up and day.weekday() >= 5:
            return True
        return day.strftime("%A").lower() in self.reps[rep][1]

    def due(self, row, start):
        """The first due day of the customer's installation that is not before the start."""
        installed = dt.date.fromisoformat(row["安装日期"])
        due, turn = months(installed, FIRST), 0
        while due < start:
            turn += 1
            due = months(installed, FIRST + EVERY * turn)
        return due


class Item:
    """One visit that is due."""

    def __init__(self, row, due, number, start, wishes):
        self.row, self.due, self.number = row, due, number
        self.first, self.last = max(due - BEFORE * ONE, start), max(due + AFTER * ONE, start)
        self.key = (self.last, row["客户编号"])
        self.wishes = wishes
        self.fits = []


def fitting(site, rep, item):
    """The days of a window on which the visit may be; at weekends only, where the customer likes it so."""
    span = (item.last - item.first).days + 1
    days = [item.first + k * ONE for k in range(span) if site.works(rep, item.first + k * ONE)]
    if item.wishes and any(day.weekday() >= 5 for day in days):
        days = [day for day in days if day.weekday() >= 5]
    return days


def expected(site, start, end):
    """The day of every visit by docs/capacity.md: {touch: (day, rep, area, first, last, due)}."""
    found, queues, opened, load = {}, {}, {}, {}

    def push(rep, area, item):
        item.fits = fitting(site, rep, item)
        heapq.heappush(queues.setdefault(rep, []), (item.key, area))
        opened.setdefault((rep, area), {})[item.row["客户编号"]] = item

    def place(rep, area, item, day):
        touch = f"{item.row['客户编号']}/maintenance/{item.row['安装日期']}.{item.number}/2"
        found[touch] = (day, rep, area, item.first, item.last, item.due)
        load.setdefault(rep, {})[day] = load[rep].get(day, 0) + 1
        del opened[rep, area][item.row["客户编号"]]
        due = months(day, EVERY)
        if due - BEFORE * ONE <= end:
            push(rep, area, Item(item.row, due, item.number + 1, start, item.wishes))

    for row in site.customers:
        if not row["安装日期"] or row["客户阶段"] not in STAGES or not site.rep(row):
            continue
        area = " ".join(part for part in (row["城市"], row["区县"]) if part)
        item = Item(row, site.due(row, start), 1, start, "周末" in row["方便联系时段"])
        if area and item.first <= end:
            push(site.rep(row), area, item)
    for rep in sorted(queues):
        most = site.reps[rep][2]
        load[rep] = {}
        while queues[rep]:
            (_, customer), area = heapq.heappop(queues[rep])
            item = opened[rep, area].get(customer)
            if item is None or item.key != _key(item, _, customer):
                continue
            if not item.fits:
                print(f"no fitting day: {customer}")
                del opened[rep, area][customer]
                continue
            free = [day for day in item.fits if load[rep].get(day, 0) < most]
            day = free[-1] if free else min(reversed(item.fits), key=lambda d: load[rep].get(d, 0))
            place(rep, area, item, day)
            rest = sorted((i for i in opened[rep, area].values() if day in i.fits), key=lambda i: i.key)
            for other in rest:
                if load[rep][day] >= most:
                    break
                place(rep, area, other, day)
    return found


def _key(item, last, customer):
    return (last, customer)


def planned(program, folder, start, days):
    """The visits that the program plans: {touch: (day, rep)}, and its messages before them."""
    ended = subprocess.run([program, "plan", "--from", str(start), "--days", str(days), "--format", "csv",
                            "--cadence", "maintenance"], cwd=folder, capture_output=True, text=True, check=True)
    rows = list(csv.DictReader(io.StringIO(ended.stdout)))
    return ({row["touch"]: (dt.date.fromisoformat(row["day"]), row["rep"]) for row in rows
             if row["channel"] == "visit"}, [row for row in rows if row["channel"] != "visit"])


def changes(visits):
    """How often a rep goes from one area to another; on one day each area is one stop."""
    count, order = 0, {}
    for day, rep, area in visits:
        order.setdefault(rep, set()).add((day, area))
    for stops in order.values():
        last = None
        by_day = {}
        for day, area in stops:
            by_day.setdefault(day, []).append(area)
        for day in sorted(by_day):
            areas = sorted(by_day[day])
            if last in areas:
                areas.remove(last)
                areas.insert(0, last)
            for area in areas:
                count += area != last
                last = area
    return count


def each_on_its_own(site, found, seed):
    """The same visits, each drawn evenly within five days of its due day, as one would plan it alone."""
    numbers = random.Random(seed)
    for day, rep, area, first, last, due in found.values():
        near = [due + k * ONE for k in range(-5, 6) if first <= due + k * ONE <= last and site.works(rep, due + k * ONE)]
        yield numbers.choice(near or [day]), rep, area
