import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

export type BenchServer = { port: number; stop: () => Promise<void> }

/** Starts a Node program that prints `ready URL`, and resolves once it has. */
export async function spawnServer(args: string[], env: Record<string, string>): Promise<BenchServer> {
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server under test ended with code ${code}`)))
    createInterface(child.stdout).on('line', (line) => {
      const url = /^ready (.+)$/.exec(line)?.[1]
      if (url) resolve(Number(new URL(url).port))
    })
  })
  return {
    port,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}
