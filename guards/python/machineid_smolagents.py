"""smolagents 1.26: the guard before each run, model call and tool call. Copy it beside `machineid_guard.py`.

    agent = guard_agent(CodeAgent(tools=[send], model=model), guard)      # its managed agents are guarded too

What makes it fail closed, read in its source (`agents.py`): it has no hook before a call, and `interrupt()` is looked at between steps
only, so the question is asked inside the model and inside each tool. `Denied` is no `Exception`, so it leaves the run; anything
else that a tool raises becomes an observation, and the next step begins.

Paths for which smolagents has no hook. Put `guard.check("…")`, or `@guard.protect`, at the beginning of that code:
- code that a `CodeAgent` writes: only the tools that it calls ask, not its own lines;
- an executor elsewhere (Docker, E2B, Modal, Blaxel, WebAssembly): tools run there as copies, without the guard;
- what runs inside a tool after it began; step callbacks, checks of the final answer, prompts;
- tools, managed agents and a model that you put into the agent later: call `guard_agent` again;
- retries of one model call by the model itself (`retry`) or by its client: they ask once;
- servers of MCP: what a tool does once it was called; a model or a tool that your own code calls under another object.
"""

from __future__ import annotations

from typing import Any, Callable

from machineid_guard import Guard

def guard_agent(agent: Any, guard: Guard) -> Any:
    """Guards an agent in place, with its model, its tools and the agents that it manages, and gives it back."""
    _guard_method(agent, "run", guard, "a run")
    for name in ("generate", "generate_stream"):
        if hasattr(agent.model, name):
            _guard_method(agent.model, name, guard, "a model call")
    for name, tool in agent.tools.items():
        _guard_method(tool, "forward", guard, f"a tool call {name}")
    for managed in agent.managed_agents.values():
        guard_agent(managed, guard)
    return agent


def _guard_method(owner: Any, name: str, guard: Guard, before: str) -> None:
    """Replaces a method of one object. A guard of before stays inside: then both must allow."""
    work: Callable[..., Any] = getattr(owner, name)
    if getattr(work, "machineid_guard", None) is guard:
        return

    def guarded(*args: Any, **kwargs: Any) -> Any:
        guard.check(before)
        return work(*args, **kwargs)

    guarded.machineid_guard = guard  # type: ignore[attr-defined]
    setattr(owner, name, guarded)
