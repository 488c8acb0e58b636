"""The Claude Agent SDK with the CLI that comes with it, and a pretend model: nothing begins after a denial."""

from __future__ import annotations

import asyncio
import pathlib
from typing import Any, Callable

import pytest
from claude_agent_sdk import (
    AgentDefinition,
    ClaudeAgentOptions,
    ClaudeSDKClient,
    HookMatcher,
    create_sdk_mcp_server,
    query,
    tool,
)

from cells import Paths, cell, matrix_tests
from machineid_claude_agent import guard_hooks
from machineid_guard import Denied, Guard
from pretend_model import PretendModel
from recorder import Recorder

Making = Callable[[], Guard]


@pytest.fixture(autouse=True)
def home(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The CLI finds nothing of the person who runs the tests, and reaches this machine alone."""
    import os

    for name in os.environ:
        if name.startswith(("ANTHROPIC", "CLAUDE")):
            monkeypatch.delenv(name)
    settings = {
        "HOME": str(tmp_path),
        "CLAUDE_CONFIG_DIR": str(tmp_path / "config"),
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "DISABLE_AUTOUPDATER": "1",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "127.0.0.1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, value)


def options_of(model: PretendModel, recorder: Recorder, hooks: Any, **more: Any) -> ClaudeAgentOptions:
    @tool("send", "Sends a text.", {"text": str})
    async def send(args: Any) -> Any:
        recorder.begin("tool")
        return {"content": [{"type": "text", "text": "sent"}]}

    return ClaudeAgentOptions(
        **{"tools": [], "allowed_tools": ["mcp__test__send"], **more},
        mcp_servers={"test": create_sdk_mcp_server("test", tools=[send])},
        setting_sources=[],
        model="claude-sonnet-4-5",
        hooks=hooks,
        env={"ANTHROPIC_BASE_URL": model.url.removesuffix("/v1"), "ANTHROPIC_API_KEY": "pretend"},
    )


async def ask(options: ClaudeAgentOptions) -> None:
    async for _ in query(prompt="work", options=options):
        pass


def run(making: Making, model: PretendModel, recorder: Recorder) -> None:
    asyncio.run(ask(options_of(model, recorder, guard_hooks(making()))))


def client(making: Making, model: PretendModel, recorder: Recorder) -> None:
    async def converse() -> None:
        async with ClaudeSDKClient(options_of(model, recorder, guard_hooks(making()))) as session:
            for _ in range(2):
                await session.query("work")
                async for _ in session.receive_response():
                    pass

    asyncio.run(converse())


def sub_agent(making: Making, model: PretendModel, recorder: Recorder) -> None:
    helper = AgentDefinition(description="Helps.", prompt="Help.", tools=["mcp__test__send"], background=False)
    more = {"tools": ["Agent"], "allowed_tools": ["mcp__test__send", "Agent"], "agents": {"helper": helper}}
    asyncio.run(ask(options_of(model, recorder, guard_hooks(making()), **more)))


# Each run starts the CLI: so these are the faults of which its hooks could make something else.
FAULTS = ("revoked", "refused", "timeout", "no-allowed")
MOST = [(boundary, fault) for boundary in ("start", "tool", "call") for fault in FAULTS]
SUB = [("sub-agent", fault) for fault in ("revoked", "refused", "no-allowed")]
STREAM = [("stream", fault) for fault in ("revoked", "refused", "no-allowed")]
PATHS: Paths = {
    "claude-agent query": (run, [*MOST, *STREAM]),
    "claude-agent client": (client, [("start", "revoked"), ("tool", "500"), ("call", "timeout")]),
    "claude-agent sub-agent": (sub_agent, SUB),
}
test_nothing_begins_after, test_finds_a_guard_that_works_on = matrix_tests(PATHS)


def denies_alone(making: Making, model: PretendModel, recorder: Recorder) -> None:
    """A deny before a tool: the model gets a text and is called again."""
    guard = making()

    async def hook(given: Any, *_: Any) -> Any:
        try:
            await guard.acheck()
        except Denied as denied:
            said = {"permissionDecision": "deny", "permissionDecisionReason": str(denied)}
            return {"hookSpecificOutput": {"hookEventName": "PreToolUse", **said}}
        return {}

    asyncio.run(ask(options_of(model, recorder, {"PreToolUse": [HookMatcher(hooks=[hook])]})))


def raises(making: Making, model: PretendModel, recorder: Recorder) -> None:
    """A hook that raises an Exception: the CLI takes it for one that has nothing to say."""
    guard = making()

    async def hook(given: Any, *_: Any) -> Any:
        try:
            await guard.acheck()
        except Denied as denied:
            raise RuntimeError(str(denied)) from None
        return {}

    asyncio.run(ask(options_of(model, recorder, {"PreToolUse": [HookMatcher(hooks=[hook])]})))


@pytest.mark.parametrize("twin", [denies_alone, raises])
def test_finds_the_broken_twin(twin: Any, authority_url: str, guarded_env: Any) -> None:
    assert cell("twin", "tool", "revoked", twin, authority_url, guarded_env, counted=False) != []
