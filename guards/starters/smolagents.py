"""An agent with one tool. Put your own agent in its place; the agents that it manages are guarded with it."""

import os

from smolagents import LogLevel, OpenAIModel, ToolCallingAgent, tool

from machineid_guard import Guard
from machineid_smolagents import guard_agent  # boundary: kickoff, model, tool

guard = Guard(os.environ.get("MACHINEID_DEVICE_ID", "example:dev:runner:01"))
guard.check("start")  # boundary: startup


@tool
def look_up(subject: str) -> str:
    """Looks a subject up.

    Args:
        subject: what to look up.
    """
    return f"nothing is known of {subject}"


@guard.protect  # boundary: effect
def commit(result):
    """What cannot be taken back: a write, a payment, a message."""
    print(result, flush=True)


model = OpenAIModel(model_id=os.environ.get("MODEL", "gpt-4o-mini"), api_base=os.environ.get("OPENAI_BASE_URL"))
agent = ToolCallingAgent(tools=[look_up], model=model, max_steps=4, verbosity_level=LogLevel.OFF)
agent = guard_agent(agent, guard)  # boundary: kickoff, model, tool
commit(agent.run("What is an agent?"))
