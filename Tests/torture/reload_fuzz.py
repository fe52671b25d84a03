#!/usr/bin/env python3
"""Feeds damaged config, template and customer files to a running service by `reload`.

reload_fuzz.py PROGRAM [--rounds N] [--seed S]

Whatever is in the files, the service answers, takes all or nothing over, and stays small:

- a refused reload names every finding with FILE:LINE:COLUMN and leaves the generation as it was;
- an accepted one gives another generation or the same, and the undamaged files give the first again;
- the resident memory grows by no more than 64 MiB over that after the first twenty reloads.

The mutants are made from the seed alone, so a failure can be made again.
"""
import argparse, json, os, random, re, shutil, socket, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FINDING = re.compile(r'[^\n]+:\d+:\d+: (error|warning): [^\n]+\Z')
GUARDED = 'nothing was changed; if the files are right'
TOKENS = [t.encode() for t in (
    ':', '- ', '{', '}', '[', ']', '*a ', '&a ', '!!int ', '\t', '#', "'", '"', '|', '>', '? ',
    '\u0085', '\u202e', '0', '-1', '99999999999999999999', 'no', '~', '---\n', '\r\n', '\ufeff',
    ',', ';', '{{', '}}', '{{#name}}', '\\u0000', '2026-02-30', '<<: ', '..', '%')]
TOKENS += [b'\xff', b'\xc0\xaf', b'\x00', b'\xed\xa0\x80']


def mutant(source, rng):
    data = bytearray(source)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(8)
        if kind == 0 and at < len(data):
            data[at] = rng.randrange(256)
        elif kind == 1:
            del data[at:at + rng.randint(1, 8)]
        elif kind == 2:
            data[at:at] = rng.choice(TOKENS)
        elif kind == 3 and rng.random() < 0.3:
            del data[at:]
        elif kind == 4:
            data[at:at] = data[at:at + 60] * rng.randint(1, 3)
        elif kind == 5 and rng.random() < 0.1:
            data[at:at] = rng.choice([b'[', b'{a: ', b'- ', b'"', b'(']) * 20000
        else:
            lines = bytes(data).split(b'\n')
            one, two = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[one], lines[two] = lines[two], rng.choice([b'', b'  ']) + lines[one]
            data = bytearray(b'\n'.join(lines))
    return bytes(data)


class Service:
    def __init__(self, program, home):
        self.socket_path = str(home / 'var/control.sock')
        self.log = open(home / 'log', 'wb')
        self.process = subprocess.Popen(
            [program, 'run', '--config', 'config', '--state', 'var', '--now',
             '2026-06-01T03:00:00+08:00'], cwd=home, stdout=self.log, stderr=self.log)
        end = time.time() + 60
        while not os.path.exists(self.socket_path):
            if self.process.poll() is not None or time.time() > end:
                sys.exit('the service did not start: ' + (home / 'log').read_text()[-2000:])
            time.sleep(0.05)

    def ask(self, request):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(60)
            client.connect(self.socket_path)
            client.sendall(json.dumps({request: {}}).encode() + b'\n')
            answer = b''
            while not answer.endswith(b'\n'):
                piece = client.recv(65536)
                if not piece:
                    break
                answer += piece
        return json.loads(answer)

    def generation(self):
        return re.match(r'generation ([0-9a-f]{16})', self.ask('status')['lines'][0]).group(1)

    def resident(self):
        status = Path(f'/proc/{self.process.pid}/status').read_text()
        return int(re.search(r'VmRSS:\s+(\d+)', status).group(1)) // 1024


def write(path, data):
    # By renaming, as editors do; half-written files are the service's own test.
    new = path.with_name('.' + path.name + '.new')
    new.write_bytes(data)
    os.replace(new, path)


def main():
    options = argparse.ArgumentParser()
    options.add_argument('program')
    options.add_argument('--rounds', type=int, default=500)
    options.add_argument('--seed', type=int, default=1)
    options = options.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix='fifthcall-reload-') as folder:
        home = Path(folder)
        shutil.copytree(ROOT / 'config', home / 'config')
        shutil.copytree(ROOT / 'templates', home / 'templates')
        config = home / 'config'
        files = [config / 'fifthcall.yaml', config / 'reps.yaml', config / 'holidays/CN.csv',
                 *sorted((config / 'customers').glob('*.csv')), *sorted(config.glob('cadences/*'))]
        files += rng.sample(sorted((home / 'templates').glob('*/*.mustache')), 6)
        originals = {path: path.read_bytes() for path in files}
        service = Service(os.path.abspath(options.program), home)
        try:
            fuzz(service, files, originals, rng, options.rounds)
        finally:
            service.process.terminate()
            service.process.wait(30)


def fuzz(service, files, originals, rng, rounds):
    good = current = service.generation()
    accepted = refused = most_resident = 0
    slowest, base = 0.0, service.resident()

    def fail(what):
        sys.exit(f'round {number}, {path.name}: {what}')

    for number in range(rounds):
        path = rng.choice(files)
        write(path, mutant(originals[path], rng))
        begun = time.time()
        answer = service.ask('reload')
        slowest = max(slowest, time.time() - begun)
        now = service.generation()
        if answer['exitCode'] == 0:
            accepted, current = accepted + 1, now
        elif answer['exitCode'] == 1:
            refused += 1
            if now != current:
                fail(f'refused, but the generation went from {current} to {now}')
            # A base that lost its customers is refused as a whole, which has no line and column.
            guarded = answer['problems'][-1].startswith(GUARDED)
            said = answer['problems'][:-2] if guarded else answer['problems']
            wrong = [line for line in said
                 if not FINDING.match(line) and not line.startswith('nothing was changed')]
            if wrong or not guarded and not any(': error: ' in line for line in said):
                fail(f'findings without a place: {(wrong or answer["problems"])[:3]}')
        else:
            fail(f'exit code {answer["exitCode"]}')
        write(path, originals[path])
        if now != good:
            answer = service.ask('reload')
            current = service.generation()
            if answer['exitCode'] != 0 or current != good:
                fail(f'the undamaged files give {answer} and generation {current}, not {good}')
        if number == 20:
            base = service.resident()
        most_resident = max(most_resident, service.resident())
        if number > 20 and most_resident > base + 64:
            fail(f'{most_resident} MiB resident after {base}')
        if service.process.poll() is not None:
            fail('the service ended')
    print(f'{rounds} damaged files: {refused} refused, {accepted} taken over; slowest reload '
          f'{slowest:.2f} s, {base} MiB resident, {most_resident} at most')


main()
