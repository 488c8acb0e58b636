/** What a guard adds to one call: the median of a guarded call that does nothing less the median of a bare `validate`, side by side. */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const KEYS = {
  AUTHORITY_ORG_KEY: 'org_bench_0123456789abcdefghij',
  AUTHORITY_AGENT_KEY: 'org_agent_bench_0123456789abcdefghij',
}

async function startAuthority() {
  const child = spawn(process.execPath, ['dist/authority.mjs'], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      AUTHORITY_PORT: '0',
      DATA_DIR: mkdtempSync(join(tmpdir(), 'overhead-')),
      ...KEYS,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const line of createInterface(child.stdout)) {
    const [, url] = /^ready (\S+)/.exec(line) ?? []
    if (url) return { url, stop: () => child.kill() }
  }
  throw new Error('The authority did not start.')
}

/** Milliseconds by language. */
export async function guardOverhead(python) {
  const authority = await startAuthority()
  const env = { ...process.env, MACHINEID_BASE_URL: authority.url, MACHINEID_ORG_KEY: KEYS.AUTHORITY_AGENT_KEY }
  const measure = (program, file) => {
    const { stdout, status } = spawnSync(program, [file], {
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    if (status !== 0) throw new Error(`${file} failed.`)
    return Number(stdout)
  }
  try {
    return {
      python: measure(python, 'guards/python/tests/measure_overhead.py'),
      node: measure(process.execPath, 'guards/node/testing/measure-overhead.mjs'),
    }
  } finally {
    authority.stop()
  }
}
