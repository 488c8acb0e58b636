"""The OpenAI Agents SDK itself, with a pretend model: nothing begins after a denial, whatever the path and the fault."""

from __future__ import annotations

import asyncio
from typing import Any, Callable, Iterator

import pytest
from agents import (
    Agent,
    GuardrailFunctionOutput,
    InputGuardrail,
    OpenAIChatCompletionsModel,
    OpenAIResponsesModel,
    Runner,
    ToolGuardrailFunctionOutput,
    function_tool,
    handoff,
    tool_input_guardrail,
)
from agents.run import set_default_agent_runner
from openai import AsyncOpenAI

from cells import ALL_CELLS, SOME, STREAM, SUB, Paths, cell, matrix_tests
from machineid_guard import Denied, Guard
from machineid_openai_agents import GuardHooks, install
from pretend_model import PretendModel
from recorder import Recorder

Making = Callable[[], Guard]


@pytest.fixture(autouse=True)
def no_runner_left() -> Iterator[None]:
    yield
    set_default_agent_runner(None)


def model_of(model: PretendModel, kind: Any = OpenAIResponsesModel) -> Any:
    return kind(model="gpt-4o", openai_client=AsyncOpenAI(base_url=model.url, api_key="sk-pretend"))


def agent_of(model: PretendModel, recorder: Recorder, kind: Any = OpenAIResponsesModel, **options: Any) -> Agent[Any]:
    @function_tool
    def send(text: str) -> str:
        """Sends a text."""
        recorder.begin("tool")
        return "sent"

    return Agent(name="worker", instructions="work", model=model_of(model, kind), tools=[send], **options)


def run(making: Making, model: PretendModel, recorder: Recorder) -> None:
    install(making())
    asyncio.run(Runner.run(agent_of(model, recorder), "work"))


def run_chat(making: Making, model: PretendModel, recorder: Recorder) -> None:
    install(making())
    asyncio.run(Runner.run(agent_of(model, recorder, OpenAIChatCompletionsModel), "work"))


def run_sync(making: Making, model: PretendModel, recorder: Recorder) -> None:
    install(making())
    asyncio.set_event_loop(asyncio.new_event_loop())
    Runner.run_sync(agent_of(model, recorder), "work")


def with_hooks(making: Making, model: PretendModel, recorder: Recorder) -> None:
    set_default_agent_runner(None)
    asyncio.run(Runner.run(agent_of(model, recorder), "work", hooks=GuardHooks(making())))


def streamed(making: Making, model: PretendModel, recorder: Recorder) -> None:
    install(making())

    async def read() -> None:
        async for _ in Runner.run_streamed(agent_of(model, recorder), "work").stream_events():
            pass

    asyncio.run(read())


def as_tool(making: Making, model: PretendModel, recorder: Recorder) -> None:
    install(making())
    helper = agent_of(model, recorder)
    outer = Agent(name="outer", model=model_of(model), tools=[helper.as_tool("help", "Helps.")])
    asyncio.run(Runner.run(outer, "work"))


def handed_off(making: Making, model: PretendModel, recorder: Recorder) -> None:
    install(making())
    outer = Agent(name="outer", model=model_of(model), handoffs=[handoff(agent_of(model, recorder))])
    asyncio.run(Runner.run(outer, "work"))


PATHS: Paths = {
    "openai-agents run": (run, ALL_CELLS),
    "openai-agents chat completions": (run_chat, SOME),
    "openai-agents run_sync": (run_sync, SOME),
    "openai-agents hooks of one run": (with_hooks, SOME),
    "openai-agents stream": (streamed, STREAM),
    "openai-agents agent as tool": (as_tool, SUB),
    "openai-agents handoff": (handed_off, [("tool", "revoked"), ("sub-agent", "revoked"), ("sub-agent", "timeout")]),
}
test_nothing_begins_after, test_finds_a_guard_that_works_on = matrix_tests(PATHS)


def beside_the_model(making: Making, model: PretendModel, recorder: Recorder) -> None:
    """An input guardrail that runs in parallel, which is the default: the model call has begun before its answer."""
    guard = making()

    async def ask(*_: Any) -> GuardrailFunctionOutput:
        await guard.acheck()
        return GuardrailFunctionOutput(output_info=None, tripwire_triggered=False)

    agent = agent_of(model, recorder, input_guardrails=[InputGuardrail(guardrail_function=ask, run_in_parallel=True)])
    asyncio.run(Runner.run(agent, "work"))


def rejected(making: Making, model: PretendModel, recorder: Recorder) -> None:
    """A tool guardrail that rejects: the model gets a text and goes on."""
    guard = making()

    @tool_input_guardrail
    async def ask(_: Any) -> ToolGuardrailFunctionOutput:
        try:
            await guard.acheck()
        except Denied as denied:
            return ToolGuardrailFunctionOutput.reject_content(str(denied))
        return ToolGuardrailFunctionOutput.allow()

    agent = agent_of(model, recorder)
    agent.tools[0].tool_input_guardrails = [ask]  # type: ignore[union-attr]
    asyncio.run(Runner.run(agent, "work"))


@pytest.mark.parametrize(("twin", "boundary", "fault"), [(beside_the_model, "start", "timeout"), (rejected, "tool", "revoked")])
def test_finds_the_broken_twin(twin: Any, boundary: str, fault: str, authority_url: str, guarded_env: Any) -> None:
    set_default_agent_runner(None)
    # What runs side by side may end before the other begins, on a busy machine: one run in ten that shows it is enough.
    assert any(cell("twin", boundary, fault, twin, authority_url, guarded_env, counted=False) != [] for _ in range(10))
