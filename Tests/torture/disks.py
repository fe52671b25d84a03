#!/usr/bin/env python3
"""Really small, full, crowded and read-only file systems under the state folder.

disks.py PROGRAM [--short]

- tiny: a tmpfs of 16 kB to 1 MB takes records until it is full, then a sending day: what was answered
  stays, no mail goes out without its `cross`, and when the tmpfs grows the next start is good.
- full: a running service whose tmpfs, or ext4 image of 2 MB, is filled up while a message is yet to
  come: nothing is sent, `record` is refused, `status` and the log say why; 60 s after there is
  room again the message is out, without a restart.
- nearly: little is left before the start: held (`disk`) before it is full, `status` says why and the
  admin is told; with room again all goes out by itself.
- last words: the disk is filled up between the dot of a mail and its answer, until the reserve is in use: the
  outcome is in the journal all the same, nothing new begins, and with room again the reserve is back.
- crowded: no inode is left on the ext4 image while the service runs: it goes on or holds; either
  way nothing is lost, and the day ends well once there are inodes again.
- broken: the kernel finds an error and makes the file system read-only under the running service:
  nothing is sent, it says so or leaves with 74; after e2fsck the next start goes on.
- read-only: mounted so before the start: the end is 73 or 74 with a word, no mail goes out; mounted
  writable again it starts.

Needs root; the mounts lie in a namespace of their own and vanish with the script.
"""
import argparse, errno, os, re, signal, subprocess, sys, tempfile, threading, time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from bench import DAY, MailServer, Site, judge, own_mounts, read_journal, unmount

TOUCHES = [f'T{n:04}/birthday/2026/1' for n in (1, 2, 3)]
# Of the three birthday mails, one is due at 18:24; the two before it go out at the start.
BEFORE = f'{DAY}T18:23:30+08:00'
DUE = 40  # seconds from there until it should have gone


class Case:
    """A site, its mail server, a mounted state folder, and what record has answered."""

    def __init__(self, folder, program):
        self.folder = Path(folder)
        self.folder.mkdir()
        self.server, self.wrong, self.answered = MailServer(), [], []
        self.site = Site(self.folder / 'site', program, self.server.port, 3, 1)
        self.place, self.log = self.folder / 'mount', self.folder / 'log'
        self.place.mkdir()
        self.state, self.process = self.place / 'state', None

    def tmpfs(self, kilobytes):
        mount('-t', 'tmpfs', '-o', f'size={kilobytes}k', 'tmpfs', self.place)

    def ext4(self, size, *options):
        image = self.folder / 'image'
        subprocess.run(['mkfs.ext4', '-q', '-F', '-b', '1024', '-m', '0', *options, str(image), size],
                       check=True, stdout=subprocess.DEVNULL)
        mount('-t', 'ext4', '-o', 'loop,errors=remount-ro', image, self.place)

    def expect(self, is_so, text):
        if not is_so:
            self.wrong.append(text)

    def record(self):
        done = self.site.run(self.state, 'record', 'note', 'T0001', '--note', 'x' * 300, '--init')
        found = re.search(r'"n":(\d+)', done.stdout)
        if found:
            self.answered.append(int(found.group(1)))
        self.expect(done.returncode in (0, 73, 74, 75), f'record: {done.returncode} {done.stderr}')
        self.expect(bool(found) == (done.returncode == 0), f'record says {done.stdout!r} and ends '
                    f'with {done.returncode}')
        return done

    def start(self, mails=2):
        self.process = subprocess.Popen(self.site.command(self.state, 'run', '--now', BEFORE),
                                        cwd=self.site.folder, stdout=subprocess.DEVNULL,
                                        stderr=open(self.log, 'a'))
        self.begun = time.monotonic()
        return self.wait(lambda: self.count() == mails, 60)

    def stop(self, codes=(0,)):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        try:
            code = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            code = f'{self.process.wait()} only when killed'
        self.process = None
        self.expect(code in codes, f'it ended with {code}')

    def count(self):
        # Alerts to the admin are mails too.
        return len({name for name, _, to in self.server.letters if '<k0' in to})

    def wait(self, for_what, seconds):
        end = time.monotonic() + seconds
        while not for_what():
            if time.monotonic() > end:
                return False
            time.sleep(0.2)
        return True

    def until_due(self):
        time.sleep(max(0, DUE - (time.monotonic() - self.begun)))

    def finish(self):
        """The day is lived to its end, then everything is held against everything."""
        done = self.site.once(self.state, 29)
        self.expect(done.returncode == 0, f'the next start: {done.returncode} {done.stderr[-300:]}')
        try:
            entries = read_journal(self.state)
        except AssertionError as problem:
            self.wrong.append(str(problem))
            return
        there = {entry['n'] for entry in entries if entry['kind'] == 'note'}
        missing = [n for n in self.answered if n not in there]
        self.expect(not missing, f'answered, and not there: {missing}')
        self.wrong += judge(entries, self.server.taken, TOUCHES)

    def status(self):
        return self.site.run(self.state, 'status').stdout

    def fill(self, leaving=0):
        """Takes every byte that is left, or all but so many, and answers the file that has them."""
        filler = self.place / 'filler'
        with open(filler, 'ab', buffering=0) as file:
            if leaving:
                room = os.statvfs(self.place)
                file.write(b'f' * max(0, room.f_bavail * room.f_frsize - leaving))
                return filler
            for size in (65536, 512, 1):
                try:
                    while True:
                        file.write(b'f' * size)
                except OSError as problem:
                    assert problem.errno == errno.ENOSPC
        return filler


