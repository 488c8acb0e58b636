/** Whether a program could listen at its configured address, tried out before it is started. */
import { createServer } from 'node:net'

/** One sentence with what to do, or undefined. */
export async function listenFault(what, { host, port, hostName, portName }, given) {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    return `${portName} is ${given}: it must be a number from 1 to 65535.`
  const error = await new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', resolve)
    probe.listen(port, host, () => probe.close(() => resolve(undefined)))
  })
  if (!error) return undefined
  const where = `The ${what} cannot listen on ${host.includes(':') ? `[${host}]` : host}:${port}`
  if (error.code === 'EADDRINUSE')
    return `${where}: the port is in use. Set ${portName} to another port, or end what runs there.`
  if (error.code === 'EACCES') return `${where}: this user may not use that port. Set ${portName} to one above 1023.`
  return `${where}: that is no address of this machine (${error.code}). Set ${hostName}.`
}
