"""AG2 itself, with a pretend model: nothing begins after a denial, whatever the path and the fault."""

from __future__ import annotations

import asyncio
from typing import Any, Callable

from ag2 import Agent
from ag2.config import OpenAIConfig
from ag2.middleware import BaseMiddleware, Middleware, RetryMiddleware

from cells import ALL_CELLS, SOME, STREAM, SUB, Paths, cell, matrix_tests
from machineid_ag2 import GuardMiddleware
from machineid_guard import Denied, Guard
from pretend_model import PretendModel
from recorder import Recorder

Making = Callable[[], Guard]


def agent_of(model: PretendModel, recorder: Recorder, *middleware: Any, streaming: bool = False, **options: Any) -> Agent:
    async def send(text: str) -> str:
        """Sends a text."""
        recorder.begin("tool")
        return "sent"

    config = OpenAIConfig(model="gpt-4o", base_url=model.url, api_key="sk-pretend", streaming=streaming)
    return Agent("worker", config=config, **{"tools": [send], **options}, middleware=list(middleware))


def ask(making: Making, model: PretendModel, recorder: Recorder) -> None:
    asyncio.run(agent_of(model, recorder, GuardMiddleware(making())).ask("work"))


def with_retry(making: Making, model: PretendModel, recorder: Recorder) -> None:
    asyncio.run(agent_of(model, recorder, RetryMiddleware(), GuardMiddleware(making())).ask("work"))


def run_(making: Making, model: PretendModel, recorder: Recorder) -> None:
    async def go() -> None:
        async with agent_of(model, recorder, GuardMiddleware(making())).run("work") as run:
            await run.result()

    asyncio.run(go())


def streamed(making: Making, model: PretendModel, recorder: Recorder) -> None:
    asyncio.run(agent_of(model, recorder, GuardMiddleware(making()), streaming=True).ask("work"))


def sub_agent(making: Making, model: PretendModel, recorder: Recorder) -> None:
    guard = GuardMiddleware(making())
    helper = agent_of(model, recorder, guard)
    outer = agent_of(model, recorder, guard, tools=[helper.as_tool(description="Helps.")])
    asyncio.run(outer.ask("work"))


PATHS: Paths = {
    "ag2 ask": (ask, ALL_CELLS),
    "ag2 run": (run_, SOME),
    "ag2 with a retry before it": (with_retry, SOME),
    "ag2 stream": (streamed, STREAM),
    "ag2 agent as tool": (sub_agent, SUB),
}
test_nothing_begins_after, test_finds_a_guard_that_works_on = matrix_tests(PATHS)


class Raising(BaseMiddleware):
    """A denial as an Exception: it becomes a tool error, and the model is called again."""

    def __init__(self, event: Any, context: Any, guard: Guard) -> None:
        super().__init__(event, context)
        self.guard = guard

    async def on_tool_execution(self, call_next: Any, event: Any, context: Any) -> Any:
        try:
            await self.guard.acheck()
        except Denied as denied:
            raise RuntimeError(str(denied)) from None
        return await call_next(event, context)


def test_finds_the_broken_twin(authority_url: str, guarded_env: Any) -> None:
    def broken(making: Making, model: PretendModel, recorder: Recorder) -> None:
        asyncio.run(agent_of(model, recorder, Middleware(Raising, guard=making())).ask("work"))

    assert cell("twin", "tool", "revoked", broken, authority_url, guarded_env, counted=False) != []
