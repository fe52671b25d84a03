"""A simulated year of mixed customers without trouble, judged by sim_judge.py: the rules of tact.

usage: sim_year.py PROGRAM [--customers N] [--seed S] [--most SECONDS] [--keep DIR]

No greeting on a holiday or near one, no message outside the windows, to whom has not consented or has opted
out, no cap broken, no text twice, every birthday kept or explained. With --most, the simulation must take no
longer. Prints how long it took and the most memory at the end of each quarter of the time.
"""
import argparse
import datetime as dt
import os
import shutil
import subprocess
import sys
import tempfile
import time

import sim_judge
import sim_site


def memory(pid):
    try:
        with open(f"/proc/{pid}/status") as file:
            return next((int(line.split()[1]) // 1024 for line in file if line.startswith("VmRSS")), 0)
    except OSError:
        return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--customers", type=int, default=500)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--most", type=float, default=1e9)
    parser.add_argument("--keep")
    options = parser.parse_args()
    program, first = os.path.abspath(options.program), dt.date(2026, 1, 2)
    folder = options.keep or tempfile.mkdtemp(prefix="fifthcall-year-")
    try:
        sim_site.make(folder, options.customers, options.seed)
        start, seen = time.time(), []
        with open(f"{folder}/log", "w") as log:
            running = subprocess.Popen(
                [program, "simulate", "--from", str(first), "--days", "365", "--seed", str(options.seed),
                 "--out", "out"], cwd=folder, stdout=log, stderr=log)
            while running.poll() is None:
                seen.append(memory(running.pid))
                time.sleep(0.25)
        seconds = time.time() - start
        if running.returncode:
            print(open(f"{folder}/log").read()[-2000:])
            sys.exit(1)
        world = sim_judge.World(f"{folder}/out", f"{folder}/config")
        wrong = world.judge()
        kept, explained, asked = world.birthdays(first, 365, program)
        for text in wrong[:40]:
            print(text)
        quarters = [max(seen[len(seen) * k // 4:len(seen) * (k + 1) // 4] or [0]) for k in range(4)]
        print(f"year: {options.customers} customers, {len(world.outbox)} messages, {len(world.lines)} records,"
              f" {len(wrong)} violations; birthdays: {kept} kept, {explained + asked} explained;"
              f" {seconds:.1f} s, MiB by quarter {quarters}")
        if kept == 0 or seconds > options.most:
            print("year: no birthday was kept" if kept == 0 else f"year: more than {options.most} s")
            sys.exit(1)
        sys.exit(1 if wrong else 0)
    finally:
        if not options.keep:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
