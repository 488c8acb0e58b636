/**
 * Messages between the console's main thread and the snapshot worker. The devices of a chunk travel as records, and their
 * memory with them: nothing is copied, and nothing stays behind. One item is under way per reading; the next one is sent
 * when the last was acknowledged.
 */
import type { UpstreamError } from '@/lib/domain/errors'
import type { SnapshotStart, SnapshotSummary } from './snapshot'

/** What a reader is opened with. The key is text only in this message, which is never printed. */
export type ReaderTarget = { baseUrl: string; orgKey: string; paths?: Record<string, string | undefined> }

export type ToWorker =
  | { kind: 'open'; readerId: number; target: ReaderTarget }
  | { kind: 'close'; readerId: number }
  | { kind: 'read'; readerId: number; readId: number; full: boolean }
  | { kind: 'next'; readId: number }
  | { kind: 'abort'; readId: number }

export type FaultData = Pick<
  UpstreamError,
  'code' | 'detail' | 'upstreamStatus' | 'upstreamCode' | 'upstreamRequestId' | 'retryAfterMs'
>

export type FromWorker =
  | { kind: 'item'; readId: number; item: SnapshotStart | SnapshotSummary }
  | { kind: 'chunk'; readId: number; records: Uint8Array<ArrayBuffer>; removed: string[] }
  | { kind: 'done'; readId: number }
  | { kind: 'fault'; readId: number; fault: FaultData | null }
