"""Goal P15: the time of --help, and from the start of the service to READY=1.

python3 start.py PROGRAM CONFIG   (a config whose mode is rehearsal)
"""
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time

program, config = sys.argv[1:]


def help_time():
    start = time.perf_counter()
    subprocess.run([program, "--help"], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def ready_time():
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as at:
        at.bind(f"{folder}/notify")
        at.settimeout(60)
        os.mkdir(f"{folder}/state")
        start = time.perf_counter()
        service = subprocess.Popen(
            [program, "run", "--config", config, "--state", f"{folder}/state"],
            env=os.environ | {"NOTIFY_SOCKET": f"{folder}/notify"},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            while not at.recv(4096).startswith(b"READY=1"):
                pass
            return time.perf_counter() - start
        finally:
            service.terminate()
            service.wait()


print(f"P15 --help {statistics.median(help_time() for _ in range(21)) * 1000:.1f} ms (goal 20), "
      f"ready {statistics.median(ready_time() for _ in range(3)) * 1000:.0f} ms (goal 300)")
