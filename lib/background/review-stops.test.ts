import { expect, it } from 'vitest'
import type { OrgRuntime } from '@/lib/orgs/org-runtime'
import type { BackgroundDeps } from './background-deps'
import { createStopReviews } from './review-stops'

it('reviews nothing before the emergency file was taken over, and then once for all who asked', async () => {
  let reviews = 0
  const stops = {
    inForce() {
      reviews += 1
      return false
    },
  }
  let open = () => {}
  const ready = new Promise<void>((resolve) => {
    open = resolve
  })
  const { ask } = createStopReviews({} as BackgroundDeps, ready)
  const org = { stops } as unknown as OrgRuntime
  ask(org)
  ask(org)
  await Promise.resolve()
  expect(reviews).toBe(0)
  open()
  await expect.poll(() => reviews).toBe(1)
})
