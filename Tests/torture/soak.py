#!/usr/bin/env python3
"""Sixty days of one running service, from due moment to due moment, with a fault at each turn.

soak.py PROGRAM [--seed S] [--days N]

The service is the real one; its wall and boot-time clocks jump together (shift.c), as on a machine
that was suspended, six times a day. Forty customers have their birthday on these days, half of them
get mails, half SMS. At every turn one of the faults below happens: servers that are down, slow,
refuse or say nonsense, signals, reloads, records, holds, a full disk, clocks set wrong. Restarts end on
the eighth day, so that one process lives through the rest. All along and at the end:

- no message comes twice, none outside the window or on another day than the birthday, none has
  crossed after an opt-out or an erasure was answered;
- every birthday has its end; what is accepted has come, what has come was accepted or is `uncertain`;
- every answered record is in the journal, the chain is whole;
- memory grows by no more than 5 % from the tenth to the last day, descriptors not at all.
"""
import argparse, collections, datetime, os, random, re, shutil, signal, socket, statistics, struct
import subprocess, sys, tempfile, time
from pathlib import Path
from bench import HEADER, MAIL, SMS, Gateway, MailServer, Site, read_journal

ZONE = datetime.timezone(datetime.timedelta(hours=8))
FIRST = datetime.datetime(2026, 11, 24, tzinfo=ZONE)
TURNS = ('07:35', '09:40', '11:10', '14:20', '17:00', '19:29')
WINDOWS = (('09:30', '11:31'), ('14:00', '19:31'))
LAST_RESTART = 8


