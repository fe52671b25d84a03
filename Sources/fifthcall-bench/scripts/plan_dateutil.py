"""Peer of goal P1: dates the touches of a year with dateutil and a holiday set, and does no more.

python3 plan_dateutil.py CUSTOMERS.csv HOLIDAYS.csv   (dateutil from PyPI or python3-dateutil)

For each customer: the birthday and three greetings, moved on
to the next day that is neither a weekend nor a holiday. Reading the file is not timed.
"""
import csv
import datetime
import sys
import time

try:
    from dateutil.relativedelta import relativedelta
except ImportError:
    print("skipped: no dateutil")
    sys.exit()

first, last = datetime.date(2026, 3, 10), datetime.date(2027, 3, 9)
with open(sys.argv[2], encoding="utf-8-sig") as lines:
    holidays = {datetime.date.fromisoformat(row[0]) for row in csv.reader(lines) if len(row) > 1 and row[1] == "public"}
with open(sys.argv[1], encoding="utf-8-sig", newline="") as lines:
    birthdays = [row.get("生日") or row.get("Date of Birth") or "" for row in csv.DictReader(lines)]
parts = [first + relativedelta(months=months) for months in (0, 4, 8)]
one_day = datetime.timedelta(days=1)


def free(day):
    while day.weekday() > 4 or day in holidays:
        day += one_day
    return day


start = time.perf_counter()
touches = 0
for number, text in enumerate(birthdays):
    if text[:1].isdigit():
        born = datetime.date.fromisoformat(text)
        age = first.year - born.year
        day = born + relativedelta(years=age)
        if day < first:
            day = born + relativedelta(years=age + 1)
        touches += day <= last
    for part in parts:
        day = free(part + datetime.timedelta(days=number % 120))
        touches += day <= last
seconds = time.perf_counter() - start
print(f"peer dateutil: {touches} touches in {seconds:.2f} s, {touches / seconds / 1e6:.2f} M/s"
      " (goal: ours 8 x as many; count them by: fifthcall plan | wc -l, over plan_s)")
