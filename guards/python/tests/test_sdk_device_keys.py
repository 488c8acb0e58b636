"""The vendor's SDK as it is, against an org of each policy of keys: a device key is given to it as its org key."""

from __future__ import annotations

import pytest
from machineid import MachineID

from key_world import OrgOf
from keyed_org import KeyedOrg


def asked(org: KeyedOrg, key: str, device: str) -> tuple[bool, str]:
    """The answer that its client gets under a key: whether it may work, and the code."""
    said = MachineID(key, base_url=org.url).validate(device)
    return said["allowed"], said.get("code", "")


ALLOWED, NOT_ITS_KEY = (True, "ALLOW"), (False, "DEVICE_KEY_REQUIRED")


def test_in_a_shared_org_with_the_agent_key(org_of: OrgOf, device: str) -> None:
    org = org_of("shared")
    said = MachineID(org.agent, base_url=org.url).register(device)
    assert said["status"] == "ok" and "deviceKey" not in said
    assert asked(org, org.agent, device) == ALLOWED and org.source(device) is None
    org.revoke(device)
    assert asked(org, org.agent, device) == (False, "DEVICE_REVOKED")


def test_in_a_mixed_org_with_the_agent_key_for_ids_without_one_of_their_own(org_of: OrgOf, device: str) -> None:
    org = org_of("mixed")
    assert "deviceKey" not in MachineID(org.agent, base_url=org.url).register(device)
    assert asked(org, org.agent, device) == ALLOWED and org.source(device) is None
    assert asked(org, org.enrol, device) == NOT_ITS_KEY


@pytest.mark.parametrize("policy", ["mixed", "per-device"])
def test_with_the_device_key_for_ids_that_have_one(policy: str, org_of: OrgOf, device: str) -> None:
    org = org_of(policy)
    key = MachineID(org.enrol, base_url=org.url).register(device)["deviceKey"]
    own = MachineID(key, base_url=org.url)
    assert own.register(device)["status"] == "exists"
    assert asked(org, key, device) == ALLOWED and org.source(device) == "proven"
    for other in (org.agent, org.enrol, org.key, org.device_key(f"{device}:other")):
        assert asked(org, other, device) == NOT_ITS_KEY
    org.revoke(device)
    assert asked(org, key, device) == (False, "DEVICE_REVOKED") and org.source(device) == "proven"


def test_in_a_per_device_org_no_other_key_lets_a_new_id_work(org_of: OrgOf, device: str) -> None:
    org = org_of("per-device")
    assert MachineID(org.agent, base_url=org.url).register(device)["error"] == "enrolment_key_required"
    assert asked(org, org.agent, device) == NOT_ITS_KEY
