"""The proof kit finds the vendor's guide and other broken agents, and believes one that is guarded."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys

import pytest

from conftest import HERE, ROOT

DEVICE = "crewai:test:runner:01"
BROKEN = "broken_agent.py"
TWINS: dict[str, tuple[str, str, str, str]] = {
    "the guide, gate before kickoff": ("guide_agent.py", "kickoff", "tool", "denied"),
    "the guide, with both hooks": ("guide_agent.py", "hooks", "call", "missing"),
    "logs a warning": (BROKEN, "logs a warning", "call", "denied"),
    "goes on while it is down": (BROKEN, "goes on while it is down", "call", "refused"),
    "keeps an allow": (BROKEN, "keeps an allow", "tool", "denied"),
    "reads a missing answer as yes": (BROKEN, "reads a missing answer as yes", "call", "missing"),
    "asks beside the work": (BROKEN, "asks beside the work", "call", "timeout"),
    "hands it to the framework": (BROKEN, "hands it to the framework", "tool", "500"),
}


def prove(app: str, way: str, boundary: str, fault: str, folder: pathlib.Path) -> tuple[int, dict[str, str]]:
    """Exit code of the kit, and its answer for one place in the table."""
    report = folder / "proof.json"
    place = ["--device", DEVICE, "--boundary", boundary, "--fault", fault, "--rounds", "4", "--settle", "7", "--json", str(report)]
    command = ["node", str(ROOT / "dist/prove.mjs"), *place, "--", sys.executable, str(HERE / "twins" / app), way]
    code = subprocess.run(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    (cell,) = json.loads(report.read_text())["cells"]
    return code, cell


@pytest.mark.parametrize("twin", TWINS)
def test_finds(twin: str, tmp_path: pathlib.Path) -> None:
    code, cell = prove(*TWINS[twin], tmp_path)
    caught = code == 1 and cell["verdict"] in ("late", "not-stopped")
    folder = os.environ.get("GUARDS_CELLS")
    if folder:
        with (pathlib.Path(folder) / f"{os.getpid()}.twins").open("a") as lines:
            lines.write(json.dumps({"twin": twin, "caught": caught}) + "\n")
    assert caught, (code, cell)


@pytest.mark.parametrize(("boundary", "fault"), [("call", "missing"), ("call", "refused"), ("tool", "denied")])
def test_believes_a_guarded_one(boundary: str, fault: str, tmp_path: pathlib.Path) -> None:
    code, cell = prove(BROKEN, "guarded", boundary, fault, tmp_path)
    assert (code, cell["verdict"]) == (0, "stopped"), cell
