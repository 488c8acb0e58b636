"""LangChain and LangGraph themselves, with a pretend model: nothing begins after a denial, whatever the path and the fault."""

from __future__ import annotations

import asyncio
from typing import Any, Callable, Iterator

import pytest
from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ToolRetryMiddleware
from langchain_core.tools import tool
from langchain_core.tracers import context
from langchain_openai import ChatOpenAI
from langgraph.graph import END, START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode, tools_condition

from cells import ALL_CELLS, SOME, STREAM, SUB, Paths, cell, matrix_tests
from machineid_guard import Guard
from machineid_langchain import GuardMiddleware, install
from pretend_model import PretendModel
from recorder import Recorder

Making = Callable[[], Guard]
WORK: Any = {"messages": [{"role": "user", "content": "work"}]}


@pytest.fixture(autouse=True)
def no_callbacks_left() -> Iterator[None]:
    before = list(context._configure_hooks)
    yield
    context._configure_hooks[:] = before


def fresh(making: Making) -> None:
    """Installs one guard: that of the run before is gone."""
    context._configure_hooks[:] = [hook for hook in context._configure_hooks if hook[0].name != "machineid_guard"]
    install(making())


def model_of(model: PretendModel, **options: Any) -> ChatOpenAI:
    return ChatOpenAI(model="gpt-4o", base_url=model.url, api_key="sk-pretend", **options)  # type: ignore[arg-type]


def tools_of(recorder: Recorder) -> list[Any]:
    @tool
    def send(text: str) -> str:
        """Sends a text."""
        recorder.begin("tool")
        return "sent"

    return [send]


def agent_of(model: PretendModel, recorder: Recorder, *middleware: Any, **options: Any) -> Any:
    return create_agent(model_of(model, **options), tools_of(recorder), middleware=list(middleware))


def graph_of(model: PretendModel, recorder: Recorder) -> Any:
    """A graph made by hand, whose tool node makes messages of errors."""
    tools = tools_of(recorder)
    bound = model_of(model).bind_tools(tools)

    async def think(state: MessagesState) -> Any:
        return {"messages": [await bound.ainvoke(state["messages"])]}

    def think_sync(state: MessagesState) -> Any:
        return {"messages": [bound.invoke(state["messages"])]}

    from langchain_core.runnables import RunnableLambda

    graph = StateGraph(MessagesState)
    graph.add_node("think", RunnableLambda(think_sync, think))
    graph.add_node("tools", ToolNode(tools, handle_tool_errors=True))
    graph.add_edge(START, "think")
    graph.add_conditional_edges("think", tools_condition, {"tools": "tools", END: END})
    graph.add_edge("tools", "think")
    return graph.compile()


def invoke(making: Making, model: PretendModel, recorder: Recorder) -> None:
    agent_of(model, recorder, GuardMiddleware(making())).invoke(WORK)


def ainvoke(making: Making, model: PretendModel, recorder: Recorder) -> None:
    asyncio.run(agent_of(model, recorder, GuardMiddleware(making())).ainvoke(WORK))


def retrying(making: Making, model: PretendModel, recorder: Recorder) -> None:
    """Beside a middleware that tries failed tools again and makes a message of the last failure."""
    retry = ToolRetryMiddleware(max_retries=2, initial_delay=0, on_failure="continue")
    agent_of(model, recorder, retry, GuardMiddleware(making())).invoke(WORK)


def streamed(making: Making, model: PretendModel, recorder: Recorder) -> None:
    list(agent_of(model, recorder, GuardMiddleware(making()), streaming=True).stream(WORK, stream_mode="messages"))


def astreamed(making: Making, model: PretendModel, recorder: Recorder) -> None:
    agent = agent_of(model, recorder, GuardMiddleware(making()), streaming=True)

    async def read() -> None:
        async for _ in agent.astream(WORK, stream_mode="messages"):
            pass

    asyncio.run(read())


def installed(making: Making, model: PretendModel, recorder: Recorder) -> None:
    fresh(making)
    agent_of(model, recorder).invoke(WORK)


def graph(making: Making, model: PretendModel, recorder: Recorder) -> None:
    fresh(making)
    graph_of(model, recorder).invoke(WORK)


def graph_async(making: Making, model: PretendModel, recorder: Recorder) -> None:
    fresh(making)
    asyncio.run(graph_of(model, recorder).ainvoke(WORK))


