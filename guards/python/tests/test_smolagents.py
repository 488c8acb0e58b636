"""smolagents itself, with a pretend model: nothing begins after a denial, whatever the path and the fault."""

from __future__ import annotations

from typing import Any, Callable

from smolagents import ChatMessage, CodeAgent, LogLevel, Model, OpenAIModel, Tool, ToolCallingAgent

from cells import ALL_CELLS, SOME, STREAM, SUB, Paths, cell, matrix_tests
from machineid_guard import Denied, Guard
from machineid_smolagents import guard_agent
from pretend_model import PretendModel
from recorder import Recorder

Making = Callable[[], Guard]


def send_of(recorder: Recorder) -> Tool:
    class Send(Tool):  # type: ignore[misc]
        name = "send"
        description = "Sends a text."
        inputs = {"text": {"type": "string", "description": "the text"}}
        output_type = "string"
        skip_forward_signature_validation = True

        def forward(self, text: str) -> str:
            recorder.begin("tool")
            return "sent"

    return Send()


def agent_of(model: PretendModel, recorder: Recorder, **options: Any) -> ToolCallingAgent:
    llm = OpenAIModel(model_id="gpt-4o", api_base=model.url, api_key="sk-pretend")
    return ToolCallingAgent(**{"tools": [send_of(recorder)], **options}, model=llm, max_steps=4, verbosity_level=LogLevel.OFF)


class Coder(Model):  # type: ignore[misc]
    """A model that writes code which calls the tool: the pretend model calls tools by name alone."""

    def __init__(self, recorder: Recorder) -> None:
        super().__init__(model_id="coder")
        self.recorder = recorder

    def generate(self, messages: Any, **_: Any) -> ChatMessage:
        self.recorder.begin("model")
        return ChatMessage(role="assistant", content='Thought: send.\n<code>\nprint(send(text="x"))\n</code>')


def run(making: Making, model: PretendModel, recorder: Recorder) -> None:
    guard_agent(agent_of(model, recorder), making()).run("work")


def streamed(making: Making, model: PretendModel, recorder: Recorder) -> None:
    agent = guard_agent(agent_of(model, recorder, stream_outputs=True), making())
    for _ in agent.run("work", stream=True):
        pass


def planned(making: Making, model: PretendModel, recorder: Recorder) -> None:
    guard_agent(agent_of(model, recorder, planning_interval=1), making()).run("work")


def code(making: Making, model: PretendModel, recorder: Recorder) -> None:
    agent = CodeAgent(tools=[send_of(recorder)], model=Coder(recorder), max_steps=3, verbosity_level=LogLevel.OFF)
    guard_agent(agent, making()).run("work")


def managed(making: Making, model: PretendModel, recorder: Recorder) -> None:
    helper = agent_of(model, recorder, name="helper", description="Helps.")
    guard_agent(agent_of(model, recorder, tools=[], managed_agents=[helper]), making()).run("work")


PATHS: Paths = {
    "smolagents tool calling": (run, ALL_CELLS),
    "smolagents code": (code, SOME),
    "smolagents planning": (planned, SOME),
    "smolagents stream": (streamed, STREAM),
    "smolagents managed agent": (managed, SUB),
}
test_nothing_begins_after, test_finds_a_guard_that_works_on = matrix_tests(PATHS)


def test_finds_the_broken_twin(authority_url: str, guarded_env: Any) -> None:
    """A tool that raises an Exception: it becomes an observation, and the next step begins."""

    def broken(making: Making, model: PretendModel, recorder: Recorder) -> None:
        guard = making()
        agent = agent_of(model, recorder)
        forward = agent.tools["send"].forward

        def ask(*args: Any, **kwargs: Any) -> Any:
            try:
                guard.check()
            except Denied as denied:
                raise RuntimeError(str(denied)) from None
            return forward(*args, **kwargs)

        agent.tools["send"].forward = ask
        agent.run("work")

    assert cell("twin", "tool", "revoked", broken, authority_url, guarded_env, counted=False) != []


def test_guards_once(authority_url: str, guarded_env: Any) -> None:
    class Counting(Guard):
        def check(self, before: str = "work") -> None:
            asked.append(before)

    asked: list[str] = []
    guarded_env.setenv("MACHINEID_BASE_URL", authority_url)
    recorder = Recorder()
    agent = CodeAgent(tools=[send_of(recorder)], model=Coder(recorder), max_steps=1, verbosity_level=LogLevel.OFF)
    guard = Counting("python:test:agent:once")
    for _ in range(2):
        guard_agent(agent, guard)
    agent.tools["send"](text="x")
    assert asked == ["a tool call send"]
