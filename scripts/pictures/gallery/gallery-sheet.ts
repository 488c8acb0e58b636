/** One contact sheet per page, made by the browser itself, and the list of them all. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Browser } from '@playwright/test'
import { PICTURES, SCHEMES, SCREENS } from './gallery-camera'
import { type GalleryPage, pictureName, type Sight } from './gallery-page'

const FOLDER = 'docs/gallery'
const BYTES_MAX = 350_000
const QUALITIES = [80, 70, 60, 50, 40, 30, 20]

const STYLE = `
  * { box-sizing: border-box }
  body { margin: 0; padding: 24px; width: 1680px; background: #8a8986; color: #fff; font: 15px/1.4 system-ui, sans-serif }
  h1 { margin: 0 0 16px; font-size: 24px; line-height: 1.2 }
  section { margin: 0 0 24px }
  h2 { margin: 0 0 8px; font-size: 15px; font-weight: 400 }
  h2 b { font-weight: 650 }
  div { display: flex; gap: 12px }
  img { display: block; height: 380px; width: auto; border-radius: 4px }`

/** Writes the sheet of a page if all of its pictures are there. Its size in bytes, or null. */
export async function makeSheet(browser: Browser, page: GalleryPage): Promise<number | null> {
  const rows = page.sights.map((sight) => ({ sight, files: filesOf(page, sight) }))
  if (rows.some(({ files }) => files.some((file) => !existsSync(file)))) return null
  const context = await browser.newContext({ viewport: { width: 1_680, height: 900 } })
  try {
    const sheet = await context.newPage()
    await sheet.setContent(
      `<style>${STYLE}</style><h1>${escaped(page.title)}</h1>${rows.map((row) => section(row.sight, row.files)).join('')}`,
    )
    await sheet.evaluate(() => Promise.all([...document.images].map((image) => image.decode())))
    for (const quality of QUALITIES) {
      const bytes = await sheet.screenshot({ type: 'jpeg', quality, fullPage: true })
      if (bytes.length > BYTES_MAX) continue
      writeFileSync(`${FOLDER}/${page.name}.jpg`, bytes)
      return bytes.length
    }
    throw new Error(`The sheet of ${page.name} is larger than ${BYTES_MAX} bytes at any quality: split the page.`)
  } finally {
    await context.close()
  }
}

const filesOf = (page: GalleryPage, sight: Sight): string[] =>
  Object.keys(SCREENS).flatMap((screen) =>
    SCHEMES.map((scheme) => `${PICTURES}/${pictureName(page, sight)}-${screen}-${scheme}.jpg`),
  )

const section = ({ scene, shows }: Sight, files: string[]): string => {
  const images = files.map((file) => `<img src="data:image/jpeg;base64,${readFileSync(file).toString('base64')}">`)
  return `<section><h2><b>${scene}</b> · ${escaped(shows)}</h2><div>${images.join('')}</div></section>`
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;')

/** The list of all sheets, with what each shows. */
export function writeList(pages: readonly GalleryPage[]): void {
  const parts = pages.map(
    ({ name, title, sights }) =>
      `## ${title}\n\n${sights.map(({ scene, shows }) => `- *${scene}* – ${shows}.`).join('\n')}\n\n![${title}](${name}.jpg)\n`,
  )
  writeFileSync(`${FOLDER}/README.md`, `${HEAD}\n${parts.join('\n')}`)
}

const HEAD = `# The gallery: every page in every state

Each sheet shows one page, a row for each state; in a row a phone (390 × 844) light and dark, then a laptop (1440 × 900) light and
dark. The pictures are of the running app: a real authority, a real console, real agents, real faults.

\`node scripts/run.mjs gallery\` makes them all anew (after \`npm run build\`), with the single pictures in \`pictures\` beside this file,
which are not kept in the repository. Beginnings of names make only those: \`node scripts/run.mjs gallery overview operation\`.
\`--devices 100000\` fills the full org with so many devices instead of 5,000, \`--whole\` makes each screen as high as its page.
This list is written by the same command; what is in it is in \`scripts/pictures/gallery\`.

| state | what it is |
| --- | --- |
| *empty* | an org in which no device was ever registered |
| *small* | 52 devices, some weeks of usage, stops, a fence and restores |
| *stopped* | the same while the whole org is stopped |
| *alarm* | the same after a device was restored behind the console's back |
| *away* | the same while the authority does not answer |
| *key-rejected* | the same while the authority rejects the org key |
| *unreadable* | the same while the console cannot read its database |
| *years* | the same with two years of usage: growth, weeks, a hole of forty days, a cap that was raised, roles that are gone |
| *several* | 52 devices beside two more orgs, one of them stopped, and open invitations |
| *full* | 5,000 devices |
`
