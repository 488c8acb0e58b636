import { useState } from 'react'
import type { ChosenKey } from '@/lib/client/api/rotation/rotation-queries'
import type { Rotated, Rotations, RotationView } from '@/lib/domain/wire/rotation'
import { useChosenKey } from './use-chosen-key'

/**
 * The key that was chosen and what is known of its rotation. `lost`: one whose outcome is not known, of whatever key; `done`: the last one
 * that put the chosen key in its place. `made` is held by this page alone: the text of the key is nowhere else.
 */
export function useRotation({ rotations }: Rotations) {
  const [chosen, choose] = useChosenKey()
  const [made, setMade] = useState<Rotated | null>(null)
  const onDone = (rotated: Rotated) => {
    const { kind, newKeyId, state } = rotated.rotation
    setMade(rotated)
    if (state === 'done') choose(kind === 'org' ? { kind, keyId: null } : { kind, keyId: newKeyId ?? '' })
  }
  return {
    chosen,
    choose,
    made,
    onDone,
    forget: () => setMade(null),
    lost: rotations.find(({ state }) => state === 'unknown'),
    done: chosen ? lastOf(rotations, chosen) : undefined,
  }
}

const lastOf = (rotations: readonly RotationView[], { kind, keyId }: ChosenKey): RotationView | undefined =>
  rotations.find((one) => one.state === 'done' && one.kind === kind && (kind === 'org' || one.newKeyId === keyId))
