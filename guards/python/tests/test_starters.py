"""The files of the Connect page, as they are handed out and by the command that is handed out, on the frameworks themselves."""

from __future__ import annotations

import json
import os
import pathlib
import shlex
import subprocess
import sys
from typing import Any, Iterator

import pytest

from conftest import AGENT_KEY, HERE, ORG_KEY, ROOT
from fault_authority import FaultAuthority
from pretend_model import PretendModel
from recorder import Recorder

LOOPS = ["python", "sdk-python"]
FRAMEWORKS = ["crewai", "langchain-python", "openai-agents-python", "pydantic-ai", "claude-agent-python", "google-adk", "ag2", "smolagents"]
EVERY = "startup,kickoff,model,tool,effect"
DENIED = 77
SECONDS_MAX = 120


OWN = ("MACHINEID_", "OPENAI_", "ANTHROPIC_", "CLAUDE_", "GOOGLE_", "GEMINI_")
"""Beginnings of variables that would lead an agent elsewhere than to the pretend model."""


def models(url: str) -> dict[str, str]:
    """What leads the clients of each provider to the pretend model, and a CLI to this machine alone."""
    root = url.removesuffix("/v1")
    return {
        "OPENAI_API_KEY": "sk-pretend",
        "OPENAI_BASE_URL": url,
        "ANTHROPIC_API_KEY": "pretend",
        "ANTHROPIC_BASE_URL": root,
        "GOOGLE_API_KEY": "pretend",
        "GOOGLE_GEMINI_BASE_URL": root,
        "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
        "DISABLE_AUTOUPDATER": "1",
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "NO_PROXY": "127.0.0.1",
    }


