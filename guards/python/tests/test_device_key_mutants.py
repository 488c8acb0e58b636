"""Broken versions of a guard with a device key: what is asked of the real one must find each of them."""

from __future__ import annotations

import os
import pathlib
from typing import Any, Callable

import pytest

from key_world import KeyWorld, OrgOf
from test_guard_mutants import SOURCE, load

SENT = 'self._call("register", time.monotonic() + ENROLMENT_SECONDS, Attempt(lambda _: Answer(False), int), None)'
OPENS = '            self._handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)\n            if hasattr(os, "fchmod"):\n                os.fchmod(self._handle, 0o600)'
REPLACES = "            os.replace(self._path, self._file.path)\n"

MUTANTS: dict[str, list[tuple[str, str]]] = {
    "goes on without a key": [
        ('        return Answer(False, "GUARD_DEVICE_KEY_ENDED" if ended else "GUARD_DEVICE_KEY_LOST")', "        return None"),
        ("        if self._key_file and own is None:", "        if self._key_file and own is None:\n            return Answer(True)\n        if False:"),
    ],
    "writes a file that others can read, and closes it afterwards": [
        (OPENS, OPENS.replace("0o600", "0o644")),
        (REPLACES, REPLACES + "            os.chmod(self._file.path, 0o600)\n"),
    ],
    "writes a file that others can read": [(OPENS, OPENS.replace("0o600", "0o644"))],
    "falls back to the shared key after a 401": [
        ('            return Answer(False, "GUARD_DEVICE_KEY_ENDED")\n        return _denial', '            return Answer(self._call("validate", until, attempt, None).body["allowed"])\n        return _denial'),
    ],
    "falls back to the shared key where the file is gone": [
        ("        if self._key_file and own is None:", "        if False:"),
    ],
    "takes a key that others can read": [("if facts.st_mode & (0o037 if is_mounted else 0o077):", "if False:")],
    "takes a 401 of a proxy for the end of its key": [
        ('(status == 401 and "invalid_org_key" in said)', "status == 401"),
    ],
    "asks for a key that it has no place for": [
        ('        new = NewKey(self._key_file)\n        try:', "        new = None\n        try:"),
        (f"            status, body = {SENT}\n", f"            status, body = {SENT}\n            new = NewKey(self._key_file)\n"),
        ("            new.close()\n        # Another", "            new and new.close()\n        # Another"),
    ],
    "keeps a key in memory alone": [
        ("            if self._key.startswith(ENROLMENT) and not self._key_file:", "            if False:"),
        ("                if fault is None and not own and body.get(\"deviceKey\"):\n                    return", "                if fault is None and not own and body.get(\"deviceKey\"):\n                    self._key = body[\"deviceKey\"]\n                    self._authority._key = self._key\n                    return None\n                    return"),
    ],
    "says a key in its log": [('        whole = KEYS.sub("[key]", said.replace(self._key, "[key]") if self._key else said)', "        whole = said")],
}


class Trial:
    """Asks a version of the guard, and notes where it did what it must not."""

    def __init__(self, module: Any, world: Callable[[str], KeyWorld]) -> None:
        self.module, self.world_of, self.wrong = module, world, []  # type: ignore[var-annotated]

    def may(self, world: KeyWorld) -> bool:
        """Whether work may begin. Another exception than a denial is one that a framework would catch, and go on."""
        try:
            self.module.Guard(world.device, deadline=3.0, log=world.lines.append).check()
        except self.module.Denied:
            return False
        return True

    def note(self, what: str, is_wrong: bool) -> None:
        if is_wrong:
            self.wrong.append(what)

    def run(self) -> list[str]:
        world = self.world_of("enrols")
        modes: list[int] = []
        look = lambda: modes.extend(path.stat().st_mode & 0o077 for path in world.file.parent.iterdir())  # noqa: E731
        world.authority.watch = lambda path: look() if path.endswith("/register") else None
        self.note("does not work", not self.may(world))
        self.note("open file", any(modes) or (world.file.exists() and world.file.stat().st_mode & 0o077 != 0))
        world.authority.on_register = lambda sock: sock.sendall(b"HTTP/1.1 401 X\r\n\r\n{}")
        asked = len(world.keys_used("/register"))
        self.note("works after a 401 of a proxy", self.may(world))
        self.note("asks for a key after a 401 of a proxy", world.org.enrol in world.keys_used("/register")[asked:])
        world.authority.on_register = None

        world.file.chmod(0o644)
        self.note("open key", self.may(world))
        world.file.unlink(missing_ok=True)
        self.note("no key", self.may(world))

        world = self.world_of("ended")
        world.put(world.org.device_key(world.device))
        world.env.setenv("MACHINEID_ORG_KEY", world.org.agent)
        guard = self.module.Guard(world.device, deadline=3.0, log=world.lines.append)
        guard.check()
        world.org.end_key(world.device)
        try:
            guard.check()
            self.note("works after the end of its key", True)
        except self.module.Denied:
            pass
        world.file.unlink()
        guard._registered_in = os.getpid()  # The file went while it worked.
        try:
            guard.check()
            self.note("works without its file", True)
        except self.module.Denied:
            pass
        self.note("another key", world.org.agent in world.keys_used("/validate"))

        world = self.world_of("nowhere")
        world.env.setenv("MACHINEID_DEVICE_KEY_FILE", str(world.file.parent / "missing" / "key"))
        self.may(world)
        self.note("a key for nothing", world.authority.requests != [])
        world.env.delenv("MACHINEID_DEVICE_KEY_FILE")
        self.note("a key in memory", self.may(world))

        world = self.world_of("echo")
        world.authority.on_register = lambda sock: sock.sendall(b'HTTP/1.1 500 X\r\n\r\n{"error": "org_device_%s"}' % (b"a" * 43))
        self.may(world)
        self.note("a key in the log", "org_device_" in "".join(world.lines))
        return self.wrong


@pytest.fixture
def trial(org_of: OrgOf, device: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    def world(name: str) -> KeyWorld:
        folder = tmp_path / name
        folder.mkdir()
        return KeyWorld(org_of("mixed"), f"{device}:{name}", folder, monkeypatch)

    return lambda source: Trial(load(source), world).run()


def test_the_real_one_does_nothing_wrong(trial: Callable[[str], list[str]]) -> None:
    assert trial(SOURCE) == []


@pytest.mark.parametrize("name", MUTANTS)
def test_finds_the_one_that(name: str, trial: Callable[[str], list[str]]) -> None:
    source = SOURCE
    for old, new in MUTANTS[name]:
        assert source.count(old) == 1, "the mutant changes exactly one place"
        source = source.replace(old, new)
    found = trial(source)
    assert found != []
