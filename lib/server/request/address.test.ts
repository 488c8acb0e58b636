/** Whose address a request has, over every form in which a proxy writes one. */
import { describe, expect, it } from 'vitest'
import { cpuMs } from '@/testing/cpu-ms'
import { addressOf, peerOf, SOCKET_ADDRESS } from './address'

const OURS = { trustedProxies: ['127.0.0.1', '10.0.0.0/8', '2001:db8:ffff::/48'] }

type Lines = [name: string, value: string][]
/** As the web server hands them on: several lines of one name are joined. */
const request = (socket: string, lines: Lines = []) => {
  const headers = new Headers({ [SOCKET_ADDRESS]: socket })
  for (const [name, value] of lines) headers.append(name, value)
  return headers
}
const behind = (...lines: Lines) => addressOf(request('127.0.0.1', lines), OURS)
const xff = (value: string): [string, string] => ['x-forwarded-for', value]
const forwarded = (value: string): [string, string] => ['forwarded', value]

describe('X-Forwarded-For', () => {
  it.each([
    ['198.51.100.7', '198.51.100.7'],
    [' 198.51.100.7 ', '198.51.100.7'],
    ['198.51.100.7:61234', '198.51.100.7'],
    ['"198.51.100.7:61234"', '198.51.100.7'],
    ['::ffff:198.51.100.7', '198.51.100.7'],
    ['[::FFFF:198.51.100.7]:80', '198.51.100.7'],
    ['2001:db8::1', '2001:db8::1'],
    ['2001:DB8::A', '2001:db8::a'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['[2001:db8::1]:4711', '2001:db8::1'],
    ['"[2001:db8::1]:4711"', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['[fe80::1%25eth0]:80', 'fe80::1'],
    ['203.0.113.99, 198.51.100.7', '198.51.100.7'],
    ['203.0.113.99,198.51.100.7,10.2.3.4', '198.51.100.7'],
    ['198.51.100.7, 10.2.3.4:443, [2001:db8:ffff::1]:443', '198.51.100.7'],
    ['garbage, 198.51.100.7', '198.51.100.7'],
    [', 198.51.100.7,', '198.51.100.7'],
    ['10.0.0.9', '10.0.0.9'],
    ['198.51.100.7, unknown', null],
    ['198.51.100.7, _hidden', null],
    ['unknown', null],
    ['not an address', null],
    ['unix:', null],
    ['0x7f.1', null],
    ['3325256711', null],
    ['198.51.100.007', null],
    ['198.51.100.256', null],
    ['198.51.100.7:port', null],
    ['[198.51.100.7]:80', null],
    [`${'1'.repeat(5_000)}`, null],
  ])('%s → %s', (value, address) => {
    expect(behind(xff(value))).toBe(address)
  })
  it('reads several lines as one list', () => {
    expect(behind(xff('203.0.113.99'), xff('198.51.100.7'), xff('10.0.0.1'))).toBe('198.51.100.7')
  })
})

describe('Forwarded', () => {
  it.each([
    ['for=198.51.100.7', '198.51.100.7'],
    ['For=198.51.100.7:61234;proto=https;by=10.0.0.1', '198.51.100.7'],
    ['FOR="198.51.100.7:61234"', '198.51.100.7'],
    ['for="[2001:db8::1]:4711"', '2001:db8::1'],
    ['for="[2001:DB8::1]"', '2001:db8::1'],
    ['for=[2001:db8::1]:4711', '2001:db8::1'],
    ['by=203.0.113.43;for=198.51.100.7;host=c.example', '198.51.100.7'],
    ['for = 198.51.100.7 ; proto = http', '198.51.100.7'],
    ['for=203.0.113.99, for=198.51.100.7', '198.51.100.7'],
    ['for=198.51.100.7,for=10.0.0.4;by=10.0.0.5', '198.51.100.7'],
    ['for=198.51.100.7;, ,for=10.0.0.4;', '198.51.100.7'],
    ['for="198.51.100.7:_port"', '198.51.100.7'],
    [String.raw`for="198.51.10\0.7";host="a\",for=203.0.113.99"`, '198.51.100.7'],
    ['for=198.51.100.7, for=unknown', null],
    ['for=198.51.100.7, for=_hidden', null],
    ['for=198.51.100.7, for="_SEVKISEK"', null],
    ['for=198.51.100.7, proto=https', null],
    ['for=198.51.100.7;for=203.0.113.99', null],
    ['198.51.100.7', null],
    ['for=', null],
  ])('%s → %s', (value, address) => {
    expect(behind(forwarded(value))).toBe(address)
  })
  it('never takes what a client sent for what the proxy wrote, whatever quotes it leaves open', () => {
    for (const sent of [
      'for=203.0.113.99;x="',
      'for="203.0.113.99',
      '"',
      'for=203.0.113.99;x="\\',
      'for="',
      ';',
      'a=b;',
    ])
      for (const wrote of ['for=198.51.100.7', 'for="[2001:db8::1]:4711"', 'for="198.51.100.7:1"']) {
        const read = behind(forwarded(sent), forwarded(wrote))
        expect([null, '198.51.100.7', '2001:db8::1'], `${sent}, ${wrote}`).toContain(read)
      }
  })
  it('reads a header of 16 kB without delay, whatever is in it', async () => {
    const ms = await cpuMs(() => {
      for (const piece of [' ', ';', ',', '%', '"', 'a=b;', 'for=1,', '[', '\\', 'a='])
        for (const name of ['forwarded', 'x-forwarded-for', 'x-real-ip'])
          behind([name, `for=${piece.repeat(16_000 / piece.length)}!`])
    })
    expect(ms).toBeLessThan(1_000)
  })
})

describe('who is believed', () => {
  const CLIENT: [string, string][] = [
    ['x-forwarded-for', '203.0.113.99'],
    ['forwarded', 'for=203.0.113.99'],
    ['x-real-ip', '203.0.113.99'],
  ]
  it('no client, unless the peer is a trusted proxy', () => {
    expect(addressOf(request('192.0.2.1', CLIENT), OURS)).toBe('192.0.2.1')
    expect(addressOf(request('::ffff:192.0.2.1', CLIENT), OURS)).toBe('192.0.2.1')
    expect(addressOf(request('127.0.0.1', CLIENT), { trustedProxies: [] })).toBe('127.0.0.1')
    expect(addressOf(request('', CLIENT), OURS)).toBeNull()
  })
  it.each(CLIENT)(
    'a proxy that writes one header: a client chooses no address by sending %s as well',
    (name, value) => {
      for (const [wrote, text] of [xff('198.51.100.7'), forwarded('for=198.51.100.7'), ['x-real-ip', '198.51.100.7']]) {
        // The proxy appends to what it writes, and passes on the rest.
        const read = behind([name, value], [wrote as string, text as string])
        expect(read).toBe(wrote === name ? '198.51.100.7' : null)
      }
    },
  )
  it.each([
    ['127.0.0.1', '127.0.0.1'],
    ['127.0.0.0/8', '::ffff:127.9.9.9'],
    ['::ffff:127.0.0.1', '127.0.0.1'],
    ['::ffff:127.0.0.0/104', '::ffff:7f00:1'],
    ['2001:DB8::/32', '2001:db8:1::1'],
    ['::1', '0:0:0:0:0:0:0:1'],
  ])('a proxy in %s that comes from %s', (range, socket) => {
    const trust = { trustedProxies: [range] }
    expect(addressOf(request(socket, [xff('198.51.100.7')]), trust)).toBe('198.51.100.7')
    expect(addressOf(request('192.0.2.1', [xff('198.51.100.7')]), trust)).toBe('192.0.2.1')
  })
  it('headers that agree, and those that name our own proxies alone', () => {
    expect(behind(xff('198.51.100.7'), forwarded('for="198.51.100.7:99"'), ['x-real-ip', '198.51.100.7'])).toBe(
      '198.51.100.7',
    )
    expect(behind(xff('198.51.100.7, 10.0.0.2'), ['x-real-ip', '10.0.0.2'])).toBe('198.51.100.7')
    // The web server itself adds a list where none came.
    expect(behind(xff('127.0.0.1'), forwarded('for=198.51.100.7'))).toBe('198.51.100.7')
    expect(behind(xff('127.0.0.1'))).toBe('127.0.0.1')
    expect(behind(['x-real-ip', '198.51.100.7'])).toBe('198.51.100.7')
  })
})

describe('what is wrong with the proxy', () => {
  const faultOf = (socket: string, ...lines: Lines) => peerOf(request(socket, lines), OURS).proxyFault
  it('it is not one of ours', () => {
    const fault = { kind: 'untrusted', proxy: '192.0.2.1' }
    expect(faultOf('192.0.2.1', xff('198.51.100.7'))).toEqual(fault)
    expect(faultOf('192.0.2.1', forwarded('for=unknown'))).toEqual(fault)
    expect(faultOf('192.0.2.1', ['x-real-ip', '198.51.100.7'])).toEqual(fault)
    expect(faultOf('192.0.2.1')).toBeNull()
    expect(faultOf('::ffff:192.0.2.1', xff('192.0.2.1'))).toBeNull()
  })
  it('what it writes cannot be read, or contradicts another header', () => {
    expect(faultOf('127.0.0.1', xff('unknown'))).toEqual({ kind: 'unreadable', proxy: '127.0.0.1' })
    expect(faultOf('127.0.0.1', xff('198.51.100.7'), forwarded('for=203.0.113.99'))).toEqual({
      kind: 'contradictory',
      proxy: '127.0.0.1',
    })
    expect(faultOf('127.0.0.1', xff('198.51.100.7'))).toBeNull()
  })
})

describe('a client chooses no address', () => {
  const CHOSEN = '203.0.113.99'
  const WROTE: Lines = [xff('198.51.100.7'), forwarded('for=198.51.100.7'), ['x-real-ip', '198.51.100.7']]
  const SENT: Lines = [xff(CHOSEN), forwarded(`for=${CHOSEN}`), ['x-real-ip', CHOSEN]]

  /** What a client brings about by what it sends, over every header that a proxy may append to. */
  const chosen = (read: (headers: Headers) => string | null): string[] =>
    SENT.flatMap((sent) =>
      WROTE.flatMap((wrote) => {
        const address = read(request('127.0.0.1', [sent, wrote]))
        return address === CHOSEN ? [`${sent[0]} before ${wrote[0]}`] : []
      }),
    )
  it('whatever header it sends and whatever header the proxy writes', () => {
    expect(chosen((headers) => addressOf(headers, OURS))).toEqual([])
  })
  const first = (headers: Headers, name: string) => headers.get(name)?.split(',')[0]?.replace('for=', '') ?? null
  it.each<[string, (headers: Headers) => string | null]>([
    ['takes the first of a list', (headers) => first(headers, 'x-forwarded-for')],
    [
      'prefers one header to another',
      (headers) => {
        const only = new Headers(headers)
        if (headers.has('x-forwarded-for')) for (const name of ['forwarded', 'x-real-ip']) only.delete(name)
        return addressOf(only, OURS)
      },
    ],
    ['prefers Forwarded', (headers) => first(headers, 'forwarded')],
    ['prefers X-Real-IP', (headers) => headers.get('x-real-ip')],
  ])('a mutant that %s is caught', (_, mutant) => {
    expect(chosen(mutant)).not.toEqual([])
  })
})
