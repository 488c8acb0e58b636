"""The core alone: every answer but a clear yes is a denial, in time, and whatever else happens in the process."""

from __future__ import annotations

import ast
import asyncio
import json
import os
import pathlib
import pickle
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Callable

import pytest

import machineid_guard
from conftest import AGENT_KEY
from fault_authority import FAULTS, FaultAuthority
from machineid_guard import Denied, Guard

SOURCE = pathlib.Path(machineid_guard.__file__)
ALL = ["revoked", "refused", "redirect", *FAULTS]


def ask(guard: Any, way: str, before: str = "work") -> None:
    if way == "async":
        asyncio.run(guard.acheck(before))
    else:
        guard.check(before)


def guard_of(device: str, **options: Any) -> tuple[Guard, list[str]]:
    lines: list[str] = []
    return Guard(device, **{"deadline": 3.0, "log": lines.append, **options}), lines


@pytest.mark.parametrize("way", ["sync", "async"])
def test_allows_and_registers_once(authority: FaultAuthority, device: str, way: str) -> None:
    guard, lines = guard_of(device)
    for _ in range(3):
        ask(guard, way)
    assert (authority.asked("register"), authority.asked("validate"), lines) == (1, 3, [])


@pytest.mark.parametrize("way", ["sync", "async"])
@pytest.mark.parametrize("fault", ALL)
def test_denies_on(authority: FaultAuthority, device: str, fault: str, way: str) -> None:
    ask(guard_of(device)[0], way)
    guard, lines = guard_of(device, deadline=1.0)
    authority.arm(fault, device)
    began = time.monotonic()
    with pytest.raises(Denied) as denied:
        ask(guard, way, "tool send")
    assert time.monotonic() - began < 10  # Far less than a fault lasts.
    assert not isinstance(denied.value, Exception)
    assert len(lines) == 1 and denied.value.code in lines[0] and '"tool send"' in lines[0]
    assert not any(path.startswith("/elsewhere") for path, _, _ in authority.requests)


@pytest.mark.parametrize("fault", ["500", "timeout", "html", "no-allowed", "null"])
def test_denies_if_register_fails(authority: FaultAuthority, device: str, fault: str) -> None:
    guard, _ = guard_of(device)
    authority.on_register = FAULTS[fault]
    with pytest.raises(Denied):
        guard.check()
    assert authority.asked("validate") == 0
    authority.on_register = None
    guard.check()


def test_denies_what_was_revoked_before_the_start(authority: FaultAuthority, device: str) -> None:
    Guard(device).check()
    authority.org("revoke", device)
    guard, lines = guard_of(device)
    with pytest.raises(Denied):
        guard.check()
    assert "device_revoked" in lines[0]


def test_says_code_and_request_id_and_never_the_key(authority: FaultAuthority, device: str) -> None:
    guard, lines = guard_of(device)
    guard.check()
    authority.org("revoke", device)
    with pytest.raises(Denied) as denied:
        guard.check()
    assert denied.value.code == "DEVICE_REVOKED" and len(denied.value.request_id) == 36
    assert f'code="DEVICE_REVOKED" request_id="{denied.value.request_id}"' in lines[0]
    FAULTS["echo"] = lambda sock: sock.sendall(
        b"HTTP/1.1 200 OK\r\n\r\n" + b'{"allowed": false, "code": "bad \\n key %s"}' % AGENT_KEY.encode()
    )
    authority.arm("echo", device)
    with pytest.raises(Denied) as echoed:
        guard.check()
    del FAULTS["echo"]
    for said in [*lines, str(echoed.value), repr(echoed.value)]:
        assert AGENT_KEY not in said and "\n" not in said


@pytest.mark.parametrize(
    "settings",
    [
        {"MACHINEID_BASE_URL": None},
        {"MACHINEID_BASE_URL": "ftp://127.0.0.1"},
        {"MACHINEID_BASE_URL": "http://user@127.0.0.1"},
        {"MACHINEID_BASE_URL": "http://127.0.0.1:port"},
        {"MACHINEID_ORG_KEY": None},
        {"MACHINEID_ORG_KEY": "org_\r\nx: y"},
    ],
)
def test_denies_without_settings(authority: FaultAuthority, device: str, settings: dict[str, Any], monkeypatch: Any) -> None:
    for name, value in settings.items():
        monkeypatch.delenv(name) if value is None else monkeypatch.setenv(name, value)
    with pytest.raises(Denied):
        guard_of(device)[0].check()
    assert authority.requests == []


@pytest.mark.parametrize("deadline", [0, 0.5, 3.5, float("nan"), float("inf")])
def test_takes_no_other_deadline(authority: FaultAuthority, device: str, deadline: float) -> None:
    with pytest.raises(Denied):
        guard_of(device, deadline=deadline)


