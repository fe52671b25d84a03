#!/usr/bin/env python3
"""Moves the wall clock of running services, both ways, and looks what they send.

clock.py PROGRAM [--short]

Every service has a mail server of its own and believes (shift.c) that it is 24 November 2026. Four
customers have their birthday on that day, others on days that the jumps lead to. Phases: in the
morning before anything is due; while the relay keeps a mail waiting; when all is sent. After the
jump the right hold must stand in the journal within 40 s, or none for a small one. Then the clock is
set right again, `release` says that it is, and the day goes on. Other services are started anew by a
clock that is wrong and set right a few seconds later. All along:

- no Message-ID comes twice, whatever the clock did;
- no birthday mail comes on another day of the calendar than the birthday, as the service's clock
  stands at that moment;
- no more mails come than there are birthdays;
- in the end all of the day's mails are out, and the journal is whole.
"""
import argparse, datetime, json, os, signal, struct, subprocess, sys, tempfile, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from bench import HEADER, MailServer, Site, read_journal

ZONE = datetime.timezone(datetime.timedelta(hours=8))
TODAY = datetime.datetime(2026, 11, 24, tzinfo=ZONE)
HOUR, DAY = 3600, 86400
# Seconds, and the hold that must follow; None: no hold.
JUMPS = {
    '-1 s': (-1, None), '-2 h': (-2 * HOUR, 'clock-behind'), '-1 d': (-DAY, 'clock-behind'),
    '-1 y': (-365 * DAY, 'clock-implausible'), '+30 min': (HOUR // 2, None),
    '+2 h': (2 * HOUR, 'clock-jumped'), '+1 d': (DAY, 'clock-jumped'),
    '+40 d': (40 * DAY, 'clock-jumped'), '+1 y': (365 * DAY, 'clock-jumped'),
    '1970': (None, 'clock-implausible'), '2106': (None, 'clock-implausible'),
}
# What a start by such a clock must be held for.
STARTS = {'-1 d': 'clock-behind', '+1 d': 'downtime', '+40 d': 'downtime', '+1 y': 'downtime',
          '1970': 'clock-implausible', '2106': 'clock-implausible'}
PHASES = {'before': '08:40', 'waiting': '18:30', 'after': '18:50'}
BIRTHDAYS = {'T0001': '11-24', 'T0002': '11-24', 'T0003': '11-24', 'T0004': '11-24',
             'T0005': '11-25', 'T0006': '11-23', 'T0007': '01-03', 'T0008': '02-07'}


def seconds(jump, moment):
    """How far the jump goes from a moment."""
    if jump == '1970':
        return int(100_000 - moment)
    if jump == '2106':
        return int(datetime.datetime(2106, 2, 7, 19, tzinfo=ZONE).timestamp() - moment)
    return JUMPS[jump][0]


class Service:
    """One running service with its own idea of the time."""

    def __init__(self, folder, program, library, phase):
        self.server = MailServer()
        self.shift = folder / 'shift'
        self.right = self.offset = self.showing(PHASES.get(phase, PHASES['before']))
        self.shift.write_bytes(struct.pack('q', self.right))
        self.changes = [(time.time(), self.right)]
        self.site = Site(folder / 'site', program, self.server.port, 1, 2)
        lines = [f'{name},王{name[1:]},王女士,女,,{name.lower()}@example.com,永康,周丽萍,成交客户,'
                 f'1987-{day},否,是' for name, day in BIRTHDAYS.items()]
        customers = self.site.folder / 'config/customers/c.csv'
        customers.write_text('\n'.join([HEADER] + lines) + '\n')
        self.state = folder / 'state'
        self.environment = {**os.environ, 'LD_PRELOAD': str(library),
                            'FIFTHCALL_SHIFT': str(self.shift)}
        if phase == 'waiting':
            self.server.gate.clear()
        self.log = open(folder / 'log', 'w')
        self.start()

    @staticmethod
    def showing(time_of_day):
        """The offset by which a clock shows a time of today now."""
        hour, minute = map(int, time_of_day.split(':'))
        return int((TODAY.replace(hour=hour, minute=minute)).timestamp() - time.time())

    def start(self):
        self.process = subprocess.Popen(
            self.site.command(self.state, 'run'), env=self.environment, cwd=self.site.folder,
            stdout=self.log, stderr=self.log)

    def set_clock(self, offset):
        # The map is shared: the running program sees it at its next look.
        with open(self.shift, 'r+b') as file:
            file.write(struct.pack('q', offset))
        self.offset = offset
        self.changes.append((time.time(), offset))

    def day_at(self, moment):
        """The calendar days that the service may have believed in at a moment of real time."""
        days = set()
        for near in (moment - 1, moment):
            offset = [offset for at, offset in self.changes if at <= near][-1:] or [self.right]
            days.add(datetime.datetime.fromtimestamp(near + offset[0], ZONE).strftime('%m-%d'))
        return days

    def entries(self):
        found = []
        for path in sorted((self.state / 'journal').glob('*.jsonl')):
            for line in path.read_bytes().splitlines():
                try:
                    found.append(json.loads(line))
                except ValueError:
                    pass  # being written
        return found

    def holds(self):
        return {entry.get('cause') for entry in self.entries() if entry['kind'] == 'hold'}

    def mails(self):
        return [name for name, *_ in self.letters()]

    def letters(self):
        """What came for customers: name, moment, customer."""
        found = []
        for name, moment, to in self.server.letters:
            customer = to.partition('<')[2].partition('@')[0].upper()
            if customer in BIRTHDAYS:
                found.append((name, moment, customer))
        return found

    def command(self, *words):
        return self.site.run(self.state, *words, env=self.environment)


def wait(for_what, limit):
    """Whether it came true in time."""
    end = time.monotonic() + limit
    while not for_what():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True


def start_by(folder, program, library, jump):
    """A start by a wrong clock, which is set right then; answers what went wrong."""
    folder.mkdir()
    service = Service(folder, program, library, 'start')
    wrong = []
    try:
        if not wait(lambda: service.entries(), 60):
            return ['the service did not start']
        service.process.send_signal(signal.SIGTERM)
        service.process.wait(60)
        service.right = service.showing('18:30')
        service.set_clock(service.right + seconds(jump, time.time() + service.right))
        service.start()
        if not wait(lambda: STARTS[jump] in service.holds(), 60):
            wrong.append(f'no {STARTS[jump]}: {service.holds()}')
        time.sleep(3)
        service.set_clock(service.right)
        # A clock that lay before the journal leaves nothing behind; all others leave a hold.
        if jump != '1970':
            wait(lambda: service.holds() & {'clock-behind', 'clock-jumped'} - {STARTS[jump]}, 40)
            service.command('release')
        if not wait(lambda: len(set(service.mails())) >= 4, 150):
            wrong.append(f'only {len(set(service.mails()))} of 4 mails in the end; '
                         + service.command('status').stdout[-400:])
        if 'guard-customers' in service.holds():
            wrong.append('the customers that the wrong clock saw were believed')
        ended = {entry['touch'] for entry in service.entries() if entry['kind'] == 'outcome'
                 and entry['result'] != 'accepted' and '/birthday/' in entry['touch']}
        if ended - {'T0006/birthday/2026/1'}:
            wrong.append(f'given up for good: {sorted(ended)}')
    finally:
        service.process.send_signal(signal.SIGTERM)
        service.process.wait(60)
    return wrong + judge(service)


def one(folder, program, library, jump, phase):
    """One jump in one phase; answers what went wrong."""
    if phase == 'start':
        return start_by(folder, program, library, jump)
    folder.mkdir()
    service = Service(folder, program, library, phase)
    wrong = []
    try:
        if not wait(lambda: service.entries(), 60):
            return ['the service did not start']
        if phase == 'waiting':
            wait(lambda: service.server.recipients, 120) or wrong.append('no mail was begun')
        elif phase == 'after':
            wait(lambda: len(service.mails()) == 4, 120) or wrong.append(
                f'{len(service.mails())} of 4 mails before the jump')
        expected = JUMPS[jump][1]
        service.set_clock(service.right + seconds(jump, time.time() + service.right))
        if expected:
            if not wait(lambda: expected in service.holds(), 40):
                wrong.append(f'no {expected} within 40 s: {service.holds()}')
        else:
            time.sleep(35)
            if service.holds():
                wrong.append(f'{service.holds()} for a small jump')
        service.server.gate.set()
        if jump == '1970':
            # By such a clock every customer was created in the future: refused, and read again later.
            service.command('reload')
            if 'last reload: ok' in service.command('status').stdout:
                wrong.append('files were taken over by an impossible clock')
        time.sleep(3)
        service.set_clock(service.right)
        if jump == '1970' and not wait(
                lambda: 'last reload: ok' in service.command('status').stdout, 60):
            wrong.append('files that an impossible clock had refused were not read again')
        time.sleep(1)
        service.command('release')
        if phase != 'before':
            # The hour may have gone on meanwhile; the window is open until 19:30.
            wait(lambda: len(set(service.mails())) >= 4, 150)
        # A second look finds what was held when the clock went back.
        service.command('release')
        if phase != 'before' and not wait(lambda: len(set(service.mails())) >= 4, 60):
            wrong.append(f'only {len(set(service.mails()))} of 4 mails in the end; '
                         + service.command('status').stdout[-400:])
    finally:
        service.process.send_signal(signal.SIGTERM)
        try:
            code = service.process.wait(60)
        except subprocess.TimeoutExpired:
            service.process.kill()
            code = 'nothing: it was killed'
    if code != 0:
        wrong.append(f'it ended with {code}')
    return wrong + judge(service)


def judge(service):
    wrong, names = [], service.mails()
    wrong += [f'{name} came {names.count(name)} times' for name in set(names)
              if names.count(name) > 1]
    try:
        entries = read_journal(service.state)
    except AssertionError as problem:
        return wrong + [f'the journal is not whole: {problem}']
    crossed = [entry['touch'] for entry in entries if entry['kind'] == 'cross']
    wrong += [f'{touch} crossed {crossed.count(touch)} times' for touch in set(crossed)
              if crossed.count(touch) > 1 and '/birthday/' in touch]
    if len(names) > len(crossed):
        wrong.append(f'{len(names)} came, {len(crossed)} crossed')
    if len(names) > len(BIRTHDAYS):
        wrong.append(f'{len(names)} mails, a flood')
    return wrong + [f'{customer} was written to on {service.day_at(moment)}'
                    for _, moment, customer in service.letters()
                    if BIRTHDAYS[customer] not in service.day_at(moment)]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('program')
    options.add_argument('--short', action='store_true', help='one phase of each jump')
    options.add_argument('--jobs', type=int, default=11)
    options.add_argument('--only', nargs='+', default=list(JUMPS), choices=JUMPS)
    options.add_argument('--keep', help='an empty folder in which everything is left to be looked at')
    options = options.parse_args()
    program, failed = Path(options.program).resolve(), 0
    with tempfile.TemporaryDirectory(prefix='fifthcall-clock-') as name:
        folder = Path(options.keep or name)
        library = Path(name) / 'shift.so'
        subprocess.run(['cc', '-O1', '-shared', '-fPIC', '-o', str(library),
                        str(Path(__file__).with_name('shift.c'))], check=True)
        cases = [(jump, phase) for jump in options.only for phase in PHASES]
        if options.short:
            cases = [(jump, list(PHASES)[1 + n % 2]) for n, jump in enumerate(options.only)]
        cases += [(jump, 'start') for jump in options.only if jump in STARTS]
        with ThreadPoolExecutor(options.jobs) as pool:
            def work(case):
                place = folder / '-'.join(case).replace(' ', '_')
                return case, one(place, program, library, *case)
            for (jump, phase), wrong in pool.map(work, cases):
                for text in wrong:
                    print(f'  FAILED {jump} {phase}: {text}', flush=True)
                failed += bool(wrong)
    print(f'clock: {len(cases)} jumps, {failed} failures')
    sys.exit(failed > 0)


main()
