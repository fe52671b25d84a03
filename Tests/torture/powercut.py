#!/usr/bin/env python3
"""Cuts the power: what the disk held at a call is recovered, and held against what was promised.

powercut.py PROGRAM [--images N] [--seed S] [--prove]

The state folder lies on a small ext4 image, with a journal of its own or without one (then nothing
keeps the order of directory entries but a sync). Before each call that changes the disk or speaks
to the network (cut.c), the program is frozen and the image file copied, without unmounting: what
only the page cache knew is not in it. Each copy is checked by e2fsck, mounted, and:

- `journal verify` says clean or torn, and a start makes it good and lives the day to its end;
- the whole lines that the copy held are all still there, the chain is whole;
- no Message-ID comes twice, counting what the server had before the cut; `uncertain` stands only
  behind a `cross`; what is accepted has arrived (bench.judge);
- every `record` that was answered before the cut is there, and its words can be read; what was
  answered to be erased cannot be read;
- a message that the outbox had and that is booked as accepted is there as a file;
- after a command has ended, the copy holds all that the journal holds.

--prove leaves out one sync after the other, all calls of a place, and fails unless each is noticed.
Needs root, for the mounts; they lie in a mount namespace of their own and vanish with the script.
"""
import argparse, contextlib, os, queue, random, re, signal, socket, subprocess, sys, tempfile
import threading, time
from pathlib import Path
from bench import Gateway, MailServer, Site, build, judge, own_mounts, read_journal, unmount

RECORDS = (('record', 'note', 'T0001', '--note', 'canary1', '--init'),
           ('record', 'opt-out', 'T0001', '--channel', 'chat', '--init'),
           ('record', 'note', 'T0002', '--note', 'canary2', '--init'),
           ('record', 'note', 'T0003', '--note', 'canary3', '--init'))
ERASE = ('journal', 'erase', 'T0001')

# Where the messages go, what follows the n-th dot, what is done before (not cut), and what is cut:
# a number is a minute at which `run --once` starts; 'unclean' takes the stop line away, 'torn' adds
# half a line, as a crash does.
SCENARIOS = {
    'day': ('mail', lambda n: 'accept', (), (0,)),
    'drop': ('mail', lambda n: 'drop' if n % 2 else 'accept', (), (0,)),
    'records': ('mail', lambda n: 'accept', (), RECORDS),
    'erase': ('mail', lambda n: 'accept', RECORDS[:1], (ERASE, 0)),
    'again': ('mail', lambda n: 'accept', (*RECORDS[:2], 'unclean'), (RECORDS[2], 0)),
    'torn': ('mail', lambda n: 'accept', (*RECORDS[2:], 'torn'), (RECORDS[0], 0)),
    'sms': ('sms', lambda n: 'drop' if n == 2 else 'accept', (), (0,)),
    'outbox': ('outbox', lambda n: 'accept', (), (0,)),
}
KINDS = {'ext4': ('-J', 'size=1'), 'bare': ('-O', '^has_journal')}
# One sync each, with the calls that must be noticed when they are missing.
SYNCS = {
    'a line': 'fdatasync:/journal/journal-.jsonl',
    'a journal written anew': 'fdatasync:/journal/journal-.jsonl.new',
    'sealed data': 'fdatasync:/sealed/pack-.bin',
    'a key': 'fdatasync:/sealed/keys',
    'a key table written anew': 'fdatasync:/sealed/keys.new',
    'the folder of the journal': 'fsync:/journal',
    'the folder of sealed data': 'fsync:/sealed',
    'a mail in the outbox': 'fsync:.eml.part',
    'a folder in the outbox': 'fsync:/outbox/--',
}
# Not asked for by --prove: ext4 writes a new file's or folder's entry with the file itself, so that no
# cut of an ext4 image can notice these; order.py does. See docs/testing.md.


class Cut:
    """One moment: the image, and what the world knew."""

    def __init__(self, place, image, taken, answered, live=None):
        self.place, self.image, self.taken = place, image, taken
        self.answered, self.live = list(answered), live


