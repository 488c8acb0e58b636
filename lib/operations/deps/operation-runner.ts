/** The operations that this process is working on. One job at a time per operation: a second one begins when the first ended. */

export type OperationRunner = {
  /** `run` is given the signal to send nothing more. It must not reject. */
  start: (operationId: string, run: (halt: AbortSignal) => Promise<void>) => void
  /** Tells an operation's jobs to send nothing more; resolves when they have ended. */
  halt: (operationId: string) => Promise<void>
  /** Resolves when nothing of the operation is under way. */
  ended: (operationId: string) => Promise<void>
  /** Resolves when nothing is under way. */
  allEnded: () => Promise<void>
}

type Job = { ended: Promise<void>; halt: AbortController }

export function createOperationRunner(): OperationRunner {
  const jobs = new Map<string, Job>()
  const ended = async (operationId: string): Promise<void> => {
    for (let job = jobs.get(operationId); job; job = jobs.get(operationId)) await job.ended
  }
  return {
    start(operationId, run) {
      const before = jobs.get(operationId)
      const halt = new AbortController()
      const job: Job = { halt, ended: begin() }
      jobs.set(operationId, job)
      async function begin(): Promise<void> {
        await before?.ended
        await run(halt.signal)
        if (jobs.get(operationId) === job) jobs.delete(operationId)
      }
    },
    async halt(operationId) {
      jobs.get(operationId)?.halt.abort()
      await ended(operationId)
    },
    ended,
    async allEnded() {
      while (jobs.size > 0) await Promise.all([...jobs.values()].map((job) => job.ended))
    },
  }
}
