/**
 * A shell beside the command that outlives the kit: when the kit is gone without having ended the command, as after SIGKILL, the
 * pipe between them closes, and the shell kills the command's process group and whatever carries the run's own text in its environment.
 */
import { spawn } from 'node:child_process'

// The text comes by the pipe, because an argument would show in the list of processes and be taken for the command.
const KEEPER = `
trap '' HUP INT TERM QUIT
read -r token; read -r group; read -r word
[ "$word" = ended ] && exit 0
found() {
  if [ -d /proc/self ]; then
    grep -lsF -- "$token" /proc/[0-9]*/environ | while IFS=/ read -r _ _ pid _; do echo "$pid"; done
  else
    ps axeww -o pid=,command= | grep -F -- "$token" | grep -v 'grep -F' | while read -r pid _; do echo "$pid"; done
  fi
}
tries=0
while [ "$tries" -lt 40 ]; do
  tries=$((tries + 1))
  [ -n "$group" ] && kill -KILL -- "-$group" 2>/dev/null
  pids=$(found)
  [ -z "$pids" ] && exit 0
  kill -KILL $pids 2>/dev/null
  sleep 0.1
done
`

export type Keeper = {
  /** The command has started, as leader of this process group. */
  watch: (group: number) => void
  /** All of the command is ended: there is nothing left to do. */
  dismiss: () => void
}

/** Starts it before the command. @param token a text that only the environment of this run has. */
export function startKeeper(token: string): Keeper {
  const child = spawn('sh', ['-c', KEEPER], {
    env: { PATH: process.env.PATH, NODE_ENV: process.env.NODE_ENV },
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  for (const one of [child, child.stdin]) one.on('error', () => undefined)
  child.stdin.write(`${token}\n`)
  child.unref()
  return {
    watch: (group) => void child.stdin.write(`${group}\n`),
    dismiss: () => void child.stdin.end('ended\n'),
  }
}