class Bench:
    """A mail server, a gateway and their sites; lives scenarios and recovers from their images."""

    def __init__(self, folder, program, library):
        self.folder, self.library = Path(folder), library
        self.folder.mkdir()
        self.mail, self.gateway = MailServer(), Gateway()
        self.sites = {kind: Site(self.folder / kind, program, port, 3, 1, is_sms=kind == 'sms')
                      for kind, port in (('mail', self.mail.port), ('sms', self.gateway.port),
                                         ('outbox', 0))}
        settings = self.folder / 'outbox/config/fifthcall.yaml'
        # Without a relay mails go into the outbox.
        settings.write_text(re.sub(r'channels:\n.*?\ndigest:', 'digest:', settings.read_text(),
                                   flags=re.S))
        self.mount = self.folder / 'mount'
        self.mount.mkdir()

    def server(self, kind):
        return self.gateway if kind == 'sms' else self.mail

    def live(self, scenario, system, base, skip=None):
        """Lives a scenario and answers its cuts."""
        kind, ending, before, steps = SCENARIOS[scenario]
        server, site, state = self.server(kind), self.sites[kind], self.mount / 'state'
        server.begin(ending)
        image = self.folder / 'live.img'
        copy(base, image)
        cuts, answered = [], []
        mount(image, self.mount, ',commit=3000' if system == 'ext4' else '')
        try:
            for step in before:
                self.prepare(site, state, step, answered)
            os.sync()
            for index, step in enumerate(steps):
                place = f'{scenario} {system} {index}'
                done = self.frozen(site, state, step, cuts, place, answered, server, skip)
                if done != 0:
                    raise RuntimeError(f'{place} ended with {done}: {self.said[-300:]}')
                note(step, self.said, answered)
                cuts.append(Cut(f'{place} end', self.snapshot(), list(server.taken), answered,
                                read_bytes(state)))
        finally:
            unmount(self.mount)
        return cuts

    def prepare(self, site, state, step, answered):
        journal = next((state / 'journal').glob('*.jsonl'), None)
        if step == 'unclean':
            for path in state.glob('ledger.sqlite*'):
                path.unlink()
        elif step == 'torn':
            journal.write_bytes(journal.read_bytes() + b'{"v":1,"n":99,"torn')
        else:
            done = site.run(state, *step)
            assert done.returncode == 0, done.stderr
            note(step, done.stdout, answered)

    def frozen(self, site, state, step, cuts, place, answered, server, skip):
        """Runs one command under cut.c; the exit code. What it said is left in `self.said`."""
        name = str(self.folder / 'cut.sock')
        Path(name).unlink(missing_ok=True)
        words = ('run', '--once', '--now', f'2026-11-24T19:{step:02}:00+08:00'
                 ) if isinstance(step, int) else step
        environment = {**site.environment, 'FIFTHCALL_CUT': name, 'FIFTHCALL_CUT_UNDER': str(state)}
        environment['LD_PRELOAD'] += f':{self.library}'
        if skip:
            environment['FIFTHCALL_SKIP'] = skip
        with socket.socket(socket.AF_UNIX) as listener, open(self.folder / 'said', 'w+') as said:
            listener.bind(name)
            listener.listen()
            listener.settimeout(60)
            process = subprocess.Popen(site.command(state, *words), env=environment,
                                       cwd=site.folder, stdout=said, stderr=said)
            try:
                peer, _ = listener.accept()
                peer.settimeout(60)
                with peer, peer.makefile('r') as calls, contextlib.suppress(ConnectionError):
                    # It ends while one of its threads waits for the answer: no error.
                    for number, call in enumerate(calls):
                        freeze(process.pid)
                        if 'socket:' in call:
                            time.sleep(0.01)  # what was sent before may yet be read
                        call = call.strip().replace(str(state), '')
                        cuts.append(Cut(f'{place} {number} {call}', self.snapshot(),
                                        list(server.taken), answered))
                        process.send_signal(signal.SIGCONT)
                        peer.sendall(b'.')
                code = process.wait(60)
            finally:
                process.kill()
                process.wait()
            said.seek(0)
            self.said = said.read()
        return code

    def snapshot(self):
        path = Path(tempfile.mkstemp(dir=self.folder, suffix='.cut')[1])
        copy(self.folder / 'live.img', path)
        return path

    def recover(self, cut, scenario):
        """Mounts a copy and lives on from it; answers what is wrong."""
        kind, ending, _, _ = SCENARIOS[scenario]
        server, site, state = self.server(kind), self.sites[kind], self.mount / 'state'
        server.begin(ending)
        server.taken = list(cut.taken)
        checked = subprocess.run(['e2fsck', '-fy', str(cut.image)], capture_output=True, text=True)
        if checked.returncode not in (0, 1):
            return [f'e2fsck: {checked.returncode} {checked.stdout[-300:]}']
        mount(cut.image, self.mount)
        try:
            return self.look(cut, site, state, server, kind)
        finally:
            unmount(self.mount)

    def look(self, cut, site, state, server, kind):
        before, wrong = read_bytes(state), []
        if cut.live is not None and before != cut.live:
            wrong.append(f'{len(cut.live)} bytes in the journal, {len(before)} on the disk')
        verdict = site.run(state, 'journal', 'verify')
        said = verdict.stdout + verdict.stderr
        if before and not re.search(r'\b(clean|torn)\b', said):
            wrong.append(f'verify: {said[-200:]}')
        done = site.once(state, 29)
        if done.returncode != 0:
            return wrong + [f'the next start ended with {done.returncode}: {done.stderr[-300:]}']
        try:
            entries = read_journal(state)
        except AssertionError as problem:
            return wrong + [f'the journal is not whole: {problem}']
        whole = before[:before.rfind(b'\n') + 1]
        if b'\0' not in whole and not read_bytes(state).startswith(whole):
            wrong.append('lines that were on the disk are gone')
        touches = [f'T{n:04}/birthday/2026/1' for n in range(1, site.customers + 1)]
        if any(entry['kind'] == 'erased' for entry in entries):
            touches = touches[1:]
        taken = outbox(state) if kind == 'outbox' else server.taken
        return wrong + judge(entries, taken, touches) + self.promises(cut, site, state, entries)

    @staticmethod
    def promises(cut, site, state, entries):
        wrong, kinds = [], {entry['n']: entry['kind'] for entry in entries}
        erased = {customer for n, kind, customer, text in cut.answered if kind == 'erased'}
        # An erasure whose line is on the disk is made good by the next start, answered or not.
        begun = {entry['customer'] for entry in entries if entry['kind'] == 'erased'} - erased
        for n, kind, customer, text in cut.answered:
            if kind != 'erased' and kinds.get(n) != kind:
                wrong.append(f'{kind} {n} was answered and is not there')
            if text and customer not in begun:
                shown = site.run(state, 'journal', 'export', customer).stdout
                if (text in shown) == (customer in erased):
                    wrong.append(f'{text} of {customer}: {"still" if text in shown else "not"} '
                                 'to be read')
        if erased and 'erased' not in kinds.values():
            wrong.append('an erasure was answered and is not there')
        return wrong


