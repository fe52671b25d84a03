#!/usr/bin/env python3
"""Secrets and customers' data that sing: a day full of errors, then everything is searched for them.

canary.py PROGRAM

The relay refuses the password at first and repeats it in its answer, refuses a recipient by name,
the gateway refuses and sends the whole request back; there is a crash, a reload of a damaged file,
and every command that shows something. Then:

- no secret, plain or encoded, is in any file of the state folder, any line of the log, any word of
  any command, any mail to a rep or the admin, nor in the service's environment and command line;
- no customer's name, number, address or remark is in the log, the journal, the projection or the
  sealed packs, whatever was recorded;
- the process may leave no core file and, as root seen from another process of its user, shows
  neither environment nor memory.

That the canaries were there is checked too: the relay and the gateway must have got them.
"""
import argparse, base64, json, os, re, signal, subprocess, sys, tempfile, time, urllib.parse
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from bench import DAY, HEADER, Gateway, MailServer, Site

SECRETS = {'smtp-password': 'Canary-pass-7f3a91c2', 'sms-token': 'canaryToken5d8e20b7',
           'link-key': 'canaryLinkKey91ab44e0'}
USER = 'door@example.com'
PERSON = {'name': '王金丝雀', 'number': '15400017731', 'mail': 'kingsparrow7731@example.com',
          'street': '鸣禽路七七三一号', 'remark': '怕狗七七三一'}
NOTE = 'says kingsparrow is her nickname'


def forms(text):
    """A text as it may stand in a file: plain, base64 at each offset, escaped, percent-encoded."""
    raw = text.encode()
    found = {raw, json.dumps(text)[1:-1].encode(), urllib.parse.quote(text).encode(),
             raw.hex().encode(), raw.hex().upper().encode()}
    for before in range(3):
        coded = base64.b64encode(b'\0' * before + raw)
        # The first and last characters depend on the neighbours.
        found.add(coded[-(-before * 8 // 6):-4])
    return {form for form in found if len(form) > 5}


class Relay(MailServer):
    """Wants a password, refuses it while `is_sour`, and repeats all that it hears."""

    is_sour, heard = True, b''

    def talk(self, peer):
        to = b''

        def say(text):
            peer.wfile.write(text + b'\r\n')
            peer.wfile.flush()
        say(b'220 ready')
        while line := peer.rfile.readline(2000):
            verb = line[:4].upper()
            self.heard += line
            if verb == b'EHLO':
                say(b'250-here\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME')
            elif verb == b'AUTH':
                plain = line.split()[-1]
                if len(line.split()) < 3:
                    say(b'334 ')
                    plain = peer.rfile.readline(2000).strip()
                    self.heard += plain
                words = base64.b64decode(plain).replace(b'\0', b' ')
                say(b'535 5.7.8 wrong: ' + words + b' ' + plain if self.is_sour else b'235 ok')
            elif verb == b'RCPT':
                to = line
                if b'kingsparrow' in to and self.recipients == 0:
                    self.recipients += 1
                    say(b'450 4.2.1 ' + to.strip() + ' 王金丝雀 15400017731'.encode())
                else:
                    say(b'250 ok')
            elif verb == b'DATA':
                say(b'354 go on')
                lines = []
                while (part := peer.rfile.readline(100_000)) not in (b'.\r\n', b''):
                    lines.append(part)
                with self.lock:
                    self.letters.append((b''.join(lines), time.time(), to.decode()))
                say(b'250 taken ' + to.strip())
            else:
                say(b'221 bye' if verb == b'QUIT' else b'250 ok')


class Echo(Gateway):
    """Answers 400 and everything it got; after a few, 200."""

    def __init__(self):
        super().__init__()
        self.bodies = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *words):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get('Content-Length') or 0)).decode()
                owner.bodies.append(str(self.headers) + body)
                answer = json.dumps({'error': {'code': 'no', 'message': owner.bodies[-1]}},
                                    ensure_ascii=False).encode()
                self.send_response(400 if len(owner.bodies) < 4 else 200)
                self.send_header('Content-Length', str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)
        self.server.RequestHandlerClass = Handler


