#!/usr/bin/env python3
"""Errors of the disk, a full disk, and many instances at once, on the built program.

- EIO on the N-th fdatasync and fsync, for all N: no mail is taken after the failing call, the end
  is 0 or 74 and comes within 20 s, and the next start is good.
- A file size limit, byte by byte over two records, then in steps over a sending day: what was
  acknowledged is there, and no mail went out whose `cross` is not in the journal.
- An opt-out that comes while the server is about to take the mail: the gate at the point of no
  return stops it.
- Few file descriptors, at the start and while the service runs: what cannot be opened is said, a
  mail is out only if its `cross` is durable, and with enough of them the day ends well.
- Too little address space, from hardly enough to be loaded up to plenty: a day begins only with enough,
  and else it is said. Where a service comes to have too little, it may end or stand still (the watchdog
  ends it), but nothing is lost or sent twice, and the next start ends the day well.
- Twenty services at once: one runs, the others leave with 75; when it is killed another takes over.
"""
import argparse, collections, re, shutil, signal, subprocess, sys, tempfile, time
from pathlib import Path
from bench import MailServer, Site, judge, read_journal


def touches(site):
    return [f'T{n:04}/birthday/2026/1' for n in range(1, site.customers + 1)]


def failing_syncs(site, server, folder, end):
    """Each sync fails once; answers how many were tried and what went wrong."""
    wrong, tried = [], 0
    for call in ('fdatasync', 'fsync'):
        for n in range(1, 200):
            if time.monotonic() > end:
                return tried, wrong
            server.begin(lambda n: 'accept')
            state, log = Path(tempfile.mkdtemp(dir=folder)), folder / 'trace'
            try:
                done = site.once(state, 0, timeout=40, wrap=(
                    'strace', '-f', '-qq', '-y', '-ttt', '-o', str(log), '-e', 'trace=' + call,
                    '-e', f'inject={call}:error=EIO:when={n}'))
            except subprocess.TimeoutExpired:
                wrong.append(f'{call} {n}: hangs')
                continue
            lines = [line for line in log.read_text(errors='replace').splitlines()
                     if 'INJECTED' in line]
            if not lines:
                break
            tried += 1
            # The projection may fail, and the alert's address book: both are disposable. The journal and
            # what it names may not. (Each thread counts its own calls, so several may have failed.)
            ours = [line for line in lines if '/journal' in line or '/sealed' in line]
            if ours:
                moment = min(float(line.split()[1]) for line in ours) - site.ahead
                # What had crossed at that moment may still be taken.
                late = [name for name, at, _ in server.taken if at > moment + 0.5]
                if late:
                    wrong.append(f'{call} {n}: {late} taken after {ours[0][-120:]}')
            if done.returncode not in ((74,) if ours else (0, 74)):
                wrong.append(f'{call} {n}: ends with {done.returncode}: {lines[0][-150:]}')
            again = site.once(state, 29)
            if again.returncode != 0:
                wrong.append(f'{call} {n}: the next start ends with {again.returncode}: '
                             + again.stderr[-200:])
            try:
                wrong += [f'{call} {n}: {text}'
                          for text in judge(read_journal(state), server.taken, touches(site))]
            except AssertionError as problem:
                wrong.append(f'{call} {n}: {problem}')
            shutil.rmtree(state)
    return tried, wrong


def limited(command, size, folder):
    return subprocess.run(['prlimit', f'--fsize={size}', *command], capture_output=True, text=True,
                          timeout=60, cwd=folder)