def note(step, said, answered):
    """Keeps what a command has answered."""
    if step == ERASE:
        answered.append((0, 'erased', step[2], ''))
        return
    found = re.search(r'"n":(\d+)', said) if not isinstance(step, (int, str)) else None
    if found:
        text = step[step.index('--note') + 1] if '--note' in step else ''
        answered.append((int(found.group(1)), step[1], step[2], text))


def read_bytes(state):
    return b''.join(path.read_bytes()
                    for path in sorted((state / 'journal').glob('journal-*.jsonl')))


def outbox(state):
    """What lies in the outbox, as a server would tell it."""
    found = []
    for path in (state / 'outbox').glob('20*/*.eml'):
        name = re.search(rb'^message-id:\s*(\S+)', path.read_bytes(), re.I | re.M)
        is_digest = re.search(rb'^to:.*zhou@', path.read_bytes(), re.I | re.M) is not None
        found.append((name.group(1).decode() if name else f'empty {path}', 0, is_digest))
    return found


def freeze(process):
    os.kill(process, signal.SIGSTOP)
    end = time.monotonic() + 20
    while not states(process) <= {'T', 'Z'}:
        assert time.monotonic() < end, 'it does not stop'


def states(process):
    """Of all threads; the first one may have ended long before the others."""
    found = set()
    for path in Path(f'/proc/{process}/task').glob('*/stat'):
        try:
            found.add(path.read_text().rsplit(')', 1)[1].split()[0])
        except OSError:
            pass  # it has ended meanwhile
    return found