def mount(*words):
    subprocess.run(['mount', *map(str, words)], check=True)


def tiny(case, kilobytes):
    case.tmpfs(kilobytes)
    for _ in range(40):
        if case.record().returncode != 0:
            break
    done = case.site.once(case.state, 0)
    case.expect(done.returncode in (0, 73, 74, 75), f'day: {done.returncode} {done.stderr[-300:]}')
    case.expect(done.returncode == 0 or done.stderr, 'the day ended without a word')
    crossed = 0
    if list((case.state / 'journal').glob('*.jsonl')):
        try:
            crossed = sum(1 for entry in read_journal(case.state) if entry['kind'] == 'cross')
        except AssertionError:
            pass  # a torn end that the next start repairs
    case.expect(len(case.server.taken) <= crossed, f'{len(case.server.taken)} of {crossed} crossed')
    mount('-o', 'remount,size=16m', case.place)
    case.expect(case.record().returncode == 0, 'with room again, record is refused')
    case.finish()


def full(case, is_tmpfs):
    case.tmpfs(1024) if is_tmpfs else case.ext4('2M', '-O', '^has_journal')
    case.record()
    case.expect(case.start(), f'{case.count()} of 2 mails at the start')
    filler = case.fill()
    case.until_due()
    # A few bytes may have been left behind the last line's block.
    refused = case.wait(lambda: case.record().returncode != 0, 60)
    case.expect(refused, 'record is answered on a full disk')
    case.expect(case.count() == 2, f'{case.count()} mails with a full disk')
    # Either something else found no room, or the reserve is in use and nothing more is taken.
    status = case.status()
    case.expect('write failed' in status or 'hold: disk' in status,
                f'status does not say so: {status}')
    said = case.log.read_text()
    case.expect('No space' in said or 'the disk is full' in said, 'the log does not say so')
    filler.unlink()
    case.expect(case.wait(lambda: case.count() == 3, 60), 'not sent 60 s after there was room')
    case.expect(case.record().returncode == 0, 'record is refused with room again')
    status = case.site.run(case.state, 'status').stdout
    case.expect('write failed' not in status, f'status still says: {status}')
    case.stop()
    case.finish()


def nearly(case):
    case.tmpfs(16384)
    case.record()
    filler = case.fill(leaving=3 << 20)
    case.expect(case.start(mails=0), 'mails before the start')
    held = case.wait(lambda: 'hold: disk' in case.status(), 60)
    case.expect(held, f'not held with little room: {case.status()}')
    told = case.wait(lambda: any('<admin@' in to for _, _, to in case.server.letters), 60)
    case.expect(told, 'the admin was not told')
    case.until_due()
    case.expect(case.count() == 0, f'{case.count()} mails while held')
    case.expect(case.record().returncode == 0, 'record is refused though there is some room')
    filler.unlink()
    case.expect(case.wait(lambda: case.count() == 3, 60), 'not sent 60 s after there was room')
    case.expect('hold:' not in case.status(), f'still held: {case.status()}')
    case.stop()
    case.finish()


def last_words(case):
    case.tmpfs(1024)
    case.record()
    reserve, filler, refused = case.state / 'reserve', [], []

    def ending(number):
        if number == 3:
            filler.append(case.fill())
            for _ in range(60):
                if not reserve.exists():
                    break
                done = case.site.run(case.state, 'record', 'note', 'T0001')
                refused.extend([done.stderr] if done.returncode else [])
                found = re.search(r'"n":(\d+)', done.stdout)
                case.answered.extend([int(found.group(1))] if found else [])
        return 'accept'

    case.server.begin(ending)
    case.expect(case.start(), f'{case.count()} of 2 mails at the start')
    case.expect(reserve.exists() and reserve.stat().st_size == 65536, 'there is no reserve')
    case.until_due()
    case.expect(case.wait(lambda: case.count() == 3, 30), 'the third mail did not come')
    case.expect(not reserve.exists(), 'the reserve was not given up')
    case.expect(not refused, f'refused before the reserve was used up: {refused[:1]}')

    def outcomes():
        return [(entry['touch'], entry['result']) for entry in read_journal(case.state)
                if entry['kind'] == 'outcome' and entry['touch'] in TOUCHES]
    whole = case.wait(lambda: sorted(outcomes()) == [(name, 'accepted') for name in TOUCHES], 20)
    case.expect(whole, f'the outcome found no room: {outcomes()}')
    held = case.wait(lambda: 'hold: disk' in case.status(), 20)
    case.expect(held, f'not held on the reserve: {case.status()}')
    filler[0].unlink()
    case.expect(case.wait(reserve.exists, 60), 'no reserve 60 s after there was room')
    case.expect(case.wait(lambda: 'hold:' not in case.status(), 60), f'still held: {case.status()}')
    case.stop()
    case.finish()


