/**
 * Guards the two outputs of this process: one line per event, as many as `line-gate` lets through, and a line that
 * cannot be written is dropped. An output that is full, closed or gone never throws into the code that writes.
 */
import { writeSync } from 'node:fs'
import { withoutKeys } from '../../lib/domain/keys/key-text.mjs'
import { createLineGate, MINUTE_MS } from './line-gate.mjs'

/** @param {{app: string}} options the name that lines made here carry */
export function guardOutput({ app }) {
  for (const stream of [process.stdout, process.stderr]) guard(stream, app)
  // The default listener prints a stack of its own, past these streams.
  process.removeAllListeners('warning')
  process.on('warning', (warning) => process.stderr.write(`${warning.name}: ${warning.message}\n`))
  process.on('uncaughtException', (error) => {
    const time = new Date().toISOString()
    const err = { type: error?.name, message: String(error?.message ?? error), stack: String(error?.stack) }
    // Synchronous: the line is out before the process is gone.
    const line = JSON.stringify({ level: 60, time, app, err, msg: 'the program ends: uncaught fault' })
    dropFaults(() => writeSync(2, `${withoutKeys(line)}\n`))
    process.exit(1)
  })
}

function guard(stream, app) {
  stream.on('error', () => {})
  const write = stream.write.bind(stream)
  const gate = createLineGate({ app, write: (line) => dropFaults(() => write(line)) })
  setInterval(() => gate.endMinute(), MINUTE_MS).unref()
  process.on('exit', () => gate.endMinute())
  stream.write = (chunk, encoding, done) => {
    const written = typeof encoding === 'function' ? encoding : done
    gate.print(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'))
    if (written) process.nextTick(written)
    return true
  }
}

/** A file on a full disk fails at once, inside the call that writes. */
function dropFaults(write) {
  try {
    write()
  } catch {
    // There is nowhere to say it.
  }
}
