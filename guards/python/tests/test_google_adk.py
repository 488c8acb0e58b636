"""Google ADK itself, with a pretend model that speaks the Gemini API: nothing begins after a denial."""

from __future__ import annotations

import asyncio
import os
from typing import Any, Callable

import pytest
from google.adk.agents import Agent, RunConfig
from google.adk.agents.run_config import StreamingMode
from google.adk.plugins.base_plugin import BasePlugin
from google.adk.runners import InMemoryRunner
from google.genai import types

from cells import ALL_CELLS, SOME, STREAM, SUB, Paths, cell, matrix_tests
from machineid_google_adk import GuardPlugin
from machineid_guard import Denied, Guard
from pretend_model import PretendModel
from recorder import Recorder

Making = Callable[[], Guard]


@pytest.fixture(autouse=True)
def gemini(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOOGLE_API_KEY", "pretend")
    for name in ("GEMINI_API_KEY", "GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GEMINI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)


def agent_of(recorder: Recorder, name: str = "worker", **options: Any) -> Agent:
    def send(text: str) -> str:
        """Sends a text."""
        recorder.begin("tool")
        return "sent"

    return Agent(**{"name": name, "model": "gemini-2.0-flash", "description": "Works.", "tools": [send], **options})


def work(agent: Agent, plugin: BasePlugin, model: PretendModel, streaming: bool = False) -> None:
    os.environ["GOOGLE_GEMINI_BASE_URL"] = model.url.removesuffix("/v1")
    said = types.Content(role="user", parts=[types.Part(text="work")])
    config = RunConfig(streaming_mode=StreamingMode.SSE if streaming else StreamingMode.NONE)

    async def go() -> None:
        runner = InMemoryRunner(agent=agent, app_name="app", plugins=[plugin])
        session = await runner.session_service.create_session(app_name="app", user_id="u")
        async for _ in runner.run_async(user_id="u", session_id=session.id, new_message=said, run_config=config):
            pass

    asyncio.run(go())


def run(making: Making, model: PretendModel, recorder: Recorder) -> None:
    work(agent_of(recorder), GuardPlugin(making()), model)


def streamed(making: Making, model: PretendModel, recorder: Recorder) -> None:
    work(agent_of(recorder), GuardPlugin(making()), model, streaming=True)


def transferred(making: Making, model: PretendModel, recorder: Recorder) -> None:
    """The first tool of the outer agent is that which hands the conversation to the helper."""
    helper = agent_of(recorder, "helper")
    work(agent_of(recorder, tools=[], sub_agents=[helper]), GuardPlugin(making()), model)


PATHS: Paths = {
    "google-adk run": (run, ALL_CELLS),
    "google-adk stream": (streamed, [*STREAM, *SOME]),
    "google-adk transfer": (transferred, SUB),
}
test_nothing_begins_after, test_finds_a_guard_that_works_on = matrix_tests(PATHS)


class Answering(BasePlugin):  # type: ignore[misc]
    """A denial as the answer of the tool: the model is called again."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(name="answering")
        self.guard = guard

    async def before_tool_callback(self, *, tool: Any, tool_args: Any, tool_context: Any) -> Any:
        try:
            await self.guard.acheck()
        except Denied as denied:
            return {"error": str(denied)}


def test_finds_the_broken_twin(authority_url: str, guarded_env: Any) -> None:
    def broken(making: Making, model: PretendModel, recorder: Recorder) -> None:
        work(agent_of(recorder), Answering(making()), model)

    assert cell("twin", "tool", "revoked", broken, authority_url, guarded_env, counted=False) != []
