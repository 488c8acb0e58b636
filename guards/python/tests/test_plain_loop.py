"""Loops without a framework that call the model themselves."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from typing import Any, Callable

import pytest

from cells import ALL_CELLS, Lenient, cell
from machineid_guard import Guard
from machineid_sdk import SdkAuthority
from plain_loop import work_through, work_through_async
from pretend_model import PretendModel
from recorder import Recorder

Making = Callable[[], Guard]


def act_of(guard: Guard, model: PretendModel, recorder: Recorder) -> Callable[[Any], None]:
    """A task: a model call, then a side effect that has its own check."""

    @guard.protect
    def send() -> None:
        recorder.begin("tool")

    def act(_: Any) -> None:
        body = json.dumps({"model": "m", "messages": []}).encode()
        headers = {"content-type": "application/json"}
        urllib.request.urlopen(urllib.request.Request(f"{model.url}/chat/completions", body, headers), timeout=10).read()
        send()

    return act


def loop(making: Making, model: PretendModel, recorder: Recorder) -> None:
    guard = making()
    work_through(guard, range(3), act_of(guard, model, recorder))


def loop_async(making: Making, model: PretendModel, recorder: Recorder) -> None:
    guard = making()
    act = act_of(guard, model, recorder)

    async def work(task: Any) -> None:
        await asyncio.to_thread(act, task)

    asyncio.run(work_through_async(guard, range(3), work, at_once=1))


PATHS = {"python loop": loop, "python async loop": loop_async}


class SdkGuard(Guard):
    def __init__(self, device_id: str, **options: Any) -> None:
        super().__init__(device_id, authority=SdkAuthority(), **options)


@pytest.mark.parametrize(("boundary", "fault"), ALL_CELLS)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_begins_after(path: str, boundary: str, fault: str, authority_url: str, guarded_env: Any) -> None:
    assert cell(path, boundary, fault, PATHS[path], authority_url, guarded_env) == []


@pytest.mark.parametrize("path", PATHS)
def test_finds_a_guard_that_works_on(path: str, authority_url: str, guarded_env: Any) -> None:
    assert cell(path, "tool", "no-allowed", PATHS[path], authority_url, guarded_env, Lenient, counted=False) != []


@pytest.mark.parametrize("fault", ["revoked", "html", "redirect", "timeout"])
def test_nothing_begins_after_with_the_sdk(fault: str, authority_url: str, guarded_env: Any) -> None:
    assert cell("python loop with the SDK", "tool", fault, loop, authority_url, guarded_env, SdkGuard) == []
