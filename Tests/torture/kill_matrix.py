#!/usr/bin/env python3
"""Kills the program on entry of its N-th call to the system, starts it again, and looks what came.

A point is (scenario, which command, call, N). After each kill the day is run to its end; then no
message may have come twice, every intent must have an end, `uncertain` may stand only where a
`cross` had no outcome, and what `record` had answered must be there.
"""
import argparse, collections, random, re, shutil, sys, tempfile, threading, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from bench import Gateway, MailServer, Site, judge, read_journal

CALLS = ('write', 'pwrite64', 'fdatasync', 'fsync', 'rename', 'unlink', 'ftruncate', 'connect',
         'sendto', 'recvfrom')

FIRST = ('record', 'note', 'T0001', '--note', 'canary', '--init')
SECOND = ('record', 'opt-out', 'T0001', '--channel', 'chat', '--init')

ERASE = ('journal', 'erase', 'T0001')

# What the journal calls what a command has answered.
KINDS = {'note': 'note', 'opt-out': 'opt-out', 'erase': 'erased'}

# Customers, connections, what follows the n-th dot; the day's steps, a number being a minute at
# which `run --once` starts; which of them are killed; and where an earlier one is always killed, so
# that the points lie in the start that makes it good.
SCENARIOS = {
    'accept-3': (3, 1, lambda n: 'accept', (0, 29), (0, 1), None),
    'accept-8': (8, 3, lambda n: 'accept', (0, 29), (0,), None),
    'drop-3': (3, 1, lambda n: 'drop' if n % 2 else 'accept', (0, 29), (0, 1), None),
    'drop-8': (8, 3, lambda n: 'drop' if n % 2 else 'accept', (0, 29), (0,), None),
    'later-5': (5, 2, lambda n: 'refuse' if n in (1, 3) else 'accept', (0, 29), (0, 1), None),
    'gone-3': (3, 1, lambda n: 'gone' if n in (-1, -2) else 'accept', (0, 29), (0, 1), None),
    'again-4': (4, 2, lambda n: 'accept', (0, 29), (1,), (0, 'sendto', 12)),
    'again-6': (6, 2, lambda n: 'drop' if n == 2 else 'accept', (0, 29), (1,), (0, 'fdatasync', 9)),
    'accept-12': (12, 4, lambda n: 'accept', (0, 29), (0,), None),
    'accept-24': (24, 6, lambda n: 'accept', (0, 29), (0,), None),
    'drop-20': (20, 4, lambda n: 'drop' if n % 3 else 'accept', (0, 29), (0,), None),
    'record': (1, 1, lambda n: 'accept', (FIRST, SECOND, 29), (0, 1), None),
    'erase': (3, 1, lambda n: 'accept', (FIRST, ERASE, 29), (1, 2), None),
    'sms-4': (4, 1, lambda n: 'accept', (0, 29), (0, 1), None),
    'sms-12': (12, 3, lambda n: 'accept', (0, 29), (0,), None),
    'sms-drop-6': (6, 2, lambda n: 'drop' if n % 2 else 'accept', (0, 29), (0, 1), None),
    'sms-later-5': (5, 2, lambda n: 'refuse' if n in (1, 3) else 'accept', (0, 29), (0, 1), None),
    'sms-gone-4': (4, 1, lambda n: 'gone' if n in (-1, -2) else 'accept', (0, 29), (0, 1), None),
}

STRACE = ('strace', '-f', '-qq', '-o')


