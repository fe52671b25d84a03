"""usage: idle.py PROGRAM [--seconds N] [--customers N] [--reloads]: what the service costs while nothing happens.

Every sleep that any of its threads ended counts as a waking, as the kernel counts them. The limits
are the goals for 10,000 customers: 4 wakings a minute, 0.05 % of a processor, 30 MiB of memory of
its own, also after a reload. With --reloads only: no base of customers stays beside the next one.
"""
import argparse, os, socket, subprocess, sys, tempfile, time
from pathlib import Path

from bench import DAY, Site
from ready import await_ready

WAKINGS, PROCESSOR, MEMORY = 4, 0.0005, 30 << 10
# KiB that a reload may leave behind, for each customer: half of what one takes.
REMAINS = 0.1


def look(pid):
    wakings = 0
    for task in Path(f'/proc/{pid}/task').iterdir():
        for line in (task / 'status').read_text().splitlines():
            if line.startswith('voluntary_ctxt_switches'):
                wakings += int(line.split()[1])
    words = Path(f'/proc/{pid}/stat').read_text().rsplit(')', 1)[1].split()
    return wakings, (int(words[11]) + int(words[12])) / os.sysconf('SC_CLK_TCK')


def memory(pid):
    """KiB of memory that is the process's own."""
    for line in Path(f'/proc/{pid}/smaps_rollup').read_text().splitlines():
        if line.startswith('Anonymous:'):
            return int(line.split()[1])
    raise AssertionError('no Anonymous')


def reload(site, state):
    done = subprocess.run(site.command(state, 'reload'), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def judge_reloads(pid, site, state, customers):
    sizes = [memory(pid)]
    for _ in range(2):
        reload(site, state)
        sizes.append(memory(pid))
    print('reloads: ' + ', '.join(f'{size / 1024:.1f}' for size in sizes) + ' MiB')
    if max(sizes[1:]) - sizes[0] > customers * REMAINS:
        sys.exit('reloads: something of the old base stays')


def main():
    options = argparse.ArgumentParser()
    options.add_argument('program')
    options.add_argument('--seconds', type=int, default=120)
    options.add_argument('--customers', type=int, default=10_000)
    options.add_argument('--reloads', action='store_true')
    options = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        site, state = Site(folder, options.program, 9, options.customers), folder / 'state'
        notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        notify.bind(str(folder / 'notify'))
        notify.settimeout(120)
        environment = {**os.environ, 'NOTIFY_SOCKET': str(folder / 'notify'),
                       'WATCHDOG_USEC': '60000000'}
        environment.pop('WATCHDOG_PID', None)
        # Where sizes are compared nothing may be due, since histories take memory, too.
        day = '2026-11-20' if options.reloads else DAY
        service = subprocess.Popen(site.command(state, 'run', '--now', f'{day}T20:00:00+08:00'),
                                   env=environment, stderr=subprocess.DEVNULL, cwd=folder)
        try:
            await_ready(notify)
            time.sleep(15)  # threads of the start go to rest
            if options.reloads:
                return judge_reloads(service.pid, site, state, options.customers)
            before = look(service.pid)
            time.sleep(options.seconds)
            after = look(service.pid)
            idle = memory(service.pid)
            reload(site, state)
            reloaded = memory(service.pid)
        finally:
            service.terminate()
            service.wait(60)
    wakings = (after[0] - before[0]) * 60 / options.seconds
    processor = (after[1] - before[1]) / options.seconds
    print(f'idle: {wakings:.1f} wakings a minute, {processor:.3%} of a processor, '
          f'{idle / 1024:.1f} MiB, {reloaded / 1024:.1f} MiB after a reload')
    # One more than the goal: where the window cuts the half-minutes.
    if wakings > WAKINGS + 60 / options.seconds * 2 or processor > PROCESSOR:
        sys.exit('idle: too busy')
    if max(idle, reloaded) > MEMORY:
        sys.exit('idle: too large')


main()
