/**
 * `node scripts/run.mjs gallery [--devices N] [--whole] [NAME…]`: takes every page in every state on a phone and on a laptop, light
 * and dark, from the running app, and makes one contact sheet of each page. Beginnings of names make only those pages.
 */
import { mkdirSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { withStage } from '../bench/stage'
import { makePictures, withBrowser } from './camera'
import { CONNECT_PAGES } from './gallery/connect-pages'
import { galleryCamera, PICTURES } from './gallery/gallery-camera'
import type { Scene } from './gallery/gallery-page'
import { makeSheet, writeList } from './gallery/gallery-sheet'
import { type GalleryWorld, openGalleryWorld } from './gallery/gallery-world'
import { KEY_PAGES } from './gallery/key-pages'
import { NOTE_PAGES } from './gallery/note-pages'
import { ORG_PAGES } from './gallery/org-pages'
import { addOrgs, PEOPLE_PAGES } from './gallery/people-pages'
import { PLAIN_PAGES } from './gallery/plain-pages'
import { ruinStore } from './gallery/ruin-store'
import { seedYears } from './gallery/seed-years'

const SMALL = 50
const PAGES = [...PLAIN_PAGES, ...ORG_PAGES, ...NOTE_PAGES, ...CONNECT_PAGES, ...KEY_PAGES, ...PEOPLE_PAGES]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    devices: { type: 'string', default: '5000' },
    whole: { type: 'boolean', default: false },
    scene: { type: 'string', multiple: true },
  },
})
const wanted = PAGES.filter(
  ({ name }) => positionals.length === 0 || positionals.some((start) => name.startsWith(start)),
)
const isWanted = (scene: Scene) =>
  (values.scene?.includes(scene) ?? true) && wanted.some(({ sights }) => sights.some((sight) => sight.scene === scene))

await makePictures(() =>
  withBrowser(async (browser) => {
    mkdirSync(PICTURES, { recursive: true })
    const camera = galleryCamera(browser, values.whole)
    const shoot = async (world: GalleryWorld, scene: Scene) => {
      if (!isWanted(scene)) return
      for (const page of wanted)
        for (const sight of page.sights) {
          if (sight.scene !== scene) continue
          await camera.take(world, page, sight)
          console.log(`${scene}: ${page.name}${sight.name ? `, ${sight.name}` : ''}`)
        }
    }
    /** One console lives through `scenes`; each is brought about only if it is wanted. */
    const play = async (devices: number, scenes: Partial<Record<Scene, (world: GalleryWorld) => Promise<void>>>) => {
      const names = Object.keys(scenes) as Scene[]
      if (!names.some(isWanted)) return
      await withStage(async (stage) => {
        const world = await openGalleryWorld(stage, devices)
        try {
          for (const scene of names.filter(isWanted)) await scenes[scene]?.(world).then(() => shoot(world, scene))
        } finally {
          await world.close()
        }
      })
    }
    const asItIs = async () => {}
    await play(0, { empty: asItIs })
    await play(SMALL, {
      small: asItIs,
      stopped: stopOrg,
      alarm: contradict,
      away: (world) => world.authority('away'),
      'key-rejected': (world) => world.authority('rejecting the key'),
      unreadable: ruinStore,
    })
    await play(SMALL, { years: seedYears })
    await play(SMALL, { several: addOrgs })
    await play(Number(values.devices), { full: asItIs })
    for (const page of wanted) {
      const bytes = await makeSheet(browser, page)
      console.log(
        bytes === null ? `${page.name}: not all pictures are there, no sheet` : `${page.name}: ${bytes} bytes`,
      )
    }
    writeList(PAGES)
  }),
)

/** The whole org, with its reason; all that ask are denied. */
async function stopOrg({ act, untilOrg }: GalleryWorld): Promise<void> {
  await act({ kind: 'disable' })
  await untilOrg(({ orgStop }) => (orgStop?.counts.confirmed ?? 0) > 40)
}

/** The org works again; a device that a stop holds was restored by something else. */
async function contradict({ act, call, untilOrg }: GalleryWorld): Promise<void> {
  await act({ kind: 'enable', reason: 'The queue is drained' }).catch(() => undefined)
  await untilOrg(({ execution, orgStop }) => execution.state !== 'disabled' && !orgStop)
  await call('devices/unrevoke', { deviceId: 'crewai:prod:cron-nightly:01' })
  await untilOrg(({ contradicted }) => contradicted > 0)
}
