"""Google ADK 1.14: the guard before each run, agent, model call and tool call. Copy it beside `machineid_guard.py`.

    Runner(agent=agent, app_name="app", session_service=sessions, plugins=[GuardPlugin(guard)])    # first in the list

What makes it fail closed, read in its source (`plugins/plugin_manager.py`): plugins are asked before the callbacks of agents, one after the
other, and the first that answers ends the asking: so the guard is the first. `Denied` is no `Exception`, so it is neither wrapped nor given
to `on_model_error_callback` and `on_tool_error_callback`, which could put an answer in its place. A callback that returns a content only
replaces one model call or one tool call, and the run goes on.

Paths for which ADK has no hook. Put `await guard.acheck("…")`, or `@guard.protect`, at the beginning of that code:
- live sessions (`run_live`): plugins are skipped in parts of them;
- an agent as a tool (`AgentTool`) starts a runner of its own: give it the plugin where your version allows, and guard its model and tools by hand;
- what runs inside a tool after it began, long-running tools that are answered later, MCP servers once they were called;
- tools that the provider runs during a model call (search, code execution), and code executors;
- memory, artifacts, sessions and summaries of events;
- retries of one model call by the client: they ask once.
"""

from __future__ import annotations

from typing import Any

from google.adk.plugins.base_plugin import BasePlugin

from machineid_guard import Guard


class GuardPlugin(BasePlugin):  # type: ignore[misc]
    """Asks before everything that a runner begins."""

    def __init__(self, guard: Guard) -> None:
        super().__init__(name="machineid_guard")
        self._guard = guard

    async def before_run_callback(self, *, invocation_context: Any) -> None:
        await self._guard.acheck("a run")

    async def before_agent_callback(self, *, agent: Any, callback_context: Any) -> None:
        await self._guard.acheck(f"the agent {agent.name}")

    async def before_model_callback(self, *, callback_context: Any, llm_request: Any) -> None:
        await self._guard.acheck("a model call")

    async def before_tool_callback(self, *, tool: Any, tool_args: Any, tool_context: Any) -> None:
        await self._guard.acheck(f"a tool call {tool.name}")
