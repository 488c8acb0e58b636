/** The changelog at a release: what is under "Unreleased" gets the version's heading, and "Unreleased" is empty again. */
const UNRELEASED = '## [Unreleased]'

/**
 * @param {string} text the whole changelog
 * @param {string} version
 * @param {Date} today
 * @returns {{text: string, section: string} | null} the new one and the section of this version; null without any line to release
 */
export function closeUnreleased(text, version, today) {
  const [before, rest] = text.split(`${UNRELEASED}\n`)
  if (rest === undefined) return null
  const next = rest.search(/^## /m)
  const body = (next < 0 ? rest : rest.slice(0, next)).trim()
  if (!/^- \S/m.test(body)) return null
  const older = next < 0 ? '' : `\n${rest.slice(next)}`
  const section = `## [${version}] - ${today.toISOString().slice(0, 10)}\n\n${body}`
  return { text: `${before}${UNRELEASED}\n\n${section}\n${older}`, section }
}
