"""Claude Agent SDK: the guard before each prompt, tool call and further model call. Copy it beside `machineid_guard.py`.

    options = ClaudeAgentOptions(hooks=guard_hooks(guard))
    options = ClaudeAgentOptions(hooks=guard_hooks(guard, {"PreToolUse": [HookMatcher(hooks=[mine])]}))    # with hooks of your own

What makes it fail closed, read in its source and seen with its CLI: a hook that raises, or takes longer than its timeout, lets the CLI go on
(`_internal/query.py` answers with an error), so here every denial is an answer, `on_failure` is `block` and the timeout is
longer than the guard's deadline. A `deny` alone is only a text for the model: `continue: false` ends the run. The hook
after a tool runs before the next model call. With `exit_on_denial` the CLI gets its answer first, because a CLI whose program is gone goes
on for a moment; the process ends half a second later.

Paths for which the SDK has no hook. Put `await guard.acheck("…")`, or `@guard.protect`, at the beginning of that code:
- retries of one model call by the CLI, and its own small calls (titles, summaries): they ask nothing;
- the first model call of a sub-agent asks once, before the tool that starts it; its further ones ask after each of its tools;
- what runs inside a tool after it began: a shell command, a server of MCP, a background task;
- tools that the provider runs during a model call (web search);
- hooks, plugins and settings of the project and the user, which the CLI loads by itself: set `setting_sources=[]`;
- a CLI or a session that your own code resumes without these options.
"""

from __future__ import annotations

import os
import threading
from typing import Any

from claude_agent_sdk import HookMatcher

from machineid_guard import EXIT_CODE, Denied, Guard

_BEFORE = {
    "UserPromptSubmit": "a prompt",
    "PreToolUse": "a tool call",
    "PostToolUse": "the model call after a tool",
    "PostToolUseFailure": "the model call after a tool",
    "SubagentStart": "a sub-agent",
    "SubagentStop": "the model call after a sub-agent",
    "PreCompact": "a summary of the conversation",
}
_SECONDS = 30.0
"""More than any deadline of a guard, which denies by itself: a hook that the CLI gives up lets the work go on."""

_EXIT_AFTER = 0.5
"""Seconds in which the CLI reads that it must stop, before the process ends."""


def guard_hooks(guard: Guard, own: dict[str, list[Any]] | None = None) -> dict[Any, list[HookMatcher]]:
    """The hooks of a run. Yours come after: the CLI runs the hooks of one event side by side, and one that denies is enough."""
    own = own or {}
    matcher = HookMatcher(hooks=[_hook(guard)], timeout=_SECONDS, on_failure="block")
    return {event: [*([matcher] if event in _BEFORE else []), *own.get(event, [])] for event in {**_BEFORE, **own}}


def _hook(guard: Guard) -> Any:
    asking = guard.without_exit()

    async def machineid_guard(given: Any, tool_use_id: str | None, context: Any) -> dict[str, Any]:
        event = given["hook_event_name"]
        name = given.get("tool_name") or given.get("agent_type")
        try:
            await asking.acheck(f"{_BEFORE.get(event, event)} {name}" if name else _BEFORE.get(event, event))
        except Denied as denied:
            if guard.exits:
                threading.Timer(_EXIT_AFTER, os._exit, [EXIT_CODE]).start()
            return _stop(event, str(denied))
        return {}

    return machineid_guard


def _stop(event: str, reason: str) -> dict[str, Any]:
    answer: dict[str, Any] = {"continue_": False, "stopReason": reason, "decision": "block", "reason": reason}
    if event == "PreToolUse":
        del answer["decision"]
        answer["hookSpecificOutput"] = {
            "hookEventName": event,
            "permissionDecision": "deny",
            "permissionDecisionReason": reason,
        }
    return answer
