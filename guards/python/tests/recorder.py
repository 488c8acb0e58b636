"""What began, and when: model calls, tool calls and other work of an agent under test, compared with the moment of the denial."""

from __future__ import annotations

import threading
import time


class Recorder:
    """Shared by the pretend model, the tools of an agent and the fault authority. Times are of the monotonic clock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.begun: list[tuple[str, float]] = []
        self.denied_at: float | None = None
        self._triggers: dict[str, object] = {}

    def begin(self, what: str) -> None:
        """Notes that work began, then fires what waits for this kind of work."""
        with self._lock:
            self.begun.append((what, time.monotonic()))
            trigger = self._triggers.pop(what, None)
        if callable(trigger):
            trigger()

    def when(self, what: str, act: object) -> None:
        """Runs `act` once, during the next work called `what`."""
        self._triggers[what] = act

    def deny_now(self) -> None:
        with self._lock:
            self.denied_at = self.denied_at or time.monotonic()

    def after_denial(self) -> list[str]:
        """The work that began after the denial was sent. Raises if no denial was ever sent: then nothing was shown."""
        if self.denied_at is None:
            raise AssertionError(f"no denial was sent; begun: {[what for what, _ in self.begun]}")
        return [what for what, at in self.begun if at > self.denied_at]
