/**
 * Loaded into the console before its first line (`node --require`). Over the IPC channel it answers `reset` by starting to
 * measure and `read` with the longest stall of the event loop since then, in ms. The product knows nothing of it.
 */
const { monitorEventLoopDelay } = require('node:perf_hooks')
const { isMainThread } = require('node:worker_threads')

if (isMainThread && process.send) {
  const stalls = monitorEventLoopDelay({ resolution: 1 })
  stalls.enable()
  process.on('message', (message) => {
    if (message === 'reset') stalls.reset()
    if (message === 'reset' || message === 'read') {
      process.send({ maxMs: stalls.max / 1e6, p99Ms: stalls.percentile(99) / 1e6 })
    }
  })
  // The channel alone must not keep the console alive.
  process.channel.unref()
}
