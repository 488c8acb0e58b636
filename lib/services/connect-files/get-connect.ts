/** What can be connected: each framework with its boundaries, and the values that ids of this org have. */
import { z } from 'zod'
import { FRAMEWORKS } from '@/lib/domain/connect/frameworks'
import { type GuardSources, sourcesOf, textOf } from '@/lib/domain/connect/hand-out'
import { boundariesIn } from '@/lib/domain/connect/starter'
import { unguardedPaths } from '@/lib/domain/connect/unguarded-paths'
import type { ConnectView, FrameworkView } from '@/lib/domain/wire/connect'
import { fleetEnv } from '@/lib/orgs/match-selector'
import { service } from '../service'
import { readGuards } from './read-guards'

export const getConnect = service({
  permission: 'see',
  input: z.strictObject({}),
  async run({ deps, org }): Promise<ConnectView> {
    org.reader.look()
    const frameworks = viewFrameworks(await readGuards())
    const env = await fleetEnv(deps.store.reads, org, [], deps.clock.now())
    const found = await org.searches.find(org.fleet, '', { terms: [], env, sort: { by: 'id', direction: 'asc' } })
    return { frameworks, parts: found.facets.filter(({ name }) => org.parts.includes(name)) }
  },
})

export const viewFrameworks = (sources: GuardSources): FrameworkView[] =>
  FRAMEWORKS.map((framework) => {
    const [, adapter, starter] = sourcesOf(framework)
    return {
      id: framework.id,
      boundaries: boundariesIn(textOf(sources, starter)),
      unguarded: unguardedPaths(textOf(sources, adapter)),
    }
  })
