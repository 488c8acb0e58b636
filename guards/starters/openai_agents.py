"""An agent with one tool. Put your own agents in its place: `install` guards every run of this process, nested ones too."""

import os

from agents import Agent, Runner, function_tool

from machineid_guard import Guard
from machineid_openai_agents import install  # boundary: kickoff, model, tool

guard = Guard(os.environ.get("MACHINEID_DEVICE_ID", "example:dev:runner:01"))
guard.check("start")  # boundary: startup
install(guard)  # boundary: kickoff, model, tool


@function_tool
def look_up(subject: str) -> str:
    """Looks a subject up."""
    return f"nothing is known of {subject}"


@guard.protect  # boundary: effect
def commit(result):
    """What cannot be taken back: a write, a payment, a message."""
    print(result, flush=True)


researcher = Agent(
    name="researcher",
    instructions="Look things up, then answer in one sentence.",
    model=os.environ.get("MODEL", "gpt-4o-mini"),
    tools=[look_up],
)
commit(Runner.run_sync(researcher, "What is an agent?").final_output)
