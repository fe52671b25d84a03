"""What a simulated world must never show, found from its journal, its outbox and the customer file alone.

usage: sim_judge.py OUT CONFIG [--fault FAULT]... [--program PROGRAM]

OUT is what `simulate --out` wrote, CONFIG the config folder of the site, each FAULT one that the simulation
was given. Shares no code with the program. With PROGRAM, birthdays that no record explains are looked up in
what `plan --skips` says of the customer. Prints each violation; exit 1 if there is any.
"""
import argparse
import collections
import csv
import datetime as dt
import email
import email.policy
import glob
import hashlib
import json
import os
import re
import subprocess
import sys
import zoneinfo

MACHINE = {"email", "sms", "chat"}
FINAL = {"accepted", "rejected", "uncertain", "expired", "suppressed", "cancelled", "done", "dead"}
WINDOWS = ((570, 690), (840, 1170))
BUFFER = 2
LUNAR = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../CivilTimeTests/Golden/lunar-years.csv")
# The festivals that the shipped config names: month and day, "L" for the lunar calendar.
FESTIVALS = ["01-01", "L12-08", "L12-23", "L01-01", "L01-15", "03-08", "05-01", "06-01", "L05-05", "L07-07",
             "L07-15", "09-10", "L08-15", "10-01", "L09-09"]


def sha(data):
    return hashlib.sha256(data).hexdigest()


def house(touch):
    return touch.startswith(("rep%3A", "house%3A"))


def moment(text):
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Lunar:
    """The Chinese calendar from the table of the Hong Kong Observatory's years."""

    def __init__(self):
        self.years = {}
        with open(LUNAR) as file:
            for row in csv.DictReader(file):
                lengths = list(map(int, row["month_days"].split()))
                self.years[int(row["lunar_year"])] = (
                    dt.date.fromisoformat(row["new_year"]), int(row["leap_month"]), lengths)

    def day(self, year, month, day, leap=False):
        """A date's day; a leap month that the year lacks is the ordinary one, a 30th of 29 days the 29th."""
        first, leap_month, lengths = self.years[year]
        index = month - 1 + (1 if leap_month and month > leap_month else 0)
        if leap and leap_month == month:
            index += 1
        return first + dt.timedelta(sum(lengths[:index]) + min(day, lengths[index]) - 1)


