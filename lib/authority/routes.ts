import type { KeyAccess } from './authenticate'
import type { Core } from './core/core'
import { remove, revoke, unrevoke } from './core/device-changes'
import { endDeviceKeys, liftIdBlock, releaseDeviceKey } from './core/device-key-changes'
import { addAdminOrg, listAdminOrgs } from './handlers/admin-orgs'
import { createAgentKey, listAgentKeys, revokeAgentKey } from './handlers/agent-keys'
import { changeDevice, changeDevices } from './handlers/change-device'
import { createOrg } from './handlers/create-org'
import { darkDevices } from './handlers/dark-devices'
import { decisions } from './handlers/decisions'
import { getDeviceKeys, listIdBlocks, setDeviceKeys } from './handlers/device-keys'
import { endPreviousKeys } from './handlers/end-previous-keys'
import { health } from './handlers/health'
import { keyEvents } from './handlers/key-events'
import { keyUsers } from './handlers/key-users'
import { list } from './handlers/list'
import { orgStatus, setExecution } from './handlers/org-execution'
import { register } from './handlers/register'
import { rotateKey } from './handlers/rotate-key'
import { usage } from './handlers/usage'
import { validate } from './handlers/validate'
import { wrongKeys } from './handlers/wrong-keys'
import type { Call, Reply } from './http/call'

type Handler = (core: Core, call: Call) => Reply | Promise<Reply>

/** One route: `access` is the least key it takes. `open` routes take none, those of an `admin` the admin key alone. */
export type Route = {
  path: string
  method: 'GET' | 'POST'
  access: KeyAccess | 'open' | 'admin'
  handle: Handler
}

const API = '/api/v1'

export const VALIDATE_PATH = `${API}/devices/validate`

/** Every route of the authority, except `/metrics`, which is no JSON. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', path: VALIDATE_PATH, access: 'device', handle: validate },
  { method: 'POST', path: `${API}/devices/register`, access: 'device', handle: register },
  { method: 'GET', path: `${API}/usage`, access: 'agent', handle: usage },
  { method: 'GET', path: `${API}/devices/list`, access: 'org', handle: list },
  { method: 'POST', path: `${API}/devices/revoke`, access: 'org', handle: changeDevice('devices/revoke', revoke) },
  {
    method: 'POST',
    path: `${API}/devices/unrevoke`,
    access: 'org',
    handle: changeDevice('devices/unrevoke', unrevoke),
  },
  { method: 'POST', path: `${API}/devices/remove`, access: 'org', handle: changeDevice('devices/remove', remove) },
  {
    method: 'POST',
    path: `${API}/devices/revoke_batch`,
    access: 'org',
    handle: changeDevices('devices/revoke_batch', revoke),
  },
  {
    method: 'POST',
    path: `${API}/devices/unrevoke_batch`,
    access: 'org',
    handle: changeDevices('devices/unrevoke_batch', unrevoke),
  },
  {
    method: 'POST',
    path: `${API}/devices/remove_batch`,
    access: 'org',
    handle: changeDevices('devices/remove_batch', remove),
  },
  { method: 'GET', path: `${API}/decisions`, access: 'org', handle: decisions },
  { method: 'GET', path: `${API}/org/status`, access: 'org', handle: orgStatus },
  { method: 'POST', path: `${API}/org/disable`, access: 'org', handle: setExecution('org/disable', true) },
  { method: 'POST', path: `${API}/org/enable`, access: 'org', handle: setExecution('org/enable', false) },
  { method: 'POST', path: `${API}/org/rotate_key`, access: 'org', handle: rotateKey },
  {
    method: 'POST',
    path: `${API}/org/rotate_key/end_previous`,
    access: 'org',
    handle: endPreviousKeys,
  },
  { method: 'GET', path: `${API}/org/key_users`, access: 'org', handle: keyUsers },
  { method: 'GET', path: `${API}/org/agent_keys`, access: 'org', handle: listAgentKeys },
  { method: 'POST', path: `${API}/org/agent_keys`, access: 'org', handle: createAgentKey },
  { method: 'POST', path: `${API}/org/agent_keys/revoke`, access: 'org', handle: revokeAgentKey },
  { method: 'GET', path: `${API}/org/device_keys`, access: 'org', handle: getDeviceKeys },
  { method: 'POST', path: `${API}/org/device_keys`, access: 'org', handle: setDeviceKeys },
  { method: 'GET', path: `${API}/org/device_keys/dark`, access: 'org', handle: darkDevices },
  {
    method: 'POST',
    path: `${API}/devices/release_key_batch`,
    access: 'org',
    handle: changeDevices('devices/release_key_batch', releaseDeviceKey),
  },
  {
    method: 'POST',
    path: `${API}/devices/end_key_batch`,
    access: 'org',
    handle: changeDevices('devices/end_key_batch', endDeviceKeys),
  },
  { method: 'GET', path: `${API}/org/id_blocks`, access: 'org', handle: listIdBlocks },
  {
    method: 'POST',
    path: `${API}/org/id_blocks/lift`,
    access: 'org',
    handle: changeDevices('org/id_blocks/lift', liftIdBlock),
  },
  { method: 'GET', path: `${API}/org/key_events`, access: 'org', handle: keyEvents },
  { method: 'GET', path: `${API}/org/wrong_keys`, access: 'org', handle: wrongKeys },
  { method: 'POST', path: `${API}/org/create`, access: 'open', handle: createOrg },
  { method: 'GET', path: `${API}/admin/orgs`, access: 'admin', handle: listAdminOrgs },
  { method: 'POST', path: `${API}/admin/orgs`, access: 'admin', handle: addAdminOrg },
  { method: 'GET', path: '/healthz', access: 'open', handle: health },
]
