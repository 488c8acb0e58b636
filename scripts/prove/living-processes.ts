/**
 * Which processes of a command are alive: those of its process group, and those that left the group and still carry the
 * run's own address in their environment. A process that has ended and was not yet fetched by its parent is not alive.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

const PS_MS = 5_000

/** After the name in brackets, which may hold anything: state, parent, group. */
function readStat(pid: string): { state: string; group: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [state = '', , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return { state, group: Number(group) }
  } catch {
    return null
  }
}

function hasInEnvironment(pid: string, token: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').includes(token)
  } catch {
    // It has ended, or belongs to another user.
    return false
  }
}

function fromProc(group: number, token: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const stat = readStat(pid)
      if (!stat || stat.state === 'Z' || stat.state === 'X') return false
      return stat.group === group || hasInEnvironment(pid, token)
    })
    .map(Number)
}

/** Where there is no `/proc`: `ps` shows the environment of one's own processes after their command. */
function fromPs(group: number, token: string): number[] {
  const text = execFileSync('ps', ['axeww', '-o', 'pid=,pgid=,stat=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: PS_MS,
  })
  return text.split('\n').flatMap((line) => {
    const [, pid, pgid, state = ''] = /^\s*(\d+)\s+(\d+)\s+(\S+)/.exec(line) ?? []
    const isOurs = Number(pgid) === group || line.includes(token)
    return pid && isOurs && !state.startsWith('Z') ? [Number(pid)] : []
  })
}

/** @param group the id of the command's process group. @param token a text that only its environment has. */
export const livingProcesses = (group: number, token: string): number[] =>
  process.platform === 'linux' ? fromProc(group, token) : fromPs(group, token)
