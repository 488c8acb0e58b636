"""An agent with one tool. Put your own options in its place; give the hooks to each run and each client."""

import asyncio
import os

from claude_agent_sdk import ClaudeAgentOptions, ResultMessage, create_sdk_mcp_server, query, tool

from machineid_guard import Guard
from machineid_claude_agent import guard_hooks  # boundary: kickoff, model, tool

guard = Guard(os.environ.get("MACHINEID_DEVICE_ID", "example:dev:runner:01"))
guard.check("start")  # boundary: startup


@tool("look_up", "Looks a subject up.", {"subject": str})
async def look_up(given):
    return {"content": [{"type": "text", "text": f"nothing is known of {given['subject']}"}]}


@guard.protect  # boundary: effect
def commit(result):
    """What cannot be taken back: a write, a payment, a message."""
    print(result, flush=True)


options = ClaudeAgentOptions(
    model=os.environ.get("MODEL", "claude-sonnet-4-5"),
    tools=[],
    allowed_tools=["mcp__tools__look_up"],
    mcp_servers={"tools": create_sdk_mcp_server("tools", tools=[look_up])},
    setting_sources=[],
)
options.hooks = guard_hooks(guard)  # boundary: kickoff, model, tool


async def answer(prompt):
    async for message in query(prompt=prompt, options=options):
        if isinstance(message, ResultMessage):
            return message.result


commit(asyncio.run(answer("What is an agent?")))
