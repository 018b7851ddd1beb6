"""A file server on loopback for tests: byte ranges, and the ways in which servers fail.

Usage: range_server.py DIRECTORY PORT_FILE. Serves until its standard input closes.
"""

import http.server
import os
import re
import sys
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        # /whole/NAME ignores ranges; /broken/NAME stops in the middle.
        kind, _, name = self.path.lstrip("/").rpartition("/")
        path = os.path.join(sys.argv[1], os.path.basename(name))
        if not os.path.isfile(path):
            self.send_error(404)
            return
        with open(path, "rb") as file:
            data = file.read()
        match = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        first, last = 0, len(data) - 1
        if match and kind != "whole":
            first = int(match[1])
            last = min(int(match[2] or last), last)
            if first >= len(data):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(data)}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        else:
            self.send_response(200)
        self.send_header("Content-Length", str(last + 1 - first))
        if kind != "whole":
            self.send_header("Accept-Ranges", "bytes")
        self.end_headers()
        body = data[first : last + 1]
        if kind == "broken":
            body = body[: len(body) // 2]
            self.close_connection = True
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
with open(sys.argv[2] + ".new", "w") as file:
    file.write(str(server.server_address[1]))
os.rename(sys.argv[2] + ".new", sys.argv[2])
sys.stdin.read()