class Soak:
    """The service, its servers, and what was promised so far."""

    def __init__(self, folder, program, seed, days):
        self.folder, self.rng, self.days = Path(folder), random.Random(seed), days
        self.mail, self.gateway = MailServer(), Gateway()
        self.site = Site(self.folder / 'site', program, self.mail.port, 1, 2)
        self.state, self.shift = self.folder / 'state', self.folder / 'shift'
        self.wrong, self.counts, self.answered = [], collections.Counter(), {}
        self.barred, self.undo, self.process = [], [], None
        self.customers()
        self.base = int(FIRST.replace(hour=7).timestamp() - time.time())
        self.slept, self.changes = 0, []
        self.shift.write_bytes(struct.pack('qq', 0, 0))
        self.set_clock(0)
        self.environment = {**self.site.environment, 'FIFTHCALL_SHIFT': str(self.shift)}
        self.start()

    def customers(self):
        config = self.site.folder / 'config'
        settings = (config / 'fifthcall.yaml').read_text().replace(
            'digest:\n', SMS.replace('PORT', str(self.gateway.port)) + '\ndigest:\n')
        (config / 'fifthcall.yaml').write_text(settings)
        self.birthdays, lines = {}, [HEADER]
        for n in range(1, 41):
            day = FIRST + datetime.timedelta(days=self.rng.randrange(self.days))
            self.birthdays[f'T{n:04}'] = day.strftime('%m-%d')
            is_sms = n % 2
            lines.append(f'T{n:04},王{n},王女士,女,' + (f'1540001{n:04},,' if is_sms
                         else f',k{n:04}@example.com,') + f'永康,周丽萍,成交客户,1987-{day:%m-%d},'
                         + ('是,否' if is_sms else '否,是'))
        (config / 'customers/c.csv').write_text('\n'.join(lines) + '\n')

    # Time

    def set_clock(self, wrong):
        """Both clocks as they are by now, and the wall clock wrong by so many seconds."""
        with open(self.shift, 'r+b') as file:
            file.write(struct.pack('qq', self.base + self.slept + wrong, self.slept))
        self.changes.append((time.time(), self.base + self.slept + wrong))

    def now(self):
        return datetime.datetime.fromtimestamp(time.time() + self.changes[-1][1], ZONE)

    def jump(self, day, turn):
        hour, minute = map(int, turn.split(':'))
        there = FIRST + datetime.timedelta(days=day, hours=hour, minutes=minute)
        self.slept += max(0, int((there - self.now()).total_seconds()))
        self.set_clock(0)

    def moments(self, real):
        """What the service's clock may have shown at a moment."""
        for near in (real - 1.5, real):
            offsets = [offset for at, offset in self.changes if at <= near][-1:]
            if offsets:
                yield datetime.datetime.fromtimestamp(near + offsets[0], ZONE)

    # The service

    def start(self):
        self.process = subprocess.Popen(
            self.site.command(self.state, 'run'), env=self.environment, cwd=self.site.folder,
            stdout=subprocess.DEVNULL, stderr=open(self.folder / 'log', 'ab'))
        end = time.monotonic() + 60
        while self.run('status').returncode != 0:
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError('no start: ' + (self.folder / 'log').read_text()[-1000:])
            time.sleep(0.1)

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        try:
            code = self.process.wait(120)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = f'{self.process.wait()} when killed'
        if code not in ((0,) if number == signal.SIGTERM else (-9,)):
            self.wrong.append(f'it ended with {code}')

    def run(self, *words):
        return self.site.run(self.state, *words, env=self.environment, timeout=120)

    def record(self, kind, customer, *more):
        done = self.run('record', kind, customer, *more)
        found = re.search(r'"n":(\d+)', done.stdout)
        if found:
            self.answered[int(found.group(1))] = kind
        elif done.returncode not in (65, 73, 74, 75):
            self.wrong.append(f'record {kind}: {done.returncode} {done.stderr[-200:]}')
        return int(found.group(1)) if found else None

    def someone(self):
        return self.rng.choice(list(self.birthdays))

    def settle(self):
        """A command makes it look at the clock; then all that is due goes out."""
        self.record('note', self.someone())
        end = time.monotonic() + 6
        while time.monotonic() < end:
            time.sleep(0.1)
            if ' 0 under way' in self.run('status').stdout:
                return

    # Faults, each for one turn

    def ending(self, server, word, is_at_recipient=False):
        server.ending = lambda n: word if (n < 0) == is_at_recipient else 'accept'
        self.undo.append(lambda: setattr(server, 'ending', lambda n: 'accept'))

    def slow_relay(self):
        self.mail.gate.clear()
        self.undo.append(self.mail.gate.set)

    def frozen(self):
        self.process.send_signal(signal.SIGSTOP)
        time.sleep(0.3)
        self.process.send_signal(signal.SIGCONT)

    def restart(self, number):
        self.end(number)
        self.start()

    def killed_in_a_mail(self):
        self.mail.gate.clear()
        self.run('record', 'note', self.someone())
        time.sleep(0.3)
        self.end(signal.SIGKILL)
        self.mail.gate.set()
        self.start()

    def without_projection(self):
        self.end()
        for path in self.state.glob('ledger.sqlite*'):
            path.unlink()
        self.start()

    def bad_reload(self, name, text):
        path = self.site.folder / 'config' / name
        good = path.read_bytes()
        path.write_bytes(text if text else good[:len(good) // 2] + b'\n\t: [')
        if self.run('reload').returncode == 0:
            self.counts['bad files taken over'] += 1
        path.write_bytes(good)
        self.run('reload')

    def full(self):
        size = max(path.stat().st_size for path in self.state.rglob('*') if path.is_file())
        subprocess.run(['prlimit', f'--pid={self.process.pid}', f'--fsize={size}:unlimited'])
        pid = self.process.pid
        self.undo.append(lambda: subprocess.run(
            ['prlimit', f'--pid={pid}', '--fsize=unlimited:unlimited']))

    def bar(self, *words):
        customer = self.someone()
        if words[0] == 'erase':
            done = self.run('journal', 'erase', customer)
            if done.returncode == 0:
                self.barred.append((customer, 'erased', 0))
            return
        number = self.record('opt-out', customer)
        if number:
            self.barred.append((customer, 'opt-out', number))

    def opt_out_before_a_send(self):
        """Of somebody whose message is due on this very day, if there is one."""
        today = self.now().strftime('%m-%d')
        due = [customer for customer, day in self.birthdays.items() if day == today]
        number = self.record('opt-out', due[0]) if due else None
        if number:
            self.barred.append((due[0], 'opt-out', number))

    def retract(self):
        number = self.record('complaint', self.someone(), '--about', 'quality')
        if number:
            self.run('record', 'retract', str(number))

    def hold(self):
        self.run('hold', '--why', 'a test')
        self.undo.append(lambda: self.run('release'))

    def wrong_clock(self, seconds):
        self.set_clock(seconds)
        self.run('record', 'note', self.someone())
        time.sleep(0.2)
        self.set_clock(0)
        self.run('release')

    def second_instance(self):
        done = self.run('run', '--once')
        if done.returncode != 75:
            self.wrong.append(f'a second instance ended with {done.returncode}')

    def talk_nonsense(self, words, count):
        for _ in range(count):
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(self.state / 'control.sock'))
                client.sendall(words)

    def faults(self, day):
        """The list from which one is drawn."""
        both = {
            **{f'relay: {word}': lambda word=word: self.ending(self.mail, word)
               for word in ('drop', 'refuse', 'garbage')},
            **{f'recipient: {word}': lambda word=word: self.ending(self.mail, word, True)
               for word in ('gone', 'busy')},
            **{f'gateway: {word}': lambda word=word: self.ending(self.gateway, word)
               for word in ('drop', 'refuse', 'broken')},
            'gateway: gone': lambda: self.ending(self.gateway, 'gone', True),
            'slow relay': self.slow_relay, 'frozen': self.frozen,
            'bad settings': lambda: self.bad_reload('fifthcall.yaml', None),
            'bad customers': lambda: self.bad_reload('customers/c.csv', b'\xff\x00,"\n'),
            'no reps': lambda: self.bad_reload('reps.yaml', b'reps: []\n'),
            'reload': lambda: self.run('reload'),
            'SIGHUP': lambda: self.process.send_signal(signal.SIGHUP),
            'full disk': self.full, 'opt-out': lambda: self.bar('opt-out'),
            'opt-out before a send': self.opt_out_before_a_send,
            'retract': self.retract, 'hold': self.hold,
            'visit': lambda: self.record('visit', self.someone(), '--note', 'x' * 900),
            'call': lambda: self.record('call', self.someone(), '--note', 'y'),
            'clock 3 s back': lambda: self.wrong_clock(-3),
            'clock 10 min back': lambda: self.wrong_clock(-600),
            'clock 2 h ahead': lambda: self.wrong_clock(7200),
            'second instance': self.second_instance,
            'half a request': lambda: self.talk_nonsense(b'{"sta', 20),
            'nonsense': lambda: self.talk_nonsense(b'\0\xff{{{\n', 20),
            'verify': lambda: self.run('journal', 'verify'),
            'show': lambda: self.run('journal', 'show'),
            'nothing': lambda: None,
        }
        if day % 20 == 13:
            both['erase'] = lambda: self.bar('erase')
        if day < LAST_RESTART:
            both |= {'kill -9': lambda: self.restart(signal.SIGKILL),
                     'stopped': lambda: self.restart(signal.SIGTERM),
                     'kill -9 in a mail': self.killed_in_a_mail,
                     'no projection': self.without_projection}
        return both

    def live(self):
        memory, files = [], []
        for day in range(self.days):
            for turn in TURNS:
                self.jump(day, turn)
                faults = self.faults(day)
                name = self.rng.choice(list(faults))
                self.counts[name] += 1
                try:
                    faults[name]()
                except Exception as problem:
                    self.wrong.append(f'day {day} {turn}, {name}: {problem!r}')
                self.settle()
                while self.undo:
                    self.undo.pop()()
                if self.process.poll() is not None:
                    self.wrong.append(f'day {day} {turn}, {name}: it ended with '
                                      f'{self.process.returncode}')
                    self.start()
            # Nothing of the day is left to the next: what was put off goes out.
            self.settle()
            if day >= 10:
                proc = Path(f'/proc/{self.process.pid}')
                memory.append(int(re.search(r'VmRSS:\s+(\d+)', (proc / 'status').read_text())[1]))
                if os.geteuid() == 0:  # the process shows its descriptors to nobody else
                    files.append(len(list((proc / 'fd').iterdir())))
        self.end()
        self.judge()
        if len(memory) > 9:
            first, last = statistics.median(memory[:5]), statistics.median(memory[-5:])
            self.memory = f'{first // 1024:.0f} MiB, in the end {last / first * 100 - 100:+.1f} %'
            if last > first * 1.05:
                self.wrong.append(f'memory grew from {first} to {last} kB')
            if files and statistics.median(files[-5:]) > statistics.median(files[:5]) + 1:
                self.wrong.append(f'descriptors: {files}')
        else:
            self.memory = 'too few days to tell of memory'

    def judge(self):
        entries = read_journal(self.state)
        kinds = {entry['n']: entry['kind'] for entry in entries}
        self.wrong += [f'{kind} {n} was answered and is not there'
                       for n, kind in self.answered.items() if kinds.get(n) != kind]
        came = collections.defaultdict(list)
        for name, real, to in self.mail.letters:
            customer = to.partition('<')[2].partition('@')[0].upper().replace('K', 'T', 1)
            if customer in self.birthdays:
                came[customer].append(real)
        for name, real, _ in self.gateway.taken:
            came[name.partition('/')[0]].append(real)
        ends, crossed = {}, collections.defaultdict(list)
        for entry in entries:
            if '/birthday/' not in entry.get('touch', ''):
                continue
            customer = entry['touch'].partition('/')[0]
            if entry['kind'] == 'cross':
                crossed[customer].append(entry['n'])
            elif entry['kind'] == 'outcome' and entry['result'] != 'deferred':
                ends[customer] = entry['result']
        erased = {entry['customer']: entry['n'] for entry in entries if entry['kind'] == 'erased'}
        for customer, kind, number in self.barred:
            number = number or erased.get(customer, 0)
            if any(n > number for n in crossed[customer]):
                self.wrong.append(f'{customer} crossed after {kind} {number}')
        self.ends = collections.Counter(ends.values())
        for customer, birthday in self.birthdays.items():
            barred = [kind for who, kind, _ in self.barred if who == customer]
            if customer not in ends and not barred:
                self.wrong.append(f'{customer}, {birthday}, has no end')
            self.look(customer, birthday, came[customer], ends.get(customer), len(crossed[customer]))

    def look(self, customer, birthday, came, end, crossings):
        if len(came) > 1:
            self.wrong.append(f'{customer} got {len(came)}')
        if end == 'accepted' and not came:
            self.wrong.append(f'{customer} is accepted and nothing came')
        if came and end not in ('accepted', 'uncertain'):
            self.wrong.append(f'{customer} got one and is {end}')
        if end == 'uncertain' and not crossings:
            self.wrong.append(f'{customer} is uncertain without a cross')
        for real in came:
            moments = list(self.moments(real))
            if not any(first <= f'{moment:%H:%M}' < last and f'{moment:%m-%d}' == birthday
                       for moment in moments for first, last in WINDOWS):
                self.wrong.append(f'{customer}, {birthday}, got one at {moments[-1]}')


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('program')
    options.add_argument('--seed', type=int, default=1)
    options.add_argument('--seeds', type=int, default=1, help='so many, one after the other')
    options.add_argument('--days', type=int, default=60)
    options.add_argument('--keep', help='a folder in which a failing run is left to be looked at')
    options = options.parse_args()
    failed = False
    for seed in range(options.seed, options.seed + options.seeds):
        began = time.monotonic()
        with tempfile.TemporaryDirectory(prefix='fifthcall-soak-') as folder:
            soak = Soak(folder, Path(options.program).resolve(), seed, options.days)
            try:
                soak.live()
            finally:
                if soak.process.poll() is None:
                    soak.process.kill()
                if options.keep and soak.wrong:
                    shutil.copytree(folder, Path(options.keep) / str(seed),
                                    ignore=shutil.ignore_patterns('*.sock'))
        for text in soak.wrong:
            print(f'  FAILED seed {seed}: {text}', flush=True)
        failed = failed or bool(soak.wrong)
        print(f'soak: seed {seed}: {options.days} days, {len(soak.counts)} kinds of faults, '
              f'{len(soak.answered)} records, birthdays {dict(soak.ends)}, {soak.memory}, '
              f'{time.monotonic() - began:.0f} s, {len(soak.wrong)} failures', flush=True)
    sys.exit(failed)


main()
