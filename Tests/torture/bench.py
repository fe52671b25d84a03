"""A small site, a scripted mail server and an independent reader of journals, for the fault suites.

Nothing here imports Fifthcall: what the program claims is held against what the server saw.
"""
import datetime, hashlib, json, os, re, shutil, socketserver, struct, subprocess, sys, threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = '客户编号,姓名,称呼,性别,手机,电子邮箱,城市,负责人,客户阶段,生日,同意短信,同意邮件'
DAY = '2026-11-24'
CONFIG = '''site:
  company: 福临木门
  zone: Asia/Shanghai
  country: CN
  language: zh-CN
  mail_from: service@example.com
  mail_from_name: 福临木门
  reply_to: service@example.com
  signature: [福临木门]
mode: live
default_rep: zhou
policy:
  send_windows: [09:30-11:30, 14:00-19:30]
channels:
CHANNELS
digest:
  at: 07:30
  admin_email: admin@example.com
customers:
  files: [customers/*.csv]
  sample: false
'''
MAIL = '''  smtp:
    host: 127.0.0.1
    port: PORT
    security: none
    connections: CONNECTIONS'''
SMS = '''  sms:
    method: POST
    url: http://127.0.0.1:PORT/messages
    json: '{"to": "{{to}}", "text": "{{text}}", "id": "{{touch}}"}'
    success_status: 200
    signature: 福临木门'''
REPS = 'reps:\n  - id: zhou\n    names: [周丽萍]\n    email: zhou@example.com\n    phone: "+8615400000001"\n'


