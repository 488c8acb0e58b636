"""CrewAI itself, with a pretend model: nothing begins after a denial, whatever the path and the fault."""

from __future__ import annotations

import asyncio
from typing import Any, Callable, Iterator

import pytest
from crewai import LLM, Agent, Crew, Process, Task
from crewai.flow.flow import Flow, listen, start
from crewai.hooks import clear_all_hooks
from crewai.project import CrewBase, agent, crew, task
from crewai.tools import tool

from cells import ALL_CELLS, SOME, Paths, matrix_tests
from machineid_crewai import crew_methods, install, install_decorated
from machineid_guard import Guard
from pretend_model import PretendModel
from recorder import Recorder

Making = Callable[[], Guard]


@pytest.fixture(autouse=True)
def no_hooks_left() -> Iterator[None]:
    yield
    clear_all_hooks()


def tools_of(recorder: Recorder) -> list[Any]:
    @tool("send")
    def send(text: str) -> str:
        """Sends a text."""
        recorder.begin("tool")
        return "sent"

    return [send]


def agent_of(model: PretendModel, recorder: Recorder, role: str = "worker", **options: Any) -> Agent:
    llm = LLM(model="gpt-4o", base_url=model.url, api_key="sk-pretend", stream=options.pop("stream", False))
    return Agent(role=role, goal="work", backstory="-", llm=llm, tools=tools_of(recorder), **options)


def crew_of(worker: Agent, **options: Any) -> Crew:
    work = Task(description="work", expected_output="text", agent=worker, async_execution=options.pop("async_execution", False))
    return Crew(agents=[worker], tasks=[work], **options)


def kickoff(making: Making, model: PretendModel, recorder: Recorder) -> None:
    clear_all_hooks()
    install(making())
    crew_of(agent_of(model, recorder)).kickoff()


def decorated(making: Making, model: PretendModel, recorder: Recorder) -> None:
    clear_all_hooks()
    guard = making()
    install_decorated(guard)
    guard.check("kickoff")
    crew_of(agent_of(model, recorder)).kickoff()


def class_based(making: Making, model: PretendModel, recorder: Recorder) -> None:
    clear_all_hooks()
    guard = making()

    @CrewBase
    class Guarded:
        agents_config = None
        tasks_config = None
        machineid_start, machineid_step, machineid_model, machineid_tool = crew_methods(guard)

        @agent
        def worker(self) -> Agent:
            return agent_of(model, recorder)

        @task
        def work(self) -> Task:
            return Task(description="work", expected_output="text", agent=self.worker())

        @crew
        def crew(self) -> Crew:
            return Crew(agents=self.agents, tasks=self.tasks)

    Guarded().crew().kickoff()


def kickoff_async(making: Making, model: PretendModel, recorder: Recorder) -> None:
    clear_all_hooks()
    install(making())
    asyncio.run(crew_of(agent_of(model, recorder)).kickoff_async())


def akickoff(making: Making, model: PretendModel, recorder: Recorder) -> None:
    clear_all_hooks()
    install(making())
    asyncio.run(crew_of(agent_of(model, recorder)).akickoff())


def async_task(making: Making, model: PretendModel, recorder: Recorder) -> None:
    clear_all_hooks()
    install(making())
    crew_of(agent_of(model, recorder), async_execution=True).kickoff()


def streamed(making: Making, model: PretendModel, recorder: Recorder) -> None:
    clear_all_hooks()
    install(making())
    list(crew_of(agent_of(model, recorder, stream=True), stream=True).kickoff())


def agent_alone(making: Making, model: PretendModel, recorder: Recorder) -> None:
    clear_all_hooks()
    install(making())
    agent_of(model, recorder).kickoff("work")


def flow(making: Making, model: PretendModel, recorder: Recorder) -> None:
    clear_all_hooks()
    install(making())
    llm = LLM(model="gpt-4o", base_url=model.url, api_key="sk-pretend")

    class Work(Flow):  # type: ignore[type-arg]
        @start()
        def think(self) -> str:
            return llm.call("think")

        @listen(think)
        def act(self, _: str) -> str:
            recorder.begin("tool")
            return "acted"

        @listen(act)
        def again(self, _: str) -> str:
            return llm.call("think again")

    Work().kickoff()


def delegated(making: Making, model: PretendModel, recorder: Recorder) -> None:
    """A manager that hands its work to a helper, which calls the model itself."""
    clear_all_hooks()
    install(making())
    helper = agent_of(model, recorder, "helper")
    llm = LLM(model="gpt-4o", base_url=model.url, api_key="sk-pretend")
    manager = Agent(role="manager", goal="work", backstory="-", llm=llm, allow_delegation=True)
    work = Task(description="work", expected_output="text")
    Crew(agents=[helper], tasks=[work], process=Process.hierarchical, manager_agent=manager).kickoff()


PATHS: Paths = {
    "crewai kickoff": (kickoff, ALL_CELLS),
    "crewai decorators": (decorated, ALL_CELLS),
    "crewai class-based crew": (class_based, SOME),
    "crewai kickoff_async": (kickoff_async, SOME),
    "crewai akickoff": (akickoff, SOME),
    "crewai async task": (async_task, SOME),
    "crewai stream": (streamed, [("stream", fault) for fault in ("revoked", "refused", "timeout", "no-allowed")]),
    "crewai agent alone": (agent_alone, SOME),
    "crewai flow": (flow, SOME),
    "crewai sub-agent": (delegated, [("sub-agent", fault) for fault in ("revoked", "refused", "timeout", "no-allowed")]),
}
test_nothing_begins_after, test_finds_a_guard_that_works_on = matrix_tests(PATHS)
