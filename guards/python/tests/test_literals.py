"""Python reads back exactly the device id that the console wrote into a program, whatever the id is."""

from __future__ import annotations

import ast
import json
import pathlib
import subprocess
import sys

from conftest import HERE, ROOT


def literals() -> list[tuple[str, str]]:
    said = subprocess.run(["node", str(HERE / "literals.mjs")], cwd=ROOT, capture_output=True, check=True)
    return [(id, text) for id, text in json.loads(said.stdout)]


def test_reads_back_the_id(tmp_path: pathlib.Path) -> None:
    pairs = literals()
    assert len(pairs) > 1000
    program = tmp_path / "agent.py"
    program.write_bytes(b"import json\nprint(json.dumps([\n" + ",\n".join(text for _, text in pairs).encode("ascii") + b"\n]))\n")
    said = subprocess.run([sys.executable, str(program)], capture_output=True, check=True)
    assert json.loads(said.stdout) == [id for id, _ in pairs]


def test_finds_a_writer_that_only_puts_quotes_around_it() -> None:
    def reads_back(id: str) -> bool:
        try:
            return ast.literal_eval(f'"{id}"') == id
        except (SyntaxError, ValueError):
            return False

    changed = [id for id, _ in literals() if not reads_back(id)]
    assert {'"', "\\", "\n", "\\u0041"} <= set(changed)
