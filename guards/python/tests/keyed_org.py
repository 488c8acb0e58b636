"""An org of the embedded authority whose devices may have keys of their own."""

from __future__ import annotations

import itertools
import json
import os
import urllib.error
import urllib.request
from typing import Any

ADMIN_KEY = "admin_test_0123456789abcdefghij0123456789"
_numbers = itertools.count(1)


class KeyedOrg:
    """Made by the admin key. `enrol` is its enrolment key, `agent` the key that its agents share; "shared" has no enrolment key."""

    def __init__(self, url: str, policy: str) -> None:
        self.url = url
        mark = f"{os.getpid()}_{next(_numbers):04d}_0123456789abcdefghij"
        self.key, self.agent = f"org_made_{mark}", f"org_agent_made_{mark}"
        made = {"name": f"Keyed {mark}", "deviceLimit": 1000, "orgKey": self.key, "agentKey": self.agent}
        assert self._call("admin/orgs", made, {"x-admin-key": ADMIN_KEY})["status"] == "ok"
        self.enrol = ""
        if policy != "shared":
            self.post("org/device_keys", {"policy": policy})
            self.enrol = self.post("org/agent_keys", {"name": "enrolment", "use": "enrolment"})["agentApiKey"]

    def post(self, path: str, body: Any, key: str | None = None) -> Any:
        """A call under the org key, or another one."""
        return self._call(path, body, {"x-org-key": key or self.key})

    def device_key(self, device: str) -> str:
        """Registers an id under the enrolment key: the key that this gives."""
        return self.post("devices/register", {"deviceId": device}, self.enrol)["deviceKey"]

    def release(self, device: str) -> None:
        assert self.post("devices/release_key_batch", {"deviceIds": [device]})["results"][0]["changed"] is True

    def end_key(self, device: str) -> None:
        assert self.post("devices/end_key_batch", {"deviceIds": [device]})["results"][0]["changed"] is True

    def revoke(self, device: str) -> None:
        self.post("devices/revoke", {"deviceId": device})

    def source(self, device: str) -> Any:
        """Whose the last decision of a device is: "proven" if its own key asked."""
        request = urllib.request.Request(f"{self.url}/api/v1/devices/list?deviceId={device}", headers={"x-org-key": self.key})
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)["devices"][0]["lastDecision"].get("source")

    def _call(self, path: str, body: Any, headers: dict[str, str]) -> Any:
        headers = {**headers, "content-type": "application/json"}
        request = urllib.request.Request(f"{self.url}/api/v1/{path}", json.dumps(body).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            return json.load(error)
