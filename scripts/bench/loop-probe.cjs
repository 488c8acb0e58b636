/**
 * Loaded into the console before its first line (`node --require`). Over the IPC channel it answers `reset` by starting to
 * measure and `read` with what was since then: the longest stall of the event loop, and how long its thread was ready to
 * run but had no processor (Linux), which distinguishes a noisy machine from a slow console. The product knows nothing of it.
 */
const { readFileSync } = require('node:fs')
const { monitorEventLoopDelay } = require('node:perf_hooks')
const { isMainThread } = require('node:worker_threads')

function waitedMs() {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'latin1').split(' ')[1]) / 1e6
  } catch {
    return 0
  }
}

if (isMainThread && process.send) {
  const stalls = monitorEventLoopDelay({ resolution: 1 })
  stalls.enable()
  let waitedBeforeMs = 0
  process.on('message', (message) => {
    if (message === 'reset') {
      stalls.reset()
      waitedBeforeMs = waitedMs()
    }
    process.send({
      maxMs: stalls.max / 1e6,
      p99Ms: stalls.percentile(99) / 1e6,
      waitedForCpuMs: waitedMs() - waitedBeforeMs,
    })
  })
  // The channel alone must not keep the console alive.
  process.channel.unref()
}
