import { expect, it } from 'vitest'
import { AUDIT_KINDS } from '@/lib/domain/audit'
import { KIND_GROUPS } from './kind-groups'

it('offers each kind once, by group and in order', () => {
  const kinds = KIND_GROUPS.flatMap((group) => group.kinds.map(({ kind }) => kind))
  expect(kinds.toSorted()).toEqual(AUDIT_KINDS.toSorted())
  for (const { kinds } of KIND_GROUPS) {
    const names = kinds.map(({ name }) => name)
    expect(names).toEqual(names.toSorted())
  }
  expect(KIND_GROUPS[1]?.kinds.map(({ name }) => name)).toContain('stop lifted elsewhere')
})
