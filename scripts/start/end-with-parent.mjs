/**
 * Loaded into every program that `npm run up` starts (`--import`): when the parent is gone, however it went, its channel closes,
 * and this program ends too. What it starts itself with a channel inherits this.
 */
import { END_MS } from '../../lib/domain/defaults.mjs'

if (process.channel) {
  process.on('disconnect', () => {
    // Nothing reads this program's output any more.
    for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
    setTimeout(() => process.exit(1), END_MS).unref()
    if (process.listenerCount('SIGTERM') > 0) process.emit('SIGTERM', 'SIGTERM')
    else process.exit(1)
  })
  // The listener above must not keep a program alive that has nothing left to do; one of the program's own for messages does.
  process.channel.unref()
  process.on('newListener', (event) => {
    if (event === 'message') process.channel?.ref()
  })
  process.on('removeListener', (event) => {
    if (event === 'message' && process.listenerCount('message') === 0) process.channel?.unref()
  })
}
