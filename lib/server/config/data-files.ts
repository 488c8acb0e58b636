import { join } from 'node:path'

/** The console's files in its data folder, where no variable names another place. */
export const dataFiles = (dataDir: string) => ({
  database: join(dataDir, 'console.db'),
  auditSigningKey: join(dataDir, 'audit-signing-key.pem'),
  auditAnchor: join(dataDir, 'audit-anchor.jsonl'),
  journal: join(dataDir, 'stop-sink.jsonl'),
})
