/** The network that an address is counted with: an IPv6 subscriber owns a whole /64, an IPv4 address counts by itself. */
import ipaddr from 'ipaddr.js'

const IPV6_BITS = 64

/** `198.51.100.7`, `2001:db8:1:2::/64`; `unknown` where there is no address. IPv4 inside IPv6 is IPv4. */
export function networkOf(address: string | null): string {
  if (address === null || !ipaddr.isValid(address)) return 'unknown'
  const parsed = ipaddr.process(address)
  if (parsed.kind() === 'ipv4') return parsed.toString()
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${withoutZone(parsed.toString())}/${IPV6_BITS}`)}/${IPV6_BITS}`
}

const withoutZone = (address: string) => address.replace(/%.*$/, '')
