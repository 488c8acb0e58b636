"""A worker with one workflow. Put your own in its place: whatever works, costs or writes is an activity, because a workflow asks nothing."""

import asyncio
import os
import uuid
from datetime import timedelta

from temporalio import activity, workflow
from temporalio.client import Client
from temporalio.worker import Interceptor, Worker

from machineid_guard import Guard
from machineid_temporal import GuardInterceptor  # boundary: kickoff, model, tool

guard = Guard(os.environ.get("MACHINEID_DEVICE_ID", "example:dev:runner:01"))
interceptors: list[Interceptor] = []
interceptors.append(GuardInterceptor(guard))  # boundary: kickoff, model, tool

QUEUE = "agents"
LIMITS = {"start_to_close_timeout": timedelta(minutes=1), "heartbeat_timeout": timedelta(seconds=20)}


@activity.defn
async def think(subject: str) -> str:
    """Your model call."""
    return f"a plan for {subject}"


@activity.defn
async def look_up(plan: str) -> str:
    """Your tool call."""
    return f"the result of {plan}"


@activity.defn
@guard.protect  # boundary: effect
async def commit(result: str) -> None:
    """What cannot be taken back: a write, a payment, a message."""
    print(result, flush=True)


@workflow.defn(sandboxed=False)
class Research:
    @workflow.run
    async def run(self, subject: str) -> None:
        plan = await workflow.execute_activity(think, subject, **LIMITS)
        result = await workflow.execute_activity(look_up, plan, **LIMITS)
        await workflow.execute_activity(commit, result, **LIMITS)


async def main() -> None:
    await guard.acheck("start")  # boundary: startup
    client = await Client.connect(os.environ.get("TEMPORAL_ADDRESS", "localhost:7233"))
    worker = Worker(client, task_queue=QUEUE, workflows=[Research], activities=[think, look_up, commit], interceptors=interceptors)
    async with worker:
        await client.execute_workflow(Research.run, "agents", id=f"research-{uuid.uuid4()}", task_queue=QUEUE)


if __name__ == "__main__":
    asyncio.run(main())
