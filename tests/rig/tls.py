"""A certificate -> a web server that shows it, on a free port of this machine."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from threading import Thread

import trustme

from .server import Answer, Files


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: that a client does not like the certificate is what a test wants to see."""


@contextmanager
def serving_tls(certificate: trustme.LeafCert, answers: Mapping[str, Answer]) -> Iterator[int]:
    """Answer over TLS while the context is open; the port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    with _Server(("127.0.0.1", 0), partial(Files, headers={}, answers=answers)) as server:
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
