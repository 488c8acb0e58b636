import { type ChildProcess, spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { build } from 'esbuild'
import { AGENT_KEY, ORG_KEY } from './test-keys'

const OUT = resolve('node_modules/.cache/authority-test')

/** Bundles a program of the authority as it runs outside tests. @param source its path in the repository. */
export async function bundleProgram(source: string, name: string): Promise<string> {
  const outfile = resolve(OUT, `${name}.mjs`)
  await build({
    entryPoints: [resolve(source)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'silent',
  })
  return outfile
}

export type Killable = { url: string; output: () => string; kill: (signal?: NodeJS.Signals) => Promise<number | null> }

/** Runs a program until it prints `ready URL`. Rejects with what it said when it ends before. */
export function runProgram(program: string, env: Record<string, string>): Promise<Killable> {
  const child: ChildProcess = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      AUTHORITY_PORT: '0',
      AUTHORITY_ORG_KEY: ORG_KEY,
      AUTHORITY_AGENT_KEY: AGENT_KEY,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stderr?.on('data', (chunk) => {
    said += chunk
  })
  const ended = new Promise<number | null>((done) => child.once('close', (code) => done(code)))
  return new Promise((done, fail) => {
    void ended.then((code) => fail(new Error(`ended with ${code}: ${said}`)))
    createInterface(child.stdout as NodeJS.ReadableStream).on('line', (line) => {
      said += `${line}\n`
      const url = /^ready (.+)$/.exec(line)?.[1]
      const kill = (signal: NodeJS.Signals = 'SIGKILL') => {
        child.kill(signal)
        return ended
      }
      if (url) done({ url, output: () => said, kill })
    })
  })
}
