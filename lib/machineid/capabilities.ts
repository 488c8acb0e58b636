/**
 * Finds out what an authority offers without changing anything: only GETs are sent, no change is tried with an empty
 * body in the hope that it does nothing.
 */
import { UpstreamError } from '@/lib/domain/errors'
import type { CallOptions, Capabilities, Offer, OrgStatus } from './client'
import type { Caller, Endpoint } from './endpoint'
import { countField } from './fields'
import { listEndpoint } from './list-devices'

/** An id that no device has. */
const UNKNOWN_ID = encodeURIComponent('machineid-console probe: no such device')
const PROBE_BYTES_MAX = 64 * 1024

/** Rejects when no question got any answer, or when the key was rejected. */
export async function probeCapabilities(
  caller: Caller,
  orgStatus: (options?: CallOptions) => Promise<OrgStatus>,
  options?: CallOptions,
): Promise<Capabilities> {
  const answers = await Promise.allSettled([
    orgStatus(options).then((): Offer => 'yes', unsupportedIsNo),
    probeBatch(caller, options),
    probeDeltas(caller, options),
  ])
  const faults = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []))
  const rejected = faults.find((fault) => fault instanceof UpstreamError && fault.code === 'upstream-key-rejected')
  if (rejected ?? faults.length === answers.length) throw rejected ?? faults[0]
  const [orgDisable, batch, deltas] = answers.map(
    (answer): Offer => (answer.status === 'fulfilled' ? answer.value : 'unknown'),
  )
  return { orgDisable: orgDisable!, batch: batch!, deltas: deltas! }
}

function unsupportedIsNo(error: unknown): Offer {
  if (error instanceof UpstreamError && error.code === 'upstream-unsupported') return 'no'
  throw error
}

/**
 * A GET of a path that takes only POST is answered 405 where the path exists. Where even the path of a known call is 404,
 * this authority does not report it, and a batch is simply tried when it is needed.
 */
async function probeBatch(caller: Caller, options?: CallOptions): Promise<Offer> {
  const probe = (name: string): Endpoint => ({
    method: 'GET',
    path: `/api/v1/devices/${name}`,
    act: 'report what it offers',
  })
  const batch = await caller.transport.send(probe('revoke_batch'), options)
  if (batch.status === 405) return 'yes'
  if (batch.status === 501) return 'no'
  if (batch.status === 404)
    return (await caller.transport.send(probe('revoke'), options)).status === 404 ? 'unknown' : 'no'
  caller.judge(batch, probe('revoke_batch'))
  return 'unknown'
}

/** Asks for no device. If an authority lists every device all the same, it runs into the small cap, and so stays unknown. */
async function probeDeltas(caller: Caller, options?: CallOptions): Promise<Offer> {
  const endpoint = { ...listEndpoint(`deviceId=${UNKNOWN_ID}`), bytesMax: PROBE_BYTES_MAX }
  const { body } = await caller.ask(endpoint, options)
  return countField(body, 'revision') === undefined ? 'no' : 'yes'
}
