/** The operations that this process runs. One run at a time per operation: if one is under way, the next waits for its end. */

export type OperationRunner = {
  /** `run` is given the signal to send nothing more. It must not reject. */
  start: (operationId: string, run: (haltSignal: AbortSignal) => Promise<void>) => void
  /** Aborts the signal of an operation's run, so that it sends nothing more; resolves when its runs have ended. */
  halt: (operationId: string) => Promise<void>
  /** Resolves when nothing of the operation is under way. */
  ended: (operationId: string) => Promise<void>
  isUnderWay: (operationId: string) => boolean
  /** Resolves when nothing is under way. */
  allEnded: () => Promise<void>
}

type Started = { ended: Promise<void>; haltController: AbortController }

export function createOperationRunner(): OperationRunner {
  const runs = new Map<string, Started>()
  const ended = async (operationId: string): Promise<void> => {
    for (let last = runs.get(operationId); last; last = runs.get(operationId)) await last.ended
  }
  return {
    start(operationId, run) {
      const before = runs.get(operationId)
      const haltController = new AbortController()
      const started: Started = { haltController, ended: begin() }
      runs.set(operationId, started)
      async function begin(): Promise<void> {
        await before?.ended
        await run(haltController.signal)
        if (runs.get(operationId) === started) runs.delete(operationId)
      }
    },
    async halt(operationId) {
      runs.get(operationId)?.haltController.abort()
      await ended(operationId)
    },
    ended,
    isUnderWay: (operationId) => runs.has(operationId),
    async allEnded() {
      while (runs.size > 0) await Promise.all([...runs.values()].map((started) => started.ended))
    },
  }
}
