"""The vendor's SDK `machineid-io` 0.1.6 in place of the calls of the guard. Copy it beside `machineid_guard.py`.

    guard = Guard("crewai:prod:runner:01", authority=SdkAuthority())      # and any adapter as before

What the SDK does by itself, read in its source, and what is done here: `from_env` reads no base URL (here: MACHINEID_BASE_URL); it waits
10 s per read (here: what is left of the guard's deadline, and the guard denies at its end); it follows redirects with the
key in a header (here: none is followed); it returns the JSON of any status (here: the guard gets the status too); it raises
on a timeout and on a body that is not JSON (the guard denies on every exception); `decision["allowed"]` of `"true"` reads as a yes (the guard
takes the JSON true alone).

Paths without a hook: a server that sends its head byte by byte keeps the thread of that call until it ends; the guard has denied by then.
"""

from __future__ import annotations

import os
import time
from typing import Any

import requests
from machineid import MachineID

from machineid_guard import KEY_VARIABLE, REPLY_BYTES_MAX, Attempt, Reply


class _Client(MachineID):
    """The SDK's client for one call: it follows no redirect, reads no more than a reply has, and keeps the status."""

    status = 0

    def _post(self, path: str, json: Any = None) -> Any:
        until = time.monotonic() + self.timeout
        with requests.post(
            f"{self.base_url}{path}",
            headers={**self._headers(content_type_json=True), "accept-encoding": "identity"},
            json=json or {},
            timeout=self.timeout,
            allow_redirects=False,
            stream=True,
        ) as response:
            self.status, content = response.status_code, b""
            for part in response.iter_content(4096):
                content += part
                if len(content) > REPLY_BYTES_MAX or time.monotonic() > until:
                    raise ValueError("the reply is too long, or comes too slowly")
            response._content = content
            return self._parse_response(response)


class SdkAuthority:
    """What a `Guard` takes as its `authority`. Raises if MACHINEID_BASE_URL is missing, or MACHINEID_ORG_KEY where no device key is kept."""

    def __init__(self) -> None:
        self._base_url = os.environ["MACHINEID_BASE_URL"]
        self._key = os.environ.get("MACHINEID_ORG_KEY", "") if os.environ.get(KEY_VARIABLE) else os.environ["MACHINEID_ORG_KEY"]

    def call(self, act: str, device_id: str, until: float, attempt: Attempt, key: str | None = None) -> Reply:
        client = _Client(key or self._key, base_url=self._base_url, timeout=max(0.001, until - time.monotonic()))
        body = client.register(device_id) if act == "register" else client.validate(device_id)
        return Reply(client.status, body)
