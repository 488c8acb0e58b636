/** The calls of an admin, as the terminal's commands make them. */
import { CommandFault, NoAnswer } from './command-fault'

export type NewOrg = { name: string; deviceLimit: number; orgKey: string; agentKey: string }
export type ListedOrg = {
  id: string
  name: string | null
  limit: number
  devices: number
  disabled: boolean
  createdAt: string
}
export type AdminClient = { addOrg: (org: NewOrg) => Promise<void>; listOrgs: () => Promise<ListedOrg[]> }

const CALL_MS = 3_000
/** A list of 10,000 orgs, each with the longest name, has less. */
const REPLY_BYTES_MAX = 64 * 1024 * 1024

async function readText(body: AsyncIterable<Uint8Array> | null): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body ?? []) {
    bytes += chunk.length
    if (bytes > REPLY_BYTES_MAX) throw new Error('it sent too much')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** The request never left: the authority certainly did nothing. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT_TIMEOUT',
  'bad port',
])

/** The innermost reason that an error of `fetch` has. */
function codeOf(error: unknown): string {
  const { cause, name, message } = error as Error & { cause?: NodeJS.ErrnoException }
  return cause?.code ?? cause?.message ?? (name === 'TimeoutError' ? 'no answer in time' : message)
}

/** @param url where the authority answers; the key is sent there and nowhere else, whatever it answers */
export function adminClient(url: string, adminKey: string): AdminClient {
  async function call(method: 'GET' | 'POST', body?: NewOrg): Promise<unknown> {
    let reply: { status: number; text: string }
    try {
      const response = await fetch(`${url}/api/v1/admin/orgs`, {
        method,
        headers: { 'x-admin-key': adminKey, 'content-type': 'application/json', connection: 'close' },
        body: body && JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(CALL_MS),
      })
      reply = { status: response.status, text: await readText(response.body) }
    } catch (error) {
      const code = codeOf(error)
      throw new NoAnswer(`The authority at ${url} does not answer (${code}).`, !NEVER_SENT.has(code))
    }
    return judge(reply, url)
  }
  return {
    addOrg: async (org) => void (await call('POST', org)),
    listOrgs: async () => {
      const { orgs } = (await call('GET')) as { orgs?: ListedOrg[] }
      if (!Array.isArray(orgs)) throw new CommandFault(`What answers at ${url} is no authority of this version.`)
      return orgs
    },
  }
}

/** The body of a success. @throws CommandFault for a refusal, NoAnswer where it is not known what was done. */
function judge({ status, text }: { status: number; text: string }, url: string): unknown {
  let body: { status?: string; error?: string; message?: string }
  try {
    body = JSON.parse(text)
  } catch {
    throw new CommandFault(`What answers at ${url} is no authority: its reply is not JSON.`)
  }
  if (status === 200 && (body.status === 'ok' || body.status === 'exists')) return body
  if (status === 401)
    throw new CommandFault(
      `The authority at ${url} was started with another admin key than AUTHORITY_ADMIN_KEY here. Start it again with this one.`,
    )
  if (status === 404)
    throw new CommandFault(
      `The authority at ${url} was started without AUTHORITY_ADMIN_KEY, or is of an older version. Start it again.`,
    )
  if (status >= 500 && body.error !== 'not_written')
    throw new NoAnswer(`The authority at ${url} failed (HTTP ${status}).`, status !== 503)
  throw new CommandFault(String(body.message ?? `The authority at ${url} refused (HTTP ${status}).`))
}
