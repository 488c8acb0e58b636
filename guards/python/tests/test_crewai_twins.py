"""Broken ways to guard CrewAI, the vendor's own guide among them: the cells must find each."""

from __future__ import annotations

import os
from typing import Any, Callable

import pytest
from crewai.hooks import HookAborted, InterceptionPoint, before_llm_call, before_tool_call, clear_all_hooks, on
from machineid import MachineID

from cells import cell
from machineid_guard import Denied, Guard
from pretend_model import PretendModel
from recorder import Recorder
from test_crewai import agent_of, crew_of, no_hooks_left

__all__ = ["no_hooks_left"]


def guide(guard: Guard) -> None:
    """As the guide has it, but for the base URL: a reply without `allowed` raises, and CrewAI ignores that."""
    m = MachineID.from_env(base_url=os.environ["MACHINEID_BASE_URL"])
    m.register(guard.device_id)

    @before_llm_call
    def machineid_gate_llm(context: Any) -> Any:
        decision = m.validate(guard.device_id)
        if not decision["allowed"]:
            return False
        return None

    @before_tool_call
    def machineid_gate_tool(context: Any) -> Any:
        decision = m.validate(guard.device_id)
        if not decision["allowed"]:
            return False
        return None


def asynchronous(guard: Guard) -> None:
    """CrewAI calls the hook and drops its coroutine."""
    for point in (InterceptionPoint.PRE_MODEL_CALL, InterceptionPoint.PRE_TOOL_CALL):

        @on(point)
        async def hook(context: Any) -> None:
            await guard.acheck()


def cached(guard: Guard) -> None:
    seen: list[bool] = []

    @before_llm_call
    @before_tool_call
    def hook(context: Any) -> None:
        if not seen:
            guard.check()
            seen.append(True)


def tools_alone(guard: Guard) -> None:
    """CrewAI makes a text of an abort before a tool, and the model is asked what to do next."""

    @on(InterceptionPoint.PRE_TOOL_CALL)
    def hook(context: Any) -> None:
        try:
            guard.check()
        except Denied as denied:
            raise HookAborted(str(denied)) from None


def an_exception(guard: Guard) -> None:
    @before_llm_call
    @before_tool_call
    def hook(context: Any) -> None:
        try:
            guard.check()
        except Denied as denied:
            raise RuntimeError(str(denied)) from None


def by_hand(guard: Guard) -> None:
    """A method outside a `@CrewBase` class registers nothing."""

    class Hooks:
        @before_llm_call
        def model(self, context: Any) -> None:
            guard.check()

        @before_tool_call
        def tool(self, context: Any) -> None:
            guard.check()

    guard.check()
    Hooks()


TWINS: dict[str, tuple[Callable[[Guard], None], str, str]] = {
    "the guide": (guide, "tool", "no-allowed"),
    'the guide, "true"': (guide, "tool", "allowed-string"),
    "an async hook": (asynchronous, "tool", "500"),
    "a cached allow": (cached, "tool", "500"),
    "hooks of tools alone": (tools_alone, "tool", "revoked"),
    "an Exception": (an_exception, "tool", "500"),
    "methods outside a crew class": (by_hand, "tool", "no-allowed"),
}


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("twin", TWINS)
def test_finds(twin: str, authority_url: str, guarded_env: Any) -> None:
    register, boundary, fault = TWINS[twin]

    def run(making: Callable[[], Guard], model: PretendModel, recorder: Recorder) -> None:
        clear_all_hooks()
        guard = making()
        register(guard)
        crew_of(agent_of(model, recorder)).kickoff()
        # Where the broken guard never asks, the denial is that of a question beside it.
        if recorder.denied_at is None:
            recorder.deny_now()
            recorder.begin("unasked")

    found = cell("twin", boundary, fault, run, authority_url, guarded_env, counted=False)
    assert found != []