def full_disk_records(site, folder, end):
    """The journal may grow to every length within two records; what is answered must be there."""
    wrong, tried, base = [], 0, folder / 'base'
    for n in range(12):  # so that the journal is the longest file
        site.run(base, 'record', 'note', 'T0001', '--init')
    journal = next((base / 'journal').glob('*.jsonl'))
    start = journal.stat().st_size
    site.run(base, 'record', 'note', 'T0001')
    one = journal.stat().st_size - start
    whole = journal.read_bytes()
    for size in range(start, start + 2 * one + 2):
        if time.monotonic() > end:
            break
        journal.write_bytes(whole[:start])
        answers = []
        for _ in range(2):
            done = limited(site.command(base, 'record', 'note', 'T0001'), size, site.folder)
            found = re.search(r'"n":(\d+)', done.stdout)
            answers += [int(found.group(1))] if found else []
            if done.returncode not in (0, 73, 74):
                wrong.append(f'record at {size}: {done.returncode} {done.stderr[-200:]}')
        tried += 1
        try:
            there = {entry['n'] for entry in read_journal(base)}
            if not set(answers) <= there:
                wrong.append(f'record at {size}: {answers} acknowledged, {max(there)} there')
            if journal.stat().st_size != start + one * len(answers):
                wrong.append(f'record at {size}: bytes are left behind')
        except AssertionError as problem:
            wrong.append(f'record at {size}: {problem}')
    return tried, wrong


def full_disk_day(site, server, folder, end):
    """A sending day on a disk that fills up somewhere in it."""
    wrong, tried = [], 0
    for size in range(200, 9000, 157):
        if time.monotonic() > end:
            break
        server.begin(lambda n: 'accept')
        state = Path(tempfile.mkdtemp(dir=folder))
        # The projection may fail as it likes: it is disposable. 73: not even a folder's first file.
        done = limited(site.command(state, 'run', '--once', '--now', '2026-11-24T19:00:00+08:00'),
                       size, site.folder)
        tried += 1
        if done.returncode not in (0, 73, 74):
            wrong.append(f'day at {size}: {done.returncode} {done.stderr[-300:]}')
        wrong += settled(site, server, state, f'day at {size}')
        shutil.rmtree(state)
    return tried, wrong