def test_a_slow_name_look_up_has_the_deadline_too(authority: FaultAuthority, device: str, monkeypatch: Any) -> None:
    never = threading.Event()
    guard, _ = guard_of(device, deadline=1.0)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: never.wait(20))
    began = time.monotonic()
    with pytest.raises(Denied):
        guard.check()
    assert time.monotonic() - began < 10  # Far less than a fault lasts.
    never.set()


@pytest.mark.parametrize("fault", ["drip", "drip-head", "drip-body"])
def test_the_thread_of_a_dripping_call_ends(authority: FaultAuthority, device: str, fault: str) -> None:
    guard, _ = guard_of(device, deadline=1.0)
    authority.arm(fault, device)
    with pytest.raises(Denied):
        guard.check()
    until = time.monotonic() + 10  # Less than the drip lasts.
    while any(thread.name == "machineid-guard" for thread in threading.enumerate()):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_yes_that_comes_too_late_for_a_busy_loop_is_a_denial(authority: FaultAuthority, device: str) -> None:
    guard, _ = guard_of(device, deadline=1.0)

    async def busy() -> None:
        asked = asyncio.ensure_future(guard.acheck())
        await asyncio.sleep(0)
        time.sleep(1.1)  # The answer is here long before; the loop looks at it after the deadline.
        await asked

    with pytest.raises(Denied):
        asyncio.run(busy())


def test_a_wall_clock_that_jumps_changes_nothing(authority: FaultAuthority, device: str, monkeypatch: Any) -> None:
    guard, _ = guard_of(device)
    for step in (-10**9, 10**9):
        monkeypatch.setattr(time, "time", lambda step=step: step)
        guard.check()
    authority.arm("timeout", device)
    with pytest.raises(Denied):
        guard_of(device, deadline=1.0)[0].check()


def test_a_closing_event_loop_never_goes_on(authority: FaultAuthority, device: str) -> None:
    guard, _ = guard_of(device)
    authority.arm("timeout", device)
    went_on = False

    async def work() -> None:
        nonlocal went_on
        await guard.acheck()
        went_on = True

    async def main() -> None:
        task = asyncio.ensure_future(work())
        await asyncio.sleep(0.05)
        task.cancel()

    asyncio.run(main())
    assert not went_on
    with pytest.raises(Denied):  # Driven by hand, without a loop.
        guard.acheck().send(None)


def test_threads_are_each_denied(authority: FaultAuthority, device: str) -> None:
    guard, lines = guard_of(device)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: guard.check(), range(32)))
        assert authority.asked("register") == 1
        authority.org("revoke", device)
        for future in [pool.submit(guard.check) for _ in range(32)]:
            assert isinstance(future.exception(), Denied)
    assert len(lines) == 32


def test_two_guards_in_one_process_answer_for_themselves(authority: FaultAuthority, device: str) -> None:
    one, _ = guard_of(device)
    other, _ = guard_of(f"{device}:other")
    one.check()
    other.check()
    authority.org("revoke", device)
    with pytest.raises(Denied):
        one.check()
    other.check()


@pytest.mark.parametrize("kind", ["function", "coroutine", "generator", "async generator"])
def test_protect_checks_before_any_line_runs(authority: FaultAuthority, device: str, kind: str) -> None:
    guard, _ = guard_of(device)
    ran: list[str] = []

    def function() -> list[str]:
        ran.append(kind)
        return [kind]

    async def coroutine() -> list[str]:
        return function()

    def generator() -> Any:
        yield from function()

    async def agenerator() -> Any:
        for item in function():
            yield item

    async def drain(items: Any) -> list[str]:
        return [item async for item in items]

    run: dict[str, Callable[[], list[str]]] = {
        "function": lambda: guard.protect(function)(),
        "coroutine": lambda: asyncio.run(guard.protect(coroutine)()),
        "generator": lambda: list(guard.protect(generator)()),
        "async generator": lambda: asyncio.run(drain(guard.protect(agenerator)())),
    }
    assert run[kind]() == [kind]
    authority.org("revoke", device)
    with pytest.raises(Denied):
        run[kind]()
    assert ran == [kind]


def test_a_denial_travels_between_processes() -> None:
    denied = pickle.loads(pickle.dumps(Denied("DEVICE_REVOKED", "r", "d", "work")))
    assert (denied.code, denied.request_id, denied.device_id, denied.before) == ("DEVICE_REVOKED", "r", "d", "work")


HOSTILE = ['a"b', "$(id)", "`id`", "*/", '"""', "a\u2028b", "\u202eabc", "a'b\\", "it's {x} %s", "😀"]


