"""The vendor's guide as an app: its snippets unchanged, `python guide_agent.py TIER`, with a crew that has a model and a tool.

Only the base URL is added, which `from_env` does not read. TIER is `kickoff` (the gate before kickoff alone) or `hooks` (also before each
model call and tool call).
"""

import os
import sys
import urllib.request

from crewai import LLM, Agent, Crew, Task
from crewai.hooks import before_llm_call, before_tool_call
from crewai.tools import tool
from machineid import MachineID

m = MachineID.from_env(base_url=os.environ["MACHINEID_BASE_URL"])

DEVICE_ID = os.getenv("MACHINEID_DEVICE_ID", "crewai:prod:runner:01")
m.register(DEVICE_ID)

if sys.argv[1] == "hooks":

    @before_llm_call
    def machineid_gate_llm(context):
        decision = m.validate(DEVICE_ID)
        if not decision["allowed"]:
            print("MachineID denied LLM call:", decision.get("code"), decision.get("request_id"))
            return False
        return None  # allow

    HIGH_RISK_TOOLS = set([
        "send_email",
        "charge_card",
        "place_order",
        "write_to_production_db",
    ])

    @before_tool_call
    def machineid_gate_tool(context):
        decision = m.validate(DEVICE_ID)
        if not decision["allowed"]:
            print("MachineID denied tool call:", decision.get("code"), decision.get("request_id"))
            return False
        if context.tool_name in HIGH_RISK_TOOLS:
            # Optional: additional validate immediately before risk
            decision2 = m.validate(DEVICE_ID)
            if not decision2["allowed"]:
                print("MachineID denied high-risk tool:", decision2.get("code"), decision2.get("request_id"))
                return False
        return None


@tool("look")
def look(text: str) -> str:
    """Looks at a text."""
    urllib.request.urlopen(urllib.request.Request(os.environ["PROVE_URL"] + "/tool", b"", method="POST")).read()
    return "seen"


llm = LLM(model="gpt-4o", base_url=os.environ["OPENAI_BASE_URL"], api_key=os.environ["OPENAI_API_KEY"])
worker = Agent(role="worker", goal="work", backstory="-", llm=llm, tools=[look])
crew = Crew(agents=[worker], tasks=[Task(description="work", expected_output="text", agent=worker)])

# Gate BEFORE kickoff
decision = m.validate(DEVICE_ID)
if not decision["allowed"]:
    raise SystemExit(1)

# Now kickoff
result = crew.kickoff(inputs={})
