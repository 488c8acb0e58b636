import type { AgentKeyView } from '@/lib/domain/wire/agent-keys'

/** The name of an agent key, or its id where it has none. */
export const shownName = ({ name, id }: Pick<AgentKeyView, 'name' | 'id'>): string => name ?? id
