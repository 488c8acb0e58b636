"""The file of a device key: what a guard takes for one, where it can be kept, and that no other user ever reads it."""

from __future__ import annotations

import os
import pathlib
import resource
import shlex
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
from typing import Callable, Iterator

import pytest

import machineid_guard
from key_world import KeyWorld, OrgOf, opened

FOLDER = str(pathlib.Path(machineid_guard.__file__).parent)
ANOTHER_USER = 65534
IS_ROOT = os.geteuid() == 0


@pytest.fixture
def world(org_of: OrgOf, device: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyWorld]:
    with opened(KeyWorld(org_of("mixed"), device, tmp_path, monkeypatch)) as world:
        yield world


def at_register(world: KeyWorld, act: Callable[[], object]) -> None:
    """Runs `act` after the guard has asked for a key, and before the key is issued."""
    world.authority.watch = lambda path: act() if path.endswith("/register") else None


@pytest.mark.parametrize("mask", [0, 0o022, 0o777])
def test_no_other_user_reads_it_at_any_moment(world: KeyWorld, mask: int) -> None:
    """Before the key is issued the file is there already, and closed: from then on only its name changes."""
    modes: list[tuple[int, int]] = []

    def look() -> None:
        modes.extend((stat.S_IMODE(path.stat().st_mode), path.stat().st_ino) for path in world.file.parent.iterdir())

    at_register(world, look)
    before = os.umask(mask)
    try:
        world.guard().check()
    finally:
        os.umask(before)
    kept = world.file.stat()
    assert modes == [(0o600, kept.st_ino)] and stat.S_IMODE(kept.st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o602, 0o601])
def test_refuses_a_file_that_others_can_read_or_change(world: KeyWorld, mode: int) -> None:
    world.enrol()
    world.file.chmod(mode)
    world.authority.requests.clear()
    denied = world.denied()
    assert denied.code == "GUARD_DEVICE_KEY_FILE" and world.authority.requests == []
    command = denied.help.split(": ", 1)[1]
    assert command == f"chmod 600 {shlex.quote(str(world.file))}"
    subprocess.run(["sh", "-c", command], check=True)
    world.guard().check()


def test_a_file_that_is_opened_while_it_works_is_a_denial(world: KeyWorld) -> None:
    guard = world.guard()
    guard.check()
    world.file.chmod(0o644)
    assert world.denied(guard).code == "GUARD_DEVICE_KEY_FILE"
    world.file.chmod(0o600)
    guard.check()


