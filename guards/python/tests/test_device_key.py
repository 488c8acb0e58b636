"""A guard with a device key of its own: how it comes to one, keeps it and loses it. Each fault is a denial that says what to do."""

from __future__ import annotations

import pathlib
import stat
import subprocess
import sys
import textwrap
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Iterator

import pytest

import machineid_guard
from fault_authority import FAULTS
from key_world import KeyWorld, OrgOf, opened
from machineid_guard import DEVICE_KEY, Guard
from machineid_sdk import SdkAuthority

FOLDER = str(pathlib.Path(machineid_guard.__file__).parent)


@pytest.fixture(params=["mixed", "per-device"])
def world(request: Any, org_of: OrgOf, device: str, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[KeyWorld]:
    with opened(KeyWorld(org_of(request.param), device, tmp_path, monkeypatch)) as world:
        yield world


def test_enrols_once_and_asks_with_its_own_key(world: KeyWorld) -> None:
    key = world.enrol()
    assert DEVICE_KEY.fullmatch(key) and stat.S_IMODE(world.file.stat().st_mode) == 0o600
    assert world.keys_used("/register") == [world.org.enrol] and world.keys_used("/validate") == [key]
    assert world.org.source(world.device) == "proven"
    assert world.lines == []


def test_with_the_file_there_it_needs_no_enrolment_key(world: KeyWorld) -> None:
    key = world.enrol()
    world.authority.requests.clear()
    world.env.delenv("MACHINEID_ORG_KEY")
    for authority in (None, SdkAuthority()):
        world.guard(authority=authority).check()
    assert {*world.keys_used("/register"), *world.keys_used("/validate")} == {key}


def test_the_sdk_as_its_client_enrols_too(world: KeyWorld) -> None:
    world.guard(authority=SdkAuthority()).check()
    assert world.keys_used("/validate") == [world.key()]


def test_a_revoke_denies_and_is_proven(world: KeyWorld) -> None:
    guard = world.guard()
    guard.check()
    world.org.revoke(world.device)
    assert world.denied(guard).code == "DEVICE_REVOKED"
    assert world.org.source(world.device) == "proven"


def test_an_enrolment_key_without_a_file_is_refused_before_a_key_is_issued(world: KeyWorld) -> None:
    world.env.delenv("MACHINEID_DEVICE_KEY_FILE")
    denied = world.denied()
    assert denied.code == "GUARD_CONFIGURATION" and "set MACHINEID_DEVICE_KEY_FILE" in world.said()
    assert world.authority.requests == []
    world.env.setenv("MACHINEID_DEVICE_KEY_FILE", str(world.file))
    world.enrol()


def test_a_key_that_comes_without_a_file_for_it_is_a_denial(world: KeyWorld) -> None:
    world.env.delenv("MACHINEID_DEVICE_KEY_FILE")
    world.env.setenv("MACHINEID_ORG_KEY", world.org.agent)
    world.authority.on_register = lambda sock: sock.sendall(
        b'HTTP/1.1 200 OK\r\n\r\n{"status": "ok", "deviceKey": "org_device_%s"}' % (b"a" * 43)
    )
    denied = world.denied()
    assert denied.code == "GUARD_DEVICE_KEY_UNKEPT" and "Set MACHINEID_DEVICE_KEY_FILE" in denied.help
    assert world.keys_used("/validate") == []


def test_a_lost_file_needs_a_release(world: KeyWorld) -> None:
    world.enrol()
    world.file.unlink()
    denied = world.denied()
    assert denied.code == "GUARD_DEVICE_KEY_LOST" and "A person must release the id" in denied.help and "release" in world.said()
    world.org.release(world.device)
    world.enrol()


def test_a_file_that_is_lost_while_it_works_is_a_denial(world: KeyWorld) -> None:
    guard = world.guard()
    guard.check()
    world.file.unlink()
    assert world.denied(guard).code == "GUARD_DEVICE_KEY_LOST"
    assert world.denied(guard).code == "GUARD_DEVICE_KEY_LOST"
    world.org.release(world.device)
    guard.check()


def test_an_ended_key_is_a_denial_until_a_release(world: KeyWorld) -> None:
    guard = world.guard()
    guard.check()
    old = world.key()
    world.org.end_key(world.device)
    for each in (guard, guard, world.guard()):
        denied = world.denied(each)
        assert denied.code == "GUARD_DEVICE_KEY_ENDED" and "A person must release the id" in str(denied)
    assert world.key() == old
    world.org.release(world.device)
    guard.check()
    assert world.key() != old and stat.S_IMODE(world.file.stat().st_mode) == 0o600


def test_after_an_ended_key_no_shared_one_is_used(world: KeyWorld) -> None:
    world.enrol()
    world.env.setenv("MACHINEID_ORG_KEY", world.org.agent)
    guard = world.guard()
    guard.check()
    world.org.end_key(world.device)
    assert [world.denied(guard).code for _ in range(3)] == ["GUARD_DEVICE_KEY_ENDED"] * 3
    assert world.org.agent not in world.keys_used("/validate") + world.keys_used("/register")


def test_without_a_file_no_shared_key_is_used(world: KeyWorld) -> None:
    world.env.setenv("MACHINEID_ORG_KEY", world.org.agent)
    denied = world.denied()
    assert denied.code == "GUARD_DEVICE_KEY_MISSING" and world.authority.requests == []
    world.env.delenv("MACHINEID_ORG_KEY")
    assert world.denied().code == "GUARD_DEVICE_KEY_MISSING"


@pytest.mark.parametrize("fault", ["401-allowed", "401-plain", "500", "timeout", "html"])
def test_what_does_not_come_from_the_authority_ends_no_key(world: KeyWorld, fault: str) -> None:
    """A 401 of a proxy is a denial, and no reason to enrol again."""
    key = world.enrol()
    FAULTS["401-plain"] = lambda sock: sock.sendall(b"HTTP/1.1 401 X\r\n\r\n{}")
    world.authority.on_register = FAULTS[fault]
    world.authority.arm(fault, world.device)
    assert "DEVICE_KEY" not in world.denied(deadline=1.0).code
    del FAULTS["401-plain"]
    assert world.keys_used("/register") == [world.org.enrol, key] and world.key() == key


def test_says_that_another_key_is_needed(world: KeyWorld) -> None:
    """Two ids with one file, and an agent key for an id that has a key."""
    world.enrol()
    other = Guard(f"{world.device}:other", deadline=3.0, log=world.lines.append)
    assert "Give each id a key and a file of its own" in world.denied(other).help
    world.env.delenv("MACHINEID_DEVICE_KEY_FILE")
    world.env.setenv("MACHINEID_ORG_KEY", world.org.agent)
    denied = world.denied()
    assert denied.code == "DEVICE_KEY_REQUIRED" and "Set MACHINEID_DEVICE_KEY_FILE" in denied.help


def test_a_lost_reply_needs_a_release_and_leaves_nothing(world: KeyWorld) -> None:
    def lose(sock: Any) -> None:
        assert world.org.device_key(world.device)

    world.authority.on_register = lose
    world.denied()
    world.authority.on_register = None
    assert world.denied().code == "GUARD_DEVICE_KEY_LOST" and not world.file.exists()
    world.org.release(world.device)
    world.enrol()


def test_a_reply_after_the_deadline_is_kept(world: KeyWorld) -> None:
    """The check is denied, but the key, which is issued once, is not thrown away."""
    late = threading.Event()
    world.authority.watch = lambda path: late.wait(20) if path.endswith("/register") else None
    guard = world.guard(deadline=1.0)
    assert world.denied(guard).code == "GUARD_DEADLINE"
    late.set()
    enrolling = [thread for thread in threading.enumerate() if thread.name == "machineid-guard"]
    for thread in enrolling:
        thread.join(20)
    key = world.key()
    guard.check()
    assert world.keys_used("/validate")[-1] == key and world.keys_used("/register") == [world.org.enrol]


def test_two_processes_with_one_file_share_the_key(world: KeyWorld) -> None:
    text = f"import sys; sys.path.insert(0, {FOLDER!r})\nfrom machineid_guard import Guard\nGuard({world.device!r}, deadline=3).check()"
    start = lambda _: subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=60)  # noqa: E731
    with ThreadPoolExecutor(4) as pool:
        ended = list(pool.map(start, range(4)))
    assert [each.stderr for each in ended if each.returncode] == []
    assert set(world.keys_used("/validate")) == {world.key()}


def test_threads_share_the_key(world: KeyWorld) -> None:
    guards = [world.guard(), world.guard()]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda at: guards[at % 2].check(), range(16)))
    assert set(world.keys_used("/validate")) == {world.key()}


def test_children_do_not_get_the_key(world: KeyWorld) -> None:
    """Neither in the environment, nor on a command line, nor by a file that is open."""
    text = f"""
        import os, subprocess, sys
        sys.path.insert(0, {FOLDER!r})
        from machineid_guard import Guard
        Guard({world.device!r}, deadline=3).check()
        show = "tr '\\\\0' '\\\\n' </proc/self/environ; ls -l /proc/self/fd; tr '\\\\0' ' ' </proc/$PPID/cmdline"
        print(subprocess.run(["sh", "-c", show], capture_output=True, text=True, close_fds=False).stdout)
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(text)], capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0 and "MACHINEID_BASE_URL" in ended.stdout, ended.stderr
    assert world.key() not in ended.stdout + ended.stderr
    assert str(world.file) not in ended.stdout.split("MACHINEID_DEVICE_KEY_FILE=")[1].split("\n", 1)[1]
