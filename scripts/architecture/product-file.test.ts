import { expect, it } from 'vitest'
import { productFileIn } from './product-file'

it.each(['/home/ada/console', '/srv/app', '/srv/lib/components'])('is named from the root %s on', (root) => {
  expect(productFileIn(`    at stop (file://${root}/lib/stops/stop-org.ts:10:3)`, root)).toBe('lib/stops/stop-org.ts')
  expect(productFileIn(`${root}/app/stop/[org]/route.ts`, root)).toBe('app/stop/[org]/route.ts')
  expect(productFileIn(`file://${root}/testing/console/api-console.ts`, root)).toBeUndefined()
  expect(productFileIn('node:internal/timers:1:1', root)).toBeUndefined()
})
