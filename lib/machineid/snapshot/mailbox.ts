/** Messages that wait until a reader takes them, one reader at a time. After `fail` every `take` rejects. */
export type Mailbox<T> = { put(message: T): void; take(): Promise<T>; fail(error: Error): void }

export function createMailbox<T>(): Mailbox<T> {
  const waiting: T[] = []
  let failed: Error | null = null
  let taker: { resolve: (message: T) => void; reject: (error: Error) => void } | null = null
  return {
    put(message) {
      if (taker) taker.resolve(message)
      else waiting.push(message)
      taker = null
    },
    take: () =>
      new Promise((resolve, reject) => {
        const first = waiting.shift()
        if (failed) reject(failed)
        else if (first !== undefined) resolve(first)
        else taker = { resolve, reject }
      }),
    fail(error) {
      failed ??= error
      taker?.reject(failed)
      taker = null
    },
  }
}
