"""What reports are made of, read from config, customer files and journal with the standard library alone.

Shares no code with the program: docs/reports.md and docs/segments.md say what everything means.
"""
import csv
import datetime as dt
import glob
import json
import os
import re
from zoneinfo import ZoneInfo

STAGES = {
    "潜在线索": "suspect", "意向客户": "prospect", "商机": "opportunity", "成交客户": "customer",
    "复购客户": "repeat-customer", "转介绍客户": "evangelist", "流失客户": "lost",
    "Suspect": "suspect", "Prospect": "prospect", "Opportunity": "opportunity",
    "Customer": "customer", "Repeat Customer": "repeat-customer", "Evangelist": "evangelist",
    "Lost": "lost",
}
COLUMNS = {
    "id": ("客户编号", "Record ID"), "mobile": ("手机", "Mobile Phone Number"),
    "phone": ("电话", "Phone Number"), "email": ("电子邮箱", "Email"), "chat": ("微信",),
    "zone": ("时区", "Time Zone"), "city": ("城市", "City"), "district": ("区县", "District"),
    "rep": ("负责人", "Contact owner"), "source": ("客户来源", "Original Source"),
    "stage": ("客户阶段", "Lifecycle Stage"), "purchases": ("购买记录", "Purchases"),
    "last_contact": ("最近联系时间", "Last Contacted"), "created": ("创建时间", "Create Date"),
    "opted_out": ("退订渠道", "Opted Out Channels"),
}
CONSENTS = {
    "sms": ("同意短信", "SMS Consent"), "call": ("同意电话", "Call Consent"),
    "chat": ("同意微信", "WhatsApp Consent"), "email": ("同意邮件", "Email Consent"),
}
CHANNEL_WORDS = {
    "短信": "sms", "电话": "call", "微信": "chat", "邮件": "email", "sms": "sms", "call": "call",
    "whatsapp": "chat", "email": "email",
}
CHANNELS = ["email", "sms", "chat", "call", "visit", "gift", "card", "letter"]
KINDS = set(
    "inquiry offer won lost call visit purchase complaint resolved promise kept opt-out opt-in "
    "occasion snooze gift card letter survey deceased bereaved note contact referral assigned".split())
CONTACTS = set(
    "inquiry offer won visit purchase complaint resolved contact survey gift".split())


def day_of(text):
    return dt.date.fromisoformat(text[:10])


def instant(text):
    """Milliseconds since 1970, so that no rounding of floats plays a part."""
    moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    delta = moment - dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
    return (delta.days * 86400 + delta.seconds) * 1000 + delta.microseconds // 1000


def cents(text):
    """Hundredths of an amount as text or as JSON gave it."""
    text = str(text)
    sign = -1 if text.startswith("-") else 1
    whole, _, fraction = text.lstrip("-").partition(".")
    return sign * (int(whole or 0) * 100 + int((fraction + "00")[:2]))


