/**
 * Loaded into every program that `npm run up` starts (`--import`): when the parent is gone, however it went, its channel closes,
 * and this program ends too. What it starts itself with a channel inherits this.
 */
import { END_MS } from '../../lib/domain/defaults.mjs'

if (process.channel) {
  process.channel.unref()
  process.on('disconnect', () => {
    // Nobody reads what is said from now on.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
    setTimeout(() => process.exit(1), END_MS).unref()
    if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM')
    else process.exit(1)
  })
}
