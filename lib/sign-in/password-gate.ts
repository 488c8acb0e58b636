/**
 * Checks of passwords take their turns: each costs a processor some 30 ms and 19 MiB, so a few run at once and the rest wait in
 * line, the better known first. A line that is full takes no more: an answer at once is better than one after a minute.
 */
import { availableParallelism } from 'node:os'

/** 0: signed in, or a browser that was. 1: a network where the account was. 2: a stranger. */
export type Rank = 0 | 1 | 2

export type PasswordGate = {
  /** Runs the check in its turn. Null, and not run, where the line of its rank is full. */
  run: <Result>(rank: Rank, check: () => Promise<Result>) => Promise<Result | null>
}

const LINE_MAX = 16

/** One processor is left to everything else. */
const atOnceHere = () => Math.min(4, Math.max(1, availableParallelism() - 1))

export function createPasswordGate(atOnce = atOnceHere(), lineMax = LINE_MAX): PasswordGate {
  const lines: (() => void)[][] = [[], [], []]
  let running = 0
  const next = () => {
    running -= 1
    lines.find((line) => line.length > 0)?.shift()?.()
  }
  return {
    async run(rank, check) {
      if (running >= atOnce) {
        const line = lines[rank] as (() => void)[]
        if (line.length >= lineMax) return null
        await new Promise<void>((begin) => {
          line.push(() => {
            running += 1
            begin()
          })
        })
      } else running += 1
      try {
        return await check()
      } finally {
        next()
      }
    },
  }
}