def opt_out_before_the_cross(site, server, folder):
    """The server answers no recipient until everybody has opted out; then nothing may arrive."""
    wrong, state = [], folder / 'gate'
    server.begin(lambda n: 'accept')
    server.gate.clear()
    site.run(state, 'record', 'note', 'T0001', '--init')
    service = subprocess.Popen(site.command(state, 'run', '--now', '2026-11-24T19:00:00+08:00'),
                               cwd=site.folder, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    limit = time.monotonic() + 60
    while not server.recipients and time.monotonic() < limit:
        time.sleep(0.05)
    if not server.recipients:
        wrong.append('no mail was begun')
    for n in range(1, site.customers + 1):
        done = site.run(state, 'record', 'opt-out', f'T{n:04}')
        if done.returncode != 0:
            wrong.append(f'opt-out: {done.stderr}')
    server.gate.set()
    limit = time.monotonic() + 20
    while time.monotonic() < limit and not server.taken and not any(
            entry['kind'] in ('cross', 'outcome') for entry in read_journal(state)):
        time.sleep(0.1)
    service.send_signal(signal.SIGTERM)
    service.wait(60)
    if server.taken:
        wrong.append(f'{len(server.taken)} mails arrived after the opt-out was acknowledged')
    if any(entry['kind'] == 'cross' for entry in read_journal(state)):
        wrong.append('a mail crossed after the opt-out was acknowledged')
    return server.recipients, wrong


def crossed(state):
    """How many mails have crossed, as far as the journal can be read."""
    if not list((state / 'journal').glob('*.jsonl')):
        return 0
    try:
        return sum(1 for entry in read_journal(state) if entry['kind'] == 'cross')
    except AssertionError:
        return 0  # a torn end that the next start repairs


def settled(site, server, state, name):
    """What is wrong before and after the next start."""
    wrong, out = [], crossed(state)
    if len(server.taken) > out:
        wrong.append(f'{name}: {len(server.taken)} taken, {out} crossed')
    again = site.once(state, 29)
    if again.returncode != 0:
        wrong.append(f'{name}: then {again.returncode} {again.stderr[-300:]}')
    try:
        wrong += [f'{name}: {text}'
                  for text in judge(read_journal(state), server.taken, touches(site))]
    except AssertionError as problem:
        wrong.append(f'{name}: {problem}')
    return wrong


def few_descriptors(site, server, folder, end):
    """A sending day with room for so many open files from the start."""
    wrong, tried = [], 0
    for most in range(8, 48):
        if time.monotonic() > end:
            break
        server.begin(lambda n: 'accept')
        state = Path(tempfile.mkdtemp(dir=folder))
        done = site.once(state, 0, wrap=('prlimit', f'--nofile={most}:{most}'))
        tried += 1
        # Below a dozen not even the program's libraries can be opened (127).
        allowed = (71, 127) if most < 23 else (0, 74)
        if done.returncode not in allowed:
            wrong.append(f'{most} files: {done.returncode} {done.stderr[-300:]}')
        if done.returncode == 71 and 'ulimit -n' not in done.stderr:
            wrong.append(f'{most} files: no word of it: {done.stderr[-300:]}')
        wrong += settled(site, server, state, f'{most} files')
        shutil.rmtree(state)
    return tried, wrong


def little_memory(site, server, folder, end):
    """A sending day with so little address space that something fails somewhere in it."""
    wrong, tried = [], 0
    # In an order in which a short run, too, sees little and much.
    for most in sorted((*range(60, 480, 12), *range(480, 900, 60)), key=lambda most: most * 37 % 101):
        if time.monotonic() > end:
            break
        server.begin(lambda n: 'accept')
        state = Path(tempfile.mkdtemp(dir=folder))
        done = site.once(state, 0, wrap=('timeout', '-s', 'KILL', '30', 'prlimit', f'--as={most << 20}'))
        tried += 1
        # With less than some hundred MiB not even the program's libraries can be loaded (127).
        if done.returncode not in (0, 71, 127):
            wrong.append(f'{most} MiB: {done.returncode} {done.stderr[-300:]}')
        if done.returncode == 71 and 'ulimit -v' not in done.stderr:
            wrong.append(f'{most} MiB: no word of it: {done.stderr[-300:]}')
        wrong += settled(site, server, state, f'{most} MiB')
        shutil.rmtree(state)
    return tried, wrong


def service_before_a_mail(site, state):
    """A service that is ready some seconds before mails fall due."""
    site.run(state, 'record', 'note', 'T0001', '--init')
    service = subprocess.Popen(
        site.command(state, 'run', '--now', '2026-11-24T13:59:54+08:00'), cwd=site.folder,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    for line in service.stdout:
        if 'ready' in line:
            break
    return service


def descriptors_run_out(site, server, folder, end):
    """A service that may open only so many more files while a mail falls due, then enough again."""
    wrong, tried = [], 0
    for more in range(8):
        if time.monotonic() > end:
            break
        server.begin(lambda n: 'accept')
        state = Path(tempfile.mkdtemp(dir=folder))
        service = service_before_a_mail(site, state)
        files = Path(f'/proc/{service.pid}/fd')
        taken = max(int(name.name) for name in files.iterdir()) + 1
        free = taken - len(list(files.iterdir()))
        most = taken - free + more
        subprocess.run(['prlimit', f'--pid={service.pid}', f'--nofile={most}:4096'], check=True)
        time.sleep(9)
        tried += 1
        code = service.poll()
        if code not in (None, 74):
            wrong.append(f'{more} more: ended with {code}')
        if code is None:
            subprocess.run(['prlimit', f'--pid={service.pid}', '--nofile=4096:4096'], check=True)
            service.send_signal(signal.SIGTERM)
            service.communicate(timeout=60)
            if service.returncode not in (0, 74):
                wrong.append(f'{more} more: stopped with {service.returncode}')
        wrong += settled(site, server, state, f'{more} more')
        shutil.rmtree(state)
    return tried, wrong


def memory_runs_out(site, server, folder, end):
    """A service that may map only so many more MiB while a mail falls due.

    It may end as the system wills, or stand still until the watchdog would end it.
    """
    wrong, tried = [], 0
    for more in (0, 16, 1, 64, 4, 9, 32, 2, 72, 8, 24, 100):
        if time.monotonic() > end:
            break
        server.begin(lambda n: 'accept')
        state = Path(tempfile.mkdtemp(dir=folder))
        service = service_before_a_mail(site, state)
        status = Path(f'/proc/{service.pid}/status').read_text()
        most = int(re.search(r'VmSize:\s+(\d+)', status)[1]) + more * 1024
        subprocess.run(['prlimit', f'--pid={service.pid}', f'--as={most << 10}'], check=True)
        time.sleep(9)
        tried += 1
        service.kill()
        service.communicate()
        wrong += settled(site, server, state, f'{more} MiB more')
        shutil.rmtree(state)
    return tried, wrong


def twenty_at_once(site, folder, rounds):
    """One runs, nineteen leave with 75; after kill -9 of the one another takes over in 2 s."""
    wrong = []
    for turn in range(rounds):
        state = folder / f'many-{turn}'
        site.run(state, 'record', 'note', 'T0001', '--init')
        command = site.command(state, 'run', '--now', '2026-11-24T12:00:00+08:00')
        crowd = [subprocess.Popen(command, cwd=site.folder, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) for _ in range(20)]
        limit = time.monotonic() + 60
        while sum(one.poll() is None for one in crowd) > 1 and time.monotonic() < limit:
            time.sleep(0.05)
        alive = [one for one in crowd if one.poll() is None]
        codes = collections.Counter(one.returncode for one in crowd if one.poll() is not None)
        if len(alive) != 1 or codes != {75: 19}:
            wrong.append(f'round {turn}: {len(alive)} run, the others ended with {dict(codes)}')
        for one in alive:
            one.send_signal(signal.SIGKILL)
            one.wait()
        began = time.monotonic()
        heir = subprocess.Popen(command, cwd=site.folder, stdout=subprocess.PIPE,
                                stderr=subprocess.STDOUT, text=True)
        for line in heir.stdout:
            if 'ready' in line:
                break
        took = time.monotonic() - began
        if heir.poll() is not None or took > 10:
            wrong.append(f'round {turn}: no takeover, {took:.1f} s')
        heir.send_signal(signal.SIGTERM)
        heir.communicate(timeout=60)
        if heir.returncode != 0:
            wrong.append(f'round {turn}: the heir ended with {heir.returncode}')
        read_journal(state)
    return rounds, wrong


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('program')
    options.add_argument('--seconds', type=float, default=120, help='for each part')
    options.add_argument('--rounds', type=int, default=2)
    options.add_argument('--parts', nargs='+', default=['syncs', 'records', 'day', 'files', 'fewer', 'memory', 'less', 'gate', 'crowd'])
    options = options.parse_args()
    server, failed = MailServer(), False
    with tempfile.TemporaryDirectory(prefix='fifthcall-faults-') as name:
        folder = Path(name)
        site = Site(folder / 'site', Path(options.program).resolve(), server.port, 3)
        parts = {
            'syncs': lambda end: failing_syncs(site, server, folder, end),
            'records': lambda end: full_disk_records(site, folder, end),
            'day': lambda end: full_disk_day(site, server, folder, end),
            'files': lambda end: few_descriptors(site, server, folder, end),
            'fewer': lambda end: descriptors_run_out(site, server, folder, end),
            'memory': lambda end: little_memory(site, server, folder, end),
            'less': lambda end: memory_runs_out(site, server, folder, end),
            'gate': lambda end: opt_out_before_the_cross(site, server, folder),
            'crowd': lambda end: twenty_at_once(site, folder, options.rounds),
        }
        for part in options.parts:
            tried, wrong = parts[part](time.monotonic() + options.seconds)
            print(f'faults: {part}: {tried} tried, {len(wrong)} failures', flush=True)
            for text in wrong[:20]:
                print(f'  FAILED {text}')
            failed = failed or bool(wrong)
    sys.exit(failed)


main()
