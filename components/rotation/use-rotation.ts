import type { ChosenKey } from '@/lib/client/api/rotation/rotation-queries'
import { madeRotation } from '@/lib/client/state/made-rotation'
import { useObservable } from '@/lib/client/state/use-observable'
import type { Rotated, Rotations, RotationView } from '@/lib/domain/wire/rotation'
import { useChosenKey } from './use-chosen-key'

/**
 * The key that was chosen and what is known of its rotation. `lost`: one whose outcome is not known, of whatever key; `underWay`: one whose
 * answer is awaited; `done`: the last one that put the chosen key in its place. `made`: what this tab was answered last.
 */
export function useRotation(org: string, { rotations }: Rotations) {
  const [chosen, choose] = useChosenKey()
  const last = useObservable(madeRotation, null)
  const onDone = (rotated: Rotated) => {
    const { kind, newKeyId, state } = rotated.rotation
    madeRotation.set({ org, rotated })
    if (state === 'done') choose(kind === 'org' ? { kind, keyId: null } : { kind, keyId: newKeyId ?? '' })
  }
  return {
    chosen,
    choose,
    made: last?.org === org ? last.rotated : null,
    onDone,
    forget: () => madeRotation.set(null),
    lost: rotations.find(({ state }) => state === 'unknown'),
    underWay: rotations.find(({ state }) => state === 'requested'),
    done: chosen ? lastOf(rotations, chosen) : undefined,
  }
}

const lastOf = (rotations: readonly RotationView[], { kind, keyId }: ChosenKey): RotationView | undefined =>
  rotations.find((one) => one.state === 'done' && one.kind === kind && (kind === 'org' || one.newKeyId === keyId))
