/**
 * A real authority that lists, beside its own devices, ids that no register takes. It may also take one id for another, as
 * an authority does that trims or folds case by itself. For tests.
 */
import { wireJson } from '@/lib/domain/ids/listed-id'
import { readEntryId } from '@/lib/machineid/entry-id'
import { type Fault, type FaultRequest, json, raw } from './faults'
import { passOn } from './pass-on'

type Odd = { revoked: boolean; allowed: number; denied: number }

export type OddAuthority = {
  answer: Fault
  /** State of an odd id; undefined where it is not listed. */
  statusOf: (id: string) => 'active' | 'revoked' | undefined
  /** Adds an odd id, active. */
  add: (id: string) => void
  /** An agent of an odd id asks once. */
  validate: (id: string) => void
  /** Entries without an id in its list. */
  nameless: number
}

/** @param takesFor the id that it acts on when it is asked for one; by default exactly that one. */
export function oddAuthority(
  authorityUrl: string,
  ids: readonly string[],
  takesFor: (id: string) => string = (id) => id,
): OddAuthority {
  const odd = new Map<string, Odd>()
  const add = (id: string) => void odd.set(id, { revoked: false, allowed: 0, denied: 0 })
  ids.forEach(add)

  async function list(request: FaultRequest): Promise<Fault> {
    const { status, body } = await passOn(authorityUrl, request)
    if (status !== 200) return raw(status, body)
    const entries = [...odd].map(
      ([id, { revoked, allowed, denied }]) =>
        `{"deviceId":${wireJson(id)},"revoked":${revoked},"validations":{"allowed":${allowed},"denied":${denied}}}`,
    )
    const more = [...entries, ...Array<string>(self.nameless).fill('{"name":"no id"}')].join()
    const isEmpty = body.endsWith('[]}')
    return raw(200, more ? `${body.slice(0, -2)}${isEmpty ? '' : ','}${more}]}` : body)
  }

  function change(act: string, id: string): Fault {
    const device = odd.get(id)
    if (!device) return json({ status: 'error', error: 'device_not_found' }, 404)
    const changed = act === 'remove' || device.revoked !== (act === 'revoke')
    if (act === 'remove') odd.delete(id)
    else device.revoked = act === 'revoke'
    return json({ status: 'ok', changed })
  }

  async function answer(request: FaultRequest): Promise<Fault> {
    const [, act] = /^\/api\/v1\/devices\/(revoke|unrevoke|remove)$/.exec(request.path) ?? []
    if (request.path.startsWith('/api/v1/devices/list')) return list(request)
    if (act) {
      const asked = readEntryId(JSON.parse(request.body), request.body) as string
      const id = takesFor(asked)
      if (odd.has(id)) return change(act, id)
      const { status, body } = await passOn(authorityUrl, { ...request, body: `{"deviceId":${wireJson(id)}}` })
      return raw(status, body)
    }
    const { status, body } = await passOn(authorityUrl, request)
    return raw(status, body)
  }

  const self: OddAuthority = {
    answer: async (socket, request) => {
      const fault = await answer(request).catch(() => null)
      // An authority that has gone away gives no answer.
      if (fault && !socket.destroyed) await fault(socket, request)
      else socket.destroy()
    },
    statusOf: (id) => {
      const device = odd.get(id)
      return device && (device.revoked ? 'revoked' : 'active')
    },
    add,
    validate(id) {
      const device = odd.get(id)
      if (device) device[device.revoked ? 'denied' : 'allowed'] += 1
    },
    nameless: 0,
  }
  return self
}
