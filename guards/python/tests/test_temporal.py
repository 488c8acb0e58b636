"""The interceptor for Temporal workers, called directly: a server for tests would be a download of its own.

The activities run as Temporal's own environment for tests runs them; what its server does with a failure is done here: it tries again,
unless the failure says that it is not retryable.
"""

from __future__ import annotations

import asyncio
import urllib.request
from typing import Any, Callable

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

from cells import ALL_CELLS, Lenient, cell
from machineid_guard import Denied, Guard
from machineid_temporal import GuardInterceptor
from pretend_model import PretendModel
from recorder import Recorder

Making = Callable[[], Guard]
TRIES = 3


class Running(ActivityInboundInterceptor):
    """The end of the chain of a worker: it runs the activity."""

    def __init__(self) -> None:
        pass

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        return await input.fn(*input.args)


async def execute(chain: ActivityInboundInterceptor, work: Any) -> None:
    """An activity of a workflow that catches nothing."""
    for attempt in range(TRIES):
        try:
            given = ExecuteActivityInput(fn=work, args=[], executor=None, headers={})
            return await ActivityEnvironment().run(chain.execute_activity, given)
        except ApplicationError as error:
            if error.non_retryable or attempt == TRIES - 1:
                raise
        except BaseException:
            if attempt == TRIES - 1:
                raise


def workflow_of(interceptor: Any, model: PretendModel, recorder: Recorder) -> None:
    async def think() -> None:
        body = b'{"model": "gpt-4o", "messages": []}'
        await asyncio.to_thread(lambda: urllib.request.urlopen(f"{model.url}/chat/completions", body).read())

    async def send() -> None:
        recorder.begin("tool")

    async def work() -> None:
        chain = interceptor.intercept_activity(Running())
        for _ in range(3):
            await execute(chain, think)
            await execute(chain, send)

    asyncio.run(work())


def activities(making: Making, model: PretendModel, recorder: Recorder) -> None:
    workflow_of(GuardInterceptor(making()), model, recorder)


@pytest.mark.parametrize(("boundary", "fault"), ALL_CELLS)
def test_nothing_begins_after(boundary: str, fault: str, authority_url: str, guarded_env: Any) -> None:
    assert cell("temporal interceptor, called directly", boundary, fault, activities, authority_url, guarded_env) == []


def test_finds_a_guard_that_works_on(authority_url: str, guarded_env: Any) -> None:
    assert cell("temporal", "tool", "no-allowed", activities, authority_url, guarded_env, Lenient, counted=False) != []


def test_a_denial_is_not_tried_again(authority_url: str, guarded_env: Any) -> None:
    guarded_env.setenv("MACHINEID_BASE_URL", "http://127.0.0.1:9")
    chain = GuardInterceptor(Guard("python:test:temporal:01", log=lambda _: None)).intercept_activity(Running())
    with pytest.raises(ApplicationError) as denied:
        asyncio.run(execute(chain, lambda: None))
    assert (denied.value.type, denied.value.non_retryable) == ("MachineIDDenied", True)


def test_finds_the_broken_twin(authority_url: str, guarded_env: Any) -> None:
    """A denial that is caught: the activity begins all the same."""

    class Catching(GuardInterceptor):
        def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
            guard = self._guard

            class Asking(ActivityInboundInterceptor):
                async def execute_activity(self, input: ExecuteActivityInput) -> Any:
                    try:
                        await guard.acheck()
                    except Denied:
                        pass
                    return await super().execute_activity(input)

            return Asking(next)

    def broken(making: Making, model: PretendModel, recorder: Recorder) -> None:
        workflow_of(Catching(making()), model, recorder)

    assert cell("twin", "tool", "revoked", broken, authority_url, guarded_env, counted=False) != []
