"""A guard for an agent: it asks MachineID before each unit of work, and denies unless the answer is a clear yes.

Copy this file into your repository. It needs Python 3.10 or newer and nothing else.

    guard = Guard("crewai:prod:runner:01")     # MACHINEID_BASE_URL and MACHINEID_ORG_KEY come from the environment
    guard.check("send e-mail")                 # returns, or raises Denied; in a coroutine: await guard.acheck(...)

    @guard.protect                             # the same for a function, a coroutine function or a generator
    def charge_card(): ...

The rule: only HTTP 200 with a JSON object whose `allowed` is the JSON `true`, within the deadline, is a yes. A timeout, an error,
another status, a redirect, a body that is cut or is not JSON, `"true"`, `1`: all are denials. No answer is kept for later.

A device key of its own: with MACHINEID_DEVICE_KEY_FILE the guard asks with the key in that file and with no other. If there is no file
and MACHINEID_ORG_KEY is an enrolment key, it registers, and keeps the key that it gets there, with mode 600. Once the key has ended or is
lost, a person has to release the id. A secret mount works too, without an enrolment key.
"""

from __future__ import annotations

import asyncio
import copy
import functools
import http.client
import inspect
import json
import os
import re
import secrets
import shlex
import socket
import ssl
import stat
import sys
import threading
import time
from typing import Any, Callable, NamedTuple, NoReturn
from urllib.parse import urlsplit

REPLY_BYTES_MAX = 64 * 1024
EXIT_CODE = 77
KEY_VARIABLE = "MACHINEID_DEVICE_KEY_FILE"
ENROLMENT = "org_enrol_"
ENROLMENT_SECONDS = 10.0
DEVICE_KEY = re.compile(r"org_device_[A-Za-z0-9_-]{43}")
KEYS = re.compile(r"org_(?:device|enrol|agent)_[A-Za-z0-9_-]{16,}")

RELEASE = (
    "A person must release the id (POST /api/v1/devices/release_key_batch with the org key). "
    "Then the guard gets a new key, if MACHINEID_ORG_KEY is an enrolment key."
)
HELP = {
    "GUARD_DEVICE_KEY_ENDED": f"The key in {KEY_VARIABLE} has ended. {RELEASE}",
    "GUARD_DEVICE_KEY_LOST": f"The file of {KEY_VARIABLE} is not there, and this id gets no second key by itself. {RELEASE}",
    "GUARD_DEVICE_KEY_MISSING": f"The file of {KEY_VARIABLE} is not there. Mount it, or set MACHINEID_ORG_KEY to an enrolment key.",
    "GUARD_DEVICE_KEY_UNKEPT": f"A device key was issued, and there is no place to keep it. Set {KEY_VARIABLE}. {RELEASE}",
    "DEVICE_KEY_REQUIRED": f"Only the device key of this id may ask for it. Set {KEY_VARIABLE} to the file that has it.",
    "device_key": "This device key is that of another id. Give each id a key and a file of its own.",
}
"""What to do about a denial, by its code."""


class Denied(BaseException):
    """No permission: the work must not begin.

    It is not an `Exception`, because agent frameworks catch that around hooks and tools, report it to the model and go on.
    """

    def __init__(self, code: str, request_id: str, device_id: str, before: str, help: str = "") -> None:
        super().__init__(code, request_id, device_id, before, help)
        self.code, self.request_id, self.device_id, self.before, self.help = code, request_id, device_id, before, help

    def __str__(self) -> str:
        return f"not allowed before {self.before}: {self.code} (request {self.request_id})" + (f". {self.help}" if self.help else "")


class Reply(NamedTuple):
    """What an authority answered: the HTTP status and the parsed JSON."""

    status: int
    body: Any


class Answer(NamedTuple):
    """What a guard makes of a reply."""

    allowed: bool
    code: str = "GUARD_NO_ANSWER"
    request_id: str = "-"
    help: str = ""


class KeyFault(Exception):
    """What is wrong with the file of a device key, and what mends it. It never says what is in the file."""


class KeyFile:
    """The file of a device key. It is read for each question, so that every process of the device sees the same key."""

    def __init__(self, path: str) -> None:
        self.path = path

    def fault(self, what: str) -> KeyFault:
        return KeyFault(f"{KEY_VARIABLE} {self.path} {what}")

    def read(self) -> str | None:
        """The key; None if there is no file. Raises `KeyFault`."""
        try:
            handle = os.open(self.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))  # A pipe in its place does not hang.
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self.fault(f"cannot be read: {error.strerror}.") from None
        try:
            facts = os.fstat(handle)
            if not stat.S_ISREG(facts.st_mode):
                raise self.fault("is not a file.")
            if os.name == "posix":
                # A secret mount belongs to root, and lets another user in by its group alone.
                is_mounted = facts.st_uid == 0 != os.geteuid()
                if facts.st_mode & (0o037 if is_mounted else 0o077):
                    raise self.fault(f"can be read or changed by others: chmod 600 {shlex.quote(self.path)}")
            text = os.read(handle, 256).decode("latin-1").removesuffix("\n").removesuffix("\r")
        except OSError as error:
            raise self.fault(f"cannot be read: {error.strerror}.") from None
        finally:
            os.close(handle)
        if not DEVICE_KEY.fullmatch(text):
            raise self.fault(f"{'holds no whole device key' if text else 'is empty'}. Put the key back, or remove the file. {RELEASE}")
        return text


