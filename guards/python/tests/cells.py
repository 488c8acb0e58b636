"""The matrix of frameworks: each cell is one run of a real framework that meets one fault at one boundary."""

from __future__ import annotations

import itertools
import json
import os
import pathlib
import threading
from typing import Any, Callable, NamedTuple

import pytest

from conftest import ORG_KEY
from fault_authority import FEW, FaultAuthority
from keyed_org import KeyedOrg
from machineid_guard import Guard
from pretend_model import PretendModel
from recorder import Recorder

BOUNDARIES: dict[str, tuple[str, int] | None] = {
    "start": None,
    "tool": ("model", 1),
    "call": ("tool", 1),
    "stream": ("middle", 1),
    "sub-agent": ("model", 2),
}
"""During which event the fault begins: what comes next is what must not begin."""

ALL_CELLS = [(boundary, fault) for boundary in ("start", "tool", "call") for fault in FEW]
"""The cells of a framework's usual path; further paths meet the faults that their frameworks treat in different ways."""
SOME = [(boundary, fault) for boundary in ("start", "tool", "call") for fault in ("revoked", "refused", "no-allowed")]

STREAM = [("stream", fault) for fault in ("revoked", "refused", "timeout", "no-allowed")]
SUB = [("sub-agent", fault) for fault in ("revoked", "refused", "timeout", "no-allowed")]

RUN_SECONDS_MAX = 120
_numbers = itertools.count(1)
_results: list[dict[str, Any]] = []

Run = Callable[[Callable[[], Guard], PretendModel, Recorder], object]
Keyed = NamedTuple("Keyed", [("org", KeyedOrg), ("folder", pathlib.Path)])
"""The org whose device key an agent has, and where the file of it is."""
Paths = dict[str, tuple[Run, list[tuple[str, str]]]]
"""By its name: how a path of a framework is run, and the boundaries and faults that it meets."""


KEY_FAULTS: dict[str, Callable[[KeyedOrg, str, pathlib.Path], object]] = {
    "key ended": lambda org, device, _: org.end_key(device),
    "key removed": lambda org, device, _: org.post("devices/remove", {"deviceId": device}),
    "file gone": lambda org, device, file: file.unlink(),
    "file open": lambda org, device, file: file.chmod(0o644),
    "file empty": lambda org, device, file: file.write_text(""),
    "file cut": lambda org, device, file: os.truncate(file, 20),
}
"""What can happen to a device key while its agent works."""
KEY_CELLS = [(boundary, fault) for boundary in ("start", "tool", "call") for fault in (*KEY_FAULTS, "revoked", "timeout", "401-allowed")]


def cell(
    path: str, boundary: str, fault: str, run: Run, upstream: str, monkeypatch: Any, kind: Any = Guard, counted: bool = True, keyed: Keyed | None = None
) -> list[str]:
    """What began after the denial. A run that a slow machine denied before the fault began is repeated: it shows nothing."""
    for _ in range(10):
        recorder = Recorder()
        authority = FaultAuthority(upstream, keyed.org.key if keyed else ORG_KEY, recorder)
        model = PretendModel(recorder)
        device = f"python:test:cell:{next(_numbers):05d}"
        monkeypatch.setenv("MACHINEID_BASE_URL", authority.url)
        monkeypatch.setenv("OPENAI_BASE_URL", model.url)
        monkeypatch.setenv("OPENAI_API_BASE", model.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-pretend")
        arm: Callable[[], object] = lambda: authority.arm(fault, device)  # noqa: E731
        if keyed:
            file = keyed.folder / device
            monkeypatch.setenv("MACHINEID_ORG_KEY", keyed.org.agent)  # What a guard must not fall back to.
            monkeypatch.setenv("MACHINEID_DEVICE_KEY_FILE", str(file))
            file.touch(0o600)
            file.write_text(keyed.org.device_key(device))
            if fault in KEY_FAULTS:
                arm = lambda: (KEY_FAULTS[fault](keyed.org, device, file), recorder.deny_now())  # noqa: E731
        begins = BOUNDARIES[boundary]
        if not keyed:
            authority.org("register", device)
        if begins:
            recorder.when(*begins, arm)
        else:
            arm()
        deadline = 1.0 if fault == "timeout" else 3.0
        _bounded(lambda: run(lambda: kind(device, deadline=deadline, log=lambda _: None), model, recorder))
        authority.close()
        model.close()
        if recorder.denied_at is not None:
            after = recorder.after_denial()
            if counted:
                _results.append({"path": path, "boundary": boundary, "fault": fault, "after": after})
            return after
    raise AssertionError(f"no denial was sent in ten runs; begun: {[what for what, _ in recorder.begun]}")


def matrix_tests(paths: Paths) -> tuple[Callable[..., None], Callable[..., None]]:
    """The two tests of a framework: nothing begins after a denial, on any path; and without its guard each path goes on."""

    @pytest.mark.parametrize(("path", "boundary", "fault"), [(path, *at) for path, (_, cells) in paths.items() for at in cells])
    def nothing_begins_after(path: str, boundary: str, fault: str, authority_url: str, guarded_env: Any) -> None:
        assert cell(path, boundary, fault, paths[path][0], authority_url, guarded_env) == []

    @pytest.mark.parametrize("path", paths)
    def finds_a_guard_that_works_on(path: str, authority_url: str, guarded_env: Any) -> None:
        """So what the cells show is the guard's doing."""
        run, cells = paths[path]
        assert cell(path, cells[-1][0], "no-allowed", run, authority_url, guarded_env, Lenient, counted=False) != []

    return nothing_begins_after, finds_a_guard_that_works_on


def _bounded(run: Callable[[], object]) -> None:
    """Runs it in a thread, as a run that hangs would hang the tests. How it ends does not matter here: only what began."""
    ended = threading.Event()

    def go() -> None:
        try:
            run()
        except BaseException as error:
            if os.environ.get("GUARDS_SHOW"):
                import traceback

                traceback.print_exception(error)
        finally:
            ended.set()

    threading.Thread(target=go, daemon=True).start()
    assert ended.wait(RUN_SECONDS_MAX), "the run did not end"


def write_cells(path: pathlib.Path) -> None:
    """Leaves all cells of this run, one JSON object on each line."""
    if _results:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(json.dumps(result) + "\n" for result in _results))


class Lenient(Guard):
    """The broken twin: it asks, and works on whatever the answer is."""

    def check(self, before: str = "work") -> None:
        try:
            super().check(before)
        except BaseException:
            pass

    async def acheck(self, before: str = "work") -> None:
        try:
            await super().acheck(before)
        except BaseException:
            pass