def crowded(case):
    case.ext4('4M', '-J', 'size=1', '-N', '64')
    case.record()
    case.expect(case.start(), f'{case.count()} of 2 mails at the start')
    crowd = case.place / 'crowd'
    crowd.mkdir()
    try:
        for number in range(1000):
            (crowd / str(number)).touch()
    except OSError as problem:
        assert problem.errno == errno.ENOSPC
    for _ in range(3):
        case.record()
    case.until_due()
    for path in crowd.iterdir():
        path.unlink()
    case.expect(case.wait(lambda: case.count() == 3, 60), 'not sent 60 s after there were inodes')
    case.expect(case.record().returncode == 0, 'record is refused with inodes again')
    case.stop()
    case.finish()


def broken(case):
    case.ext4('4M', '-J', 'size=1')
    case.record()
    case.expect(case.start(), f'{case.count()} of 2 mails at the start')
    device = subprocess.run(['findmnt', '-no', 'SOURCE', str(case.place)], capture_output=True,
                            text=True, check=True).stdout.strip()
    Path(f'/sys/fs/ext4/{Path(device).name}/trigger_fs_error').write_text('a test')
    case.until_due()
    case.record()
    case.expect(case.count() == 2, f'{case.count()} mails from a read-only folder')
    said = case.log.read_text()
    case.expect('Read-only file system' in said or 'Input/output error' in said,
                f'the log does not say so: {said[-300:]}')
    if case.process.poll() is None:
        status = case.site.run(case.state, 'status').stdout
        case.expect('write failed' in status, f'status does not say so: {status}')
    case.stop((0, 74))
    unmount(case.place)
    checked = subprocess.run(['e2fsck', '-fy', str(case.folder / 'image')], capture_output=True)
    case.expect(checked.returncode in (0, 1), f'e2fsck: {checked.returncode}')
    mount('-t', 'ext4', '-o', 'loop', case.folder / 'image', case.place)
    case.finish()


def read_only(case):
    case.ext4('4M', '-J', 'size=1')
    case.record()
    mount('-o', 'remount,ro', case.place)
    case.expect(case.record().returncode in (73, 74), 'record on a read-only folder')
    done = case.site.once(case.state, 0)
    case.expect(done.returncode in (73, 74) and done.stderr,
                f'run: {done.returncode} {done.stderr[-300:]}')
    case.expect(not case.server.taken, 'mails from a read-only folder')
    mount('-o', 'remount,rw', case.place)
    case.expect(case.record().returncode == 0, 'record is refused when it is writable again')
    case.finish()


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('program')
    options.add_argument('--short', action='store_true', help='eight sizes instead of sixty')
    options.add_argument('--jobs', type=int, default=6)
    options.add_argument('--only', help='those whose name begins so')
    options.add_argument('--keep', help='an empty folder in which everything is left to be looked at')
    options = options.parse_args()
    own_mounts('disks')
    program, failed = Path(options.program).resolve(), 0
    sizes = [16, 24, 32, 48, 64, 96, 256, 1024] if options.short else [
        *range(16, 200, 4), 256, 320, 384, 448, 512, 640, 768, 896, 1024]
    cases = {'full tmpfs': lambda case: full(case, True),
             'full ext4': lambda case: full(case, False), 'nearly': nearly,
             'last words': last_words, 'crowded': crowded, 'broken': broken,
             'read-only': read_only}
    cases |= {f'tiny {size}': lambda case, size=size: tiny(case, size) for size in sizes}
    cases = {what: case for what, case in cases.items() if what.startswith(options.only or '')}
    with tempfile.TemporaryDirectory(prefix='fifthcall-disks-') as name:
        name = options.keep or name
        def one(what):
            case = Case(Path(name) / what.replace(' ', '-'), program)
            try:
                cases[what](case)
            except Exception as problem:
                case.wrong.append(repr(problem))
            finally:
                case.stop((0, 74) if case.wrong else (0,))
                subprocess.run(['umount', '-l', str(case.place)], capture_output=True)
            return case.wrong

        with ThreadPoolExecutor(options.jobs) as pool:
            for what, wrong in zip(cases, pool.map(one, cases)):
                for text in wrong:
                    print(f'  FAILED {what}: {text}', flush=True)
                failed += bool(wrong)
    print(f'disks: {len(cases)} file systems, {failed} failures')
    sys.exit(failed > 0)


main()