@pytest.mark.parametrize("id", HOSTILE)
def test_sends_an_id_exactly(authority: FaultAuthority, id: str) -> None:
    try:
        Guard(id).check()
    except Denied as denied:  # The embedded authority registers no id with characters that are never drawn.
        assert denied.code == "invalid_request" and not id.isprintable()
    sent = [json.loads(body)["deviceId"] for _, body, _ in authority.requests]
    assert set(sent) == {id} and len(sent) == (2 if id.isprintable() else 1)


def program(authority: FaultAuthority, device: str, text: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a script that has a guard, in a process of its own."""
    start = f"import sys; sys.path.insert(0, {str(SOURCE.parent)!r})\nfrom machineid_guard import *\nguard = Guard({device!r}, deadline=3)\n"
    return subprocess.run(
        [sys.executable, "-c", start + textwrap.dedent(text)],
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_an_uncaught_denial_ends_the_process(authority: FaultAuthority, device: str) -> None:
    Guard(device).check()
    authority.org("revoke", device)
    ended = program(authority, device, "try:\n  guard.check()\nexcept Exception: pass\nprint('went on')")
    assert ended.returncode == 1 and "went on" not in ended.stdout and AGENT_KEY not in ended.stderr


def test_exit_on_denial_passes_every_handler(authority: FaultAuthority, device: str) -> None:
    Guard(device).check()
    authority.org("revoke", device)
    text = "try:\n  guard.check()\nfinally:\n  print('went on')"
    ended = program(authority, device, text, MACHINEID_GUARD_EXIT="1")
    assert ended.returncode == 77 and "went on" not in ended.stdout and "device_revoked" in ended.stderr


def test_a_log_that_fails_allows_nothing(authority: FaultAuthority, device: str) -> None:
    Guard(device).check()
    authority.org("revoke", device)
    ended = program(authority, device, "import os; os.close(2)\ntry:\n  guard.check()\nexcept Exception: pass\nprint('went on', flush=True)")
    assert ended.returncode != 0 and "went on" not in ended.stdout


def test_a_forked_child_asks_anew(authority: FaultAuthority, device: str) -> None:
    """Also one that was forked while another thread held the lock of the guard."""
    text = """
        import os, threading
        guard.check()
        guard._lock.acquire()
        child = os.fork()
        if child == 0:
            guard.check()
            print("child allowed", flush=True)
            os._exit(0)
        os.waitpid(child, 0)
    """
    ended = program(authority, device, text)
    assert "child allowed" in ended.stdout, ended.stderr
    assert authority.asked("register") == 2
    authority.arm("timeout", device)
    assert "child allowed" not in program(authority, device, text.replace("guard.check()\n        guard._lock", "guard._lock")).stdout


def test_a_signal_during_the_question_does_not_let_it_go_on(authority: FaultAuthority, device: str) -> None:
    guard, _ = guard_of(device, deadline=1.0)
    authority.arm("timeout", device)
    handled: list[int] = []
    before = signal.signal(signal.SIGALRM, lambda number, _: handled.append(number))
    signal.setitimer(signal.ITIMER_REAL, 0.1, 0.1)
    try:
        with pytest.raises(Denied):
            guard.check()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert handled


def test_a_stopped_and_continued_process_denies(authority: FaultAuthority, device: str) -> None:
    """A yes from before a SIGSTOP is too old after it."""
    text = """
        import os, signal, subprocess, threading, time
        guard.check()
        real = guard._authority.call
        def call(act, *rest):
            answer = real(act, *rest)
            subprocess.Popen(["sh", "-c", f"kill -STOP {os.getpid()}; sleep 4; kill -CONT {os.getpid()}"])
            time.sleep(0.5)
            return answer
        guard._authority.call = call
        guard.check()
        print("went on")
    """
    ended = program(authority, device, text)
    assert ended.returncode == 1 and "went on" not in ended.stdout and "GUARD_DEADLINE" in ended.stderr


def test_at_interpreter_shutdown_it_denies_or_asks(authority: FaultAuthority, device: str) -> None:
    Guard(device).check()
    authority.org("revoke", device)
    text = "import atexit\n@atexit.register\ndef late():\n  guard.check()\n  print('went on')\n"
    assert "went on" not in program(authority, device, text).stdout


def test_needs_nothing_but_the_standard_library() -> None:
    tree = ast.parse(SOURCE.read_text())
    names = {
        (node.names[0].name if isinstance(node, ast.Import) else node.module or "").split(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    assert names <= set(sys.stdlib_module_names)
    ast.parse(SOURCE.read_text(), feature_version=(3, 10))
    assert len(SOURCE.read_text().splitlines()) <= 500
