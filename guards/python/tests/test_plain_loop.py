"""Loops without a framework that call the model themselves."""

from __future__ import annotations

import asyncio
import json
import pathlib
import urllib.request
from typing import Any, Callable

import pytest

from cells import ALL_CELLS, KEY_CELLS, Keyed, Lenient, cell
from key_world import OrgOf
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


KEYED = {"python loop with a device key": loop, "python async loop with a device key": loop_async}


@pytest.mark.parametrize(("boundary", "fault"), KEY_CELLS)
@pytest.mark.parametrize("path", KEYED)
def test_nothing_begins_without_the_own_key(
    path: str, boundary: str, fault: str, authority_url: str, guarded_env: Any, org_of: OrgOf, tmp_path: pathlib.Path
) -> None:
    assert cell(path, boundary, fault, KEYED[path], authority_url, guarded_env, keyed=Keyed(org_of("mixed"), tmp_path)) == []


@pytest.mark.parametrize("path", KEYED)
def test_finds_a_guard_that_works_on_without_its_key(path: str, authority_url: str, guarded_env: Any, org_of: OrgOf, tmp_path: pathlib.Path) -> None:
    keyed = Keyed(org_of("mixed"), tmp_path)
    assert cell(path, "tool", "file gone", KEYED[path], authority_url, guarded_env, Lenient, counted=False, keyed=keyed) != []
