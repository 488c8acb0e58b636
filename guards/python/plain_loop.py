"""A loop without a framework: the guard before each task, each model call and each side effect. Copy what you need of it.

Paths without a guard: whatever runs between two checks. A check answers for the unit of work after it, so put one before each.
"""

from __future__ import annotations

import asyncio
from typing import Any, Awaitable, Callable, Iterable

from machineid_guard import Guard


def work_through(guard: Guard, tasks: Iterable[Any], work: Callable[[Any], Any]) -> list[Any]:
    """Works on one task after the other, and asks before each. `Denied` ends the loop and, if it is not caught, the process."""
    done = []
    for task in tasks:
        guard.check(f"task {task}")
        done.append(work(task))
    return done


async def work_through_async(guard: Guard, tasks: Iterable[Any], work: Callable[[Any], Awaitable[Any]], at_once: int = 4) -> list[Any]:
    """The same for coroutines, some at once. The first denial cancels what waits for its turn."""
    turn = asyncio.Semaphore(at_once)

    async def one(task: Any) -> Any:
        async with turn:
            await guard.acheck(f"task {task}")
            return await work(task)

    running = [asyncio.ensure_future(one(task)) for task in tasks]
    try:
        return list(await asyncio.gather(*running))
    finally:
        for task in running:
            task.cancel()
