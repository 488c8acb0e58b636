"""AG2 1.0: the guard before each turn, model call and tool call. Copy it beside `machineid_guard.py`.

    agent = Agent("worker", config=config, tools=[send], middleware=[GuardMiddleware(guard)])    # last in the list: next to the work

What makes it fail closed, read in its source: middleware wraps the call itself (`middleware/base.py`), and a retry before it in the list asks again. An
`Exception` in it becomes a tool error that the model reads (`tools/executor.py`), or is tried again; `Denied` is none, so it
leaves `ask`. Agents that an agent starts as tools or tasks have middleware of their own: give it to each.

Paths for which AG2 has no hook. Put `await guard.acheck("…")`, or `@guard.protect`, at the beginning of that code:
- what runs inside a tool after it began; an agent inside a tool that has no middleware of its own;
- tools that the provider runs during a model call, and code that runs in a sandbox once it was started;
- summaries and aggregation of a conversation, observers, assembly policies, hooks for human input;
- retries of one model call by the provider's client (`max_retries`): they ask once;
- live sessions and agents of other machines (A2A, ACP);
- `autogen-agentchat`, and AG2 before 1.0: they have no such middleware.
"""

from __future__ import annotations

from typing import Any

from ag2.middleware import BaseMiddleware

from machineid_guard import Guard


class GuardMiddleware:
    """What an agent makes a middleware of at each turn."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def __call__(self, event: Any, context: Any) -> BaseMiddleware:
        return _Asking(event, context, self._guard)


class _Asking(BaseMiddleware):
    def __init__(self, event: Any, context: Any, guard: Guard) -> None:
        super().__init__(event, context)
        self._guard = guard

    async def on_turn(self, call_next: Any, event: Any, context: Any) -> Any:
        await self._guard.acheck("a turn")
        return await call_next(event, context)

    async def on_llm_call(self, call_next: Any, events: Any, context: Any) -> Any:
        await self._guard.acheck("a model call")
        return await call_next(events, context)

    async def on_tool_execution(self, call_next: Any, event: Any, context: Any) -> Any:
        await self._guard.acheck(f"a tool call {event.name}")
        return await call_next(event, context)
