"""A guard for an agent: it asks MachineID before each unit of work, and denies unless the answer is a clear yes.

Copy this file into your repository. It needs Python 3.10 or newer and nothing else.

    guard = Guard("crewai:prod:runner:01")     # MACHINEID_BASE_URL and MACHINEID_ORG_KEY come from the environment
    guard.check("send e-mail")                 # returns, or raises Denied; in a coroutine: await guard.acheck(...)

    @guard.protect                             # the same for a function, a coroutine function or a generator
    def charge_card(): ...

The rule: only HTTP 200 with a JSON object whose `allowed` is the JSON `true`, within the deadline, is a yes. A timeout, an error,
another status, a redirect, a body that is cut or is not JSON, `"true"`, `1`: all are denials. No answer is kept for later.
"""

from __future__ import annotations

import asyncio
import copy
import functools
import http.client
import inspect
import json
import os
import socket
import ssl
import sys
import threading
import time
from typing import Any, Callable, NamedTuple, NoReturn
from urllib.parse import urlsplit

REPLY_BYTES_MAX = 64 * 1024
EXIT_CODE = 77


class Denied(BaseException):
    """No permission: the work must not begin.

    It is not an `Exception`, because agent frameworks catch that around hooks and tools, report it to the model and go on.
    """

    def __init__(self, code: str, request_id: str, device_id: str, before: str) -> None:
        super().__init__(code, request_id, device_id, before)
        self.code, self.request_id, self.device_id, self.before = code, request_id, device_id, before

    def __str__(self) -> str:
        return f"not allowed before {self.before}: {self.code} (request {self.request_id})"


class Reply(NamedTuple):
    """What an authority answered: the HTTP status and the parsed JSON."""

    status: int
    body: Any


class Answer(NamedTuple):
    """What a guard makes of a reply."""

    allowed: bool
    code: str = "GUARD_NO_ANSWER"
    request_id: str = "-"


class HttpAuthority:
    """The two calls of MachineID that an agent makes. Each opens a connection of its own, so nothing is shared with a fork."""

    def __init__(self, base_url: str, key: str) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
            raise ValueError("MACHINEID_BASE_URL must be an http or https address without a name, a query or a fragment")
        if not key or not key.isascii() or not key.isprintable():
            raise ValueError("MACHINEID_ORG_KEY is missing or has characters that no key has")
        self._parts, self._key = parts, key

    def call(self, act: str, device_id: str, until: float, attempt: Attempt) -> Reply:
        """Posts `register` or `validate`. `until` is a time of the monotonic clock; `attempt` can end the call from outside."""
        parts, seconds = self._parts, max(0.001, until - time.monotonic())
        if parts.scheme == "https":
            context = ssl.create_default_context()
            connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                parts.hostname or "", parts.port, timeout=seconds, context=context
            )
        else:
            connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=seconds)
        try:
            connection.connect()
            attempt.sock = connection.sock
            headers = {"x-org-key": self._key, "content-type": "application/json", "accept-encoding": "identity"}
            body = json.dumps({"deviceId": device_id})
            # http.client follows no redirect: the key goes to the address above and nowhere else.
            connection.request("POST", f"{parts.path.rstrip('/')}/api/v1/devices/{act}", body, headers)
            response = connection.getresponse()
            data = response.read(REPLY_BYTES_MAX + 1)
            if len(data) > REPLY_BYTES_MAX or response.length:
                raise ValueError("the reply is too long, or was cut")
            return Reply(response.status, json.loads(data))
        finally:
            connection.close()


class Attempt(threading.Thread):
    """One question in a thread of its own: only so has a name look-up, which no timeout can end, a deadline."""

    def __init__(self, ask: Callable[[Attempt], Answer], notify: Callable[[], object]) -> None:
        super().__init__(daemon=True, name="machineid-guard")
        self._ask, self._notify = ask, notify
        self.sock: Any = None
        self.answer: Answer | None = None

    def run(self) -> None:
        try:
            self.answer = self._ask(self)
        except BaseException as error:  # Whatever went wrong, it is not a yes. Only the kind is kept: a message may hold the key.
            self.answer = Answer(False, f"GUARD_{type(error).__name__}")
        try:
            self._notify()
        except RuntimeError:
            pass  # The event loop is closed, so no caller waits.

    def end(self) -> None:
        """Ends a call that still drips, so that its thread does not outlive the deadline."""
        if self.sock:
            try:
                self.sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # It is closed already.