def copy(source, target):
    subprocess.run(['cp', '--sparse=always', str(source), str(target)], check=True)


def mount(image, place, options=''):
    # Nothing but the program's own syncs may bring anything to the disk.
    subprocess.run(['mount', '-t', 'ext4', '-o', 'loop,noauto_da_alloc' + options, str(image),
                    str(place)], check=True)


def make_bases(folder):
    bases = {}
    for kind, options in KINDS.items():
        bases[kind] = folder / f'{kind}.img'
        subprocess.run(['mkfs.ext4', '-q', '-F', '-b', '1024', '-N', '200', '-m', '0', '-E',
                        'lazy_itable_init=0,lazy_journal_init=0', *options, str(bases[kind]), '5M'],
                       check=True, stdout=subprocess.DEVNULL)
    return bases


class Run:
    """Lives scenarios and recovers from a choice of their cuts, on several benches."""

    def __init__(self, folder, program, library, jobs, seed):
        self.benches = [Bench(folder / str(n), program, library) for n in range(jobs)]
        self.bases, self.rng = make_bases(folder), random.Random(seed)
        self.cuts = self.lived = 0

    def round(self, most, skip=None, stop_at_first=False):
        """Every scenario on both file systems; of each so many cuts. Answers what is wrong."""
        wrong, work, lock = [], queue.Queue(), threading.Lock()
        pairs = [(scenario, kind) for scenario in SCENARIOS for kind in KINDS]
        self.rng.shuffle(pairs)
        seeds = {pair: self.rng.random() for pair in pairs}
        for pair in pairs:
            work.put(pair)

        def one(bench):
            while not (stop_at_first and wrong):
                try:
                    scenario, kind = pair = work.get_nowait()
                except queue.Empty:
                    return
                cuts = []
                try:
                    cuts = bench.live(scenario, kind, self.bases[kind], skip)
                    self.lived += len(cuts)
                    chosen = list(cuts)
                    random.Random(seeds[pair]).shuffle(chosen)
                    # The end of each command is always looked at.
                    chosen.sort(key=lambda cut: cut.live is None)
                    for cut in chosen[:most]:
                        found = bench.recover(cut, scenario)
                        with lock:
                            self.cuts += 1
                            wrong.extend(f'{cut.place}: {text}' for text in found)
                        if stop_at_first and wrong:
                            break
                except Exception as problem:
                    wrong.append(f'{scenario} {kind}: {problem!r}')
                finally:
                    for cut in cuts:
                        cut.image.unlink()

        threads = [threading.Thread(target=one, args=(bench,)) for bench in self.benches]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return wrong


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('program')
    options.add_argument('--images', type=int, default=500, help='at least so many are recovered')
    options.add_argument('--seed', type=int, default=1)
    options.add_argument('--jobs', type=int, default=2)
    options.add_argument('--prove', action='store_true', help='also leave each sync out')
    options = options.parse_args()
    own_mounts('powercut')
    failed = False
    with tempfile.TemporaryDirectory(prefix='fifthcall-cut-') as name:
        folder, library = Path(name), build(name, 'cut.c')
        run = Run(folder, Path(options.program).resolve(), library, options.jobs, options.seed)
        while run.cuts < options.images and not failed:
            each = -(-(options.images - run.cuts) // (len(SCENARIOS) * len(KINDS)))
            wrong = run.round(min(each, 40))
            failed = bool(wrong)
            for text in wrong[:20]:
                print(f'  FAILED {text}', flush=True)
        print(f'powercut: {run.lived} moments frozen, {run.cuts} images recovered, seed '
              f'{options.seed}, {"failures" if failed else "no failure"}', flush=True)
        for what, skip in SYNCS.items() if options.prove else ():
            wrong = run.round(10**6, skip, stop_at_first=True)
            print(f'powercut: without the sync of {what}: '
                  + (wrong[0] if wrong else 'FAILED: nothing was noticed'), flush=True)
            failed = failed or not wrong
    sys.exit(failed)


main()
