"""Broken versions of the core: the same questions that the real one denies must catch each of them."""

from __future__ import annotations

import asyncio
import pathlib
import sys
import types
from typing import Any, Callable

import pytest

import machineid_guard
from conftest import AGENT_KEY, ORG_KEY
from fault_authority import FAULTS, FaultAuthority
from recorder import Recorder

SOURCE = pathlib.Path(machineid_guard.__file__).read_text()
YES = 'if status == 200 and isinstance(body, dict) and body.get("allowed") is True:'

MUTANTS: dict[str, tuple[str, str]] = {
    "allows on a timeout": ("if answer is None or time.monotonic() > until:", "if answer is None:\n            return\n        if False:"),
    "allows when `allowed` is missing": (YES, YES.replace('body.get("allowed")', 'body.get("allowed", True)')),
    'allows on "true"': (YES, YES.replace(" is True:", ":")),
    "allows whatever the status": (YES, YES.replace("status == 200 and ", "")),
    "allows on an error": ('self.answer = Answer(False, f"GUARD_{type(error).__name__}")', "self.answer = Answer(True)"),
    "goes on after a denial": ("        raise Denied(code, request_id, self.device_id, before, help)", "        return"),
    "takes a cut reply": ("or response.length:", "or False:"),
    "takes a yes that is too old": ("if answer is None or time.monotonic() > until:", "if answer is None:"),
    "keeps an allow": (
        "        until = time.monotonic() + self._deadline\n        try:\n            answered = ",
        "        if self._registered_in == os.getpid():\n            return\n"
        "        until = time.monotonic() + self._deadline\n        try:\n            answered = ",
    ),
    "works though register failed": (' and body.get("status") in ("ok", "exists")', ""),
    "is an Exception": ("class Denied(BaseException):", "class Denied(Exception):"),
    "forgets to await in a coroutine": (
        "                await self.acheck(before)\n                return await work",
        "                self.acheck(before)\n                return await work",
    ),
}


def load(source: str) -> Any:
    module = types.ModuleType("guard_under_test")
    sys.modules[module.__name__] = module
    exec(compile(source, "guard_under_test.py", "exec"), module.__dict__)
    return module


def began_without_permission(module: Any, start: Callable[[], FaultAuthority], device: str) -> list[str]:
    """The faults in spite of which work began. Work is guarded as an app does it: an `except Exception` goes on, as frameworks do."""
    began: list[str] = []

    def work_after(fault: str, check: Callable[[], object]) -> None:
        try:
            check()
        except module.Denied as denied:
            if isinstance(denied, Exception):
                began.append(f"{fault}: swallowed")
        except Exception:
            began.append(f"{fault}: swallowed")
        else:
            began.append(fault)

    async def coroutine() -> None:
        pass

    for fault in ["timeout", "500-allowed", "cut-body", "no-allowed", "allowed-string", "html", "revoked"]:
        authority = start()
        slow = fault == "timeout"
        guard = module.Guard(f"{device}:{fault}", deadline=1.0 if slow else 3.0, log=lambda _: None)
        if not slow:
            guard.check()
        authority.arm(fault, guard.device_id)
        work_after(fault, guard.check)
        if fault == "revoked":
            work_after("coroutine", lambda: asyncio.run(guard.protect(coroutine)()))
        authority.close()
    authority = start()
    module.Guard(f"{device}:known", deadline=3.0, log=lambda _: None).check()
    authority.on_register = FAULTS["blocked"]
    work_after("register", module.Guard(f"{device}:known", deadline=3.0, log=lambda _: None).check)
    late = module.Guard(f"{device}:late", deadline=1.0, log=lambda _: None)
    work_after("late", lambda: late._settle(module.Answer(True), 0.0, "work"))
    authority.close()
    return began


@pytest.fixture
def start(authority_url: str, monkeypatch: pytest.MonkeyPatch) -> Callable[[], FaultAuthority]:
    monkeypatch.setenv("MACHINEID_ORG_KEY", AGENT_KEY)

    def started() -> FaultAuthority:
        server = FaultAuthority(authority_url, ORG_KEY, Recorder())
        monkeypatch.setenv("MACHINEID_BASE_URL", server.url)
        return server

    return started


def test_the_real_one_never_begins(start: Any, device: str) -> None:
    assert began_without_permission(load(SOURCE), start, device) == []


@pytest.mark.filterwarnings("ignore:coroutine")
@pytest.mark.parametrize("name", MUTANTS)
def test_finds_the_one_that(name: str, start: Any, device: str) -> None:
    old, new = MUTANTS[name]
    assert SOURCE.count(old) == 1, "the mutant changes exactly one place"
    assert began_without_permission(load(SOURCE.replace(old, new)), start, device) != []
