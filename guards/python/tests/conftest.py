"""One embedded authority for the whole run, and for each test a fault authority before it and a device of its own."""

from __future__ import annotations

import functools
import itertools
import os
import pathlib
import subprocess
import sys
from typing import Callable, Iterator

import pytest

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parents[2]
sys.path[:0] = [str(HERE), str(HERE.parent)]
pytest.register_assert_rewrite("cells")

# Nothing of these tests leaves the machine.
os.environ.update(
    {
        "CREWAI_DISABLE_TELEMETRY": "true",
        "CREWAI_TRACING_ENABLED": "false",
        "OTEL_SDK_DISABLED": "true",
        "LANGSMITH_TRACING": "false",
        "OPENAI_AGENTS_DISABLE_TRACING": "1",
        "NO_PROXY": "*",
    }
)

from fault_authority import FaultAuthority  # noqa: E402
from keyed_org import ADMIN_KEY, KeyedOrg  # noqa: E402
from recorder import Recorder  # noqa: E402

ORG_KEY = "org_test_0123456789abcdefghij"
AGENT_KEY = "org_agent_test_0123456789abcdefghij"
_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def authority_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    env = {
        "PATH": os.environ["PATH"],
        "NODE_ENV": "test",
        "AUTHORITY_PORT": "0",
        "DATA_DIR": str(tmp_path_factory.mktemp("authority")),
        "AUTHORITY_ORG_KEY": ORG_KEY,
        "AUTHORITY_AGENT_KEY": AGENT_KEY,
        "AUTHORITY_ADMIN_KEY": ADMIN_KEY,
        "AUTHORITY_DEVICE_LIMIT": "100000",
    }
    program = subprocess.Popen(["node", str(ROOT / "dist/authority.mjs")], env=env, stdout=subprocess.PIPE, text=True)
    assert program.stdout
    for line in program.stdout:
        if line.startswith("ready "):
            yield line.split()[1]
            break
    else:
        raise RuntimeError("the authority did not start")
    program.terminate()
    program.wait(30)


@pytest.fixture(scope="session")
def org_of(authority_url: str) -> Callable[[str], KeyedOrg]:
    """An org of each policy of keys, made when it is first asked for."""
    return functools.cache(lambda policy: KeyedOrg(authority_url, policy))


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def authority(authority_url: str, recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultAuthority]:
    server = FaultAuthority(authority_url, ORG_KEY, recorder)
    monkeypatch.setenv("MACHINEID_BASE_URL", server.url)
    monkeypatch.setenv("MACHINEID_ORG_KEY", AGENT_KEY)
    yield server
    server.close()


@pytest.fixture
def guarded_env(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The environment of a run: the key is there, the addresses are set for each cell."""
    monkeypatch.setenv("MACHINEID_ORG_KEY", AGENT_KEY)
    return monkeypatch


@pytest.fixture
def device() -> str:
    return f"python:test:agent:{next(_numbers):04d}"



def pytest_sessionfinish() -> None:
    """Each process leaves its part of the matrix, if the run wants one."""
    from cells import write_cells

    folder = os.environ.get("GUARDS_CELLS")
    if folder:
        write_cells(pathlib.Path(folder) / f"python-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}.jsonl")
