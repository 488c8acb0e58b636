/** Addresses of programs that listen here. No TypeScript, because the start-up scripts run before anything is bundled. */

/**
 * The address of a program that listens on a host and a port: an IPv6 address in brackets.
 * @param {string} host
 * @param {number | string} port
 */
export const urlOf = (host, port) => `http://${host.includes(':') ? `[${host}]` : host}:${port}`

/**
 * The address under which this machine reaches it: a program that listens everywhere answers on loopback.
 * @param {string} host
 * @param {number | string} port
 */
export const ownUrlOf = (host, port) => urlOf(host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host, port)

/**
 * True for an address that only this machine reaches; false for one that cannot be read.
 * @param {string} url
 */
export const isLoopbackUrl = (url) =>
  URL.canParse(url) && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(new URL(url).hostname)
