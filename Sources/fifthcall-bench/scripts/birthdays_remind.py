"""Goal P3: 10,000 birthdays of a year, by the program and by remind -s12.

python3 birthdays_remind.py PROGRAM FOLDER   (a config folder FOLDER/1000/config must be there)
"""
import calendar
import csv
import json
import pathlib
import shutil
import subprocess
import sys
import time

program, folder = sys.argv[1], pathlib.Path(sys.argv[2])
site = folder / "birthdays"
shutil.copytree(folder / "1000", site, dirs_exist_ok=True)
cadences = site / "config/cadences"
for file in cadences.glob("*.yaml"):
    if file.name != "birthday.yaml":
        file.unlink()
customers, reminders = site / "config/customers/customers.csv", site / "birthdays.rem"
with open(folder / "1000/config/customers/customers.csv", encoding="utf-8-sig", newline="") as lines:
    reader = csv.DictReader(lines)
    model, names = next(reader), reader.fieldnames
with open(customers, "w", encoding="utf-8", newline="") as out, open(reminders, "w") as rem:
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    for number in range(10_000):
        month, day = number % 12 + 1, number % 28 + 1
        row = dict.fromkeys(names, "") | {key: model[key] for key in ("姓名", "负责人", "客户阶段")}
        writer.writerow(row | {"客户编号": f"B{number:06}", "手机": f"154{number:08}",
                               "生日": f"1980-{month:02}-{day:02}"})
        rem.write(f"REM {day} {calendar.month_abbr[month]} MSG birthday {number}\n")
start = time.perf_counter()
subprocess.run(["remind", "-s12", reminders, "2026-03-01"], stdout=subprocess.DEVNULL, check=True)
peer = time.perf_counter() - start
said = subprocess.run([program, "plan", "--config", site / "config", "--from", "2026-03-01", "--days",
                       "365", "--timings"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
ours = json.loads(said.stderr.decode().splitlines()[-1])["plan_s"]
print(f"P3 plan_s {ours:.3f} s, remind -s12 {peer:.3f} s, ratio 1/{peer / max(ours, 0.001):.0f} (goal 1/100)")
