import { join } from 'node:path'
import { CONSOLE_DATABASE } from '@/lib/domain/defaults.mjs'

/** The console's files in its data folder, where no variable names another place. */
export const dataFiles = (dataDir: string) => ({
  database: join(dataDir, CONSOLE_DATABASE),
  auditSigningKey: join(dataDir, 'audit-signing-key.pem'),
  auditAnchor: join(dataDir, 'audit-anchor.jsonl'),
  journal: join(dataDir, 'stop-sink.jsonl'),
})
