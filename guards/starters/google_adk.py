"""An agent with one tool. Put your own agent in its place; the plugin guards every agent of its runner."""

import asyncio
import os

from google.adk.agents import Agent
from google.adk.runners import InMemoryRunner
from google.genai import types

from machineid_guard import Guard
from machineid_google_adk import GuardPlugin  # boundary: kickoff, model, tool

guard = Guard(os.environ.get("MACHINEID_DEVICE_ID", "example:dev:runner:01"))
guard.check("start")  # boundary: startup


def look_up(subject: str) -> str:
    """Looks a subject up."""
    return f"nothing is known of {subject}"


@guard.protect  # boundary: effect
def commit(result):
    """What cannot be taken back: a write, a payment, a message."""
    print(result, flush=True)


plugins = []
plugins.append(GuardPlugin(guard))  # boundary: kickoff, model, tool
agent = Agent(name="researcher", model=os.environ.get("MODEL", "gemini-2.0-flash"), tools=[look_up])


async def answer(question):
    runner = InMemoryRunner(agent=agent, app_name="app", plugins=plugins)
    session = await runner.session_service.create_session(app_name="app", user_id="user")
    said = types.Content(role="user", parts=[types.Part(text=question)])
    text = ""
    async for event in runner.run_async(user_id="user", session_id=session.id, new_message=said):
        if event.is_final_response() and event.content:
            text = "".join(part.text or "" for part in event.content.parts)
    return text


commit(asyncio.run(answer("What is an agent?")))