class Agent:
    """An agent in a folder of its own, with what it writes."""

    def __init__(self, framework: str, folder: pathlib.Path, device: str, authority: FaultAuthority, model_url: str, boundaries: str = EVERY, program: str = "agent.py") -> None:
        said = subprocess.run(["node", str(HERE / "hand_out.mjs"), authority.url, device, boundaries], cwd=ROOT, capture_output=True, check=True)
        handed = json.loads(said.stdout)[framework]
        for file in handed["files"]:
            (folder / file["name"]).write_text(file["text"])
        # `python3` of the command is the one that has the packages.
        path = f"{pathlib.Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
        keys = {"MACHINEID_ORG_KEY": AGENT_KEY, **models(model_url)}
        self.process = subprocess.Popen(
            ["sh", "-c", handed["start"].replace("agent.py", shlex.quote(program))],
            cwd=folder,
            env={**kept, **keys, "PATH": path, "HOME": str(folder)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def end(self) -> tuple[int, str, str]:
        out, errors = self.process.communicate(timeout=SECONDS_MAX)
        return self.process.returncode, out, errors


@pytest.fixture
def model(recorder: Recorder) -> Iterator[PretendModel]:
    model = PretendModel(recorder)
    yield model
    model.close()


@pytest.mark.parametrize("framework", LOOPS)
def test_a_loop_works_until_it_is_revoked(framework: str, tmp_path: pathlib.Path, device: str, authority: FaultAuthority, model: PretendModel) -> None:
    agent = Agent(framework, tmp_path, device, authority, model.url)
    assert agent.process.stdout
    assert agent.process.stdout.readline() == "result of the plan of task 1\n"
    authority.org("revoke", device)
    code, _, errors = agent.end()
    assert code == DENIED
    assert "DEVICE_REVOKED" in errors and device in errors and AGENT_KEY not in errors


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_works_to_its_end_when_it_is_allowed(framework: str, tmp_path: pathlib.Path, device: str, authority: FaultAuthority, model: PretendModel) -> None:
    code, out, errors = Agent(framework, tmp_path, device, authority, model.url).end()
    assert code == 0, errors
    assert "done" in out.lower()


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_begins_nothing_after_a_denial(
    framework: str, tmp_path: pathlib.Path, device: str, authority: FaultAuthority, model: PretendModel, recorder: Recorder
) -> None:
    recorder.when("model", 1, lambda: authority.org("revoke", device))
    code, out, errors = Agent(framework, tmp_path, device, authority, model.url).end()
    assert (code, out) == (DENIED, "")
    assert "DEVICE_REVOKED" in errors
    assert recorder.after_denial() == []


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_runs_with_the_side_effect_alone(
    framework: str, tmp_path: pathlib.Path, device: str, authority: FaultAuthority, model: PretendModel, recorder: Recorder
) -> None:
    # Without a check at its start it registers only before the side effect.
    authority.org("register", device)
    recorder.when("model", 1, lambda: authority.org("revoke", device))
    code, out, _ = Agent(framework, tmp_path, device, authority, model.url, "effect").end()
    assert (code, out) == (DENIED, "")


WITHOUT_SERVER = str(HERE / "temporal_without_server.py")
RAN = ["ran think\n", "ran look_up\n", "ran commit\n"]
NO_MODEL = "http://127.0.0.1:9/v1"


def test_temporal_works_to_its_end_when_it_is_allowed(tmp_path: pathlib.Path, device: str, authority: FaultAuthority) -> None:
    agent = Agent("temporal", tmp_path, device, authority, NO_MODEL, program=WITHOUT_SERVER)
    out, errors = agent.process.communicate("\n" * len(RAN), timeout=SECONDS_MAX)
    assert agent.process.returncode == 0, errors
    assert out == "".join([*RAN[:2], "the result of a plan for agents\n", RAN[2]])


@pytest.mark.parametrize(("boundaries", "ran"), [(EVERY, 0), (EVERY, 1), (EVERY, 2), ("kickoff,model,tool", 0), ("tool", 1), ("effect", 2)])
def test_temporal_begins_nothing_after_a_denial(boundaries: str, ran: int, tmp_path: pathlib.Path, device: str, authority: FaultAuthority) -> None:
    authority.org("register", device)
    if ran == 0:
        authority.org("revoke", device)
    agent = Agent("temporal", tmp_path, device, authority, NO_MODEL, boundaries, WITHOUT_SERVER)
    assert agent.process.stdin and agent.process.stdout
    for number in range(ran):
        assert agent.process.stdout.readline() == RAN[number]
        if number == ran - 1:
            authority.org("revoke", device)
        agent.process.stdin.write("\n")
        agent.process.stdin.flush()
    code, out, errors = agent.end()
    assert (code, out) == (DENIED, ""), errors
    # A register of a revoked device is refused in other letters than its validate.
    assert "DEVICE_REVOKED" in errors.upper()


def test_temporal_finds_a_worker_that_does_not_ask(tmp_path: pathlib.Path, device: str, authority: FaultAuthority) -> None:
    authority.org("register", device)
    authority.org("revoke", device)
    agent = Agent("temporal", tmp_path, device, authority, NO_MODEL, "none", WITHOUT_SERVER)
    out, _ = agent.process.communicate("\n" * len(RAN), timeout=SECONDS_MAX)
    assert agent.process.returncode == 0 and RAN[2] in out


def test_temporal_is_denied_at_its_start_before_it_connects(tmp_path: pathlib.Path, device: str, authority: FaultAuthority) -> None:
    """The file as it is, by its own command: no server is there, and none is asked for."""
    authority.org("register", device)
    authority.org("revoke", device)
    code, out, errors = Agent("temporal", tmp_path, device, authority, NO_MODEL).end()
    assert (code, out) == (DENIED, "")
    assert "DEVICE_REVOKED" in errors.upper()


def test_finds_an_agent_that_does_not_ask(tmp_path: pathlib.Path, device: str, authority: FaultAuthority, model: PretendModel) -> None:
    authority.org("register", device)
    authority.org("revoke", device)
    code, out, _ = Agent("langchain-python", tmp_path, device, authority, model.url, "none").end()
    assert code == 0 and "done" in out.lower()
