"""OpenAI Agents SDK 0.20: the guard before each run, model call and local tool call. Copy it beside `machineid_guard.py`.

    install(Guard("openai:prod:runner:01"))                       # once: every `Runner.run…` of this process, nested ones too
    await Runner.run(agent, "…", hooks=GuardHooks(guard))         # or: one run alone

What makes it fail closed, read in the SDK's source: `on_llm_start` and `on_tool_start` are awaited before the call (`run_internal/`
`run_loop.py`, `tool_execution.py`, `tool_actions.py`), and `Denied` is no `Exception`, so it leaves the run instead of becoming
the tool's output. A tool guardrail that returns `reject_content` would only put a text in its place, and an input guardrail runs beside
the first model call unless it has `run_in_parallel=False`.

With hooks for one run, a tool made by `agent.as_tool(…)` starts a run of its own: it needs `hooks=` too. `install` reaches it.

Paths for which the SDK has no hook. Put `await guard.acheck("…")`, or `@guard.protect`, at the beginning of that code:
- what runs inside a tool after it began;
- hosted tools (web search, file search, code interpreter, hosted MCP): OpenAI runs them during a model call;
- retries of one model call by the client (`max_retries`) or by `ModelSettings.retry`: they ask once;
- your own guardrail functions, handoff filters, `call_model_input_filter`, sessions that compact their history with a model;
- realtime and voice sessions: they do not go through `Runner`;
- MCP servers: listing their tools at the start, and what a tool does once it was called.
"""

from __future__ import annotations

from typing import Any

from agents import RunHooks
from agents.run import AgentRunner, set_default_agent_runner

from machineid_guard import Guard


class GuardHooks(RunHooks[Any]):
    """Asks first, then calls the hooks of your own, if there are any."""

    def __init__(self, guard: Guard, own: RunHooks[Any] | None = None) -> None:
        self._guard, self._own = guard, own or RunHooks()

    async def on_llm_start(self, context: Any, agent: Any, system_prompt: Any, input_items: Any) -> None:
        await self._guard.acheck(f"a model call of {agent.name}")
        await self._own.on_llm_start(context, agent, system_prompt, input_items)

    async def on_tool_start(self, context: Any, agent: Any, tool: Any) -> None:
        await self._guard.acheck(f"a tool call {tool.name}")
        await self._own.on_tool_start(context, agent, tool)

    async def on_agent_start(self, context: Any, agent: Any) -> None:
        await self._guard.acheck(f"the agent {agent.name}")
        await self._own.on_agent_start(context, agent)

    async def on_handoff(self, context: Any, from_agent: Any, to_agent: Any) -> None:
        await self._guard.acheck(f"a handoff to {to_agent.name}")
        await self._own.on_handoff(context, from_agent, to_agent)

    async def on_llm_end(self, context: Any, agent: Any, response: Any) -> None:
        await self._own.on_llm_end(context, agent, response)

    async def on_tool_end(self, context: Any, agent: Any, tool: Any, result: Any) -> None:
        await self._own.on_tool_end(context, agent, tool, result)

    async def on_agent_end(self, context: Any, agent: Any, output: Any) -> None:
        await self._own.on_agent_end(context, agent, output)


class GuardedRunner(AgentRunner):
    """Gives the hooks to every run. `run_sync` goes through `run`."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    async def run(self, starting_agent: Any, input: Any, **options: Any) -> Any:
        return await super().run(starting_agent, input, **{**options, "hooks": self._hooks(options)})

    def run_streamed(self, starting_agent: Any, input: Any, **options: Any) -> Any:
        return super().run_streamed(starting_agent, input, **{**options, "hooks": self._hooks(options)})

    def _hooks(self, options: dict[str, Any]) -> GuardHooks:
        own = options.get("hooks")
        return own if isinstance(own, GuardHooks) else GuardHooks(self._guard, own)


def install(guard: Guard) -> None:
    """Guards every run of this process, with a function that the SDK calls experimental: look again when you change its version."""
    set_default_agent_runner(GuardedRunner(guard))
