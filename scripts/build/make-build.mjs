/** Builds the pages in a program of its own, as `npm run up` and `npm test` both do, and looks whether a build is there. */
import { isBuildStale } from './stale.mjs'

/**
 * @param {Pick<ReturnType<typeof import('../start/supervisor.mjs').createSupervisor>, 'run'>} supervisor
 * @param {{env: Record<string, string | undefined>, stdout: 'ignore' | 'inherit' | number}} options
 * @returns {Promise<boolean>} whether the folder of the build holds one of these sources now
 */
export async function makeBuild(supervisor, { env, stdout }) {
  const code = await supervisor.run(process.execPath, ['scripts/build/build-pages.mjs'], { env, stdout })
  // The framework may end early without saying so.
  return code === 0 && !isBuildStale(env.NEXT_DIST_DIR)
}
