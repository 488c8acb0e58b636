/** Ten thousand interleavings of several people's acts, shared out among a few processes; see `hold-world`. */
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Figure } from './authority-bench'

const INTERLEAVINGS = 10_000
const PROCESSES_MAX = 4
const SHOWN_MAX = 5

/** What one process came to. `seed`: the story of that number is played again by `hold-bench-worker.mjs SEED 1`. */
export type HoldsPlayed = { played: number; restarts: number; breaches: { seed: number; what: string }[] }

function play(from: number, count: number): Promise<HoldsPlayed> {
  const args = [resolve('dist/hold-bench-worker.mjs'), String(from), String(count)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  const orphaned = () => child.kill('SIGKILL')
  process.once('exit', orphaned)
  let result: HoldsPlayed | undefined
  createInterface(child.stdout).on('line', (line) => {
    result = JSON.parse(line)
  })
  return new Promise((done, fail) => {
    child.once('error', fail)
    child.once('close', (code) => {
      process.off('exit', orphaned)
      if (result && code === 0) done(result)
      else fail(new Error(`interleavings from ${from} on ended with code ${code}`))
    })
  })
}

/** `operation.hold.breaches`: devices started, or running in the end, although a stop that was not taken back holds them. */
export async function holdBreaches(): Promise<Figure> {
  const processes = Math.min(PROCESSES_MAX, availableParallelism())
  const share = Math.ceil(INTERLEAVINGS / processes)
  const first = Math.floor(Math.random() * 2 ** 30)
  const startedAt = performance.now()
  const results = await Promise.all(
    Array.from({ length: processes }, (_, index) =>
      play(first + index * share, Math.min(share, INTERLEAVINGS - index * share)),
    ),
  )
  const seconds = Math.round((performance.now() - startedAt) / 1000)
  const sum = (of: (each: HoldsPlayed) => number) => results.reduce((total, each) => total + of(each), 0)
  const breaches = results.flatMap((each) => each.breaches)
  console.error(JSON.stringify({ played: sum((each) => each.played), restarts: sum((each) => each.restarts), seconds }))
  for (const { seed, what } of breaches.slice(0, SHOWN_MAX)) console.error(`story ${seed}: ${what}`)
  return { name: 'operation.hold.breaches', value: breaches.length, unit: 'count', limit: 0, ok: breaches.length === 0 }
}
