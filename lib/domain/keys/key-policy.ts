/**
 * Which keys agents validate with. `shared`: agent keys, for every id. `mixed`: ids that have a device key with it alone, the others
 * with an agent key. `per-device`: every id with its own device key alone.
 */
export const KEY_POLICIES = ['shared', 'mixed', 'per-device'] as const
export type KeyPolicy = (typeof KEY_POLICIES)[number]

export const isKeyPolicy = (value: unknown): value is KeyPolicy => KEY_POLICIES.some((policy) => policy === value)

/** What an agent key is for: the work of agents, or nothing but registering devices, which gives each its own key. */
export const AGENT_KEY_USES = ['agent', 'enrolment'] as const
export type AgentKeyUse = (typeof AGENT_KEY_USES)[number]
