/** Takes each sight on a phone and on a laptop, light and dark, as a JPEG. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { openPage, PHONE } from '../camera'
import { type GalleryPage, pictureName, type Sight } from './gallery-page'
import type { GalleryWorld } from './gallery-world'

export const PICTURES = 'docs/gallery/pictures'
export const SCHEMES = ['light', 'dark'] as const
export const SCREENS: Record<'phone' | 'laptop', BrowserContextOptions> = {
  phone: { ...PHONE, deviceScaleFactor: 2 },
  laptop: { viewport: { width: 1440, height: 900 } },
}
const QUALITY = 80
const LOOK_EVERY_MS = 150
/** A page that still moves after so many looks is taken as it is. Looks, not time: while the machine pauses, none is made. */
const LOOKS_MAX = 60
/** What a page says whose stream was interrupted, as by a pause of the machine; it recovers by itself. */
const INTERRUPTED = 'The console has not answered this page'

export type Camera = { take: (world: GalleryWorld, page: GalleryPage, sight: Sight) => Promise<void> }

/** @param whole the screen is made as high as the page, so that nothing lies below its edge. */
export const galleryCamera = (browser: Browser, whole: boolean): Camera => ({
  async take(world, galleryPage, sight) {
    const session = { viewer: world.viewer?.cookie, 'signed out': undefined, admin: world.admin.cookie }[
      sight.as ?? 'admin'
    ]
    for (const [screen, options] of Object.entries(SCREENS)) {
      const page = await openPage(browser, world.url, session, options)
      await sight.show(page, world)
      await settled(page)
      if (whole || galleryPage.whole) await showWhole(page)
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme })
        const path = `${PICTURES}/${pictureName(galleryPage, sight)}-${screen}-${colorScheme}.jpg`
        await page.screenshot({ path, type: 'jpeg', quality: QUALITY })
      }
      await page.context().close()
    }
  },
})

/** Waits until the text stays as it is, with nothing loading; numbers may go on counting. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => void (await document.fonts.ready)).catch(() => undefined)
  let before = ''
  for (let same = 0, looks = 0; same < 3 && looks < LOOKS_MAX; looks += 1) {
    const now = await page
      .evaluate(() => `${document.body.textContent.replace(/\d+/g, '0')} ${document.querySelectorAll('.pulse').length}`)
      .catch(() => '')
    const isStill = now !== '' && now === before && now.endsWith(' 0') && !now.includes(INTERRUPTED)
    same = isStill ? same + 1 : 0
    before = now
    await delay(LOOK_EVERY_MS)
  }
}

async function showWhole(page: Page): Promise<void> {
  const size = page.viewportSize()
  const more = await page.evaluate(() => {
    const scrolled = document.querySelector('main') ?? document.documentElement
    return Math.max(
      0,
      scrolled.scrollHeight - scrolled.clientHeight,
      document.documentElement.scrollHeight - innerHeight,
    )
  })
  if (!size || more === 0) return
  await page.setViewportSize({ width: size.width, height: Math.min(size.height + more, 4_000) })
  await settled(page)
}
