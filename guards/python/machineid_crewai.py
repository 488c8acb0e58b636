"""CrewAI 1.15: the guard before each execution, step, model call and tool call. Copy it beside `machineid_guard.py`.

    install(Guard("crewai:prod:runner:01"))      # once, before the first Agent is made: an agent keeps the hooks that it found

    @CrewBase                                     # or: hooks that a class-based crew registers when it is made
    class Crew:
        machineid_start, machineid_step, machineid_model, machineid_tool = crew_methods(guard)

What makes it fail closed, read in CrewAI's source (`crewai/hooks/dispatch.py`): a hook that raises anything but HookAborted is
ignored if that is an `Exception`. `Denied` is none, so it leaves the kickoff at once; HookAborted or `return False` would turn a tool
call into a text for the model, and the run would go on. A hook must not be `async`: its coroutine is dropped, which allows.

Paths for which CrewAI has no hook. Put `guard.check("…")`, or `@guard.protect`, at the beginning of that code:
- what runs inside a tool after it began, and a tool that your own code runs (`tool.run(…)`);
- callbacks (`step_callback`, `task_callback`, `before_kickoff`, listeners), guardrail functions, conditions of tasks and routers;
- embeddings: memory, knowledge and RAG tools call their provider directly;
- a model client of your own, or any call that does not go through `crewai.LLM`;
- MCP and A2A servers: what they do once they were called;
- hooks that your code clears (`clear_all_hooks`): it removes the guard too;
- with `stream=True` the run ends, but the stream only stops: check again before you use its result.
"""

from __future__ import annotations

from concurrent.futures import Future
from typing import Any, Callable

from crewai import Task
from crewai.hooks import InterceptionPoint, before_llm_call, before_tool_call, on

from machineid_guard import Denied, Guard

_POINTS = {
    InterceptionPoint.EXECUTION_START: "the execution",
    InterceptionPoint.PRE_STEP: "a step",
    InterceptionPoint.PRE_MODEL_CALL: "a model call",
    InterceptionPoint.PRE_TOOL_CALL: "a tool call",
}


def install(guard: Guard) -> None:
    """Guards every crew, flow and agent of this process. Call it before the first agent is made."""
    _carry_denials_out_of_tasks()
    for point, what in _POINTS.items():
        on(point)(_hook(guard, what))


def install_decorated(guard: Guard) -> None:
    """The same with the older decorators, which know model calls and tool calls only: check before `kickoff` yourself."""
    _carry_denials_out_of_tasks()
    before_llm_call(_hook(guard, "a model call"))
    before_tool_call(_hook(guard, "a tool call"))


def crew_methods(guard: Guard) -> tuple[Callable[..., None], ...]:
    """Four methods for the body of a `@CrewBase` class. Outside such a class a decorated method registers nothing, silently."""
    _carry_denials_out_of_tasks()
    return tuple(on(point)(_method(guard, what)) for point, what in _POINTS.items())


def _hook(guard: Guard, what: str) -> Callable[[Any], None]:
    def machineid_guard(context: Any) -> None:
        guard.check(_named(what, context))

    return machineid_guard


def _method(guard: Guard, what: str) -> Callable[[Any, Any], None]:
    def machineid_guard(self: Any, context: Any) -> None:
        guard.check(_named(what, context))

    return machineid_guard


def _named(what: str, context: Any) -> str:
    name = getattr(context, "tool_name", None) or getattr(context, "step_name", None)
    return f"{what} {name}" if name else what


def _carry_denials_out_of_tasks() -> None:
    """A task with `async_execution` runs in a thread that hands on an `Exception` only: a kickoff would wait for it for ever."""
    original = Task._execute_task_async
    if getattr(original, "carries_denials", False):
        return

    def carrying(self: Task, agent: Any, context: Any, tools: Any, future: Future[Any]) -> None:
        try:
            original(self, agent, context, tools, future)
        except Denied as denied:
            future.set_exception(denied)

    carrying.carries_denials = True  # type: ignore[attr-defined]
    Task._execute_task_async = carrying  # type: ignore[method-assign]
