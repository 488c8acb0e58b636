import { Ban, Fence, type LucideIcon, Play, Plus, RotateCcw, Square, Trash2 } from 'lucide-react'
import type { Operation, OperationKind } from '@/lib/domain/operation'

const ICON: Record<OperationKind, LucideIcon> = {
  revoke: Ban,
  restore: RotateCcw,
  remove: Trash2,
  register: Plus,
  disable: Square,
  enable: Play,
}

type Kind = Pick<Operation, 'kind' | 'fence'>

export const kindIconOf = ({ kind, fence }: Kind): LucideIcon => (fence ? Fence : ICON[kind])

/** What an operation does, as a sign beside its title. Its colour says nothing: the state has that. */
export function KindIcon({ operation }: { operation: Kind }) {
  const Icon = kindIconOf(operation)
  return <Icon aria-hidden className="size-4 shrink-0 text-faint" strokeWidth={2} />
}
