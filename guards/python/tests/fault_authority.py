"""The embedded authority behind a socket that can answer wrongly, late or not at all."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
import urllib.error
import urllib.request
from typing import Callable

from recorder import Recorder

Fault = Callable[[socket.socket], None]


def _reply(status: int, body: bytes, headers: str = "") -> bytes:
    # Each connection carries one reply: a client that sent a second request on it would meet a reset.
    fixed = f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
    return f"HTTP/1.1 {status} X\r\n{fixed}{headers}\r\n".encode() + body


def _say(body: object, status: int = 200, headers: str = "") -> Fault:
    return lambda sock: sock.sendall(_reply(status, json.dumps(body).encode(), headers))


def _raw(data: bytes) -> Fault:
    return lambda sock: sock.sendall(data)


def _hang(sock: socket.socket) -> None:
    sock.settimeout(20)
    sock.recv(1)


def _drip(sock: socket.socket) -> None:
    yes = _reply(200, b'{"allowed": true, "code": "ALLOW"}')
    for at in range(len(yes)):
        sock.sendall(yes[at : at + 1])
        time.sleep(0.05)


def _drip_head(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\nx: ")
    for at in range(400):
        sock.sendall(b"x" if at % 20 else b"\r\nx-%d: " % at)
        time.sleep(0.05)


def _drip_body(sock: socket.socket) -> None:
    sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    for _ in range(400):
        sock.sendall(b" ")
        time.sleep(0.05)


def _reset(sock: socket.socket) -> None:
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


YES = {"allowed": True, "code": "ALLOW", "request_id": "r-1"}

FAULTS: dict[str, Fault] = {
    "timeout": _hang,
    "drip": _drip,
    "drip-head": _drip_head,
    "drip-body": _drip_body,
    "reset": _reset,
    "closed": lambda sock: None,
    "500": _say({"error": "internal"}, 500),
    "500-allowed": _say(YES, 500),
    "401-allowed": _say(YES, 401),
    "201-allowed": _say(YES, 201),
    "html": _raw(_reply(200, b"<!doctype html><title>Sign in</title>")),
    "empty": _raw(_reply(200, b"")),
    "cut-json": _raw(_reply(200, b'{"allowed": true, ')),
    "cut-body": _raw(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"allowed": true}'),
    "cut-chunk": _raw(b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n11\r\n{"allowed": true}\r\n'),
    "too-long": _raw(_reply(200, b'{"allowed": true, "pad": "' + b"x" * 100_000 + b'"}')),
    "not-http": _raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    "no-allowed": _say({"code": "ALLOW", "request_id": "r-1"}),
    "allowed-string": _say({**YES, "allowed": "true"}),
    "allowed-one": _say({**YES, "allowed": 1}),
    "allowed-null": _say({**YES, "allowed": None}),
    "array": _say([YES]),
    "true": _say(True),
    "blocked": _say({"status": "blocked", "error": "device_limit_reached"}),
    "null": _say(None),
}

FEW = ["revoked", "timeout", "refused", "reset", "500", "html", "cut-json", "no-allowed", "allowed-string", "redirect"]
"""The faults that each framework meets at each boundary; the core meets all of them."""


class FaultAuthority:
    """Passes requests on to a real authority until a fault is armed; then answers `validate` with that fault."""

    def __init__(self, upstream: str, org_key: str, recorder: Recorder) -> None:
        self._upstream, self._org_key, self._recorder = upstream, org_key, recorder
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        self.on_register: Fault | None = None
        self.watch: Callable[[str], object] = lambda path: None
        """Called with the path of each request before it is answered."""
        self._fault: Fault | None = None
        self._redirected = False
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._closed = False
        threading.Thread(target=self._serve, daemon=True).start()

    def arm(self, fault: str, device_id: str) -> None:
        """From now on no `validate` is allowed: by a revoke at the real authority, or by the fault of that name."""
        if fault == "revoked":
            self.org("revoke", device_id)
        elif fault == "refused":
            self._recorder.deny_now()
            self.close()
        elif fault == "redirect":
            self._fault = self._redirect
        else:
            self._fault = FAULTS[fault]

    def org(self, act: str, device_id: str) -> None:
        """An act of a person on a device, at the real authority."""
        body = json.dumps({"deviceId": device_id}).encode()
        headers = {"x-org-key": self._org_key, "content-type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(f"{self._upstream}/api/v1/devices/{act}", body, headers), timeout=10).read()

    def asked(self, act: str) -> int:
        return sum(1 for path, _, _ in self.requests if path.endswith(f"/devices/{act}"))

    def close(self) -> None:
        self._closed = True
        # Wakes the thread that accepts: closing alone leaves it, and with it the port, open.
        try:
            self._listener.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        self._listener.close()

    def _redirect(self, sock: socket.socket) -> None:
        sock.sendall(_reply(307, b"{}", f"Location: {self.url}/elsewhere/api/v1/devices/validate\r\n"))

    def _serve(self) -> None:
        while not self._closed:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(sock,), daemon=True).start()

    def _answer(self, sock: socket.socket) -> None:
        try:
            with sock:
                sock.settimeout(20)
                data = b""
                while b"\r\n\r\n" not in data:
                    more = sock.recv(65536)
                    if not more:
                        return
                    data += more
                head, _, body = data.partition(b"\r\n\r\n")
                first, *lines = head.decode("latin-1").split("\r\n")
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                while len(body) < int(headers.get("content-length", "0")):
                    body += sock.recv(65536)
                path = first.split(" ")[1]
                self.requests.append((path, body.decode(), headers))
                if path.startswith("/elsewhere"):
                    return sock.sendall(_reply(200, json.dumps(YES).encode()))
                self.watch(path)
                fault = self._fault if path.endswith("/validate") else self.on_register
                if fault:
                    self._recorder.deny_now()
                    return fault(sock)
                status, answer = self._pass_on(path, body, headers)
                if json.loads(answer).get("allowed") is False or status != 200:
                    self._recorder.deny_now()
                sock.sendall(_reply(status, answer))
        except OSError:
            pass  # The guard has gone away.

    def _pass_on(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        kept = {name: headers[name] for name in ("x-org-key", "content-type") if name in headers}
        request = urllib.request.Request(self._upstream + path, body, kept, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, response.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