def sub_agent(making: Making, model: PretendModel, recorder: Recorder) -> None:
    guard = making()
    inner = agent_of(model, recorder, GuardMiddleware(guard))

    @tool
    def ask_helper(question: str) -> str:
        """Asks a helper."""
        return str(inner.invoke({"messages": [{"role": "user", "content": question}]})["messages"][-1].content)

    create_agent(model_of(model), [ask_helper], middleware=[GuardMiddleware(guard)]).invoke(WORK)


def sub_graph(making: Making, model: PretendModel, recorder: Recorder) -> None:
    """An agent without a guard of its own, inside a tool: the installed one reaches it."""
    fresh(making)
    inner = agent_of(model, recorder)

    @tool
    async def ask_helper(question: str) -> str:
        """Asks a helper."""
        return str((await inner.ainvoke({"messages": [{"role": "user", "content": question}]}))["messages"][-1].content)

    asyncio.run(create_agent(model_of(model), [ask_helper]).ainvoke(WORK))


def node(making: Making, model: PretendModel, recorder: Recorder) -> None:
    """A node that works without a model or a tool."""
    guard = making()
    fresh(lambda: guard)

    def act(state: MessagesState) -> Any:
        recorder.begin("tool")
        return {}

    def think(state: MessagesState) -> Any:
        return {"messages": [model_of(model).invoke(state["messages"])]}

    graph = StateGraph(MessagesState)
    graph.add_sequence([("think", think), ("act", guard.protect(act)), ("again", think)])
    graph.add_edge(START, "think")
    graph.compile().invoke(WORK)


PATHS: Paths = {
    "langchain invoke": (invoke, ALL_CELLS),
    "langchain ainvoke": (ainvoke, ALL_CELLS),
    "langchain with tool retry": (retrying, [("tool", "revoked"), ("tool", "timeout"), ("tool", "500")]),
    "langchain stream": (streamed, STREAM),
    "langchain astream": (astreamed, STREAM),
    "langchain sub-agent": (sub_agent, SUB),
    "langchain installed": (installed, SOME),
    "langgraph graph": (graph, ALL_CELLS),
    "langgraph graph async": (graph_async, SOME),
    "langgraph sub-graph": (sub_graph, SUB),
    "langgraph node": (node, [("tool", "revoked"), ("tool", "500"), ("call", "timeout")]),
}
test_nothing_begins_after, test_finds_a_guard_that_works_on = matrix_tests(PATHS)


class SyncAlone(AgentMiddleware):  # type: ignore[type-arg]
    """Only the synchronous form of the tool hook, around an agent that is called asynchronously."""

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self._guard = guard

    def wrap_tool_call(self, request: Any, handler: Any) -> Any:
        self._guard.check()
        return handler(request)


def sync_alone(making: Making, model: PretendModel, recorder: Recorder) -> None:
    asyncio.run(agent_of(model, recorder, SyncAlone(making())).ainvoke(WORK))


def an_exception(making: Making, model: PretendModel, recorder: Recorder) -> None:
    """A guard inside the tool that raises an `Exception`: the tool node of this graph makes a message of it, and the model goes on."""
    guard = making()

    @tool
    def send(text: str) -> str:
        """Sends a text."""
        try:
            guard.check()
        except BaseException as denied:
            raise RuntimeError(str(denied)) from None
        recorder.begin("tool")
        return "sent"

    bound = model_of(model).bind_tools([send])
    graph = StateGraph(MessagesState)
    graph.add_node("think", lambda state: {"messages": [bound.invoke(state["messages"])]})
    graph.add_node("tools", ToolNode([send], handle_tool_errors=True))
    graph.add_edge(START, "think")
    graph.add_conditional_edges("think", tools_condition, {"tools": "tools", END: END})
    graph.add_edge("tools", "think")
    graph.compile().invoke(WORK)


def test_finds_an_exception_in_a_tool(authority_url: str, guarded_env: Any) -> None:
    assert cell("twin", "tool", "revoked", an_exception, authority_url, guarded_env, counted=False) != []


def test_one_form_alone_is_refused_by_langchain() -> None:
    """Not a bypass today: an asynchronous call of an agent whose middleware has the synchronous form alone raises."""
    recorder = Recorder()
    model = PretendModel(recorder)
    with pytest.raises(NotImplementedError):
        sync_alone(lambda: Guard("d", authority=object(), log=lambda _: None), model, recorder)
    model.close()
