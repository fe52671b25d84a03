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
                elif row["kind"] == "makeup_workday":
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
    """The days of a window on which the visit may be, and those that the customer likes."""
    span = (item.last - item.first).days + 1
    days = [item.first + k * ONE for k in range(span) if site.works(rep, item.first + k * ONE)]
    liked = [day for day in days if day.weekday() >= 5] if item.wishes else []
    return days, liked or days


def expected(site, start, end):
    """The day of every visit by docs/capacity.md: {touch: (day, rep, area, first, last, due)}."""
    found, queues, opened, load = {}, {}, {}, {}

    def push(rep, area, item):
        item.fits, item.liked = fitting(site, rep, item)
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
            key, area = heapq.heappop(queues[rep])
            item = opened[rep, area].get(key[1])
            if item is None or item.key != key:
                continue
            free = [[d for d in days if load[rep].get(d, 0) < most] for days in (item.liked, item.fits)]
            free = free[0] or free[1]
            day = free[-1] if free else min(reversed(item.fits), key=lambda d: load[rep].get(d, 0))
            place(rep, area, item, day)
            rest = sorted((i for i in opened[rep, area].values() if day in i.liked), key=lambda i: i.key)
            for other in rest:
                if load[rep][day] >= most:
                    break
                place(rep, area, other, day)
    return found


def planned(program, folder, start, days):
    """The visits that the program plans: {touch: (day, rep)}, and its messages before them."""
    ended = subprocess.run([program, "plan", "--from", str(start), "--days", str(days), "--format", "csv",
                            "--cadence", "maintenance", "--state", "none"], cwd=folder, capture_output=True, text=True, check=True)
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


def differences(program, folder, before, row, start, days):
    """The areas whose visits change their day when a customer is added, without the customer's own."""
    path = f"{folder}/config/customers/customers.csv"
    original = open(path, encoding="utf-8-sig", newline="").read()
    try:
        with open(path, "w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(row))
            writer.writeheader()
            writer.writerows(read(original) + [row])
        after, _ = planned(program, folder, start, days)
    finally:
        open(path, "w", encoding="utf-8-sig", newline="").write(original)
    own = row["客户编号"] + "/"
    return {touch for touch in before.keys() | after.keys()
            if not touch.startswith(own) and before.get(touch) != after.get(touch)}


def read(text):
    return list(csv.DictReader(io.StringIO(text)))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--customers", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", dest="start", type=dt.date.fromisoformat, default=dt.date(2026, 1, 2))
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--least", type=float, default=0.4)
    parser.add_argument("--keep")
    options = parser.parse_args()
    program, folder = os.path.abspath(options.program), options.keep or tempfile.mkdtemp(prefix="fifthcall-areas-")
    end = options.start + (options.days - 1) * ONE
    try:
        sim_site.make(folder, options.customers, options.seed)
        site = Site(f"{folder}/config")
        wanted = {touch: row for touch, row in expected(site, options.start, end + 40 * ONE).items() if row[0] <= end}
        found, notices = planned(program, folder, options.start, options.days)
        wrong = judge(site, wanted, found)
        stops = changes((found[t][0], found[t][1], wanted[t][2]) for t in wanted if t in found)
        alone = [changes(each_on_its_own(site, wanted, seed)) for seed in range(5)]
        saved = 1 - stops * len(alone) / sum(alone)
        wrong += steady(program, folder, site, found, wanted, options)
        print(f"areas: {len(found)} visits, {len(notices)} notices, {stops} area changes; each on its own day"
              f" {min(alone)} to {max(alone)}: {saved:.1%} fewer; {len(wrong)} violations")
        for text in wrong[:20]:
            print(text)
        if saved < options.least or len(found) == 0:
            print(f"areas: less than {options.least:.0%} saved")
        sys.exit(1 if wrong or saved < options.least or not found else 0)
    finally:
        if not options.keep:
            shutil.rmtree(folder)


def judge(site, wanted, found):
    """What is wrong with the visits found."""
    wrong, load = [], {}
    for touch in sorted(wanted.keys() | found.keys()):
        if touch not in wanted or touch not in found:
            wrong.append(f"{touch}: {'planned' if touch in found else 'not planned'}, against the rule")
            continue
        day, rep, _, first, last, due = wanted[touch]
        if (day, rep) != found[touch]:
            wrong.append(f"{touch}: planned for {found[touch]}, by the rule {day} {rep}")
        if not first <= found[touch][0] <= last:
            wrong.append(f"{touch}: {found[touch][0]} lies outside {first} to {last}, due {due}")
        if not site.works(rep, found[touch][0]):
            wrong.append(f"{touch}: {rep} does not work on {found[touch][0]}")
        load[found[touch]] = load.get(found[touch], 0) + 1
    full = sum(count > site.reps[rep][2] for (_, rep), count in load.items())
    if full > len(load) / 100:
        wrong.append(f"{full} days of reps hold more visits than they make a day")
    return wrong


def steady(program, folder, site, found, wanted, options):
    """A lead changes no visit, a new customer those of the own area and rep, or of days that are full."""
    wrong = []
    row = next(dict(row) for row in site.customers if row["安装日期"] and row["客户阶段"] in STAGES and site.rep(row))
    row["客户编号"] = "KH9999999"
    row["手机"], row["电子邮箱"] = "15499999999", ""
    lead = dict(row, 客户阶段="意向客户", 安装日期="", 安装产品="")
    changed = differences(program, folder, found, lead, options.start, options.days)
    if changed:
        wrong.append(f"a new lead changes {len(changed)} visits: {sorted(changed)[:3]}")
    row["安装日期"] = (options.start - 100 * ONE).isoformat()
    area = " ".join(part for part in (row["城市"], row["区县"]) if part)
    changed = differences(program, folder, found, row, options.start, options.days)
    load = {}
    for place in found.values():
        load[place] = load.get(place, 0) + 1
    for touch in sorted(changed):
        place = wanted.get(touch)
        if place is None or (place[1], place[2]) == (site.rep(row), area):
            continue
        if place[1] != site.rep(row) or all(count < site.reps[place[1]][2] for (_, rep), count in load.items() if rep == place[1]):
            wrong.append(f"a new customer in {area} changes {touch} in {place[2]}")
    print(f"areas: a new customer changes {len(changed)} of {len(found)} visits")
    return wrong


if __name__ == "__main__":
    main()
