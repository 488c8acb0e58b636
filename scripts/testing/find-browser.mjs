/** A Chrome or Chromium to test with: a given one, an installed one, on Debian as root a newly installed one, else Playwright's. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Path of a browser that is there already: the given one, else one where browsers usually are; undefined when there is none. */
export const installedBrowser = () => process.env.CHROMIUM_PATH ?? installed()

const installed = () => KNOWN.find((path) => existsSync(path))
const quietly = (command, args) =>
  spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' }).status === 0

/** Path of the browser; undefined when there is none to be had. */
export function findBrowser() {
  const given = process.env.CHROMIUM_PATH
  if (given) return existsSync(given) ? given : undefined
  return installed() ?? installOnDebian() ?? playwrightsOwn()
}

function installOnDebian() {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return undefined
  console.log('Installing chromium (a minute or two) …')
  const worked = quietly('apt-get', ['update', '-qq']) && quietly('apt-get', ['install', '-y', '-qq', 'chromium'])
  return worked ? installed() : undefined
}

function playwrightsOwn() {
  if (!quietly('npx', ['--no-install', 'playwright', 'install', 'chromium'])) return undefined
  const script = "process.stdout.write(require('@playwright/test').chromium.executablePath())"
  const { stdout } = spawnSync(process.execPath, ['--input-type=commonjs', '-e', script], { encoding: 'utf8' })
  return existsSync(stdout) ? stdout : undefined
}
