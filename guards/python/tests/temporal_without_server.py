"""Runs `agent.py` of the folder it is started in as a Temporal server and its worker would: a server is a download of its own.

Each activity goes through the interceptors of the worker and runs in Temporal's own environment for tests. After each one its name is
written, and a line is awaited, so that something can happen between two activities. A failure is tried again unless it is not retryable.
"""

from __future__ import annotations

import os
import sys
from typing import Any

from temporalio import workflow
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput

sys.path.insert(0, os.getcwd())
import agent  # noqa: E402

TRIES = 3


class Running(ActivityInboundInterceptor):
    """The end of the chain: it runs the activity."""

    def __init__(self) -> None:
        pass

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        result = await input.fn(*input.args)
        print(f"ran {input.fn.__name__}", flush=True)
        sys.stdin.readline()
        return result


class Worker:
    def __init__(self, client: "Client", *, task_queue: str, workflows: list[type], activities: list[Any], interceptors: list[Any]) -> None:
        assert all(hasattr(one, "__temporal_activity_definition") for one in activities)
        chain: ActivityInboundInterceptor = Running()
        for interceptor in reversed(interceptors):
            chain = interceptor.intercept_activity(chain)
        client.chain = chain

    async def __aenter__(self) -> "Worker":
        return self

    async def __aexit__(self, *_: object) -> None:
        pass


class Client:
    chain: ActivityInboundInterceptor

    @classmethod
    async def connect(cls, _: str) -> "Client":
        return cls()

    async def execute_workflow(self, run: Any, argument: Any, *, id: str, task_queue: str) -> Any:
        async def execute_activity(work: Any, given: Any, **_: Any) -> Any:
            for attempt in range(TRIES):
                try:
                    prepared = ExecuteActivityInput(fn=work, args=[given], executor=None, headers={})
                    return await ActivityEnvironment().run(self.chain.execute_activity, prepared)
                except ApplicationError as error:
                    if error.non_retryable or attempt == TRIES - 1:
                        raise

        workflow.execute_activity = execute_activity
        return await run(agent.Research(), argument)


agent.Client, agent.Worker = Client, Worker
agent.asyncio.run(agent.main())
