"""Turns what Kannel's fakesmsc prints into one readable line a message; used by kannel.sh."""
import re
import sys
from urllib.parse import unquote_to_bytes

parts = {}


def decode(kind, text):
    data = unquote_to_bytes(text.replace("+", " ")) if kind != "text" else text.encode()
    return data.decode("utf-16-be" if kind == "ucs-2" else "utf-8", "backslashreplace")


def show(sender, receiver, kind, text):
    print(sender, receiver, kind, text.replace("\n", "\\n"), sep="\t", flush=True)


for line in sys.stdin:
    found = re.search(r"Got message.*<(\S*) (\S*) (\S+) (.*)>$", line.rstrip("\n"))
    if not found:
        continue
    sender, receiver, kind, text = found.groups()
    if kind != "udh":
        show(sender, receiver, kind, decode(kind, text))
        continue
    header, kind, text = (text.split(" ", 2) + ["", ""])[:3]
    header = unquote_to_bytes(header.replace("+", " "))
    text = decode("ucs-2" if kind != "text" and "%" in text else kind, text)
    # 05 00 03 REFERENCE TOTAL NUMBER: a part of a concatenated message.
    if len(header) == 6 and header[1] == 0:
        key = (sender, receiver, header[3])
        parts.setdefault(key, {})[header[5]] = text
        if len(parts[key]) < header[4]:
            continue
        text = "".join(part for _, part in sorted(parts.pop(key).items()))
    show(sender, receiver, kind, text)
