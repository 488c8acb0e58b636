import { defineConfig } from 'vitest/config'

/** Tests of what reads or writes the store: they run on both engines. */
const ON_BOTH_ENGINES = [
  'lib/{store,audit,background,evidence,operations,orgs,replicas,services,sign-in,stops,views}/**/*.test.{ts,tsx}',
  'testing/{holds,scenarios,anchors,store}/**/*.test.ts',
]
/** These are about SQLite's files themselves, change rows by its own statements, or run agents and ask the store for next to nothing. */
const SQLITE_ONLY = [
  'lib/store/{sqlite,migrations}/**',
  'lib/store/open/{migrate,open-store}.test.ts',
  'testing/scenarios/compare-states.test.ts',
  'lib/services/connect-files/**',
]
/** These are about a PostgreSQL server. */
const POSTGRES_ONLY = ['**/*.postgres.test.ts']

const root = import.meta.dirname

export default defineConfig({
  resolve: { alias: { '@': root } },
  test: {
    // Guards against a test that hangs, and against nothing else: how long a test takes is a matter of the machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 60_000 } },
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'sqlite',
          include: ['{lib,components,testing,scripts,app,guards}/**/*.test.{ts,tsx}'],
          exclude: POSTGRES_ONLY,
          globalSetup: 'scripts/build/fresh-programs.mjs',
        },
      },
      {
        extends: true,
        test: {
          name: 'postgres',
          // The same tests run apart from each other on SQLite: here they share what they import, which is most of their time.
          isolate: false,
          env: { TEST_ENGINE: 'postgres' },
          include: [...ON_BOTH_ENGINES, 'scripts/admin/*.postgres.test.ts'],
          exclude: SQLITE_ONLY,
          globalSetup: ['scripts/build/fresh-programs.mjs', 'scripts/postgres/for-tests.ts'],
        },
      },
    ],
  },
})
