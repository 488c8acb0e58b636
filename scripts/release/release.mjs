/** What a release does, step by step; nothing is written before everything was checked. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { closeUnreleased } from './changelog.mjs'
import { isNewer } from './version.mjs'

const CHANGELOG = 'CHANGELOG.md'
const CHANGED = [CHANGELOG, 'package.json', 'package-lock.json']
const SBOM = 'dist/sbom.json'
/**
 * All of it, from the lockfile alone. Not with `--omit dev`, and not by npm's own mark for what is of development: one package may be
 * there twice, once for development, and npm lists it once.
 */
const LIST_PACKAGES = ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only']

/** A release that cannot go on; the message is the sentence that the terminal shows. */
export class ReleaseFault extends Error {}

/** @throws {ReleaseFault} with what the command said */
function run(command, args) {
  const isNpm = command === 'npm'
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: isNpm && process.platform === 'win32',
  })
  if (status !== 0) throw new ReleaseFault(`${command} ${args[0]} failed: ${(error?.message ?? stderr).trim()}`)
  return stdout.trim()
}

/**
 * @param {{version: string, isDry: boolean, say: (line: string) => void, today: Date}} options `version` without a `v`;
 *   `isDry`: only checks, and says what would be done
 * @throws {ReleaseFault}
 */
export function release({ version, isDry, say, today }) {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8'))
  const changelog = check(version, manifest.version, today)
  if (isDry) {
    say(
      `Would write ${version} into package.json and package-lock.json, and into ${CHANGELOG}:\n\n${changelog.section}\n`,
    )
    say(`Would list ${packagesOf(manifest.name).components.length} packages in ${SBOM}, commit, and tag v${version}.`)
    return
  }
  try {
    writeFileSync(CHANGELOG, changelog.text)
    run('npm', ['version', version, '--no-git-tag-version', '--ignore-scripts'])
    const packages = packagesOf(manifest.name)
    mkdirSync(dirname(SBOM), { recursive: true })
    writeFileSync(SBOM, `${JSON.stringify(packages, null, 2)}\n`)
    run('git', ['commit', '--quiet', '--message', `release: ${version}`, '--', ...CHANGED])
    say(`Listed ${packages.components.length} packages in ${SBOM}.`)
  } catch (error) {
    run('git', ['checkout', 'HEAD', '--', ...CHANGED])
    throw error
  }
  run('git', ['tag', '--annotate', '--message', changelog.section, '--cleanup', 'verbatim', `v${version}`])
  say(`Committed and tagged v${version}. Look at it, then: git push --follow-tags`)
}

/** Everything that must be right first. Gives the changelog as it will be. */
function check(version, before, today) {
  if (!isNewer(version, before))
    throw new ReleaseFault(
      `"${version}" is no version after ${before}. Give three numbers, such as npm run release -- 0.2.0.`,
    )
  const changed = run('git', ['status', '--porcelain'])
  if (changed) throw new ReleaseFault(`The tree is not clean. Commit these or put them away first:\n${changed}`)
  if (run('git', ['tag', '--list', `v${version}`])) throw new ReleaseFault(`There is a tag v${version} already.`)
  const changelog = closeUnreleased(readFileSync(CHANGELOG, 'utf8'), version, today)
  if (!changelog)
    throw new ReleaseFault(`${CHANGELOG} has no lines under "Unreleased". Say there what changes for people.`)
  return changelog
}

/** A CycloneDX document of what is installed where the console runs; npm calls the project after its folder, which says nothing. */
function packagesOf(name) {
  const { metadata, components, dependencies, ...rest } = JSON.parse(run('npm', LIST_PACKAGES))
  metadata.component.name = name
  const ours = installedOf(JSON.parse(readFileSync('package-lock.json', 'utf8')))
  const kept = components.filter((one) => ours.has(`${one.name}@${one.version}`))
  const refs = new Set([metadata.component['bom-ref'], ...kept.map((one) => one['bom-ref'])])
  return {
    ...rest,
    metadata,
    components: kept,
    dependencies: dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)) })),
  }
}

/** `name@version` of every package of the lockfile that is not there for development alone. */
const installedOf = ({ packages }) =>
  new Set(
    Object.entries(packages).flatMap(([path, { version, dev }]) =>
      path === '' || dev ? [] : [`${path.split('node_modules/').at(-1)}@${version}`],
    ),
  )