class Guard:
    """Asks for one device. Safe to share between threads; a forked child asks anew.

    `deadline` is in seconds, for one whole `check`: name look-up, connection, `register` where it is still due, `validate`.
    With `exit_on_denial` (or MACHINEID_GUARD_EXIT=1) a denial ends the process at once with exit code 77: no `finally`, no
    `atexit`, and no framework that could catch it.
    """

    def __init__(
        self,
        device_id: str | None = None,
        *,
        deadline: float = 2.0,
        exit_on_denial: bool | None = None,
        authority: Any = None,
        log: Callable[[str], object] | None = None,
    ) -> None:
        env = os.environ
        self.device_id = env.get("MACHINEID_DEVICE_ID", "") if device_id is None else device_id
        self._exit = env.get("MACHINEID_GUARD_EXIT") == "1" if exit_on_denial is None else exit_on_denial
        self._key = env.get("MACHINEID_ORG_KEY", "")
        self._log = log or _to_stderr
        self._deadline = deadline
        self._registered_in = -1
        self._lock = threading.Lock()
        self._lock_of = os.getpid()
        try:
            if not isinstance(self.device_id, str) or not 1 <= len(self.device_id.strip()) <= 256:
                raise ValueError("the device id must have 1 to 256 characters")
            if not 1 <= deadline <= 3:
                raise ValueError("the deadline must be 1 to 3 seconds")
            self._authority = authority or HttpAuthority(env.get("MACHINEID_BASE_URL", ""), self._key)
        except ValueError as error:
            self._log(f"machineid-guard: {error}")
            self._deny(Answer(False, "GUARD_CONFIGURATION"), "start")

    def check(self, before: str = "work") -> None:
        """Returns if the authority allows this device to work now, else raises `Denied`. Call it right before the work."""
        until = time.monotonic() + self._deadline
        try:
            answered = threading.Event()
            attempt = Attempt(functools.partial(self._ask, until), answered.set)
            try:
                attempt.start()
                answered.wait(max(0.0, until - time.monotonic()))
            finally:
                attempt.end()
        except Exception as error:
            self._deny(Answer(False, f"GUARD_{type(error).__name__}"), before)
        self._settle(attempt.answer, until, before)

    async def acheck(self, before: str = "work") -> None:
        """`check` for coroutines: the event loop goes on meanwhile. Under another loop than asyncio's it denies."""
        until = time.monotonic() + self._deadline
        try:
            loop = asyncio.get_running_loop()
            answered: asyncio.Future[None] = loop.create_future()
            wake = lambda: answered.done() or answered.set_result(None)  # noqa: E731
            attempt = Attempt(functools.partial(self._ask, until), lambda: loop.call_soon_threadsafe(wake))
            timer = loop.call_later(max(0.0, until - time.monotonic()), wake)
            try:
                attempt.start()
                await answered
            finally:
                timer.cancel()
                attempt.end()
        except Exception as error:
            self._deny(Answer(False, f"GUARD_{type(error).__name__}"), before)
        self._settle(attempt.answer, until, before)

    @property
    def exits(self) -> bool:
        """Whether a denial ends the process."""
        return self._exit

    def without_exit(self) -> Guard:
        """The same guard, but a denial is always `Denied`: for an adapter that must answer another program before this one ends."""
        same = copy.copy(self)
        same._exit = False
        return same

    def protect(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """Checks before each call of a function, also of a coroutine function, a generator or an asynchronous generator."""
        before = getattr(work, "__name__", "work")
        if inspect.isasyncgenfunction(work):

            async def protected(*args: Any, **kwargs: Any) -> Any:
                await self.acheck(before)
                async for item in work(*args, **kwargs):
                    yield item

        elif inspect.iscoroutinefunction(work):

            async def protected(*args: Any, **kwargs: Any) -> Any:
                await self.acheck(before)
                return await work(*args, **kwargs)

        elif inspect.isgeneratorfunction(work):

            def protected(*args: Any, **kwargs: Any) -> Any:
                self.check(before)
                return (yield from work(*args, **kwargs))

        else:

            def protected(*args: Any, **kwargs: Any) -> Any:
                self.check(before)
                return work(*args, **kwargs)

        return functools.wraps(work)(protected)

    def _ask(self, until: float, attempt: Attempt) -> Answer:
        if os.getpid() != self._lock_of:  # A fork may have copied the lock while it was held.
            self._lock, self._lock_of = threading.Lock(), os.getpid()
        if not self._lock.acquire(timeout=max(0.0, until - time.monotonic())):
            return Answer(False, "GUARD_DEADLINE")
        try:
            if self._registered_in != os.getpid():
                status, body = self._authority.call("register", self.device_id, until, attempt)
                if status != 200 or not isinstance(body, dict) or body.get("status") not in ("ok", "exists"):
                    return _denial(status, body, "REGISTER")
                self._registered_in = os.getpid()
        finally:
            self._lock.release()
        status, body = self._authority.call("validate", self.device_id, until, attempt)
        if status == 200 and isinstance(body, dict) and body.get("allowed") is True:
            return Answer(True)
        return _denial(status, body, "VALIDATE")

    def _settle(self, answer: Answer | None, until: float, before: str) -> None:
        # Looked at after the wait: a yes that lay here while the process was stopped or the loop was busy is too old.
        if answer is None or time.monotonic() > until:
            self._deny(Answer(False, "GUARD_DEADLINE"), before)
        if answer.allowed is not True:
            self._deny(answer, before)

    def _deny(self, answer: Answer, before: str) -> NoReturn:
        code, request_id = self._clean(answer.code), self._clean(answer.request_id)
        try:
            said = {"device": self.device_id, "before": self._clean(before), "code": code, "request_id": request_id}
            self._log("machineid-guard: denied " + " ".join(f"{name}={json.dumps(value)}" for name, value in said.items()))
        except Exception:
            pass  # A log that fails makes no denial into a yes.
        if self._exit:
            os._exit(EXIT_CODE)
        raise Denied(code, request_id, self.device_id, before)

    def _clean(self, said: str) -> str:
        """What came over the network, as one short line without the key."""
        whole = said.replace(self._key, "[key]") if self._key else said
        return "".join(letter if letter.isprintable() else "?" for letter in whole[:200])


def _denial(status: int, body: Any, act: str) -> Answer:
    """The denial that a reply means: its own code, else one that says what was wrong with it."""
    said = body if isinstance(body, dict) else {}
    code = said.get("code") or said.get("error") or (f"GUARD_{act}_HTTP_{status}" if status != 200 else f"GUARD_{act}_UNCLEAR")
    if code == "ALLOW":  # Said beside an `allowed` that is not true, or beside another status.
        code = f"GUARD_{act}_UNCLEAR"
    return Answer(False, str(code), str(said.get("request_id") or "-"))


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