class World:
    """Journal and outbox of a simulation, and the site they are about."""

    def __init__(self, out, config, faults=()):
        self.out, self.config, self.faults = out, config, list(faults)
        self.wrong, self.answers = [], {}
        self.lunar = Lunar()
        self.customers = self.read_customers()
        self.kinds = self.read_cadences()
        self.lines = self.read_journal()
        self.outbox = self.read_outbox()
        self.begin = moment(self.lines[0]["at"])
        self.jumps = self.read_jumps()
        # While a clock is trusted that is behind the journal, the journal's own moments stand still.
        self.end = self.wall(self.lines[-1])
        self.touches = collections.defaultdict(list)
        for line in self.lines:
            if "touch" in line:
                self.touches[line["touch"]].append(line)

    def bad(self, text):
        self.wrong.append(text)

    # What is read

    def read_customers(self):
        found = {}
        for name in sorted(glob.glob(f"{self.config}/customers/*.csv")):
            with open(name, encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    found[row["客户编号"]] = row
        return found

    def read_cadences(self):
        kinds = {}
        for name in glob.glob(f"{self.config}/cadences/*.yaml"):
            text = open(name, encoding="utf-8").read()
            kind = re.search(r"^kind: (\S+)", text, re.M).group(1)
            free = kind in ("anniversary", "maintenance") and "bound_by_caps: true" not in text
            kinds[os.path.basename(name)[:-5]] = (kind, not free)
        return kinds

    def read_journal(self):
        lines, head, number, last = [], "0" * 32, 0, ""
        for name in sorted(glob.glob(f"{self.out}/journal/*.jsonl")):
            with open(name, "rb") as file:
                for raw in file:
                    parts = re.fullmatch(
                        rb'(.*),"c":"([0-9a-f]{16})","h":"([0-9a-f]{32})"}\n', raw, re.S)
                    if not parts:
                        self.bad(f"{name}: a line that is none: {raw[:80]}")
                        continue
                    body, check, found = parts.groups()
                    head = sha((head + check.decode()).encode())[:32]
                    line = json.loads(raw)
                    number += 1
                    if sha(body)[:16] != check.decode() or head != found.decode():
                        self.bad(f"{name}: the chain breaks at {line['n']}")
                    if line["n"] != number or line["at"] < last or line["d"] >= number:
                        self.bad(f"{name}: numbers or moments are out of order at {line['n']}")
                    last = line["at"]
                    lines.append(line)
        return lines

    def read_outbox(self):
        found = []
        for name in sorted(glob.glob(f"{self.out}/outbox/*/*.eml")):
            with open(name, "rb") as file:
                mail = email.message_from_binary_file(file, policy=email.policy.default)
            body = mail.get_body(("plain",))
            found.append({"touch": mail["X-Fifthcall-Touch"], "channel": "email", "to": mail["To"],
                          "id": mail["Message-ID"], "day": name.split("/")[-2],
                          "text": (mail["Subject"] or "") + "\n" + (body.get_content() if body else "")})
        for channel in ("sms", "chat"):
            name = f"{self.out}/outbox/{channel}.jsonl"
            if os.path.exists(name):
                for raw in open(name, encoding="utf-8"):
                    line = json.loads(raw)
                    found.append({"touch": line["touch"], "channel": channel, "to": line["to"],
                                  "text": line["text"], "id": "", "day": line["at"][:10]})
        return found

    def read_jumps(self):
        """Moments of the boot-time clock at which the wall clock was set wrong, and by how much."""
        units = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
        jumps = []
        for fault in self.faults:
            parts = re.fullmatch(r"clock-jump:(.{16})([+-])(\d+)([smhd])", fault)
            if parts:
                at = dt.datetime.fromisoformat(parts[1]).replace(tzinfo=zoneinfo.ZoneInfo("Asia/Shanghai"))
                jumps.append((at, (1 if parts[2] == "+" else -1) * int(parts[3]) * units[parts[4]]))
        return sorted(jumps)

    def wall(self, line):
        """What the service's wall clock showed, whatever the journal made of it."""
        true = self.begin + dt.timedelta(milliseconds=line["up"] - self.lines[0]["up"])
        return true + dt.timedelta(seconds=sum(by for at, by in self.jumps if at <= true))

    def local(self, line):
        row = self.customers.get(line["touch"].split("/")[0], {})
        zone = row.get("时区") or "Asia/Shanghai"
        return self.wall(line).astimezone(zoneinfo.ZoneInfo(zone))

    # What must hold

    def judge(self):
        self.deliveries()
        self.doubts()
        self.ends()
        self.reach()
        self.windows()
        self.caps()
        self.texts()
        self.holidays()
        self.digests()
        return self.wrong

    def results(self, touch):
        return [line["result"] for line in self.touches[touch] if line["kind"] == "outcome"]

    def deliveries(self):
        """Nothing twice, nothing without its cross, accepted means there and there means crossed."""
        copies = collections.Counter(message["touch"] for message in self.outbox)
        for touch, count in copies.items():
            kinds = collections.Counter(line["kind"] for line in self.touches[touch])
            if not kinds["intent"] or kinds["cross"] < count:
                self.bad(f"{touch}: {count} in the outbox, {dict(kinds)} in the journal")
            doubts = self.results(touch).count("uncertain")
            notices = self.kinds.get(touch.split("/")[1], ("",))[0] == "maintenance"
            if count > 1 and not (doubts and (house(touch) or notices) and count <= 1 + doubts):
                self.bad(f"{touch}: {count} times in the outbox")
        for touch, lines in self.touches.items():
            if "accepted" in self.results(touch) and not copies[touch]:
                self.bad(f"{touch}: accepted, but not in the outbox")
            crosses = sum(line["kind"] == "cross" for line in lines)
            if crosses > 1 and not house(touch) and "uncertain" not in self.results(touch):
                # A relay that refuses after the point of no return lets it go again.
                if self.results(touch).count("deferred") < crosses - 1:
                    self.bad(f"{touch}: crossed {crosses} times")

    def doubts(self):
        """Uncertain is what crossed in a run that ended before its outcome, and nothing else."""
        for touch, lines in self.touches.items():
            last, begun = None, {}
            for line in lines:
                if line["kind"] in ("intent", "attempt", "cross"):
                    last = line
                    begun[line["kind"]] = line
                if line["kind"] != "outcome":
                    continue
                if line["result"] == "uncertain":
                    if last is None or last["kind"] != "cross" or last["run"] >= line["run"]:
                        self.bad(f"{touch}: uncertain at {line['n']} without a cross and a new start")
                elif last is not None and last["kind"] == "cross" and last["run"] < line["run"]:
                    self.bad(f"{touch}: {line['result']} at {line['n']} though a start lies between")
                last = None
            order = [line["kind"] for line in lines]
            if "cross" in order and ("attempt" not in order or order.index("attempt") > order.index("cross")):
                self.bad(f"{touch}: cross without attempt")

    def ends(self):
        """Every intent has its end, or waits for a moment that has not come."""
        held = set()
        for line in self.lines:
            if line["kind"] == "hold":
                held.add(line["cause"])
            elif line["kind"] == "release":
                held = set() if line["cause"] == "operator" else held - {line["cause"]}
        for touch, lines in self.touches.items():
            last = [line for line in lines if line["kind"] in ("intent", "attempt", "cross", "outcome")]
            if not last or last[-1]["kind"] == "outcome" and last[-1]["result"] in FINAL:
                continue
            expires = [line["expires"] for line in lines if "expires" in line]
            if held or last[-1]["kind"] == "outcome" and moment(last[-1].get("retry", "1970-01-01T00:00:00Z")) > self.end:
                continue
            if expires and moment(expires[-1]) > self.end - dt.timedelta(minutes=30):
                continue
            self.bad(f"{touch}: forgotten after {last[-1]['kind']} at {last[-1]['at']}")
        for line in self.lines:
            if line["kind"] == "outcome" and line["result"] in ("suppressed", "expired", "rejected", "dead"):
                if not line.get("reason") and not line.get("code"):
                    self.bad(f"{line['touch']}: {line['result']} without a reason")

    def reach(self):
        """Nothing to whom has not consented, opted out, complained, died or mourns."""
        closed = collections.defaultdict(set)
        complaints, dead, mourning = {}, set(), {}
        for line in self.lines:
            customer, kind = line.get("customer"), line["kind"]
            if kind == "opt-out":
                closed[customer].add((line.get("channel", "*"), line.get("occasion", "*")))
            elif kind == "opt-in":
                channel = line.get("channel", "*")
                closed[customer] = {c for c in closed[customer] if channel != "*" and c[0] != channel}
            elif kind == "complaint":
                complaints[customer] = line
            elif kind == "resolved":
                complaints.pop(customer, None)
            elif kind == "deceased":
                dead.add(customer)
            elif kind == "bereaved":
                mourning[customer] = moment(line["when"])
            if kind != "cross" or house(line["touch"]):
                continue
            customer, cadence = line["touch"].split("/")[:2]
            row = self.customers.get(customer)
            if row is None:
                self.bad(f"{line['touch']}: no such customer")
                continue
            channel, column = line["channel"], {"sms": "同意短信", "email": "同意邮件", "chat": "同意微信"}
            if row.get(column[channel]) != "是":
                self.bad(f"{line['touch']}: no consent to {channel}")
            words = {"sms": "短信", "email": "邮件", "chat": "微信"}
            if words[channel] in (row.get("退订渠道") or "") or "全部" in (row.get("退订渠道") or ""):
                if not any(l["kind"] == "opt-in" and l.get("customer") == customer for l in self.lines):
                    self.bad(f"{line['touch']}: opted out of {channel} in the file")
            if any(c in ("*", channel) and o in ("*", cadence) for c, o in closed[customer]):
                self.bad(f"{line['touch']}: crossed at {line['at']} after an opt-out")
            kind = self.kinds[cadence][0]
            if customer in complaints and kind in ("greeting", "festival") or customer in complaints and cadence == "nurture":
                self.bad(f"{line['touch']}: promotion while a complaint is open")
            if customer in dead:
                self.bad(f"{line['touch']}: to somebody deceased")
            if customer in mourning and self.wall(line) - mourning[customer] < dt.timedelta(days=99):
                self.bad(f"{line['touch']}: within 100 days of a bereavement")

    def crossings(self):
        for line in self.lines:
            if line["kind"] == "cross" and not house(line["touch"]):
                yield line, line["touch"].split("/")[0], line["touch"].split("/")[1]

    def windows(self):
        for line, _, _ in self.crossings():
            at = self.local(line)
            minute = at.hour * 60 + at.minute
            if not any(first <= minute <= last for first, last in WINDOWS):
                self.bad(f"{line['touch']}: crossed at {at.isoformat()}, outside the windows")

    def caps(self):
        """One a day; what the caps bind, one in 7 days and three in 30 with all that counts."""
        sent, counts = collections.defaultdict(list), {}
        for line in self.lines:
            if line["kind"] == "intent":
                counts[line["touch"]] = line.get("caps", True)
        for line, customer, cadence in self.crossings():
            sent[customer].append((self.local(line).date(), line["touch"], cadence))
        for customer, messages in sent.items():
            days = collections.Counter(day for day, _, _ in {(d, t, c) for d, t, c in messages})
            for day, count in days.items():
                if count > 1:
                    self.bad(f"{customer}: {count} messages on {day}: {[t for d, t, _ in messages if d == day]}")
            for day, touch, cadence in messages:
                if not self.kinds[cadence][1]:
                    continue
                others = [d for d, t, _ in messages if t != touch and counts.get(t, True)]
                week = [d for d in others if 0 <= (day - d).days < 7]
                month = [d for d in others if 0 <= (day - d).days < 30]
                if week or len(month) > 2:
                    self.bad(f"{touch} on {day}: cap broken by {week or month}")

    def texts(self):
        seen, variants = {}, {}
        for message in self.outbox:
            if house(message["touch"]):
                continue
            customer = message["touch"].split("/")[0]
            key = (customer, message["channel"], message["text"])
            if seen.setdefault(key, message["touch"]) != message["touch"]:
                self.bad(f"{message['touch']}: the text of {seen[key]} again")
        there = {message["touch"] for message in self.outbox}
        for line in self.lines:
            if line["kind"] == "intent" and line["touch"] in there and not house(line["touch"]):
                key = (line["touch"].split("/")[0], line.get("template"), line.get("variant"), line["channel"])
                if variants.setdefault(key, line["touch"]) != line["touch"]:
                    self.bad(f"{line['touch']}: variant {key[1:]} of {variants[key]} again")

    def blocked(self):
        """Days on or around holidays and festivals, on which no greeting goes."""
        days = set()
        with open(f"{self.config}/holidays/CN.csv", encoding="utf-8") as file:
            for row in csv.DictReader(line for line in file if not line.startswith("#")):
                if row["kind"] == "public":
                    days.add(dt.date.fromisoformat(row["date"]))
        years = {self.local(line).year for line, _, _ in self.crossings()}
        for year in sorted(years | {y + 1 for y in years} | {y - 1 for y in years}):
            if not 1901 <= year <= 2100:
                continue
            for text in FESTIVALS:
                month, day = map(int, text.lstrip("L").split("-"))
                days.add(self.lunar.day(year, month, day) if text[0] == "L" else dt.date(year, month, day))
            days.add(self.lunar.day(year, 1, 1) - dt.timedelta(1))
            for month, nth in ((5, 2), (6, 3)):
                first = dt.date(year, month, 1)
                days.add(first + dt.timedelta((6 - first.weekday()) % 7 + 7 * (nth - 1)))
        return {day + dt.timedelta(k) for day in days for k in range(-BUFFER, BUFFER + 1)}

    def holidays(self):
        blocked = self.blocked()
        for line, _, cadence in self.crossings():
            day = self.local(line).date()
            if self.kinds[cadence][0] == "greeting" and day in blocked:
                self.bad(f"{line['touch']}: a greeting on {day}, a holiday or near one")

    def digests(self):
        """One digest a rep and day, and none for a day that was missed."""
        for line in self.lines:
            if line["kind"] == "release" and "wall" in line:
                return  # Somebody vouched for a clock that is behind the journal's days.
            if line["kind"] != "cross" or not line["touch"].startswith("rep%3A"):
                continue
            day = re.search(r"\d{4}-\d{2}-\d{2}", line["touch"])
            age = (self.local(line).date() - dt.date.fromisoformat(day[0])).days if day else 0
            if not 0 <= age <= 4:
                self.bad(f"{line['touch']}: sent on {self.local(line)}")

    # Birthdays, for a year without faults

    def kept(self, text, year, feb29=""):
        """The day on which a date is kept in a year, nil before birth; RFC 7529 SKIP=BACKWARD."""
        parts = re.fullmatch(r"(L?)(\d{4}|-)-(\d{2})(L?)-(\d{2})", text)
        if not parts:
            return []
        lunar, born, month, leap, day = parts[1], parts[2], int(parts[3]), bool(parts[4]), int(parts[5])
        if not lunar:
            try:
                found = [dt.date(year, month, day)]
            except ValueError:
                found = [dt.date(year, 3, 1) if feb29 == "mar1" else dt.date(year, 2, 28)]
        else:
            found = [d for y in (year - 1, year) for d in [self.lunar.day(y, month, day, leap)] if d.year == year]
        return [d for d in found if born == "-" or d.year > int(born)]

    def birthdays(self, first, days, program=None):
        """Every birthday of the file is kept on its day, by message or task, or its reason is on record."""
        last = first + dt.timedelta(days - 1)
        kept, explained, asked = 0, 0, 0
        days_sent = collections.defaultdict(set)
        for line, customer, cadence in self.crossings():
            if cadence == "birthday":
                days_sent[customer].add(self.local(line).date())
        reasons = collections.defaultdict(list)
        for line in self.lines:
            if line["kind"] == "outcome" and "/birthday/" in line["touch"] and line["result"] != "accepted":
                reasons[line["touch"].split("/")[0]].append(line.get("reason") or line.get("code"))
            elif line["kind"] not in ("intent", "attempt", "cross") and "/birthday/" in line.get("touch", ""):
                reasons[line["touch"].split("/")[0]].append("a rep did something about it")
        due = collections.defaultdict(list)
        for customer, row in self.customers.items():
            for year in range(first.year, last.year + 1):
                for day in self.kept(row.get("生日") or "", year):
                    if first <= day <= last:
                        due[customer].append(day)
        for customer, wanted in due.items():
            for day in wanted:
                if day in days_sent[customer]:
                    kept += 1
                elif reasons[customer]:
                    explained += 1
                elif program is not None:
                    asked += 1
                    if not self.ask(program, customer, day):
                        self.bad(f"{customer}: the birthday on {day} is neither kept nor explained")
            for day in days_sent[customer] - set(wanted):
                self.bad(f"{customer}: a birthday message on {day}, the birthday is {self.customers[customer]['生日']}")
        return kept, explained, asked

    def ask(self, program, customer, day):
        """What plan says of the day: a task, or a skip with its reason. It is asked once a day for everybody."""
        if day not in self.answers:
            ended = subprocess.run(
                [program, "plan", "--config", self.config, "--state", self.out, "--from", str(day), "--days", "1",
                 "--cadence", "birthday", "--skips", "--format", "json"],
                capture_output=True, text=True)
            rows = [json.loads(line) for line in ended.stdout.splitlines()]
            self.answers[day] = {row["customer"] for row in rows if row["action"] == "task" or row.get("reason")}
        return customer in self.answers[day] or self.is_moved(program, customer, day)

    def is_moved(self, program, customer, day):
        """Whether the birthday's call waits or goes with another call, or stands on a day on which its rep works."""
        ended = subprocess.run(
            [program, "explain", customer, "--day", str(day), "--config", self.config, "--state", self.out],
            capture_output=True, text=True)
        words = [line.split() for line in ended.stdout.splitlines()]
        moves = [["move", "capacity"], ["move", "one-call"]]
        if any(len(row) > 3 and row[1] == "birthday" and row[2:4] in moves for row in words):
            return True
        ended = subprocess.run(
            [program, "plan", "--config", self.config, "--state", self.out, "--from", str(day - dt.timedelta(10)),
             "--days", "31", "--customer", customer, "--cadence", "birthday", "--format", "json"],
            capture_output=True, text=True)
        return any(json.loads(line)["action"] == "task" for line in ended.stdout.splitlines())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out")
    parser.add_argument("config")
    parser.add_argument("--fault", action="append", default=[])
    parser.add_argument("--program")
    options = parser.parse_args()
    world = World(options.out, options.config, options.fault)
    wrong = world.judge()
    if options.program:
        days = (world.end - world.begin).days
        first = world.begin.astimezone(zoneinfo.ZoneInfo("Asia/Shanghai")).date()
        kept, explained, asked = world.birthdays(first, days, options.program)
        print(f"birthdays: {kept} kept, {explained} explained by the journal, {asked} by the plan")
    for text in wrong[:50]:
        print(text)
    print(f"{len(world.outbox)} messages, {len(world.lines)} records, {len(wrong)} violations")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
