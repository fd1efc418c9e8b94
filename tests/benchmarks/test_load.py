"""Visitors at a steady rate, and what is made of their answers."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from benchmarks.load import MIX, percentile
from benchmarks.visitors import visits


class Page(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(404 if "gone" in self.path else 200)
        self.end_headers()
        self.wfile.write(b"page")

    def log_message(self, *args):
        """Says nothing."""


def test_every_visit_is_made_and_counted_with_its_status():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        addresses = [("page", "/"), ("gone", "/gone/")]
        answers = asyncio.run(visits("127.0.0.1", server.server_port, addresses, 200, 0.2))
    finally:
        server.shutdown()
        server.server_close()

    assert len(answers) == 40
    assert {(kind, status) for kind, *_, status in answers} == {("page", 200), ("gone", 404)}
    assert sorted(due for _, due, *_ in answers) == [round(n / 200, 3) for n in range(40)]


def test_site_that_does_not_answer_is_counted_too():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    answers = asyncio.run(visits("127.0.0.1", port, [("page", "/")], 100, 0.05))

    assert Counter(status for *_, status in answers) == {0: 5}


def test_percentiles_and_mix():
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile(range(100), 0.95) == 95
    assert percentile([], 0.95) == 0.0
    assert sum(MIX.values()) == 100
