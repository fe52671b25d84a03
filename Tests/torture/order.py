#!/usr/bin/env python3
"""Reads a trace of the program's calls and checks what must be durable before what.

Killing cannot find a missing sync: the page cache outlives the process. So the order itself is
checked, on a day with two mails, a restart after kill -9, an erasure and a torn journal:

- nothing goes to the mail server while a line of the journal is not synced, no mail is begun
  before its `attempt` and no final dot sent before its `cross`;
- what a line names in `sealed/` is synced before the line is written;
- a file is synced before it is renamed, and the folder after it, before anything else is written;
- a new file's folder is synced before the journal goes on;
- a journal that ended without `stop` is written anew before anything is appended.
"""
import re, subprocess, sys, tempfile
from pathlib import Path
from bench import MailServer, Site

CALLS = 'openat,write,pwrite64,fdatasync,fsync,rename,ftruncate,sendto,kill'
PATH = re.compile(r'(?:^|\()(\d+)<([^>]*)>')


def events(log):
    """(call, path or names, text) in order of their begin; a sync counts from its end."""
    open_calls = {}
    for line in Path(log).read_text(errors='replace').splitlines():
        found = re.match(r'(\d+)\s+(.*)', line)
        if not found:
            continue
        thread, rest = found.groups()
        if rest.endswith('<unfinished ...>'):
            rest = rest[:-len('<unfinished ...>')]
            if not rest.startswith(('fdatasync', 'fsync', 'rename', 'openat')):
                yield rest
            else:
                open_calls[thread] = rest
        elif rest.startswith('<... '):
            begun = open_calls.pop(thread, None)
            if begun is not None:
                yield begun + rest[rest.index('resumed>') + 8:]
        else:
            yield rest


def check(log, state, expects_rewrite=False):
    wrong, dirty, dirty_folders, renamed_over = [], set(), set(), []
    is_rewritten, attempted, crossed, state = False, 0, 0, str(state)
    counts = {}

    def ours(path):
        return path.startswith(state) and ('/journal/journal-' in path or '/sealed/' in path)

    for event in events(log):
        call = event.split('(', 1)[0]
        counts[call] = counts.get(call, 0) + 1
        failed = re.search(r'= -1 ', event)
        if call == 'openat':
            made = re.search(r'"([^"]+)", ([A-Z_|]+)', event)
            path = made.group(1)
            if failed or not ours(path) or 'O_CREAT' not in made.group(2):
                continue
            if path not in known and not path.endswith('.new'):
                dirty_folders.add(path.rsplit('/', 1)[0])
            known.add(path)
        elif call in ('write', 'pwrite64', 'ftruncate'):
            found = PATH.search(event)
            path = found.group(2) if found else ''
            if not ours(path):
                continue
            if call == 'ftruncate' and path.endswith('.new'):
                continue
            if '/journal/journal-' in path and not path.endswith('.new') and 'torn' not in path:
                for other in dirty - {path}:
                    wrong.append(f'a line is written while {other} is not synced')
                for folder in dirty_folders:
                    wrong.append(f'a line is written while the folder {folder} is not synced')
                if path in dirty and call == 'write':
                    wrong.append('a batch is written while the one before it is not synced')
                if expects_rewrite and not is_rewritten and call == 'write':
                    wrong.append('appended to a journal that was not written anew')
                attempted += event.count('kind\\":\\"attempt')
                crossed += event.count('kind\\":\\"cross')
            dirty.add(path)
        elif call in ('fdatasync', 'fsync') and not failed:
            path = PATH.search(event).group(2)
            dirty.discard(path)
            dirty_folders.discard(path)
        elif call == 'rename' and not failed:
            old, new = re.findall(r'"([^"]+)"', event)[:2]
            if not ours(new):
                continue
            if old in dirty or old not in known:
                wrong.append(f'{old} is renamed before it is synced')
            dirty_folders.add(new.rsplit('/', 1)[0])
            is_rewritten = is_rewritten or '/journal/journal-' in new
        elif call == 'sendto':
            if 'MAIL FROM' in event:
                begun.append(attempted)
            if dirty and 'QUIT' not in event:
                wrong.append(f'{event[:60]} while {sorted(dirty)} are not synced')
            # The dot that ends the second part of the talk, alone or behind the text.
            if re.search(r'(?:, "|\\n)\.\\r\\n"', event):
                mails.append(crossed)
    return wrong, counts


known, begun, mails = set(), [], []


def main():
    global known, mails
    program = Path(sys.argv[1]).resolve()
    server, failures = MailServer(), []
    with tempfile.TemporaryDirectory(prefix='fifthcall-order-') as name:
        folder = Path(name)
        site, state = Site(folder / 'site', program, server.port, 2, connections=1), folder / 'st'
        wrap = ('strace', '-f', '-qq', '-y', '-s', '60000', '-e', 'trace=' + CALLS, '-o')

        def step(name, words, code=0, **more):
            log = folder / name
            done = site.run(state, *words, wrap=(*wrap, str(log)))
            wrong, counts = check(log, state, **more)
            if done.returncode != code:
                wrong.append(f'ended with {done.returncode}: {done.stderr[-200:]}')
            syncs = counts.get('fdatasync', 0) + counts.get('fsync', 0)
            print(f'order: {name}: {syncs} syncs, {len(wrong)} breaches')
            failures.extend(f'{name}: {text}' for text in wrong)

        def known_now():
            return {str(path) for path in state.rglob('*') if path.is_file()}

        once = ('run', '--once', '--now')
        step('record', ('record', 'note', 'T0001', '--note', 'x', '--init'))
        known = known_now()
        step('day', (*once, '2026-11-24T19:29:00+08:00'))
        if begun != [1, 2] or mails != [1, 2]:
            failures.append(f'day: begun after {begun} attempts, dots after {mails} crosses')
        # As after kill -9: the last line, the stop, was never written.
        journal = next((state / 'journal').glob('*.jsonl'))
        lines = journal.read_bytes().splitlines(keepends=True)
        journal.write_bytes(b''.join(lines[:-1]))
        for path in state.glob('ledger.sqlite*'):
            path.unlink()
        known = known_now()
        step('unclean', (*once, '2026-11-24T19:29:30+08:00'), expects_rewrite=True)
        journal.write_bytes(journal.read_bytes() + b'{"v":1,"n":99,"torn')
        known = known_now()
        step('torn', (*once, '2026-11-24T19:29:40+08:00'), expects_rewrite=True)
        known = known_now()
        step('erase', ('journal', 'erase', 'T0002'))
        known = set()
        state = folder / 'other'
        step('first', (*once, '2026-11-24T19:29:50+08:00'))
    for text in failures:
        print(f'order: FAILED {text}')
    sys.exit(bool(failures))


main()
