"""usage: gateway.py PORT LOG. Answers POST and GET by path; used by gateway.sh.

/ok 200 {"id": …}   /status/NNN that status   /retry 429 with Retry-After: 7   /big 1 MB of body
/redirect to /ok    /drop closes without a word   /drop-second answers once a connection, then drops
/hang never answers   /reset breaks the connection at once, /reset-mid in the middle of the answer
/short promises more than it sends   /garbage is no HTTP   /chunks breaks off a chunked answer
/endless never ends its answer   /trickle sends its answer a byte at a time   /json?… answers 200 with what stands behind the question
mark, percent-encoded, in the charset named before it (/json/gbk?…)   /login 302 to a page of its own
/later 429 with a date in Retry-After   /odd 429 with nonsense in it   /echo/NNN that status, and all that was sent as its message
"""
import json
import socket
import struct
import sys
import urllib.parse
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

log = open(sys.argv[2], "a", buffering=1)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    served = 0

    def log_message(self, *words):
        pass

    def answer(self, status, body=b"{}", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True

    def raw(self, data):
        self.wfile.write(data)
        self.wfile.flush()
        self.close_connection = True

    def misbehave(self, path):
        ok = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
        if path == "/reset":
            self.reset()
        elif path == "/reset-mid":
            self.raw(ok + b'Content-Length: 90\r\n\r\n{"id":"m-1","code":')
            time.sleep(0.1)
            self.reset()
        elif path == "/short":
            self.raw(ok + b'Content-Length: 90\r\n\r\n{"id":"m-1","code":0}')
        elif path == "/garbage":
            self.raw(b"\x80\x81 what?\r\n\r\n")
        elif path == "/chunks":
            self.raw(ok + b'Transfer-Encoding: chunked\r\n\r\n9\r\n{"id":"m-\r\n')
        elif path == "/endless":
            try:
                self.wfile.write(ok + b"\r\n")
                while True:
                    self.wfile.write(b"x" * 65536)
            except OSError:
                self.close_connection = True
        elif path == "/trickle":
            for byte in ok + b'Content-Length: 2\r\n\r\n{}':
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(0.2)
        elif path == "/login":
            self.answer(302, headers=[("Location", "/status/200")])
        elif path == "/later":
            self.answer(429, headers=[("Retry-After", "Wed, 25 Nov 2026 08:00:00 GMT")])
        elif path == "/odd":
            self.answer(429, headers=[("Retry-After", "soon")])
        elif path.startswith("/json"):
            charset = path[6:] or "utf-8"
            text = urllib.parse.unquote(self.path.split("?", 1)[1])
            self.answer(200, text.encode(charset),
                        [("Content-Type", f"application/json; charset={charset}")])
        else:
            return False
        return True

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        log.write(json.dumps({"method": self.command, "path": self.path, "body": body,
                              "headers": dict(self.headers.items())}) + "\n")
        path = self.path.split("?")[0]
        self.served += 1
        if self.misbehave(path):
            pass
        elif path == "/ok":
            self.answer(200, json.dumps({"id": "m-1"}).encode())
        elif path.startswith("/echo/"):
            self.answer(int(path[6:]), json.dumps({"code": "NOPE", "message": body}).encode())
        elif path.startswith("/status/"):
            self.answer(int(path[8:]))
        elif path == "/retry":
            self.answer(429, headers=[("Retry-After", "7")])
        elif path == "/big":
            self.answer(200, b"x" * 1_000_000)
        elif path == "/redirect":
            self.answer(302, headers=[("Location", "/ok")])
        elif path == "/drop-second" and self.served == 1:
            self.answer(200)
        elif path == "/hang":
            time.sleep(30)
        else:
            self.close_connection = True

    do_GET = do_POST = do_PUT = handle_any


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        pass


Server(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
