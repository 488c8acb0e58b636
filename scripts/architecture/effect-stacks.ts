/**
 * Which files of the product are on the way from a request to its effects: those in the call stack of each effect, and in the
 * stacks of everything asynchronous that led to it. Files that only compute something for one of these are not on the way.
 */
import { createHook, executionAsyncId } from 'node:async_hooks'
import diagnostics from 'node:diagnostics_channel'
import { ServerResponse } from 'node:http'
import { Worker } from 'node:worker_threads'
import { productFileIn } from './product-file'

/** `wire`: a request to the authority; `statement`: SQL to the store; `reply`: an HTTP reply of the authority; `time`: a time becomes text. */
export type Effect = { kind: 'wire' | 'statement' | 'reply' | 'time'; text: string; files: ReadonlySet<string> }

const FRAMES_MAX = 200

/** Files of the product in the stack of the caller. */
function filesOnStack(): string[] {
  const frames = (new Error().stack ?? '').split('\n').filter((frame) => !frame.includes('node_modules'))
  return frames.flatMap((frame) => productFileIn(frame) ?? [])
}

/** Remembers for each asynchronous resource the files that made it, and which resource was running then. */
function followAsync() {
  const made = new Map<number, { files: string[]; by: number }>()
  const hook = createHook({
    init: (id) => void made.set(id, { files: filesOnStack(), by: executionAsyncId() }),
  })
  return {
    enable: () => void hook.enable(),
    disable: () => void hook.disable(),
    /** Files on the way to what runs now. */
    filesToHere(): Set<string> {
      const files = new Set(filesOnStack())
      for (let at = made.get(executionAsyncId()); at; at = made.get(at.by)) for (const file of at.files) files.add(file)
      return files
    },
  }
}

/** Runs `act` and collects every effect of this process until it ends. */
export async function effectsOf(act: () => Promise<unknown>): Promise<Effect[]> {
  const effects: Effect[] = []
  const way = followAsync()
  const note = (kind: Effect['kind'], text: string) => void effects.push({ kind, text, files: way.filesToHere() })
  const limit = Error.stackTraceLimit
  const { postMessage } = Worker.prototype
  const { end } = ServerResponse.prototype
  const { toISOString } = Date.prototype
  const onRequest = (message: unknown) => {
    const { request } = message as { request: { method: string; path: string } }
    note('wire', `${request.method} ${request.path}`)
  }
  Error.stackTraceLimit = FRAMES_MAX
  diagnostics.subscribe('undici:request:create', onRequest)
  Worker.prototype.postMessage = function (this: Worker, ...message) {
    const sql = (message[0] as { statement?: { sql: string } } | undefined)?.statement?.sql
    if (sql) note('statement', sql)
    return Reflect.apply(postMessage, this, message)
  }
  ServerResponse.prototype.end = function (this: ServerResponse, ...reply: unknown[]) {
    note('reply', this.req.url ?? '')
    return Reflect.apply(end, this, reply)
  }
  Date.prototype.toISOString = function (this: Date) {
    note('time', '')
    return Reflect.apply(toISOString, this, [])
  }
  way.enable()
  try {
    await act()
  } finally {
    way.disable()
    diagnostics.unsubscribe('undici:request:create', onRequest)
    Worker.prototype.postMessage = postMessage
    ServerResponse.prototype.end = end
    Date.prototype.toISOString = toISOString
    Error.stackTraceLimit = limit
  }
  return effects
}

/** Distinct files of the effects that are meant, sorted. */
export const filesBefore = (effects: readonly Effect[], isMeant: (effect: Effect) => boolean): string[] =>
  [...new Set(effects.filter(isMeant).flatMap(({ files }) => [...files]))].sort()
