import { writeSync } from 'node:fs'

/** What a service manager restarts. */
const EXIT_CODE = 75

/**
 * Another console took this one for dead, and goes on with what it did. It ends at once: what it was about to send, it sends no more.
 */
export function endAsDead(): never {
  writeSync(
    2,
    'This console was silent for too long, so that another one took its place. Nothing is lost. Start it again; if that happens often, look at the load of this machine and at its connection to the database.\n',
  )
  process.exit(EXIT_CODE)
}
