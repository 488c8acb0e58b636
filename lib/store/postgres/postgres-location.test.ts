import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readPostgresLocation } from './postgres-location'

const read = (text: string) => {
  const location = readPostgresLocation(text)
  if ('fault' in location) throw new Error(location.fault)
  return location
}
const faultOf = (text: string) => (readPostgresLocation(text) as { fault?: string }).fault

it('reads an address', () => {
  const location = read('postgresql://ann:p%40ss%2Fword@db.example.org:6000/fleet?options=-c%20search_path%3Dconsole')
  expect(location).toMatchObject({
    host: 'db.example.org',
    port: 6000,
    database: 'fleet',
    user: 'ann',
    options: '-c search_path=console',
  })
  expect(location.password.reveal()).toBe('p@ss/word')
  expect(JSON.stringify(location)).not.toContain('p@ss')
})

it.each([
  ['another machine', 'postgres://a:b@db.example.org/c', { servername: 'db.example.org' }],
  ['another machine by its number', 'postgres://a:b@192.0.2.7/c', {}],
  ['another machine, without it', 'postgres://a:b@db.example.org/c?sslmode=disable', false],
  ['any certificate', 'postgres://a:b@192.0.2.7/c?sslmode=no-verify', { rejectUnauthorized: false }],
  ['this machine', 'postgres://a:b@127.0.0.1/c', false],
  ['this machine by name', 'postgres://a:b@localhost/c', false],
  ['this machine in IPv6', 'postgres://a:b@[::1]:5433/c', false],
  ['this machine, with it', 'postgres://a:b@127.0.0.1/c?sslmode=verify-full', {}],
  ['a socket', 'postgresql://a@/c?host=/run/postgresql', false],
] as const)('encrypts what leaves this machine: %s', (_, text, tls) => {
  expect(read(text).tls).toEqual(tls)
})

it('takes the certificates that it names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ca-'))
  writeFileSync(join(folder, 'ca.pem'), 'the root')
  const { tls } = read(`postgres://a:b@192.0.2.7/c?sslmode=verify-ca&sslrootcert=${join(folder, 'ca.pem')}`)
  expect(tls).toMatchObject({ ca: 'the root', checkServerIdentity: expect.any(Function) })
})

it.each([
  ['no address', 'fleet'],
  ['another scheme', 'mysql://a:b@h/c'],
  ['no host', 'postgresql://a:secretword@/c'],
  ['no user', 'postgresql://h/c'],
  ['no database', 'postgresql://a:secretword@h'],
  ['a path', 'postgresql://a:secretword@h/c/d'],
  ['an unknown setting', 'postgresql://a:secretword@h/c?sslmod=disable'],
  ['an unknown mode', 'postgresql://a:secretword@h/c?sslmode=prefer'],
  ['verify-ca without a root', 'postgresql://a:secretword@h/c?sslmode=verify-ca'],
  ['a root that is not there', 'postgresql://a:secretword@h/c?sslrootcert=/nowhere.pem'],
  ['a broken encoding', 'postgresql://a:%E0%A4%A@h/c'],
  ['a port that is none', 'postgresql://a:secretword@h:99999/c'],
])('refuses %s, and does not repeat the password', (_, text) => {
  expect(faultOf(text)).toMatch(/^(must|names|has) /)
  expect(faultOf(text)).not.toContain('secretword')
})
