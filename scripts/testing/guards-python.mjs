/**
 * The virtual environment of the guards' tests: exactly the packages of `guards/python/requirements.lock`, each with its digest.
 * It is made anew when the lock or the Python is another.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const FOLDER = '.venv-guards'
const LOCK = 'guards/python/requirements.lock'
const STAMP = join(FOLDER, 'made-of.sha256')
const NAMES = ['python3', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python']
const VERSION = 'import sys; print(sys.executable, *sys.version_info[:2], sep="\\n")'

/** The first Python of a version that every package of the lock has a build for: the given one (`PYTHON`), else one of the path. */
function findPython() {
  for (const name of process.env.PYTHON ? [process.env.PYTHON] : NAMES) {
    const { status, stdout } = spawnSync(name, ['-c', VERSION], { encoding: 'utf8' })
    const [path, major, minor] = (stdout ?? '').trim().split(/\r?\n/)
    if (status === 0 && major === '3' && minor >= 10 && minor <= 13) return { path, version: `${major}.${minor}` }
  }
  return undefined
}

/** Path of a Python that has the packages. Throws with one sentence when it cannot be had. */
export function guardsPython() {
  const found = findPython()
  if (!found) throw new Error('The tests of the guards need Python 3.10 to 3.13. Install one, or set PYTHON to it.')
  const python = resolve(FOLDER, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python')
  const stamp = createHash('sha256').update(`${found.path} ${found.version}\n`).update(readFileSync(LOCK)).digest('hex')
  if (existsSync(python) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === stamp) return python
  console.log(`Making ${FOLDER} with Python ${found.version} (a minute or two) …`)
  rmSync(FOLDER, { recursive: true, force: true })
  run(found.path, ['-m', 'venv', FOLDER], 'A virtual environment could not be made; on Debian it needs python3-venv.')
  run(
    python,
    ['-m', 'pip', 'install', '-q', '--require-hashes', '--only-binary', ':all:', '--no-compile', '-r', LOCK],
    'The packages could not be installed.',
  )
  writeFileSync(STAMP, stamp)
  return python
}

function run(program, args, fault) {
  if (spawnSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status !== 0) throw new Error(fault)
}
