import { type Answer, apiOf } from './api'
import { ADMIN_KEY } from './test-keys'

export type AdminApi = { add: (body: unknown) => Promise<Answer>; list: () => Promise<Answer> }

/** The calls of an admin. @param key sent as the admin key; @param orgKey sent beside it as an org key */
export function adminApiOf(url: string, key = ADMIN_KEY, orgKey = ''): AdminApi {
  const { raw } = apiOf(url, orgKey)
  const headers = { 'x-admin-key': key, 'content-type': 'application/json' }
  return {
    add: (body) => raw('admin/orgs', { method: 'POST', headers, body: JSON.stringify(body) }),
    list: () => raw('admin/orgs', { headers }),
  }
}

let made = 0

/** What a new org is made from, with keys that no other one has. */
export function newOrg<More extends object>(more?: More) {
  made += 1
  const mark = `${String(made).padStart(4, '0')}_0123456789abcdefghij`
  return {
    name: `Org ${made}`,
    deviceLimit: 10,
    orgKey: `org_made_${mark}`,
    agentKey: `org_agent_made_${mark}`,
    ...more,
  }
}