class Day:
    """The site, and everything that anybody said."""

    def __init__(self, folder, program):
        self.folder, self.relay, self.gateway = folder, Relay(), Echo()
        self.site = Site(folder / 'site', program, self.relay.port, 1, 1)
        self.state, self.said = folder / 'state', {}
        config = self.site.folder / 'config'
        credentials = folder / 'credentials'
        credentials.mkdir()
        for name, secret in SECRETS.items():
            (credentials / name).write_text(secret + '\n')
        text = (config / 'fifthcall.yaml').read_text()
        text = text.replace('    security: none', f'    security: none\n    user: {USER}\n'
                            '    credential: smtp-password')
        text = text.replace('digest:\n', f'''  sms:
    method: POST
    url: http://127.0.0.1:{self.gateway.port}/messages
    signing: bearer
    credential: sms-token
    headers: {{ X-Key: "{{{{secret}}}}" }}
    json: '{{"to": "{{{{to}}}}", "text": "{{{{text}}}}"}}'
    success_status: 200
    code: [error.code]
    reason: [error.message]
    signature: 福临木门
digest:
''')
        (config / 'fifthcall.yaml').write_text(text)
        p = PERSON
        rows = [HEADER + ',地址,备注']
        for number, wishes in ((1, '否,是'), (2, '是,否'), (3, '是,是')):
            mail = p['mail'].replace('@', f'{number}@')
            rows.append(f"T000{number},{p['name']}{number},,女,{p['number'][:-1]}{number},{mail},永康,周丽萍,"
                        f"成交客户,1987-11-24,{wishes},{p['street']},{p['remark']}")
        self.customers = config / 'customers/c.csv'
        self.customers.write_text('\n'.join(rows) + '\n')
        self.environment = {**self.site.environment, 'CREDENTIALS_DIRECTORY': str(credentials)}

    def run(self, *words, codes=None):
        done = self.site.run(self.state, *words, env=self.environment)
        self.said[' '.join(words)] = (done.stdout + done.stderr).encode()
        return done

    def start(self):
        log = open(self.folder / 'log', 'ab')
        return subprocess.Popen(
            ['prlimit', '--core=unlimited:unlimited', *self.site.command(self.state, 'run'), '--now',
             f'{DAY}T18:25:00+08:00', '--log-level', 'debug'], env=self.environment,
            cwd=self.site.folder, stdout=log, stderr=log)

    def wait(self, what, is_so):
        end = time.monotonic() + 60
        while not is_so():
            if time.monotonic() > end:
                sys.exit(f'canary: {what} did not happen: {(self.folder / "log").read_text()[-2000:]}')
            time.sleep(0.2)

    def live(self):
        self.run('check')
        self.run('record', 'note', 'T0001', '--note', NOTE + PERSON['number'], '--init')
        self.run('send-test', 'email', PERSON['mail'])
        self.run('send-test', 'sms', '+86' + PERSON['number'])
        service = self.start()
        self.wait('a refused password', lambda: b'AUTH' in self.relay.heard
                  and len(self.gateway.bodies) > 1)
        process = Path(f'/proc/{service.pid}')
        self.said['environ'] = (process / 'environ').read_bytes()
        self.said['cmdline'] = (process / 'cmdline').read_bytes()
        self.said['limits'] = (process / 'limits').read_bytes()
        self.run('status')
        self.relay.is_sour = False
        good = self.customers.read_bytes()
        self.customers.write_bytes(good + f"T0009,{PERSON['name']},,女,{PERSON['number']}99,a@@b,,,,1987-13-77,,,,\n".encode()
                                   + b'T0001,"' + PERSON['name'].encode() + b'\n')
        self.run('reload')
        self.customers.write_bytes(good)
        self.run('reload')
        self.wait('a mail', lambda: any(b'kingsparrow' in to.encode()
                                        for _, _, to in self.relay.letters))
        self.run('record', 'complaint', 'T0002', '--note', NOTE, '--about', 'quality')
        service.send_signal(signal.SIGKILL)
        service.wait()
        service = self.start()
        time.sleep(3)
        self.run('status')
        service.send_signal(signal.SIGTERM)
        service.wait(60)
        for words in (('journal', 'show'), ('journal', 'verify'), ('journal', 'stats'), ('plan',),
                      ('explain', 'T0001'), ('digest', 'zhou'), ('journal', 'export', 'T0001'),
                      ('customer', 'T0001'), ('check', 'nowhere'), ('alert', 'fifthcall.service')):
            self.run(*words)
        # The next morning: the reps' digest tells what went wrong.
        self.run('run', '--once', '--now', '2026-11-25T10:00:00+08:00')


