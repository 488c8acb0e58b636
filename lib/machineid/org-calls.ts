/** usage, and what an authority may or may not offer for the org as a whole. Those paths can be configured. */
import type { CallOptions, MachineIdClient, OrgChange } from './client'
import type { Caller, Endpoint } from './endpoint'
import { booleanField, textField } from './fields'
import { readOrgStatus, readUsage } from './read-org'

/** Paths from the root of the authority. */
export type OrgPaths = { orgStatus: string; orgDisable: string; orgEnable: string; rotateKey: string }

export const ORG_PATHS: OrgPaths = {
  orgStatus: '/api/v1/org/status',
  orgDisable: '/api/v1/org/disable',
  orgEnable: '/api/v1/org/enable',
  rotateKey: '/api/v1/org/rotate_key',
}

type OrgCalls = Pick<MachineIdClient, 'usage' | 'orgStatus' | 'orgDisable' | 'orgEnable'>

export function createOrgCalls(caller: Caller, paths: OrgPaths): OrgCalls {
  async function change(
    path: string,
    want: 'disabled' | 'enabled',
    reason: string | undefined,
    options?: CallOptions,
  ): Promise<OrgChange> {
    const act = `${want === 'disabled' ? 'disable' : 'enable'} the org`
    const endpoint: Endpoint = {
      method: 'POST',
      path,
      body: reason ? { reason } : {},
      act,
      optional: true,
      stop: want === 'disabled',
    }
    const { body, requestId } = await caller.ask(endpoint, options)
    const status = readOrgStatus(body, requestId)
    const acknowledged =
      status.execution === want ||
      (status.execution === 'unknown' && /^(?:ok|success)$/i.test(textField(body, 'status') ?? ''))
    if (!acknowledged) throw caller.unreadable(endpoint, `did not say that the org is ${want}`, requestId)
    return { ...status, changed: booleanField(body, 'changed') }
  }

  return {
    async usage(options) {
      const endpoint: Endpoint = { method: 'GET', path: '/api/v1/usage', act: 'report its usage' }
      const { body, requestId } = await caller.ask(endpoint, options)
      const usage = readUsage(body)
      if (Object.keys(usage).length === 0)
        throw caller.unreadable(endpoint, 'without any number of its usage', requestId)
      return usage
    },
    async orgStatus(options) {
      const { body, requestId } = await caller.ask(
        { method: 'GET', path: paths.orgStatus, act: 'report the state of the org', optional: true },
        options,
      )
      return readOrgStatus(body, requestId)
    },
    orgDisable: (reason, options) => change(paths.orgDisable, 'disabled', reason, options),
    orgEnable: (reason, options) => change(paths.orgEnable, 'enabled', reason, options),
  }
}