class Fact:
    def __init__(self, line, zone):
        self.line = line
        self.n = line["n"]
        self.kind = line["kind"]
        self.at = instant(line.get("when", line["at"]))
        local = dt.datetime.fromtimestamp(self.at // 1000, zone)
        self.day, self.hour = local.date(), local.hour

    def __getitem__(self, key):
        return self.line.get(key)

    @property
    def is_contact(self):
        if self.kind == "call":
            return self["outcome"] in ("reached", "call-back")
        return self.kind in CONTACTS

    @property
    def is_death(self):
        return self.kind == "deceased" and self["relation"] is None


class Person:
    def __init__(self, name):
        self.id, self.row = name, None
        self.facts, self.touches, self.replies = [], {}, []
        self.ever = []  # all facts, whatever day the report is for
        self.rep = self.stage = None
        self.type = self.tier = self.lapse = "none"
        self.contribution = self.year_value = self.value = 0

    @property
    def is_customer(self):
        return self.row is not None and not any(f.is_death for f in self.facts)


class World:
    """Config, customers and journal as of a moment."""

    def __init__(self, config, state, as_of=None):
        self.config = config
        self.read_config()
        self.site_zone = ZoneInfo(self.key("zone"))
        self.people = {}
        self.read_customers()
        lines = self.read_journal(state)
        if as_of:
            self.today = as_of
            midnight = dt.datetime.combine(as_of, dt.time(), self.site_zone)
            self.moment = int(midnight.timestamp()) * 1000
        else:
            last = instant(lines[-1]["at"])
            self.moment = last + 1
            self.today = dt.datetime.fromtimestamp(last // 1000, self.site_zone).date()
        self.as_of = as_of
        self.fold(lines)

    # ------------------------------------------------------------------ config
    def read_config(self):
        with open(f"{self.config}/fifthcall.yaml", encoding="utf-8") as file:
            self.text = file.read()
        self.settings = {
            "least_typed": 50, "led_from": 40, "led_ahead": 10, "given_up_after": 30, "call": 10,
            "call_unanswered": 2, "visit": 60, "contact": 15, "gift": 20, "card": 10, "letter": 20,
            "top": 7, "large": 15, "medium": 30, "small": 90, "inactive": 180, "prospect": 30,
            "suspect": 180,
        }
        for section in ("reports", "effort"):
            block = re.search(rf"^{section}:\n((?:  .*\n|\n)+)", self.text, re.M)
            for name, value in re.findall(r"(\w+): (\d+)", block.group(1) if block else ""):
                self.settings[name] = int(value)
        self.reps = {}
        with open(f"{self.config}/reps.yaml", encoding="utf-8") as file:
            for name, names in re.findall(r"- id: (\S+)\s+names: \[(.*?)\]", file.read()):
                for word in names.split(","):
                    self.reps[word.strip()] = name
        self.follow_ups = set()
        for path in glob.glob(f"{self.config}/cadences/*.yaml"):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            kind = re.search(r"^kind: (\S+)", text, re.M).group(1)
            precedence = re.search(r"^precedence: (\S+)", text, re.M)
            named = precedence.group(1) if precedence else {"ladder": "follow-up"}.get(kind)
            if named == "follow-up":
                self.follow_ups.add(os.path.basename(path)[:-5])

    def key(self, name):
        return re.search(rf"^\s*{name}: (\S+)", self.text, re.M).group(1)

    # ------------------------------------------------------------------ customers
    def read_customers(self):
        for path in sorted(glob.glob(f"{self.config}/customers/*.csv")):
            with open(path, encoding="utf-8-sig", newline="") as file:
                for row in csv.DictReader(file):
                    self.add(row)

    def add(self, row):
        def cell(names):
            for name in names:
                if row.get(name):
                    return row[name].strip()
            return ""

        fields = {name: cell(headers) for name, headers in COLUMNS.items()}
        person = Person(fields["id"])
        person.row = fields
        person.zone = ZoneInfo(fields["zone"]) if fields["zone"] else self.site_zone
        person.rep = self.reps.get(fields["rep"], self.key("default_rep"))
        person.stage = STAGES.get(fields["stage"], "suspect")
        person.source = fields["source"]
        consents = {channel: cell(names) for channel, names in CONSENTS.items()}
        person.consented = {c for c, word in consents.items() if word in ("是", "Yes")}
        person.refused = {c for c, word in consents.items() if word in ("否", "No")}
        words = re.split(r"[、;]\s*", fields["opted_out"])
        person.opted_out = {CHANNEL_WORDS[w.lower()] for w in words if w}
        has_call = bool(fields["mobile"] or fields["phone"])
        person.reachable = {
            c for c, has in (
                ("email", fields["email"]), ("sms", fields["mobile"]), ("chat", fields["chat"]),
                ("call", has_call)) if has}
        person.bought = []
        for part in filter(None, fields["purchases"].split(";")):
            parts = part.split("|")
            margin = cents(parts[4]) if len(parts) > 4 and parts[4] else None
            person.bought.append((day_of(parts[0]), cents(parts[3]), margin))
        self.people[person.id] = person

    # ------------------------------------------------------------------ journal
    @staticmethod
    def read_journal(state):
        lines = []
        for path in sorted(glob.glob(f"{state}/journal/*.jsonl")):
            with open(path, encoding="utf-8") as file:
                lines += [json.loads(line) for line in file]
        return lines

    def person(self, name):
        if name not in self.people:
            self.people[name] = Person(name)
            self.people[name].zone = self.site_zone
        return self.people[name]

    def fold(self, lines):
        retracted = {line["of"] for line in lines if line["kind"] == "retracted"}
        erased = {line["customer"] for line in lines if line["kind"] == "erased"}
        self.receipts, self.names, early = {}, {}, {}
        for line in lines:
            if line["kind"] in KINDS:
                if line["n"] not in retracted and line["customer"] not in erased:
                    person = self.person(line["customer"])
                    fact = Fact(line, person.zone)
                    person.ever.append(fact)
                    if fact.at < self.moment:
                        person.facts.append(fact)
            elif self.as_of is None or instant(line["at"]) < self.moment:
                self.touch(line, early)
        for name in erased:
            self.people.pop(name, None)
        for person in self.people.values():
            person.ever.sort(key=lambda fact: (fact.at, fact.n))
            person.facts.sort(key=lambda fact: (fact.at, fact.n))
            self.overlay(person)

    def touch(self, line, early):
        """What one line says of a message; docs/reports.md, delivery."""
        kind, touch = line["kind"], line.get("touch")
        if kind == "reply" and "customer" in line:
            person = self.person(line["customer"])
            at = dt.datetime.fromtimestamp(instant(line["at"]) // 1000, person.zone)
            person.replies.append((line["channel"], at.date()))
        if kind == "receipt":
            if touch is None:
                early.setdefault(line.get("remote"), set()).add(line["status"])
                return
            self.receipts.setdefault(touch, set()).add(line["status"])
        if touch is None or touch.startswith(("rep%3A", "house%3A")):
            return
        touches = self.person(touch.split("/")[0]).touches
        if kind == "intent":
            touches[touch] = {
                "channel": line["channel"], "day": day_of(line["day"]), "result": None}
        elif kind in ("outcome", "settled"):
            known = touches.setdefault(
                touch, {
                    "channel": line.get("channel", "email"),
                    "day": day_of(line.get("day", line["at"])), "result": None})
            if kind == "settled" and "channel" in line:
                known["channel"] = line["channel"]
            known["result"] = line.get("result", "done")
            if kind == "outcome" and line.get("remote") in early:
                self.receipts.setdefault(touch, set()).update(early.pop(line["remote"]))
                self.receive(known, self.receipts[touch])
        elif kind == "retry":
            touches.pop(touch, None)
        elif kind == "receipt" and touch in touches:
            self.receive(touches[touch], {line["status"]})
        elif kind == "reply" and touch in touches and touches[touch]["result"] == "uncertain":
            touches[touch]["result"] = "accepted"

    @staticmethod
    def receive(known, statuses):
        if known["result"] in ("accepted", "uncertain", "done"):
            known["result"] = "rejected" if "bounced" in statuses else "accepted"

    def overlay(self, person):
        """Stage and rep as recorded since; docs/segments.md."""
        if person.row is None:
            return
        file_stage, file_rep = person.stage, person.rep
        bought = {day for day, amount, _ in person.bought if amount >= 0}
        for fact in person.facts:
            if fact.kind == "assigned" and fact["overlays"] in (None, file_rep):
                person.rep = fact["to"]
            if fact.kind == "purchase" and cents(fact["amount"] or 0) >= 0:
                bought.add(fact.day)
            if fact["overlays"] not in (None, file_stage):
                continue
            has_bought = person.stage in ("customer", "repeat-customer", "evangelist")
            if fact.kind == "inquiry" and person.stage in ("suspect", "lost"):
                person.stage = "prospect"
            elif fact.kind == "offer" and person.stage in ("suspect", "prospect", "lost"):
                person.stage = "opportunity"
            elif fact.kind == "won" and not has_bought:
                person.stage = "customer"
            elif fact.kind == "purchase" and cents(fact["amount"] or 0) >= 0:
                if not has_bought:
                    person.stage = "customer"
                if person.stage == "customer" and len(bought) > 1:
                    person.stage = "repeat-customer"
            elif fact.kind == "lost":
                person.stage = "lost"

    def purchases(self, person):
        """Of file and journal up to today: (day, amount or none, margin or none)."""
        found = [p for p in (person.bought if person.row else []) if p[0] <= self.today]
        file = list(found)
        for fact in person.facts:
            if fact.kind != "purchase" or fact.day > self.today:
                continue
            amount = None if fact["amount"] is None else cents(fact["amount"])
            margin = None if fact["margin"] is None else cents(fact["margin"])
            if any(d == fact.day and amount in (None, a) for d, a, _ in file):
                continue
            found.append((fact.day, amount, margin))
        return found