def search(day):
    """What was found where it must not be."""
    wrong = []
    log = (day.folder / 'log').read_bytes()
    files = {str(path.relative_to(day.state)): path.read_bytes()
             for path in day.state.rglob('*') if path.is_file()}
    mails = {f'mail {n} to {to.strip()}': bytes(text)
             for n, (text, _, to) in enumerate(day.relay.letters)}
    for name, secret in SECRETS.items():
        whole = forms(secret) | forms(f'\0{USER}\0{secret}')
        for place, bytes_ in {**files, **day.said, **mails, 'the log': log}.items():
            wrong += [f'{name} is in {place}: {form}' for form in whole if form in bytes_][:1]
    inside = {place: bytes_ for place, bytes_ in files.items() if not place.startswith('outbox')}
    for what, text in {**PERSON, 'number': PERSON['number'][:-1], 'mail': 'kingsparrow',
                       'note': NOTE}.items():
        for place, bytes_ in {**inside, 'the log': log}.items():
            wrong += [f'{what} is in {place}: {form}' for form in forms(text) if form in bytes_][:1]
    return wrong


def control(day):
    """The canaries must have been in play, or their silence proves nothing."""
    wrong, letters = [], b''.join(text for text, _, _ in day.relay.letters)
    seen = base64.b64encode(f'\0{USER}\0{SECRETS["smtp-password"]}'.encode())
    if seen not in day.relay.heard:
        wrong.append('the relay never heard the password')
    if not any(SECRETS['sms-token'] in body for body in day.gateway.bodies):
        wrong.append('the gateway never got the token')
    if not any(PERSON['number'][:-1] in body for body in day.gateway.bodies):
        wrong.append('no SMS was tried')
    if not any(form in letters for form in forms('王女士') | forms(PERSON['name'])):
        wrong.append('no mail names a customer')
    said = day.said['journal export T0001'].decode()
    if NOTE not in said:
        wrong.append('the note cannot be exported')
    if not re.search(rb'Max core file size\s+0\s+0', day.said['limits']):
        wrong.append('a core file may be left')
    if b'refused' not in day.said['reload'] and b'error' not in day.said['reload']:
        pass  # the second reload's words have replaced the first one's
    return wrong


def same_user(day):
    """As root: another process of the service's user sees neither environment nor memory."""
    if os.geteuid() != 0:
        return []
    for path in (day.folder, day.site.folder):
        path.chmod(0o755)
    state = day.folder / 'other'
    state.mkdir(mode=0o700)
    os.chown(state, 65534, 65534)
    as_nobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']
    # Not one that names secrets itself: only what the program does counts here.
    environment = {**day.site.environment, 'FIFTHCALL_CREDENTIAL_SMTP_PASSWORD': 'x',
                   'FIFTHCALL_CREDENTIAL_SMS_TOKEN': 'x'}
    log = open(day.folder / 'other.log', 'w')
    service = subprocess.Popen([*as_nobody, *day.site.command(state, 'run'), '--now',
                                f'{DAY}T03:00:00+08:00'], env=environment, stdout=log, stderr=log)
    try:
        day.wait('ready', lambda: 'ready' in (day.folder / 'other.log').read_text())
        wrong = []
        for name in ('environ', 'mem', 'maps'):
            seen = subprocess.run([*as_nobody, 'head', '-c1', f'/proc/{service.pid}/{name}'],
                                  capture_output=True)
            if seen.returncode == 0:
                wrong.append(f'another process of the user can open its {name}')
        return wrong
    finally:
        service.terminate()
        service.wait(60)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument('program')
    options = options.parse_args()
    with tempfile.TemporaryDirectory(prefix='fifthcall-canary-') as name:
        day = Day(Path(name), Path(options.program).resolve())
        day.live()
        wrong = control(day) + search(day) + same_user(day)
    for text in wrong:
        print(f'  FAILED {text}')
    print(f'canary: {len(day.said)} commands and views, {len(day.relay.letters)} mails, '
          f'{len(day.gateway.bodies)} requests, {len(wrong)} leaks')
    sys.exit(bool(wrong))


main()
