"""A device of an org whose devices have keys of their own, the file of its key, and everything that its guards said."""

from __future__ import annotations

import contextlib
import pathlib
from typing import Any, Callable, Iterator

import pytest

from conftest import ORG_KEY
from fault_authority import FaultAuthority
from keyed_org import KeyedOrg
from machineid_guard import DEVICE_KEY, Denied, Guard
from recorder import Recorder

OrgOf = Callable[[str], KeyedOrg]


class KeyWorld:
    """The environment leads guards there: an enrolment key, a file for the device key, an authority that can be at fault."""

    def __init__(self, org: KeyedOrg, device: str, folder: pathlib.Path, env: pytest.MonkeyPatch) -> None:
        self.org, self.device, self.env = org, device, env
        self.file = folder / "keys" / "device.key"
        self.file.parent.mkdir()
        self.authority = FaultAuthority(org.url, ORG_KEY, Recorder())
        self.lines: list[str] = []
        env.setenv("MACHINEID_BASE_URL", self.authority.url)
        env.setenv("MACHINEID_ORG_KEY", org.enrol)
        env.setenv("MACHINEID_DEVICE_KEY_FILE", str(self.file))

    def guard(self, **options: Any) -> Guard:
        return Guard(self.device, **{"deadline": 3.0, "log": self.lines.append, **options})

    def enrol(self) -> str:
        self.guard().check()
        return self.key()

    def key(self) -> str:
        return self.file.read_text().strip()

    def put(self, text: str, mode: int = 0o600) -> None:
        self.file.write_text(text)
        self.file.chmod(mode)

    def denied(self, guard: Guard | None = None, **options: Any) -> Denied:
        with pytest.raises(Denied) as denied:
            (guard or self.guard(**options)).check()
        return denied.value

    def keys_used(self, act: str) -> list[str]:
        return [headers["x-org-key"] for path, _, headers in self.authority.requests if path.endswith(act)]

    def said(self) -> str:
        return "\n".join(self.lines)


@contextlib.contextmanager
def opened(world: KeyWorld) -> Iterator[KeyWorld]:
    """Afterwards no file but that of the key is left, and no line has a key in it."""
    yield world
    world.authority.close()
    folder = world.file.parent
    assert [path.name for path in (folder.iterdir() if folder.is_dir() else []) if path.name.startswith("device.key.")] == []
    assert not any(DEVICE_KEY.search(line) or world.org.enrol in line for line in world.lines)
