"""usage: relay.py PORT STALL LOG: a mail server for unit.sh that answers the final dot only after
STALL seconds. LOG gets `dot MESSAGE-ID` when a message has come and `answered MESSAGE-ID` later."""
import re, socketserver, sys, threading, time

port, stall, log = int(sys.argv[1]), float(sys.argv[2]), open(sys.argv[3], "a", buffering=1)


class Talk(socketserver.StreamRequestHandler):
    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self):
        try:
            self.talk()
        except OSError:
            pass

    def talk(self):
        self.say("220 ready")
        while line := self.rfile.readline(2000):
            verb = line[:4].upper()
            if verb == b"QUIT":
                return self.say("221 bye")
            if verb != b"DATA":
                self.say("250 ok")
                continue
            self.say("354 go on")
            name = "?"
            while (part := self.rfile.readline(100_000)) != b".\r\n":
                if not part:
                    return
                if found := re.match(rb"message-id:\s*(\S+)", part, re.I):
                    name = found.group(1).decode()
            log.write(f"dot {name}\n")
            time.sleep(stall)
            log.write(f"answered {name}\n")
            self.say("250 2.0.0 taken")


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True


Server(("127.0.0.1", port), Talk).serve_forever()
