/** A disk that takes nothing more: no stop is acknowledged, nothing changes in memory, and what was decided stays decided. */
import { execFileSync } from 'node:child_process'
import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import type { Api } from '@/testing/authority/api'
import { temporaryFolder } from '@/testing/authority/temporary-folder'
import { testAuthority } from '@/testing/authority/test-authority'

type BrokenDisk = { dataDir: string; fill: () => void; free: () => void }

/** A file system of 2 MiB of its own where this user may mount one. */
function tinyDisk(): BrokenDisk | null {
  const dataDir = temporaryFolder()
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', dataDir], { stdio: 'ignore' })
  } catch {
    return null
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', dataDir])
  })
  const filler = join(dataDir, 'filler')
  const fill = () => {
    const file = openSync(filler, 'a')
    try {
      for (const size of [65_536, 4096]) {
        try {
          for (;;) writeSync(file, Buffer.alloc(size))
        } catch {
          // Full at this size.
        }
      }
    } finally {
      closeSync(file)
    }
  }
  return { dataDir, fill, free: () => unlinkSync(filler) }
}

/** Elsewhere: a database that another process keeps locked, which fails writes just the same. */
function lockedDisk(): BrokenDisk {
  const dataDir = temporaryFolder()
  let other: Database.Database | undefined
  return {
    dataDir,
    fill: () => {
      other = new Database(join(dataDir, 'authority.db'))
      other.exec('BEGIN IMMEDIATE')
    },
    free: () => other?.close(),
  }
}

async function fillsUp(disk: BrokenDisk): Promise<void> {
  const { org, agent, close, flush, url } = await testAuthority({ dataDir: disk.dataDir })
  for (const deviceId of ['a', 'b']) await agent.post('devices/register', { deviceId })
  await org.post('devices/revoke', { deviceId: 'b' })
  disk.fill()
  const refused = await failing(org)
  expect(refused.length).toBeGreaterThan(0)
  for (const answer of refused)
    expect(answer).toMatchObject({ status: 500, body: { status: 'error', error: 'not_written' } })
  expect((await agent.post('devices/validate', { deviceId: 'b' })).body).toMatchObject({
    allowed: false,
    code: 'DEVICE_REVOKED',
  })
  const states = (await org.get('devices/list')).body.devices.map(({ deviceId, revoked }) => [deviceId, revoked])
  expect(states).toEqual([
    ['a', false],
    ['b', true],
  ])
  expect((await org.get('org/status')).body.execution).toBe('enabled')
  expect((await (await fetch(`${url}/healthz`)).json()).status).toBe('degraded')
  disk.free()
  expect((await org.post('devices/revoke', { deviceId: 'a' })).body.changed).toBe(true)
  await flush()
  await flush()
  const health = await (await fetch(`${url}/healthz`)).json()
  expect(health).toMatchObject({ status: 'ok', evidence: 'ok' })
  await close()
  const again = await testAuthority({ dataDir: disk.dataDir })
  expect((await again.agent.post('devices/validate', { deviceId: 'a' })).body.code).toBe('DEVICE_REVOKED')
}

/** Tries every kind of change until one of each was refused: the log may have a little room left at first. */
async function failing(org: Api) {
  const attempts = [
    () => org.post('devices/revoke', { deviceId: 'a' }),
    () => org.post('devices/revoke_batch', { deviceIds: ['a'] }),
    () => org.post('org/disable'),
    () => org.post('org/rotate_key'),
    () => org.post('org/agent_keys', { name: 'a' }),
    () => org.post('devices/register', { deviceId: 'c' }),
    () => org.post('devices/remove', { deviceId: 'b' }),
    () => org.post('devices/unrevoke', { deviceId: 'b' }),
  ]
  const answers = []
  for (const attempt of attempts) answers.push(await attempt())
  return answers
}

it('refuses every change on a full or locked disk and takes them again once it can', async () => {
  await fillsUp(tinyDisk() ?? lockedDisk())
})

it('refuses every change while another process locks the database', async () => {
  await fillsUp(lockedDisk())
})
