"""A crew of one agent with one tool. Put your own crew in its place.

The guard comes first: an agent keeps the hooks that it found when it was made.
"""

import os

from machineid_guard import Guard
from machineid_crewai import install  # boundary: kickoff, model, tool

guard = Guard(os.environ.get("MACHINEID_DEVICE_ID", "example:dev:runner:01"))
guard.check("start")  # boundary: startup
install(guard)  # boundary: kickoff, model, tool

from crewai import LLM, Agent, Crew, Task  # noqa: E402
from crewai.tools import tool  # noqa: E402


@tool("look_up")
def look_up(subject: str) -> str:
    """Looks a subject up."""
    return f"nothing is known of {subject}"


@guard.protect  # boundary: effect
def commit(result):
    """What cannot be taken back: a write, a payment, a message."""
    print(result, flush=True)


researcher = Agent(
    role="researcher",
    goal="Answer in one sentence.",
    backstory="You look things up before you answer.",
    llm=LLM(model=os.environ.get("MODEL", "gpt-4o-mini")),
    tools=[look_up],
)
question = Task(description="What is an agent?", expected_output="one sentence", agent=researcher)
commit(Crew(agents=[researcher], tasks=[question]).kickoff())
