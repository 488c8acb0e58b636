/**
 * Bundles every program that runs outside Next (authority, fleet, admin, bench, the snapshot worker) into `dist/`,
 * so that each starts in milliseconds and none needs a TypeScript loader. Native packages stay outside the bundle.
 */
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { PROGRAMS_DIGEST, programsDigest } from './build/stale.mjs'

/** Program name → source. `npm run NAME` starts it through `scripts/run.mjs`. */
export const PROGRAMS = {
  authority: 'lib/authority/main.ts',
  fleet: 'lib/authority/simulator/main.ts',
  admin: 'scripts/admin/admin.ts',
  preflight: 'scripts/start/preflight.ts',
  seed: 'scripts/dev/seed.ts',
  bench: 'scripts/bench/main.ts',
  'crash-child': 'scripts/bench/crash-child.ts',
  'hold-bench-worker': 'scripts/bench/hold-bench-worker.ts',
  gallery: 'scripts/pictures/gallery.ts',
  screenshots: 'scripts/pictures/screenshots.ts',
  'stop-pictures': 'scripts/pictures/stop-pictures.ts',
  'snapshot-worker': 'lib/machineid/snapshot/snapshot-worker.ts',
  'write-architecture': 'scripts/architecture/write-architecture.ts',
  'audit-verify': 'scripts/admin/audit-verify.ts',
  'keys-rotate': 'scripts/admin/keys-rotate.ts',
  prove: 'scripts/prove/prove.ts',
  'store-worker': 'lib/store/sqlite/store-worker.ts',
}

export async function bundle() {
  const entries = Object.entries(PROGRAMS).filter(([, source]) => existsSync(source))
  const digest = programsDigest()
  rmSync(PROGRAMS_DIGEST, { force: true })
  await build({
    entryPoints: Object.fromEntries(entries),
    outdir: 'dist',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20.19',
    sourcemap: 'linked',
    packages: 'external',
    logLevel: 'warning',
  })
  writeFileSync(PROGRAMS_DIGEST, `${digest}\n`)
}

if (import.meta.filename === process.argv[1]) await bundle()
