"""An agent with one tool. Put your own agent in its place; give the middleware to each agent, last in its list."""

import asyncio
import os

from ag2 import Agent
from ag2.config import OpenAIConfig

from machineid_guard import Guard
from machineid_ag2 import GuardMiddleware  # boundary: kickoff, model, tool

guard = Guard(os.environ.get("MACHINEID_DEVICE_ID", "example:dev:runner:01"))
guard.check("start")  # boundary: startup


async def look_up(subject: str) -> str:
    """Looks a subject up."""
    return f"nothing is known of {subject}"


@guard.protect  # boundary: effect
def commit(result):
    """What cannot be taken back: a write, a payment, a message."""
    print(result, flush=True)


middleware = []
middleware.append(GuardMiddleware(guard))  # boundary: kickoff, model, tool
config = OpenAIConfig(model=os.environ.get("MODEL", "gpt-4o-mini"))
agent = Agent("researcher", config=config, tools=[look_up], middleware=middleware)
commit(asyncio.run(agent.ask("What is an agent?")).body)
