/** People who look at an org now, from memory alone: they requested `/stop` for it, or have its live stream open. */
import type { Actor } from '@/lib/domain/actor'

const PRESENT_MS = 60_000

type Person = Pick<Actor, 'userId' | 'name'>

export type Presence = {
  /** @param now epoch ms. */
  note: (orgId: string, person: Person, now: number) => void
  /** Names of the people but this one who looked within the last 60 s, the latest first. */
  others: (orgId: string, userId: string, now: number) => string[]
}

/** A clock that was set back makes no person present for longer. */
const isPresent = (at: number, now: number): boolean => Math.abs(now - at) <= PRESENT_MS

export function createPresence(): Presence {
  const orgs = new Map<string, Map<string, { name: string; at: number }>>()
  return {
    note(orgId, { userId, name }, now) {
      const people = orgs.get(orgId) ?? new Map()
      orgs.set(orgId, people)
      people.set(userId, { name, at: now })
      for (const [id, { at }] of people) if (!isPresent(at, now)) people.delete(id)
    },
    others(orgId, userId, now) {
      return [...(orgs.get(orgId) ?? [])]
        .filter(([id, { at }]) => id !== userId && isPresent(at, now))
        .sort(([, a], [, b]) => b.at - a.at)
        .map(([, { name }]) => name)
    },
  }
}
