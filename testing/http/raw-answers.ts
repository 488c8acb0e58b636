/** Sends bytes as they are, and looks at what comes back. */
import { connect } from 'node:net'
import { EVIL, type OddRequest } from './odd-requests'

const ANSWER_MS = 5_000

/** Sends bytes over a socket of their own and gives all that comes back, as latin1; empty when nothing does. */
export function sendRaw(port: number, raw: string): Promise<string> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    const chunks: Buffer[] = []
    const end = () => {
      clearTimeout(timer)
      socket.destroy()
      done(Buffer.concat(chunks).toString('latin1'))
    }
    const timer = setTimeout(end, ANSWER_MS)
    socket.on('data', (chunk) => chunks.push(chunk))
    // A server that refuses early closes while this still writes.
    socket.on('error', end)
    socket.on('close', end)
    socket.write(raw, 'latin1')
  })
}

const MUST_HAVE = ['x-content-type-options: nosniff', 'frame-ancestors', 'referrer-policy: ']

const staysHere = (location: string) =>
  URL.canParse(location, 'http://own.invalid') && !new URL(location, 'http://own.invalid').host.includes(EVIL)

/** What is wrong with an answer; nothing where all is well. */
export function faultsOf({ kind, answered }: OddRequest, answer: string): string[] {
  const [head = ''] = answer.replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '').split('\r\n\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0)
  const faults: string[] = []
  if (status === 0) faults.push('no answer')
  if (status >= 500) faults.push(`${status}`)
  if (answered === 'refused' && (status < 400 || status > 499)) faults.push(`${status} instead of a refusal`)
  for (const header of MUST_HAVE) if (!head.toLowerCase().includes(header)) faults.push(`no ${header}`)
  const location = /^location: (.*)$/im.exec(head)?.[1]?.trim()
  if (location !== undefined && !staysHere(location)) faults.push('goes to a foreign host')
  if (/(href|action|src)="[^"/?]*(\/\/|\\)[^"/?]*evil\.example/.test(answer)) faults.push('links to a foreign host')
  if (/\n\s+at /.test(answer)) faults.push('a stack')
  return faults.map((fault) => `${kind}: ${fault}`)
}
