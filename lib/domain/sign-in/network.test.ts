import { expect, it } from 'vitest'
import { networkOf } from './network'

it.each([
  ['198.51.100.7', '198.51.100.7'],
  ['::ffff:198.51.100.7', '198.51.100.7'],
  ['::FFFF:c633:6407', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::ffff', '2001:db8:1:2::/64'],
  ['2001:db8:1:3::1', '2001:db8:1:3::/64'],
  ['fe80::1%eth0', 'fe80::/64'],
  [null, 'unknown'],
  ['not an address', 'unknown'],
])('%s is counted with %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})
