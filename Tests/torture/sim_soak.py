"""Sixty simulated days with random trouble of all kinds, seed by seed, each judged by sim_judge.py.

usage: sim_soak.py PROGRAM [--seeds N] [--first S] [--customers N] [--seconds LIMIT] [--least N] [--keep DIR]

Relay and gateway down, refusing and slow, kills, the wall clock set wrong and right again: drawn from the
seed, which is printed with whatever is wrong, so that one seed can be repeated. Each tenth seed runs twice,
and must give the same bytes.
"""
import argparse
import concurrent.futures
import datetime as dt
import filecmp
import os
import random
import shutil
import sys
import tempfile
import time

import sim_judge
import sim_site

DAYS = 60
JUMPS = ["+1s", "-1s", "+30s", "-4s", "+2h", "-2h", "+1h", "-20m", "+1d", "-1d", "+3d", "+40d", "-40d", "+365d", "-365d",
         "+400d", "-20000d", "+29200d"]


def opposite(jump):
    return ("-" if jump[0] == "+" else "+") + jump[1:]


def faults(numbers, first):
    """What goes wrong in a seed's sixty days."""
    def at(day):
        return f"{first + dt.timedelta(day)}T{numbers.randrange(7, 21):02d}:{numbers.randrange(60):02d}"

    found = []
    for endpoint in ("relay", "gateway"):
        day = numbers.randrange(1, 12)
        while day < DAYS - 2:
            long = numbers.choice([0, 0, 1, 2, 4])
            trouble = numbers.choice(["down", "refusing", "slow"])
            found.append(f"{endpoint}-{trouble}:{first + dt.timedelta(day)}..{first + dt.timedelta(day + long)}")
            day += long + numbers.randrange(3, 15)
    found += [f"crash:{at(numbers.randrange(1, DAYS))}" for _ in range(numbers.randrange(2, 9))]
    day = numbers.randrange(2, 15)
    while day < DAYS - 2:
        jump = numbers.choice(JUMPS)
        back = day + numbers.choice([0, 0, 1, 3])
        moment = at(day)
        found.append(f"clock-jump:{moment}{jump}")
        if numbers.random() < 0.8 or jump[-1] == "d":
            later = at(back)
            if later <= moment:
                later = at(back + 1)
            found.append(f"clock-jump:{later}{opposite(jump)}")
        day = back + numbers.randrange(4, 25)
    return found


def same(left, right):
    """Whether two worlds are the same, byte by byte, but for keys and lock."""
    for folder in ("outbox", "journal"):
        for where, _, names in os.walk(f"{left}/{folder}"):
            for name in names:
                path = os.path.join(where, name)
                if name != "lock" and not filecmp.cmp(path, path.replace(left, right, 1), shallow=False):
                    return False
    return filecmp.cmp(f"{left}/load.csv", f"{right}/load.csv", shallow=False)


def run(program, seed, customers, keep):
    """One seed: what is wrong, the faults, how many messages."""
    numbers = random.Random(seed)
    first = dt.date(2026, 1, 5) + dt.timedelta(numbers.randrange(300))
    trouble = faults(numbers, first)
    folder = tempfile.mkdtemp(prefix="fifthcall-soak-")
    wrong, messages = [], 0
    try:
        sim_site.make(folder, customers, seed)
        arguments = ["--from", str(first), "--days", str(DAYS), "--seed", str(seed)]
        for fault in trouble:
            arguments += ["--fault", fault]
        sim_site.simulate(program, folder, "out", arguments)
        world = sim_judge.World(f"{folder}/out", f"{folder}/config", trouble)
        wrong, messages = world.judge(), len(world.outbox)
        if seed % 10 == 0:
            sim_site.simulate(program, folder, "again", arguments)
            if not same(f"{folder}/out", f"{folder}/again"):
                wrong.append("the same seed gave other bytes")
    except Exception as error:  # noqa: BLE001: whatever it is, it belongs to this seed
        wrong.append(f"{type(error).__name__}: {error}")
    if wrong and keep:
        shutil.copytree(folder, f"{keep}/{seed}", dirs_exist_ok=True)
    shutil.rmtree(folder)
    return seed, wrong, trouble, messages


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--first", type=int, default=1)
    parser.add_argument("--customers", type=int, default=150)
    parser.add_argument("--seconds", type=float, default=1e9)
    parser.add_argument("--least", type=int, default=1)
    parser.add_argument("--keep")
    options = parser.parse_args()
    program, start, done, bad, messages = os.path.abspath(options.program), time.time(), 0, 0, 0
    with concurrent.futures.ProcessPoolExecutor(max_workers=2) as pool:
        seeds = iter(range(options.first, options.first + options.seeds))
        waiting = set()
        while True:
            # A slow machine gets more time for the least, within reason.
            limit = options.seconds * (1 if done + len(waiting) >= options.least else 6)
            while len(waiting) < 2 and time.time() - start < limit:
                seed = next(seeds, None)
                if seed is None:
                    break
                waiting.add(pool.submit(run, program, seed, options.customers, options.keep))
            if not waiting:
                break
            ended, waiting = concurrent.futures.wait(waiting, return_when="FIRST_COMPLETED")
            for one in ended:
                seed, wrong, trouble, count = one.result()
                done, messages = done + 1, messages + count
                if wrong:
                    bad += 1
                    print(f"seed {seed}: {len(wrong)} violations; faults: {' '.join(trouble)}")
                    for text in wrong[:8]:
                        print(f"  {text}", flush=True)
    print(f"soak: {done} seeds of {DAYS} days, {messages} messages, {bad} seeds with violations,"
          f" {time.time() - start:.0f} s")
    if done < options.least:
        print(f"soak: at least {options.least} seeds were wanted", file=sys.stderr)
        sys.exit(1)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