class Bench:
    """One worker's server, sites and states."""

    def __init__(self, program, folder):
        self.mail, self.gateway = MailServer(), Gateway()
        self.folder = Path(folder)
        self.sites = {name: Site(self.folder / name, program, self.server(name).port, count,
                                 connections, is_sms=name.startswith('sms'))
                      for name, (count, connections, *_) in SCENARIOS.items()}

    def server(self, scenario):
        return self.gateway if scenario.startswith('sms') else self.mail

    def day(self, scenario, kill=None, trace=None):
        """Lives one day. `kill` is (step, call, n); `trace` a file and a step to count calls in."""
        site, ending = self.sites[scenario], SCENARIOS[scenario][2]
        self.server(scenario).begin(ending)
        state = Path(tempfile.mkdtemp(dir=self.folder))
        acknowledged, killed = [], False
        _, _, _, steps, _, first = SCENARIOS[scenario]
        try:
            for index, step in enumerate(steps):
                wrap, point = (), kill
                if first and first[0] == index:
                    point = first
                if trace and trace[1] == index:
                    wrap = (*STRACE, trace[0], '-y', '-e', 'trace=' + ','.join(CALLS))
                elif point and point[0] == index:
                    wrap = (*STRACE, '/dev/null', '-e', 'trace=' + point[1],
                            '-e', f'inject={point[1]}:signal=KILL:when={point[2]}')
                if isinstance(step, int):
                    done = site.once(state, step, wrap=wrap)
                else:
                    done = site.run(state, *step, wrap=wrap)
                    found = re.search(r'"n":(\d+)', done.stdout)
                    if found:
                        acknowledged.append((int(found.group(1)), KINDS[step[1]]))
                is_killed = done.returncode in (-9, 137)
                killed = killed or is_killed and point is kill
                if done.returncode != 0 and not is_killed:
                    return killed, [f'step {index} ended with {done.returncode}: '
                                    + done.stderr.strip()[-300:]]
            if is_killed:
                done = site.once(state, 29)
                if done.returncode != 0:
                    return killed, [f'the last start ended with {done.returncode}']
            return killed, self.look(scenario, site, state, acknowledged)
        finally:
            shutil.rmtree(state, ignore_errors=True)

    def look(self, scenario, site, state, acknowledged):
        try:
            entries = read_journal(state)
        except AssertionError as problem:
            return [f'the journal is not clean: {problem}']
        touches = [f'T{n:04}/birthday/2026/1' for n in range(1, site.customers + 1)]
        # A mail that was put off comes with the later runs, or stands open for the next day.
        if 'later' in scenario or 'gone' in scenario:
            settled = {e['touch'] for e in entries if e['kind'] == 'outcome'
                       and e['result'] != 'deferred'}
            entries = [e for e in entries if e.get('touch') in settled or 'touch' not in e]
            touches = [touch for touch in touches if touch in settled]
        if any(entry['kind'] == 'erased' for entry in entries):
            touches = touches[1:]
            shown = site.run(state, 'journal', 'export', 'T0001').stdout
            if 'canary' in shown:
                return ['what was sealed of an erased person can still be read']
        wrong = judge(entries, self.server(scenario).taken, touches)
        kinds = {entry['n']: entry['kind'] for entry in entries}
        wrong += [f'record {n} ({kind}) was acknowledged and is not there'
                  for n, kind in acknowledged if kinds.get(n) != kind]
        return wrong


def points(bench, scenario):
    """The calls of each step that touch a file or a socket, by their place among their thread's."""
    found = set()
    for step in SCENARIOS[scenario][4]:
        log = bench.folder / f'trace-{scenario}-{step}'
        _, wrong = bench.day(scenario, trace=(str(log), step))
        if wrong:
            sys.exit(f'{scenario} without a kill: {wrong}')
        counts = collections.Counter()
        for line in log.read_text(errors='replace').splitlines():
            match = re.match(r'(\d+)\s+(\w+)\(', line)
            if not match or match.group(2) not in CALLS:
                continue
            counts[match.groups()] += 1
            # Threads waking each other by an eventfd change nothing that outlives them.
            if 'anon_inode' not in line:
                found.add((scenario, step, match.group(2), counts[match.groups()]))
    return sorted(found)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('program')
    options.add_argument('--seconds', type=float, default=200)
    options.add_argument('--jobs', type=int, default=2)
    options.add_argument('--seed', type=int, default=1)
    options.add_argument('--least', type=int, default=0, help='fail below so many kills')
    options.add_argument('--most', type=int, default=10**9, help='stop after so many kills')
    options.add_argument('--only', nargs='+', choices=SCENARIOS, default=list(SCENARIOS))
    options = options.parse_args()
    program = Path(options.program).resolve()
    with tempfile.TemporaryDirectory(prefix='fifthcall-kill-') as folder:
        benches = []
        for job in range(options.jobs):
            own = Path(folder) / str(job)
            own.mkdir()
            benches.append(Bench(program, own))
        every = [point for name in options.only for point in points(benches[0], name)]
        random.Random(options.seed).shuffle(every)
        print(f'kill-matrix: {len(every)} points in {len(options.only)} scenarios', flush=True)
        end, lock = time.monotonic() + options.seconds, threading.Lock()
        count, failures, queue = collections.Counter(), [], iter(every)

        def work(bench):
            while (time.monotonic() < end and len(failures) < 20
                   and count['killed'] < options.most):
                with lock:
                    point = next(queue, None)
                if point is None:
                    return
                scenario, step, call, n = point
                try:
                    killed, wrong = bench.day(scenario, kill=(step, call, n))
                except Exception as problem:  # a hang is a failure like any other
                    killed, wrong = True, [repr(problem)]
                with lock:
                    count['tried'] += 1
                    count['killed'] += killed
                    count[call] += killed
                    if count['tried'] % 200 == 0:
                        print(f"kill-matrix: {count['tried']} tried", flush=True)
                    if wrong:
                        failures.append(point)
                        print(f'FAILED {point}: {wrong}', flush=True)

        with ThreadPoolExecutor(options.jobs) as pool:
            list(pool.map(work, benches))
    calls = ', '.join(f'{call} {count[call]}' for call in CALLS if count[call])
    print(f"kill-matrix: {count['tried']} points tried, {count['killed']} kills ({calls}), "
          f'{len(failures)} failures')
    if failures or count['killed'] < options.least:
        sys.exit(1)


main()
