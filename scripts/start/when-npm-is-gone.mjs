import { readFileSync } from 'node:fs'

const LOOK_MS = 500

/**
 * Calls `end` when npm, which started this process, is gone: it may end without handing its signal on, and leave its shell behind.
 * The parent of a process that no npm started may go as it likes.
 */
export function whenNpmIsGone(end) {
  if (process.env.npm_lifecycle_event === undefined) return
  const parent = process.ppid
  const npm = npmAbove(parent)
  const looking = setInterval(() => {
    if (process.ppid === parent && (npm === null || isThere(npm))) return
    clearInterval(looking)
    end()
  }, LOOK_MS)
  looking.unref()
}

/** The process of npm: this one's parent, or the parent of the shell between. Null where the system does not say. */
function npmAbove(parent) {
  for (let id = parent, ups = 0; ups < 2; ups += 1) {
    try {
      // "PID (name) state ppid …": a name may hold anything, so what follows is found from its end.
      const stat = readFileSync(`/proc/${id}/stat`, 'utf8')
      const [name, rest] = [
        stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
        stat.slice(stat.lastIndexOf(')') + 2),
      ]
      if (name.startsWith('npm')) return id
      id = Number(rest.split(' ')[1])
    } catch {
      return null
    }
  }
  return null
}

function isThere(id) {
  try {
    process.kill(id, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
