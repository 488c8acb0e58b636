"""A loop with a model and a tool, and a check that is broken in one way: `python broken_agent.py WAY`. The proof kit must find each."""

import json
import os
import pathlib
import sys
import threading
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2]))
from machineid_guard import Guard

WAY = sys.argv[1]
DEVICE_ID = os.environ["MACHINEID_DEVICE_ID"]


def post(url, body, headers=None, timeout=10.0):
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json", **(headers or {})}, method="POST")
    with urllib.request.urlopen(request, timeout=timeout) as reply:
        return reply.read()


def api(act, timeout=3.0):
    url = f"{os.environ['MACHINEID_BASE_URL']}/api/v1/devices/{act}"
    return json.loads(post(url, {"deviceId": DEVICE_ID}, {"x-org-key": os.environ["MACHINEID_ORG_KEY"]}, timeout))


def allowed():
    """Fails closed, so that each way below is broken in one place."""
    try:
        return api("validate")["allowed"] is True
    except Exception:
        return False


seen = []


def logs_a_warning():
    """Proceed anyway but log a warning."""
    if not allowed():
        print("MachineID denied; going on", file=sys.stderr)


def goes_on_while_it_is_down():
    """Continue for N minutes while validation is down."""
    try:
        ok = api("validate")["allowed"] is True
    except OSError:
        ok = True
    if not ok:
        raise SystemExit(1)


def keeps_an_allow():
    """Validate once at boot and never again."""
    if not seen and not allowed():
        raise SystemExit(1)
    seen.append(True)


def reads_a_missing_answer_as_yes():
    try:
        ok = api("validate").get("allowed", True)
    except Exception:
        ok = False
    if ok is not True:
        raise SystemExit(1)


def asks_beside_the_work():
    """The answer comes when the work has begun, and ends a thread that does nothing else."""

    def ask():
        if not allowed():
            raise SystemExit(1)

    threading.Thread(target=ask).start()


def hands_it_to_the_framework():
    """What a framework catches around a tool or a step, reports to the model, and forgets."""
    try:
        if not allowed():
            raise RuntimeError("not allowed")
    except Exception as error:
        print(f"tool error: {error}", file=sys.stderr)


WAYS = {
    "logs a warning": logs_a_warning,
    "goes on while it is down": goes_on_while_it_is_down,
    "keeps an allow": keeps_an_allow,
    "reads a missing answer as yes": reads_a_missing_answer_as_yes,
    "asks beside the work": asks_beside_the_work,
    "hands it to the framework": hands_it_to_the_framework,
}

if WAY == "guarded":
    check = Guard(DEVICE_ID, deadline=3.0).check
else:
    check = WAYS[WAY]
    api("register")

TOOLS = [{"type": "function", "function": {"name": "look", "parameters": {"type": "object", "properties": {}}}}]
messages = [{"role": "user", "content": "work"}]
while True:
    check()
    asked = {"model": "gpt-4o", "messages": messages, "tools": TOOLS}
    message = json.loads(post(f"{os.environ['OPENAI_BASE_URL']}/chat/completions", asked))["choices"][0]["message"]
    messages.append(message)
    if not message.get("tool_calls"):
        break
    check()
    post(f"{os.environ['PROVE_URL']}/tool", {})
    messages.append({"role": "tool", "tool_call_id": message["tool_calls"][0]["id"], "content": "seen"})
