"""An agent with one tool. Put your own agent in its place; give the capability to each agent, those inside a tool too."""

import os

from pydantic_ai import Agent

from machineid_guard import Guard
from machineid_pydantic_ai import GuardCapability  # boundary: kickoff, model, tool

guard = Guard(os.environ.get("MACHINEID_DEVICE_ID", "example:dev:runner:01"))
guard.check("start")  # boundary: startup


@guard.protect  # boundary: effect
def commit(result):
    """What cannot be taken back: a write, a payment, a message."""
    print(result, flush=True)


capabilities = []
capabilities.append(GuardCapability(guard))  # boundary: kickoff, model, tool
agent = Agent(f"openai-chat:{os.environ.get('MODEL', 'gpt-4o-mini')}", capabilities=capabilities)


@agent.tool_plain
def look_up(subject: str) -> str:
    """Looks a subject up."""
    return f"nothing is known of {subject}"


commit(agent.run_sync("What is an agent?").output)
