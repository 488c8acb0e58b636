"""PydanticAI itself, with a pretend model: nothing begins after a denial, whatever the path and the fault."""

from __future__ import annotations

import asyncio
from typing import Any, Callable

from pydantic_ai import Agent, ModelRetry
from pydantic_ai.capabilities import AbstractCapability
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.openai import OpenAIProvider

from cells import ALL_CELLS, SOME, STREAM, SUB, Paths, cell, matrix_tests
from machineid_guard import Denied, Guard
from machineid_pydantic_ai import GuardCapability
from pretend_model import PretendModel
from recorder import Recorder

Making = Callable[[], Guard]


def agent_of(model: PretendModel, recorder: Recorder, *capabilities: Any, kind: Any = OpenAIChatModel, **options: Any) -> Agent[Any, Any]:
    provider = OpenAIProvider(base_url=model.url, api_key="sk-pretend")
    agent: Agent[Any, Any] = Agent(kind("gpt-4o", provider=provider), capabilities=list(capabilities), **options)

    @agent.tool_plain(retries=5)
    def send(text: str) -> str:
        """Sends a text."""
        recorder.begin("tool")
        return "sent"

    return agent


def run(making: Making, model: PretendModel, recorder: Recorder) -> None:
    asyncio.run(agent_of(model, recorder, GuardCapability(making())).run("work"))


def run_sync(making: Making, model: PretendModel, recorder: Recorder) -> None:
    asyncio.set_event_loop(asyncio.new_event_loop())
    agent_of(model, recorder, GuardCapability(making()), kind=OpenAIResponsesModel).run_sync("work")


def one_run(making: Making, model: PretendModel, recorder: Recorder) -> None:
    asyncio.run(agent_of(model, recorder).run("work", capabilities=[GuardCapability(making())]))


def streamed(making: Making, model: PretendModel, recorder: Recorder) -> None:
    async def read() -> None:
        async with agent_of(model, recorder, GuardCapability(making())).run_stream("work") as result:
            async for _ in result.stream_text():
                pass

    asyncio.run(read())


def stepped(making: Making, model: PretendModel, recorder: Recorder) -> None:
    async def step() -> None:
        async with agent_of(model, recorder, GuardCapability(making())).iter("work") as steps:
            async for _ in steps:
                pass

    asyncio.run(step())


def with_output(making: Making, model: PretendModel, recorder: Recorder) -> None:
    """An output function does its work at the end of a run."""

    def publish(text: str) -> str:
        recorder.begin("tool")
        raise ModelRetry("again")

    asyncio.run(agent_of(model, recorder, GuardCapability(making()), output_type=publish, retries=5).run("work"))


def sub_agent(making: Making, model: PretendModel, recorder: Recorder) -> None:
    capability = GuardCapability(making())
    helper = agent_of(model, recorder, capability)
    provider = OpenAIProvider(base_url=model.url, api_key="sk-pretend")
    outer: Agent[Any, Any] = Agent(OpenAIChatModel("gpt-4o", provider=provider), capabilities=[capability])

    @outer.tool_plain
    async def help(question: str) -> str:
        """Helps."""
        return str((await helper.run(question)).output)

    asyncio.run(outer.run("work"))


PATHS: Paths = {
    "pydantic-ai run": (run, ALL_CELLS),
    "pydantic-ai run_sync, responses": (run_sync, SOME),
    "pydantic-ai one run": (one_run, SOME),
    "pydantic-ai iter": (stepped, SOME),
    "pydantic-ai stream": (streamed, STREAM),
    "pydantic-ai output function": (with_output, SOME),
    "pydantic-ai sub-agent": (sub_agent, SUB),
}
test_nothing_begins_after, test_finds_a_guard_that_works_on = matrix_tests(PATHS)


class Retrying(AbstractCapability[Any]):
    """A denial as a retry: the model gets a text and goes on."""

    def __init__(self, guard: Guard) -> None:
        self.guard = guard

    async def before_tool_execute(self, ctx: Any, *, call: Any, tool_def: Any, args: Any) -> Any:
        try:
            await self.guard.acheck()
        except Denied as denied:
            raise ModelRetry(str(denied)) from None
        return args


def test_finds_the_broken_twin(authority_url: str, guarded_env: Any) -> None:
    def broken(making: Making, model: PretendModel, recorder: Recorder) -> None:
        asyncio.run(agent_of(model, recorder, Retrying(making())).run("work"))

    assert cell("twin", "tool", "revoked", broken, authority_url, guarded_env, counted=False) != []
