"""A loop that works on one task after the other, and asks before each step.

Put your own work in the place of `tasks`, `ask_model`, `call_tool` and `commit`.
"""

import os
import time

from machineid_guard import Guard

guard = Guard(os.environ.get("MACHINEID_DEVICE_ID", "example:dev:runner:01"))
guard.check("start")  # boundary: startup


def tasks():
    """Your tasks; here one each second, for ever."""
    number = 0
    while True:
        number += 1
        yield f"task {number}"
        time.sleep(1)


@guard.protect  # boundary: model
def ask_model(task):
    """Your model call."""
    return f"plan of {task}"


@guard.protect  # boundary: tool
def call_tool(plan):
    """Your tool call."""
    return f"result of the {plan}"


@guard.protect  # boundary: effect
def commit(result):
    """What cannot be taken back: a write, a payment, a message."""
    print(result, flush=True)


for task in tasks():
    guard.check(task)  # boundary: kickoff
    commit(call_tool(ask_model(task)))
