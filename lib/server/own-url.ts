/**
 * The address under which this machine reaches a program that listens on a host and a port: an IPv6 address stands in
 * brackets, and a program that listens everywhere answers on loopback. As `scripts/url-of.mjs`, which needs no bundle.
 */
export function ownUrlOf(host: string, port: number): string {
  const reached = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host
  return `http://${reached.includes(':') ? `[${reached}]` : reached}:${port}`
}