class NewKey:
    """A file beside that of the key, with room on the disk, made before a key is asked for: one that cannot be kept is lost."""

    def __init__(self, file: KeyFile) -> None:
        self._file, self._handle = file, -1
        if os.path.islink(file.path):
            raise file.fault("is a link: name the file that it leads to.")
        self._path = f"{file.path}.{os.getpid()}-{secrets.token_hex(4)}"
        try:
            self._handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            if hasattr(os, "fchmod"):
                os.fchmod(self._handle, 0o600)  # A umask may have left less.
            self._write(b"\n" * 64)
        except OSError as error:
            self.close()
            raise file.fault(f"cannot be written: {error.strerror}. No key was asked for.") from None

    def keep(self, key: str) -> None:
        """Puts the key into its place: whole or not at all. Raises `KeyFault`."""
        try:
            self._write(key.encode() + b"\n")
            os.replace(self._path, self._file.path)
            if os.name == "posix":
                folder = os.open(os.path.dirname(self._file.path) or ".", os.O_RDONLY)
                try:
                    os.fsync(folder)
                finally:
                    os.close(folder)
        except OSError as error:
            raise self._file.fault(f"cannot be written: {error.strerror}. The key that was issued is lost. {RELEASE}") from None

    def _write(self, data: bytes) -> None:
        os.lseek(self._handle, 0, os.SEEK_SET)
        if os.write(self._handle, data) != len(data):
            raise OSError(0, "no room on the disk")
        os.ftruncate(self._handle, len(data))
        os.fsync(self._handle)

    def close(self) -> None:
        """Leaves nothing but the key in its place."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1
            try:
                os.unlink(self._path)
            except OSError:
                pass  # It is in its place, or the disk is gone.


class HttpAuthority:
    """The two calls of MachineID that an agent makes. Each opens a connection of its own, so nothing is shared with a fork.

    `key` is None if every call brings its own.
    """

    def __init__(self, base_url: str, key: str | None) -> None:
        parts = urlsplit(base_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query or parts.fragment:
            raise ValueError("MACHINEID_BASE_URL must be an http or https address without a name, a query or a fragment")
        if key is not None and not (key and key.isascii() and key.isprintable()):
            raise ValueError("MACHINEID_ORG_KEY is missing or has characters that no key has")
        self._parts, self._key = parts, key

    def call(self, act: str, device_id: str, until: float, attempt: Attempt, key: str | None = None) -> Reply:
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
            headers = {"x-org-key": key or self._key, "content-type": "application/json", "accept-encoding": "identity"}
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
    `atexit`, and no framework that could catch it. `key_file` takes the place of MACHINEID_DEVICE_KEY_FILE.
    """

    def __init__(
        self,
        device_id: str | None = None,
        *,
        deadline: float = 2.0,
        exit_on_denial: bool | None = None,
        authority: Any = None,
        key_file: str | None = None,
        log: Callable[[str], object] | None = None,
    ) -> None:
        env = os.environ
        self.device_id = env.get("MACHINEID_DEVICE_ID", "") if device_id is None else device_id
        self._exit = env.get("MACHINEID_GUARD_EXIT") == "1" if exit_on_denial is None else exit_on_denial
        self._key = env.get("MACHINEID_ORG_KEY", "")
        path = env.get(KEY_VARIABLE, "") if key_file is None else key_file
        self._key_file = KeyFile(path) if path else None
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
            if self._key.startswith(ENROLMENT) and not self._key_file:  # Before a key is issued that would be lost with the process.
                raise ValueError(f"MACHINEID_ORG_KEY is an enrolment key: set {KEY_VARIABLE} to where the device key is to be kept")
            shared = self._key or None if self._key_file else self._key
            self._authority = authority or HttpAuthority(env.get("MACHINEID_BASE_URL", ""), shared)
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
                fault = self._register(until, attempt)
                if fault is not None:
                    return fault
                self._registered_in = os.getpid()
        except KeyFault as wrong:
            return Answer(False, "GUARD_DEVICE_KEY_FILE", help=str(wrong))
        finally:
            self._lock.release()
        return self._validate(until, attempt)

    def _validate(self, until: float, attempt: Attempt) -> Answer:
        try:
            own = self._own_key()
        except KeyFault as wrong:
            self._registered_in = -1
            return Answer(False, "GUARD_DEVICE_KEY_FILE", help=str(wrong))
        if self._key_file and own is None:
            self._registered_in = -1
            return Answer(False, "GUARD_DEVICE_KEY_LOST")
        status, body = self._call("validate", until, attempt, own)
        if status == 200 and isinstance(body, dict) and body.get("allowed") is True:
            return Answer(True)
        if own and _has_ended(status, body):
            self._registered_in = -1
            return Answer(False, "GUARD_DEVICE_KEY_ENDED")
        return _denial(status, body, "VALIDATE")

    def _own_key(self) -> str | None:
        return self._key_file.read() if self._key_file else None

    def _call(self, act: str, until: float, attempt: Attempt, key: str | None) -> Reply:
        own = () if key is None else (key,)
        return self._authority.call(act, self.device_id, until, attempt, *own)

    def _register(self, until: float, attempt: Attempt) -> Answer | None:
        """None once the device is on file and its key, if it is to have one, is kept; else the denial. Raises `KeyFault`."""
        own = self._own_key()
        if own or not self._key_file:
            status, body = self._call("register", until, attempt, own)
            if not (own and _has_ended(status, body)):
                fault = _refused(status, body)
                if fault is None and not own and body.get("deviceKey"):
                    return Answer(False, "GUARD_DEVICE_KEY_UNKEPT")
                return fault
        if not self._key.startswith(ENROLMENT):  # A key that others share never takes the place of the own one.
            return Answer(False, "GUARD_DEVICE_KEY_ENDED" if own else "GUARD_DEVICE_KEY_MISSING")
        return self._enrol(own, until)

    def _enrol(self, ended: str | None, until: float) -> Answer | None:
        """Gets a key under the enrolment key, and keeps it. `ended`: the one in the file, which is good for nothing any more."""
        new = NewKey(self._key_file)
        try:
            # It goes on after the deadline of the check, which is denied by then: the authority issues a key once.
            status, body = self._call("register", time.monotonic() + ENROLMENT_SECONDS, Attempt(lambda _: Answer(False), int), None)
            fault = _refused(status, body)
            if fault is not None:
                return fault
            key = body.get("deviceKey")
            if key is not None:
                if not isinstance(key, str) or not DEVICE_KEY.fullmatch(key):
                    return Answer(False, "GUARD_REGISTER_UNCLEAR")
                new.keep(key)
                return None
        finally:
            new.close()
        # Another process of this device may have got the key, and be about to keep it.
        patience = min(until - 0.3, time.monotonic() + 1.0)
        while time.monotonic() < patience:
            time.sleep(0.02)
            if self._own_key() not in (None, ended):
                return None
        return Answer(False, "GUARD_DEVICE_KEY_ENDED" if ended else "GUARD_DEVICE_KEY_LOST")

    def _settle(self, answer: Answer | None, until: float, before: str) -> None:
        # Looked at after the wait: a yes that lay here while the process was stopped or the loop was busy is too old.
        if answer is None or time.monotonic() > until:
            self._deny(Answer(False, "GUARD_DEADLINE"), before)
        if answer.allowed is not True:
            self._deny(answer, before)

    def _deny(self, answer: Answer, before: str) -> NoReturn:
        code, request_id = self._clean(answer.code), self._clean(answer.request_id)
        help = answer.help or HELP.get(code, "")
        try:
            said = {"device": self.device_id, "before": self._clean(before), "code": code, "request_id": request_id}
            if help:
                said["help"] = help
            self._log("machineid-guard: denied " + " ".join(f"{name}={json.dumps(value)}" for name, value in said.items()))
        except Exception:
            pass  # A log that fails makes no denial into a yes.
        if self._exit:
            os._exit(EXIT_CODE)
        raise Denied(code, request_id, self.device_id, before, help)

    def _clean(self, said: str) -> str:
        """What came over the network, as one short line without a key."""
        whole = KEYS.sub("[key]", said.replace(self._key, "[key]") if self._key else said)
        return "".join(letter if letter.isprintable() else "?" for letter in whole[:200])


def _refused(status: int, body: Any) -> Answer | None:
    """None if a register did what it is for, else the denial."""
    if status == 200 and isinstance(body, dict) and body.get("status") in ("ok", "exists"):
        return None
    return _denial(status, body, "REGISTER")


def _has_ended(status: int, body: Any) -> bool:
    """Whether the authority itself says that the key is none: any other 401 may come from what is in between."""
    said = [str(body.get(name)).lower() for name in ("code", "error")] if isinstance(body, dict) else []
    return (status == 401 and "invalid_org_key" in said) or (status == 429 and "too_many_wrong_keys" in said)


def _denial(status: int, body: Any, act: str) -> Answer:
    """The denial that a reply means: its own code, else one that says what was wrong with it."""
    said = body if isinstance(body, dict) else {}
    code = said.get("code") or said.get("error") or (f"GUARD_{act}_HTTP_{status}" if status != 200 else f"GUARD_{act}_UNCLEAR")
    if code == "ALLOW":  # Said beside an `allowed` that is not true, or beside another status.
        code = f"GUARD_{act}_UNCLEAR"
    return Answer(False, str(code), str(said.get("request_id") or "-"))


def _to_stderr(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