class MailServer:
    """Takes mail on loopback and notes each Message-ID that it took responsibility for.

    `ending(n)` says what follows the n-th final dot: 'accept' (250), 'drop' (taken, but the
    connection ends without a reply), 'refuse' (451, not taken), 'garbage' (taken, and no reply that
    is SMTP before the connection ends). Asked with -n it says what follows the n-th recipient: 'gone' ends the connection after
    its 250, 'busy' says 450. While `gate` is not set, no recipient is answered.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.begin(lambda n: 'accept')
        owner = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self):
                try:
                    owner.talk(self)
                except OSError:
                    pass

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self.server = Server(('127.0.0.1', 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def begin(self, ending):
        with self.lock:
            self.ending, self.dots, self.taken, self.letters = ending, 0, [], []
            self.recipients, self.gate = 0, threading.Event()
            self.gate.set()

    def talk(self, peer):
        to = b''

        def say(text):
            peer.wfile.write(text.encode() + b'\r\n')
            peer.wfile.flush()
        say('220 ready')
        while True:
            line = peer.rfile.readline(2000)
            verb = line[:4].upper()
            if not line:
                return
            if verb == b'RCPT':
                to = line
                with self.lock:
                    self.recipients += 1
                    ending = self.ending(-self.recipients)
                self.gate.wait(60)
                say('450 4.3.2 later' if ending == 'busy' else '250 ok')
                if ending == 'gone':
                    return
                continue
            if verb == b'EHLO':
                say('250-here\r\n250 8BITMIME')
            elif verb == b'DATA':
                say('354 go on')
                lines = []
                while True:
                    part = peer.rfile.readline(100_000)
                    if not part:
                        return
                    if part == b'.\r\n':
                        break
                    lines.append(part)
                found = re.search(rb'^message-id:\s*(\S+)', b''.join(lines), re.I | re.M)
                with self.lock:
                    self.dots += 1
                    ending = self.ending(self.dots)
                    if ending != 'refuse':
                        name = found.group(1).decode() if found else '?'
                        self.taken.append((name, time.time(), b'zhou@' in to))
                        self.letters.append((name, time.time(), to.decode(errors='replace')))
                if ending == 'drop':
                    return
                say({'refuse': '451 later', 'garbage': '\x00\x7f what?'}.get(ending, '250 taken'))
                if ending == 'garbage':
                    # Who kept the connection would have the sender wait ten minutes for a reply.
                    return
            elif verb == b'QUIT':
                say('221 bye')
                return
            else:
                say('250 ok')


class Gateway:
    """Takes SMS by HTTP on loopback; the same questions as to a mail server, by the n-th request.

    'drop' takes the message and ends the connection without an answer, 'refuse' says 429 and does
    not take it, 'broken' takes it and says 500, 'gone' (asked with -n) ends the connection before it
    has read anything.
    """

    def __init__(self):
        self.lock = threading.Lock()
        self.begin(lambda n: 'accept')
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = 'HTTP/1.1'

            def log_message(self, *words):
                pass

            def do_POST(self):
                with owner.lock:
                    owner.recipients += 1
                    if owner.ending(-owner.recipients) == 'gone':
                        self.close_connection = True
                        return
                body = self.rfile.read(int(self.headers.get('Content-Length') or 0))
                try:
                    name = json.loads(body)['id']
                except ValueError:  # the sender was killed in the middle
                    self.close_connection = True
                    return
                with owner.lock:
                    owner.dots += 1
                    ending = owner.ending(owner.dots)
                    if ending != 'refuse':
                        owner.taken.append((name, time.time(), False))
                if ending == 'drop':
                    self.close_connection = True
                    return
                self.send_response({'refuse': 429, 'broken': 500}.get(ending, 200))
                self.send_header('Content-Length', '2')
                self.end_headers()
                self.wfile.write(b'{}')

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, address):
                pass  # a sender that was killed

        self.server = Server(('127.0.0.1', 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def begin(self, ending):
        with self.lock:
            self.ending, self.dots, self.taken, self.recipients = ending, 0, [], 0


def build(folder, source):
    """A library to be preloaded, made from a C file of this folder."""
    library = Path(folder) / Path(source).with_suffix('.so').name
    subprocess.run(['cc', '-O1', '-Wall', '-Werror', '-shared', '-fPIC', '-o', str(library),
                    str(Path(__file__).with_name(source))], check=True)
    return library


def own_mounts(script):
    """Starts the script again in a mount namespace of its own: however it ends, its mounts and loop
    devices end with it. Without root it says so and ends, well unless FIFTHCALL_RIGS=1."""
    if os.geteuid() != 0:
        print(f'{script}: not root, so nothing is mounted and nothing tried')
        sys.exit(1 if os.environ.get('FIFTHCALL_RIGS') == '1' else 0)
    if os.environ.get('FIFTHCALL_OWN_MOUNTS') != script:
        os.execvpe('unshare', ['unshare', '-m', '--propagation', 'private', sys.executable,
                               *sys.argv], {**os.environ, 'FIFTHCALL_OWN_MOUNTS': script})


def unmount(place):
    for _ in range(100):
        if subprocess.run(['umount', str(place)], capture_output=True).returncode == 0:
            return
        time.sleep(0.05)
    raise RuntimeError(f'{place} stays mounted')


def shifted(folder):
    """An environment in which it is the morning of DAY, whatever the day is on which this runs:
    commands without `--now` would else write their lines after, or long before, those with it."""
    folder, library = Path(folder), build(folder, 'shift.c')
    morning = datetime.datetime.fromisoformat(DAY + 'T08:00:00+08:00').timestamp()
    (folder / 'shift').write_bytes(struct.pack('q', int(morning - time.time())))
    return {**os.environ, 'LD_PRELOAD': str(library), 'FIFTHCALL_SHIFT': str(folder / 'shift')}


class Site:
    """A config folder with so many customers whose birthday is DAY; states are made in `states`."""

    def __init__(self, folder, program, port, customers, connections=2, is_sms=False):
        self.folder, self.program, self.customers = Path(folder), str(program), customers
        config = self.folder / 'config'
        for name in ('customers', 'cadences', 'holidays'):
            (config / name).mkdir(parents=True, exist_ok=True)
        text = CONFIG.replace('CHANNELS', SMS if is_sms else MAIL)
        text = text.replace('PORT', str(port)).replace('CONNECTIONS', str(connections))
        (config / 'fifthcall.yaml').write_text(text)
        (config / 'reps.yaml').write_text(REPS)
        shutil.copy(ROOT / 'config/cadences/birthday.yaml', config / 'cadences')
        shutil.copytree(ROOT / 'templates/birthday', self.folder / 'templates/birthday',
                        dirs_exist_ok=True)
        rows = (ROOT / 'config/holidays/CN.csv').read_text().splitlines()
        kept = [rows[0]] + [row for row in rows[1:] if row[:4] in ('2026', '2027')]
        (config / 'holidays/CN.csv').write_text('\n'.join(kept) + '\n')
        lines = [f'T{n:04},王{n},王女士,女,'
                 + (f'1540001{n:04},,' if is_sms else f',k{n:04}@example.com,')
                 + '永康,周丽萍,成交客户,1987-11-24,' + ('是,否' if is_sms else '否,是')
                 for n in range(1, customers + 1)]
        (config / 'customers/c.csv').write_text('\n'.join([HEADER] + lines) + '\n')

        self.environment = shifted(self.folder)
        # By so many seconds the clock of all that runs in this environment, strace too, is ahead.
        self.ahead = struct.unpack('q', (self.folder / 'shift').read_bytes()[:8])[0]

    def command(self, state, *words):
        return [self.program, *words, '--config', str(self.folder / 'config'), '--state', str(state)]

    def run(self, state, *words, wrap=(), timeout=60, **more):
        more.setdefault('env', self.environment)
        return subprocess.run([*wrap, *self.command(state, *words)], capture_output=True, text=True,
                              timeout=timeout, cwd=self.folder, **more)

    def once(self, state, minute, **more):
        return self.run(state, 'run', '--once', '--now', f'{DAY}T19:{minute:02}:00+08:00', **more)


def sha(data):
    return hashlib.sha256(data).hexdigest()


LINE = re.compile(rb'(.*),"c":"([0-9a-f]{16})","h":"([0-9a-f]{32})"}\n', re.S)


def read_journal(state):
    """The entries, after checking numbers, checksums and chain; raises AssertionError on damage."""
    h, entries = '0' * 32, []
    for path in sorted((Path(state) / 'journal').glob('journal-*.jsonl')):
        with open(path, 'rb') as file:
            for line in file:
                parts = LINE.fullmatch(line)
                assert parts, f'{path.name}: no whole line after entry {len(entries)}'
                body, c, found = parts.groups()
                h = sha((h + c.decode()).encode())[:32]
                assert sha(body)[:16] == c.decode() and h == found.decode(), f'{path.name}: chain'
                entry = json.loads(line)
                entries.append(entry)
                assert entry['n'] == len(entries), f"number {entry['n']}"
    return entries


def judge(entries, taken, touches):
    """What is wrong with a finished day: a list of sentences.

    `taken` are the server's (Message-ID, moment, whether to a rep), `touches` the ids that must be
    settled. A rep's digest alone may come again, and only where nobody knew whether it had come.
    """
    wrong = []
    ids = [name for name, _, is_digest in taken if not is_digest]
    wrong += [f'{name} came {ids.count(name)} times' for name in set(ids) if ids.count(name) > 1]
    digests = [entry['result'] for entry in entries if entry['kind'] == 'outcome'
               and '/rep-digest/' in entry['touch']]
    again = digests.count('uncertain') + digests.count('deferred')
    if sum(1 for *_, is_digest in taken if is_digest) > 1 + again:
        wrong.append('a digest came again without a reason')
    entries = [entry for entry in entries if '/rep-digest/' not in entry.get('touch', '')]
    last, final, outcomes = {}, {}, 0
    for entry in entries:
        touch = entry.get('touch')
        if entry['kind'] in ('intent', 'attempt', 'cross'):
            if final.get(touch):
                wrong.append(f"{entry['kind']} of {touch} after its end")
            last[touch] = entry['kind']
        elif entry['kind'] == 'outcome':
            result = entry['result']
            if result == 'uncertain' and last.get(touch) != 'cross':
                wrong.append(f'{touch} is uncertain without a cross')
            if result == 'accepted' and last.get(touch) != 'cross':
                wrong.append(f'{touch} is accepted without a cross')
            if result != 'deferred':
                if final.get(touch):
                    wrong.append(f'{touch} ended twice')
                final[touch] = result
            last[touch] = 'outcome'
    wrong += [f'{touch} has no end' for touch in last if touch not in final]
    wrong += [f'{touch} was forgotten' for touch in touches if touch not in final]
    accepted = sum(1 for result in final.values() if result == 'accepted')
    uncertain = sum(1 for result in final.values() if result == 'uncertain')
    if not accepted <= len(set(ids)) <= accepted + uncertain:
        wrong.append(f'{len(set(ids))} arrived, {accepted} accepted, {uncertain} uncertain')
    wrong += [f'{touch}: {result}' for touch, result in final.items()
              if touch in touches and result not in ('accepted', 'uncertain')]
    return wrong
