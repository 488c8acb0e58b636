"""The guard with the vendor's SDK in place of its own calls: the same denials, alone and in each framework."""

from __future__ import annotations

import os
import time
from importlib.metadata import version
from typing import Any, Iterator

import pytest
from agents.run import set_default_agent_runner
from crewai.hooks import clear_all_hooks
from machineid import MachineID

import test_crewai
import test_langchain
import test_openai_agents
from cells import SOME, cell
from conftest import AGENT_KEY
from fault_authority import FAULTS, FaultAuthority
from machineid_guard import Denied, Guard
from machineid_sdk import SdkAuthority
from test_guard import ALL, ask


class SdkGuard(Guard):
    def __init__(self, device_id: str, **options: Any) -> None:
        super().__init__(device_id, authority=SdkAuthority(), **options)


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    clear_all_hooks()
    set_default_agent_runner(None)


@pytest.mark.parametrize("way", ["sync", "async"])
def test_allows_and_registers_once(authority: FaultAuthority, device: str, way: str) -> None:
    guard = SdkGuard(device, deadline=3.0)
    for _ in range(3):
        ask(guard, way)
    assert (authority.asked("register"), authority.asked("validate")) == (1, 3)


@pytest.mark.parametrize("fault", ALL)
def test_denies_on(authority: FaultAuthority, device: str, fault: str) -> None:
    lines: list[str] = []
    ask(SdkGuard(device, deadline=3.0), "sync")
    guard = SdkGuard(device, deadline=1.0, log=lines.append)
    authority.arm(fault, device)
    began = time.monotonic()
    with pytest.raises(Denied):
        guard.check()
    assert time.monotonic() - began < 10  # Far less than a fault lasts.
    assert AGENT_KEY not in lines[0]
    assert not any(path.startswith("/elsewhere") for path, _, _ in authority.requests)


def test_the_sdk_alone_does_not(authority: FaultAuthority, device: str) -> None:
    """Why the adapter is needed: of version 0.1.6, which the lock names."""
    assert version("machineid-io") == "0.1.6"
    sdk = MachineID.from_env(base_url=os.environ["MACHINEID_BASE_URL"])
    sdk.register(device)
    authority.arm("redirect", device)
    assert sdk.validate(device)["allowed"] is True
    assert [headers["x-org-key"] for path, _, headers in authority.requests if path.startswith("/elsewhere")] == [AGENT_KEY]
    authority.arm("500-allowed", device)
    assert sdk.validate(device)["allowed"] is True
    authority.arm("allowed-string", device)
    assert sdk.validate(device)["allowed"]
    assert MachineID.from_env().base_url == "https://machineid.io"
    assert set(FAULTS) >= {"500-allowed", "allowed-string"}


PATHS = {
    "crewai with the SDK": test_crewai.kickoff,
    "openai-agents with the SDK": test_openai_agents.run,
    "langchain with the SDK": test_langchain.invoke,
    "langgraph with the SDK": test_langchain.graph_async,
}


@pytest.mark.parametrize(("boundary", "fault"), SOME)
@pytest.mark.parametrize("path", PATHS)
def test_nothing_begins_after(path: str, boundary: str, fault: str, authority_url: str, guarded_env: Any) -> None:
    assert cell(path, boundary, fault, PATHS[path], authority_url, guarded_env, SdkGuard) == []
