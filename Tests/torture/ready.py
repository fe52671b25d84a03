"""usage: ready.py PROGRAM [STARTS]: whoever connects the instant READY=1 arrives is answered.

Each start is asked `status` by a connection made as soon as the notification was read, and is then
told to stop; every third is killed, so that the next start has something to make good.
"""
import json, os, signal, socket, subprocess, sys, tempfile, time
from pathlib import Path

from bench import DAY, Site



def start(site, state, notify):
    notify.settimeout(30)
    environment = {**os.environ, 'NOTIFY_SOCKET': notify.getsockname()}
    return subprocess.Popen(site.command(state, 'run', '--now', f'{DAY}T03:00:00+08:00'),
                            env=environment, cwd=site.folder, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def await_ready(notify):
    while True:
        if b'READY=1' in notify.recv(4096).split(b'\n'):
            return


def ask(state):
    with socket.socket(socket.AF_UNIX) as peer:
        peer.settimeout(10)
        peer.connect(str(state / 'control.sock'))
        peer.sendall(b'{"status":{}}\n')
        return json.loads(peer.makefile().readline())


def main():
    program, starts = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        site, state = Site(folder, program, 9, 5), folder / 'state'
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notify.bind(str(folder / 'notify'))
        refused, times = [], []
        for n in range(starts):
            began = time.monotonic()
            service = start(site, state, notify)
            try:
                await_ready(notify)
                times.append(time.monotonic() - began)
                reply = ask(state)
                if reply.get('exitCode') != 0:
                    refused.append(f'start {n}: {reply}')
            except OSError as problem:
                refused.append(f'start {n}: {problem!r}')
            service.send_signal(signal.SIGKILL if n % 3 == 2 else signal.SIGTERM)
            service.wait(30)
            notify.setblocking(False)
            try:  # what the old one said of its end
                while notify.recv(4096):
                    pass
            except BlockingIOError:
                pass
        if refused:
            sys.exit(f'ready: {len(refused)} of {starts} refused: {refused[:3]}')
        times.sort()
        print(f'ready: {starts} starts, none refused, median {times[len(times) // 2] * 1000:.0f} ms')


if __name__ == '__main__':
    main()
