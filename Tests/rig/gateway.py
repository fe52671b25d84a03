"""usage: gateway.py PORT LOG. Answers POST and GET by path; used by gateway.sh.

/ok 200 {"id": …}   /status/NNN that status   /retry 429 with Retry-After: 7   /big 1 MB of body
/redirect to /ok    /drop closes without a word   /drop-second answers once a connection, then drops
/hang never answers
"""
import json
import sys
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

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        log.write(json.dumps({"method": self.command, "path": self.path, "body": body,
                              "headers": dict(self.headers.items())}) + "\n")
        path = self.path.split("?")[0]
        self.served += 1
        if path == "/ok":
            self.answer(200, json.dumps({"id": "m-1"}).encode())
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
