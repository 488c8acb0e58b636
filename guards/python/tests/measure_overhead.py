"""Prints the median of a guarded call that does nothing less the median of a bare `validate`, in milliseconds, taken in turn."""

from __future__ import annotations

import http.client
import json
import os
import pathlib
import statistics
import sys
import time
from typing import Callable
from urllib.parse import urlsplit

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
from machineid_guard import Guard  # noqa: E402

PAIRS, WARM_UP = 400, 50
DEVICE = "python:bench:overhead:01"
AUTHORITY = urlsplit(os.environ["MACHINEID_BASE_URL"])
HEADERS = {"x-org-key": os.environ["MACHINEID_ORG_KEY"], "content-type": "application/json"}


@Guard(DEVICE).protect
def work() -> None:
    pass


def bare() -> None:
    connection = http.client.HTTPConnection(AUTHORITY.hostname or "", AUTHORITY.port, timeout=3)
    connection.request("POST", "/api/v1/devices/validate", json.dumps({"deviceId": DEVICE}), HEADERS)
    assert json.loads(connection.getresponse().read())["allowed"] is True
    connection.close()


def timed(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return (time.perf_counter() - started) * 1000


pairs = [(timed(work), timed(bare)) for _ in range(PAIRS + WARM_UP)][WARM_UP:]
guarded, alone = (statistics.median(times) for times in zip(*pairs))
print(f"{guarded - alone:.3f}")
