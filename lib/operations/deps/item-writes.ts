/**
 * The operations whose items and holds are being written while their first calls are out. What is about to read them waits; nothing
 * of this outlives the process: at the next start, items that are missing are made from the selection.
 */

export type ItemWrites = {
  /** @param written resolves when the store has them. */
  begin: (operationId: string, written: Promise<void>) => void
  /** Resolves when the store has them; undefined where it has. */
  of: (operationId: string) => Promise<void> | undefined
}

export function createItemWrites(): ItemWrites {
  const underWay = new Map<string, Promise<void>>()
  return {
    begin(operationId, written) {
      underWay.set(operationId, written)
      const end = () => void underWay.delete(operationId)
      written.then(end, end)
    },
    of: (operationId) => underWay.get(operationId),
  }
}
