"""What is tested is what the lock names: a framework that is missing, or of another version, fails here instead of testing less."""

from __future__ import annotations

import pathlib
import re
from importlib.metadata import version

import pytest

PINNED = dict(
    re.sub(r"\[.*?\]", "", line).split("==")
    for line in (pathlib.Path(__file__).parents[1] / "requirements.in").read_text().splitlines()
    if line and not line.startswith("#")
)


def test_names_all_of_them() -> None:
    assert set(PINNED) >= {"crewai", "langchain", "langgraph", "openai-agents", "machineid-io", "pydantic-ai-slim", "claude-agent-sdk", "ag2", "smolagents", "google-adk", "temporalio"}


@pytest.mark.parametrize("package", PINNED)
def test_has(package: str) -> None:
    assert version(package) == PINNED[package]
