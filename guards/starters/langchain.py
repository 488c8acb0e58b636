"""An agent with one tool. Put your own agent in its place; give the middleware to each agent, those inside a tool too."""

import os

from langchain.agents import create_agent
from langchain_core.tools import tool

from machineid_guard import Guard
from machineid_langchain import GuardMiddleware  # boundary: kickoff, model, tool

guard = Guard(os.environ.get("MACHINEID_DEVICE_ID", "example:dev:runner:01"))
guard.check("start")  # boundary: startup


@tool
def look_up(subject: str) -> str:
    """Looks a subject up."""
    return f"nothing is known of {subject}"


@guard.protect  # boundary: effect
def commit(result):
    """What cannot be taken back: a write, a payment, a message."""
    print(result, flush=True)


middleware = []
middleware.append(GuardMiddleware(guard))  # boundary: kickoff, model, tool
agent = create_agent(f"openai:{os.environ.get('MODEL', 'gpt-4o-mini')}", [look_up], middleware=middleware)
answer = agent.invoke({"messages": [{"role": "user", "content": "What is an agent?"}]})
commit(answer["messages"][-1].content)
