/**
 * Which program a changed file concerns, and the watch that starts it again. Pages and components are the framework's to reload;
 * what lives as long as a process does – the console that was put together, the authority – is not.
 */
import { watch } from 'node:fs'

/** A saved file is often several events, and a checkout many files. */
const SETTLE_MS = 300

/**
 * @param {string} path of a changed file, in `lib`
 * @returns {('authority' | 'console')[]} what has to be started again
 */
export function concernedBy(path) {
  const file = path.replaceAll('\\', '/')
  if (!/\.(ts|tsx|mjs)$/.test(file) || /\.test\.tsx?$/.test(file)) return []
  if (file.startsWith('client/')) return []
  if (file.startsWith('authority/')) return ['authority']
  return file.startsWith('domain/') ? ['authority', 'console'] : ['console']
}

/**
 * @param {{say: (line: string) => void, bundle: () => Promise<boolean>, restart: (part: 'authority' | 'console') => void,
 *   isEnding: () => boolean, folder?: string}} options
 * @returns {{close: () => void}}
 */
export function watchSources({ say, bundle, restart, isEnding, folder = 'lib' }) {
  const concerned = new Set()
  let timer
  let working = false
  const work = async () => {
    if (working || isEnding()) return
    working = true
    try {
      while (concerned.size > 0 && !isEnding()) {
        const parts = [...concerned]
        concerned.clear()
        if (!(await bundle())) say('What was changed does not bundle; the programs go on as they were.')
        else if (!isEnding()) {
          say(`Changed: starting again: ${parts.join(', ')}.`)
          for (const part of parts) restart(part)
        }
      }
    } finally {
      working = false
    }
  }
  const watcher = watch(folder, { recursive: true, persistent: false }, (_event, path) => {
    for (const part of concernedBy(path ?? '')) concerned.add(part)
    clearTimeout(timer)
    if (concerned.size > 0) timer = setTimeout(() => void work(), SETTLE_MS)
  })
  return {
    close() {
      clearTimeout(timer)
      watcher.close()
    },
  }
}
