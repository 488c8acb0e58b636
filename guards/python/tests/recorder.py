"""What began, and when: model calls and tool calls of an agent under test, compared with the moment of the denial."""

from __future__ import annotations

import threading
import time
from typing import Callable


class Recorder:
    """Shared by the pretend model, the tools of an agent and the fault authority. Times are of the monotonic clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._triggers: list[tuple[str, int, Callable[[], object]]] = []
        self._counts: dict[str, int] = {}
        self.begun: list[tuple[str, float]] = []
        self.denied_at: float | None = None

    def begin(self, what: str) -> None:
        """Notes that work began, then runs what waits for it."""
        with self._lock:
            self.begun.append((what, time.monotonic()))
        self.fire(what)

    def fire(self, what: str) -> None:
        """Runs what waits for this kind of event."""
        with self._lock:
            self._counts[what] = count = self._counts.get(what, 0) + 1
            due = [act for kind, at, act in self._triggers if (kind, at) == (what, count)]
        for act in due:
            act()

    def when(self, what: str, count: int, act: Callable[[], object]) -> None:
        """Runs `act` during the event of this kind and number."""
        self._triggers.append((what, count, act))

    def deny_now(self) -> None:
        with self._lock:
            self.denied_at = self.denied_at or time.monotonic()

    def after_denial(self) -> list[str]:
        """The work that began after the denial was sent."""
        return [what for what, at in self.begun if self.denied_at is not None and at > self.denied_at]
