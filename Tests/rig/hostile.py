"""usage: hostile.py PORT DIR. A mail server that misbehaves as DIR/scenario says; used by hostile.sh.

scenario: "NUMBER VERB ACTION", read anew for each connection. VERB is the place: greeting, EHLO, STARTTLS,
AUTH, MAIL, RCPT, DATA, body (in the middle of the message), dot (after its end), QUIT. ACTION is what
happens there: ok, a reply to be sent as it is ("550 5.1.1 no"), or one of the words below. The commands
that were heard stand in DIR/commands.NUMBER, "." for the end of a message, and its Message-ID and Subject;
the RCPT commands as they came in DIR/receivers.NUMBER.
"""
import select
import socket
import struct
import sys
import threading
import time

port, folder = int(sys.argv[1]), sys.argv[2]
GOOD = {"greeting": "220 hostile ESMTP", "MAIL": "250 2.1.0 Ok", "RCPT": "250 2.1.5 Ok",
        "DATA": "354 go on", "dot": "250 2.0.0 queued", "QUIT": "221 2.0.0 Bye",
        "AUTH": "235 2.7.0 in", "STARTTLS": "220 2.0.0 ready", "RSET": "250 Ok", "HELO": "250 x"}


class Gone(Exception):
    pass


def reset(peer):
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    raise Gone


def outwait(peer):
    """Says nothing and reads nothing until the other side has gone."""
    watch = select.poll()
    watch.register(peer, select.POLLRDHUP)
    watch.poll(600_000)
    raise Gone


def act(peer, action, good):
    if action == "ok":
        peer.sendall((good + "\r\n").encode())
    elif action == "drop":
        raise Gone
    elif action == "rst":
        reset(peer)
    elif action == "stall":
        outwait(peer)
    elif action == "trickle":
        for byte in (good + "\r\n").encode():
            peer.sendall(bytes([byte]))
            time.sleep(0.4)
    elif action == "garbage":
        peer.sendall(bytes(range(128, 256)) + b"\x01\x02\r\n" + b"?!\r\n")
        raise Gone
    elif action == "NUL":
        peer.sendall(b"\0\0\0\r\n" + good[:3].encode() + b"\0\0\r\n")
        raise Gone
    elif action == "megabyte":
        try:
            peer.sendall(good[:3].encode() + b" " + b"x" * 1_000_000 + b"\r\n")
        except OSError:
            pass
    elif action == "endless":
        try:
            peer.sendall(good[:3].encode() + b" " + b"x" * 1_000_000)
        except OSError:
            pass
        raise Gone
    elif action == "half":
        peer.sendall(good[:2].encode())
        raise Gone
    elif action == "cut":
        peer.sendall((good[:3] + "-first\r\n" + good[:3] + "-second\r\n").encode())
        raise Gone
    elif action == "twice":
        peer.sendall((good + "\r\n" + good + "\r\n").encode())
    elif action == "then-rst":
        peer.sendall((good + "\r\n").encode())
        time.sleep(0.1)
        reset(peer)
    elif action == "then-drop":
        peer.sendall((good + "\r\n").encode())
        raise Gone
    else:
        peer.sendall((action + "\r\n").encode())
        if action.startswith("421"):
            raise Gone


def note(number, word):
    with open(f"{folder}/commands.{number}", "a") as file:
        file.write(word + "\n")


def converse(peer, number, verb, action):
    def answer(place, good=None):
        act(peer, action if place == verb else "ok", good or GOOD[place])

    answer("greeting")
    lines = peer.makefile("rb")
    while True:
        line = lines.readline(100_000)
        if not line:
            return
        word = line.split()[0].decode("latin-1").upper() if line.split() else ""
        note(number, word)
        if word == "RCPT":
            with open(f"{folder}/receivers.{number}", "a") as file:
                file.write(line.decode("latin-1").strip() + "\n")
        if word == "EHLO":
            offers = ["hostile"]
            if verb == "STARTTLS":
                offers.append("STARTTLS")
            if verb == "AUTH":
                offers.append("AUTH PLAIN")
            if verb == "EHLO" and action != "ok":
                act(peer, action, "250 hostile")
                continue
            peer.sendall("".join(
                f"250{'-' if place < len(offers) - 1 else ' '}{offer}\r\n"
                for place, offer in enumerate(offers)).encode())
        elif word == "DATA":
            answer("DATA")
            if verb == "DATA" and action[:1] in "45":
                continue
            size, place = 0, 0
            while True:
                line = lines.readline(100_000)
                if not line:
                    return
                size += len(line)
                if line[:12].lower() in (b"message-id: ",) or line[:9] == b"Subject: ":
                    note(number, line.decode("latin-1").strip())
                if verb == "body" and size > 20_000 and place == 0:
                    place = 1
                    act(peer, action, GOOD["dot"])
                if line == b".\r\n":
                    note(number, ".")
                    break
            answer("dot")
        elif word == "AUTH":
            peer.sendall(b"334 \r\n")
            lines.readline(100_000)
            answer("AUTH")
        elif word == "QUIT":
            answer("QUIT")
            return
        elif word in GOOD:
            answer(word)
        else:
            peer.sendall(b"500 5.5.1 what?\r\n")


def serve(peer):
    try:
        with open(f"{folder}/scenario") as file:
            number, verb, action = file.read().strip().split(" ", 2)
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        converse(peer, number, verb, action)
    except (Gone, OSError):
        pass
    finally:
        peer.close()


listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", port))
listener.listen(64)
while True:
    threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
