"""Temporal workers: the guard before each attempt of an activity. Copy it beside `machineid_guard.py`.

    Worker(client, task_queue="agents", workflows=[…], activities=[…], interceptors=[GuardInterceptor(guard)])    # first in the list
    await workflow.execute_activity(send, heartbeat_timeout=timedelta(seconds=10), …)

What makes it fail closed, read in its source (`worker/_activity.py`): whatever an activity raises is reported to the server as a failure, which
tries again by itself; a failure that is not retryable is the one that ends the activity, and with it a workflow that does not catch
it. So a denial is an `ApplicationError` of type `MachineIDDenied` with `non_retryable`. A workflow asks nothing itself, because its code must
give the same at each replay: the work is in activities.

Paths for which Temporal has no hook. Put `await guard.acheck("…")`, or `@guard.protect`, at the beginning of that code:
- what runs inside an activity after it began; without a heartbeat timeout not even a cancel reaches it;
- a workflow that catches the failure of an activity and starts another: that one is denied too, but the workflow goes on;
- local work in workflow code (side effects there are wrong anyway), signals, queries, updates and timers;
- activities of another worker without the interceptor, Nexus operations, activities that are completed from outside;
- with `exit_on_denial` the worker ends before it reports: the server tries again elsewhere, where the guard denies again.
"""

from __future__ import annotations

from typing import Any

from temporalio import activity
from temporalio.exceptions import ApplicationError
from temporalio.worker import ActivityInboundInterceptor, ExecuteActivityInput, Interceptor

from machineid_guard import Denied, Guard


class GuardInterceptor(Interceptor):
    """For the `interceptors` of a worker, or of its client."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        return _Asking(super().intercept_activity(next), self._guard)


class _Asking(ActivityInboundInterceptor):
    def __init__(self, next: ActivityInboundInterceptor, guard: Guard) -> None:
        super().__init__(next)
        self._guard = guard

    async def execute_activity(self, input: ExecuteActivityInput) -> Any:
        try:
            await self._guard.acheck(f"the activity {activity.info().activity_type}")
        except Denied as denied:
            raise ApplicationError(str(denied), type="MachineIDDenied", non_retryable=True) from None
        return await super().execute_activity(input)
