"""PydanticAI 2: the guard before each run, model request, tool call and output function. Copy it beside `machineid_guard.py`.

    agent = Agent("openai:gpt-5", capabilities=[GuardCapability(guard)])      # each agent, those inside a tool too
    agent.run_sync("…", capabilities=[GuardCapability(guard)])                # or: one run alone

What makes it fail closed, read in its source: a wrapping hook runs around every attempt, also of a stream and of a retry
(`_agent_graph.py`, `tool_manager.py`), and it is placed innermost, so that no other capability comes between question and work. `Denied` is no
`Exception`, so neither `on_model_request_error` nor `on_tool_execute_error` sees it; a `ModelRetry` or a `ToolFailed` in its place
would go back to the model as a text.

Paths for which PydanticAI has no hook. Put `await guard.acheck("…")`, or `@guard.protect`, at the beginning of that code:
- what runs inside a tool after it began; an agent that a tool starts: give it its own `GuardCapability`;
- native tools (web search, code execution, MCP at the provider): the provider runs them during a model request;
- `pydantic_ai.direct`, embeddings and a model that is called without an agent;
- instructions, history processors, `prepare` functions and output validators: they run without a hook before them;
- retries of one request by the provider's client (`max_retries`), and the models behind a `FallbackModel`: they ask once;
- realtime sessions: their model works for as long as the session is open;
- MCP servers: listing their tools, and what a tool does once it was called.
"""

from __future__ import annotations

from typing import Any

from pydantic_ai.capabilities import AbstractCapability, CapabilityOrdering

from machineid_guard import Guard


class GuardCapability(AbstractCapability[Any]):
    """Asks before everything that an agent begins."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def get_ordering(self) -> CapabilityOrdering:
        return CapabilityOrdering(position="innermost")

    async def before_run(self, ctx: Any) -> None:
        await self._guard.acheck("the run")

    async def wrap_model_request(self, ctx: Any, *, request_context: Any, handler: Any) -> Any:
        await self._guard.acheck("a model request")
        return await handler(request_context)

    async def wrap_tool_execute(self, ctx: Any, *, call: Any, tool_def: Any, args: Any, handler: Any) -> Any:
        await self._guard.acheck(f"a tool call {call.tool_name}")
        return await handler(args)

    async def wrap_output_process(self, ctx: Any, *, output_context: Any, output: Any, handler: Any) -> Any:
        await self._guard.acheck("an output function")
        return await handler(output)
