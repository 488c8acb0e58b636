/** What is asked of the operating system about a folder. Nothing of it writes. */
export type FileCalls = {
  /** Undefined if there is no such file. @throws like `statSync` of Node */
  stat: (path: string) => FileFacts | undefined
  /** Whether the name is taken, by a link that leads nowhere too. */
  isTaken: (path: string) => boolean
  /** @throws like `accessSync` of Node if this process may not. */
  access: (path: string, mode: number) => void
  statfs: (path: string) => { type: number; bsize: number; bfree: number; bavail: number }
  /** The text of `/proc/self/mountinfo`; empty where there is none. */
  mounts: () => string
  parentOf: (path: string) => string
  platform: string
  /** The user that this process runs as; null where users have no numbers. */
  uid: number | null
}

export type FileFacts = { uid: number; mode: number; dev: number; isDirectory: () => boolean; isFile: () => boolean }

/** The bits of `access`, the same on every system. */
export const MAY = { read: 4, write: 2, search: 1 } as const

export const codeOf = (error: unknown): string => (error as { code?: string }).code ?? String(error)
