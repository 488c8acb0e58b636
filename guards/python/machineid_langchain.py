"""LangChain 1.x and LangGraph 1.x: the guard before each model call and tool call. Copy it beside `machineid_guard.py`.

    create_agent(model, tools, middleware=[GuardMiddleware(guard)])   # each agent, those inside a tool too
    install(guard)                    # or, for graphs of your own: every model, tool and retriever call of this process
    graph.add_node("act", guard.protect(act))                         # and a node that works without a model or a tool

What makes it fail closed, read in their source: middleware has the synchronous and the asynchronous form of each hook (with one alone,
the other way of calling fails or goes past it), and callbacks are called before the work, with `raise_error` set. `Denied` is no
`Exception`, so neither a tool node with `handle_tool_errors` nor a retry policy makes it into a message.

Paths for which they have no hook. Put `guard.check("…")`, or `@guard.protect`, at the beginning of that code:
- what runs inside a tool, a node or a runnable lambda after it began; a node, an edge or a reducer without a model or a tool;
- embeddings, vector stores, document loaders, checkpointers and stores: they have no callbacks;
- a provider's client that is used directly, and tools that a provider runs during a model call;
- retries of one model call by the client (`max_retries`): they ask once;
- middleware does not see an agent that a tool starts: give that agent its own, or use `install`;
- a graph that is already running on a LangGraph server: guard the process that runs it.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any, Awaitable, Callable

from langchain.agents.middleware import AgentMiddleware
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.tracers.context import register_configure_hook

from machineid_guard import Guard


class GuardMiddleware(AgentMiddleware):  # type: ignore[type-arg]
    """For `create_agent`: asks before the agent, each model call and each tool call, in both forms. Put it first in the list."""

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self._guard = guard

    def before_agent(self, state: Any, runtime: Any) -> None:
        self._guard.check("the agent")

    async def abefore_agent(self, state: Any, runtime: Any) -> None:
        await self._guard.acheck("the agent")

    def wrap_model_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        self._guard.check("a model call")
        return handler(request)

    async def awrap_model_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        await self._guard.acheck("a model call")
        return await handler(request)

    def wrap_tool_call(self, request: Any, handler: Callable[[Any], Any]) -> Any:
        self._guard.check(f"a tool call {request.tool_call['name']}")
        return handler(request)

    async def awrap_tool_call(self, request: Any, handler: Callable[[Any], Awaitable[Any]]) -> Any:
        await self._guard.acheck(f"a tool call {request.tool_call['name']}")
        return await handler(request)


class GuardCallbacks(BaseCallbackHandler):
    """For everything that takes callbacks. LangChain runs it in a thread when the call is asynchronous, and waits for it."""

    raise_error = True

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def on_chat_model_start(self, *_: Any, **__: Any) -> None:
        self._guard.check("a model call")

    def on_llm_start(self, *_: Any, **__: Any) -> None:
        self._guard.check("a model call")

    def on_tool_start(self, serialized: Any, *_: Any, **__: Any) -> None:
        self._guard.check(f"a tool call {(serialized or {}).get('name', '')}")

    def on_retriever_start(self, *_: Any, **__: Any) -> None:
        self._guard.check("a retrieval")


def install(guard: Guard) -> None:
    """Guards every model, tool and retriever call of this process, also in graphs, chains and agents inside tools."""
    # The default of a context variable is its value in every thread and task.
    everywhere = ContextVar("machineid_guard", default=GuardCallbacks(guard))
    register_configure_hook(everywhere, inheritable=True)
