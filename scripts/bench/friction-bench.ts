/** Every command that starts agents again, in every way that matters, against a console and an authority in this process. */

import { testConsole } from '@/testing/console/test-console'
import { playFriction } from '@/testing/friction/run-friction-scenarios'
import type { Figure } from './authority-bench'

const SHOWN_MAX = 5

/** `friction.bypass`: commands that were taken although the rule asks for a reason and a recent sign-in. */
export async function frictionBypass(): Promise<Figure> {
  const running = await testConsole()
  try {
    const { played, bypasses, overAsked } = await playFriction(running)
    process.stderr.write(`${played} cases, ${overAsked.length} refused that need not be\n`)
    for (const name of bypasses.slice(0, SHOWN_MAX)) process.stderr.write(`taken: ${name}\n`)
    return { name: 'friction.bypass', value: bypasses.length, unit: 'count', limit: 0, ok: bypasses.length === 0 }
  } finally {
    await running.close()
  }
}