BROKEN: dict[str, tuple[Callable[[str], str], str]] = {
    "empty": (lambda key: "", "is empty"),
    "a line break alone": (lambda key: "\n", "is empty"),
    "cut": (lambda key: key[:-1], "holds no whole device key"),
    "too long": (lambda key: key + "a", "holds no whole device key"),
    "far too long": (lambda key: key + "\n" + "a" * 100_000, "holds no whole device key"),
    "two keys": (lambda key: f"{key}\n{key}\n", "holds no whole device key"),
    "spaces": (lambda key: f" {key}", "holds no whole device key"),
    "an agent key": (lambda key: "org_agent_" + "a" * 43, "holds no whole device key"),
    "no text": (lambda key: key[:-1] + "\0", "holds no whole device key"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_refuses_a_file_that_is(name: str, world: KeyWorld) -> None:
    key = world.enrol()
    make, said = BROKEN[name]
    world.put(make(key))
    world.authority.requests.clear()
    denied = world.denied()
    assert denied.code == "GUARD_DEVICE_KEY_FILE" and said in denied.help and key[12:-2] not in str(denied)
    assert world.authority.requests == [] and world.file.read_text() == make(key)


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_takes_a_line_break_at_the_end(world: KeyWorld, end: str) -> None:
    key = world.enrol()
    world.file.write_bytes((key + end).encode())
    world.guard().check()
    assert world.keys_used("/validate")[-1] == key


@pytest.mark.parametrize("kind", ["directory", "pipe", "folder that is a file"])
def test_refuses_what_is_no_file(world: KeyWorld, kind: str) -> None:
    if kind == "directory":
        world.file.mkdir()
    elif kind == "pipe":
        os.mkfifo(world.file)
    else:
        world.file.touch()
        world.env.setenv("MACHINEID_DEVICE_KEY_FILE", str(world.file / "key"))
    assert world.denied().code == "GUARD_DEVICE_KEY_FILE" and world.authority.requests == []


def test_reads_through_a_link_and_writes_through_none(world: KeyWorld) -> None:
    """A secret mount is made of links. A link that is replaced by a file would leave the place that was meant empty."""
    link = world.file.with_name("link")
    link.symlink_to(world.file)
    world.env.setenv("MACHINEID_DEVICE_KEY_FILE", str(link))
    denied = world.denied()
    assert denied.code == "GUARD_DEVICE_KEY_FILE" and "name the file that it leads to" in denied.help and world.authority.requests == []
    world.put(world.org.device_key(world.device))
    world.guard().check()
    world.org.end_key(world.device)
    world.org.release(world.device)
    assert "name the file that it leads to" in world.denied().help and link.is_symlink()


@pytest.mark.parametrize("path", ["missing/device.key", "/proc/device.key", "x" * 300])
def test_asks_for_no_key_that_it_cannot_keep(world: KeyWorld, path: str) -> None:
    world.env.setenv("MACHINEID_DEVICE_KEY_FILE", str(world.file.parent / path))
    denied = world.denied()
    assert denied.code == "GUARD_DEVICE_KEY_FILE" and "cannot be" in denied.help and world.authority.requests == []
    world.env.setenv("MACHINEID_DEVICE_KEY_FILE", str(world.file))
    world.enrol()


def test_a_disk_that_is_full_is_found_before_a_key_is_issued(world: KeyWorld) -> None:
    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        denied = world.denied()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert denied.code == "GUARD_DEVICE_KEY_FILE" and "No key was asked for" in denied.help and world.authority.requests == []
    world.enrol()


def test_a_folder_that_goes_while_the_key_is_issued_is_a_denial(world: KeyWorld) -> None:
    moved = world.file.parent.with_name("moved")
    at_register(world, lambda: world.file.parent.rename(moved))
    denied = world.denied()
    assert denied.code == "GUARD_DEVICE_KEY_FILE" and "is lost" in denied.help and "A person must release the id" in denied.help
    assert world.keys_used("/validate") == []
    moved.rename(world.file.parent)
    for path in world.file.parent.iterdir():  # What could not be taken away under its old name.
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        path.unlink()


def as_another_user(world: KeyWorld) -> "subprocess.CompletedProcess[str]":
    """A guard in a process that is not root: that user may not be able to read the files of the Python itself."""
    text = f"""
        import os, sys
        sys.path.insert(0, {FOLDER!r})
        from machineid_guard import Guard
        "".encode("idna")
        if {IS_ROOT}:
            os.setgroups([]); os.setgid({ANOTHER_USER}); os.setuid({ANOTHER_USER})
        Guard({world.device!r}, deadline=3).check()
    """
    return subprocess.run([sys.executable, "-c", textwrap.dedent(text)], capture_output=True, text=True, timeout=60)


MOUNTS = {"0400 of the agent's user": (0o400, True)}
if IS_ROOT:  # Only root makes a file that belongs to root.
    MOUNTS["0440 of root and the agent's group"] = (0o440, False)


@pytest.mark.parametrize("name", MOUNTS)
def test_a_secret_mount_works(name: str, world: KeyWorld) -> None:
    mode, is_own = MOUNTS[name]
    key = world.org.device_key(world.device)
    world.env.delenv("MACHINEID_ORG_KEY")
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        folder.chmod(0o755)
        secret = folder / "..data" / "device.key"
        secret.parent.mkdir()
        secret.write_text(key)
        secret.chmod(mode)
        if IS_ROOT:
            os.chown(secret, ANOTHER_USER if is_own else 0, ANOTHER_USER)
        (folder / "device.key").symlink_to("..data/device.key")
        secret.parent.chmod(0o555)
        world.env.setenv("MACHINEID_DEVICE_KEY_FILE", str(folder / "device.key"))
        assert as_another_user(world).stderr == ""
        assert world.keys_used("/validate") == [key]
        secret.parent.chmod(0o755)


def test_a_read_only_folder_is_found_before_a_key_is_issued(world: KeyWorld) -> None:
    with tempfile.TemporaryDirectory() as place:
        os.chmod(place, 0o555)
        world.env.setenv("MACHINEID_DEVICE_KEY_FILE", f"{place}/device.key")
        ended = as_another_user(world)
        os.chmod(place, 0o755)
    assert ended.returncode == 1 and "No key was asked for" in ended.stderr and world.authority.requests == []
