/** Whether programs could listen at their configured addresses, tried out before any of them is started. */
import { createServer } from 'node:net'

/** Resolves with a server that keeps the address, or rejects with why it cannot be had. */
const take = (host, port) =>
  new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(port, host, () => resolve(probe))
  })

/** What a person reads about an address that cannot be had. */
function sentenceOf(error, { what, host, port, hostName, portName }, taken) {
  const where = `The ${what} cannot listen on ${host.includes(':') ? `[${host}]` : host}:${port}`
  const other = taken.find((program) => program.port === port)
  if (error.code === 'EADDRINUSE' && other)
    return `${where}: that is the port of the ${other.what}. Set ${portName} to another port.`
  if (error.code === 'EADDRINUSE')
    return `${where}: the port is in use. Set ${portName} to another port, or end what runs there.`
  if (error.code === 'EACCES') return `${where}: this user may not use that port. Set ${portName} to one above 1023.`
  return `${where}: that is no address of this machine (${error.code}). Set ${hostName}.`
}

/**
 * One sentence with what to do, or undefined. Each address is kept until the last one was tried: two programs at one address are
 * a fault too.
 * @param {{what: string, host: string, port: number, given: unknown, hostName: string, portName: string}[]} programs
 * `given`: the port as it was written
 */
export async function listenFault(programs) {
  const probes = []
  try {
    for (const [at, program] of programs.entries()) {
      const { host, port, portName, given } = program
      if (!Number.isInteger(port) || port < 1 || port > 65_535)
        return `${portName} is ${given}: it must be a number from 1 to 65535.`
      try {
        probes.push(await take(host, port))
      } catch (error) {
        return sentenceOf(error, program, programs.slice(0, at))
      }
    }
  } finally {
    await Promise.all(probes.map((probe) => new Promise((closed) => probe.close(closed))))
  }
}
