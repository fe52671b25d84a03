"""What the hardened unit must not allow; run inside it by unit.sh.

Writes a line for each to the state folder: `refused NAME` or `ALLOWED NAME`.
"""
import ctypes, os, socket, subprocess, sys

libc = ctypes.CDLL(None, use_errno=True)


def system_call(number, *arguments):
    """A bare system call by its number on x86-64; an error becomes OSError."""
    if libc.syscall(number, *arguments) == -1:
        raise OSError(ctypes.get_errno(), "refused")


def anonymous(protection):
    libc.mmap.restype = ctypes.c_void_p
    where = libc.mmap(None, ctypes.c_size_t(4096), protection, 0x22, -1, ctypes.c_long(0))
    if where in (None, ctypes.c_void_p(-1).value):
        raise OSError(ctypes.get_errno(), "refused")


def listing(path):
    if not os.listdir(path):
        raise OSError("empty")


ACTIONS = {
    "write /usr": lambda: open("/usr/probe", "w"),
    "write /etc": lambda: open("/etc/fifthcall/probe", "w"),
    "write /var": lambda: open("/var/probe", "w"),
    "read shadow": lambda: open("/etc/shadow").read(),
    "read the admin's credential file": lambda: open("/etc/fifthcall/credentials/probe").read(),
    "see homes": lambda: listing("/root"),
    "see kernel settings": lambda: open("/proc/sys/kernel/hostname").read(),
    "see memory information": lambda: open("/proc/meminfo").read(),
    "see process 1": lambda: open("/proc/1/cmdline").read(),
    "set the clock": lambda: system_call(227, 0, (ctypes.c_long * 2)(0, 0)),
    "set the host name": lambda: system_call(170, b"probe", 5),
    "mount": lambda: system_call(165, b"none", b"/tmp", b"tmpfs", 0, None),
    "a new user namespace": lambda: system_call(272, 0x10000000),
    "load a module": lambda: system_call(175, None, 0, b""),
    "trace a process": lambda: system_call(101, 16, 1, None, None),
    "memory both writable and executable": lambda: anonymous(7),
    "a raw packet socket": lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    "a netlink socket": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "run another program": lambda: subprocess.run(["/usr/bin/env"], check=True, capture_output=True),
    "make a set-user-id file": lambda: (open(STATE + "/suid", "w"), os.chmod(STATE + "/suid", 0o4755)),
    "see block devices": lambda: open("/dev/mem"),
}
STATE = os.environ["STATE_DIRECTORY"]
with open(STATE + "/probe.txt", "w") as out:
    for name, action in ACTIONS.items():
        try:
            action()
        except (OSError, subprocess.CalledProcessError):
            out.write(f"refused {name}\n")
        else:
            out.write(f"ALLOWED {name}\n")
    out.write(f"uid {os.getuid()}\n")
sys.exit(0)
