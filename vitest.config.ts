import { defineConfig } from 'vitest/config'

export default defineConfig({
  resolve: { alias: { '@': import.meta.dirname } },
  test: {
    include: ['{lib,components,testing,scripts,app,guards}/**/*.test.{ts,tsx}'],
    globalSetup: 'scripts/build/fresh-programs.mjs',
    // Guards against a test that hangs, and against nothing else: how long a test takes is a matter of the machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    maxWorkers: 2,
  },
})
