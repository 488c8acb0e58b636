/** The guide's own example: 25 agents of one product. */
const GUIDE: readonly [role: string, instances: number][] = [
  ['runner', 10],
  ['cron-nightly', 3],
  ['event-consumer', 6],
  ['tool-runner', 6],
]

const FRAMEWORKS = ['crewai', 'langgraph', 'autogen']
const ENVIRONMENTS = ['prod', 'staging', 'dev']
const ROLES = [...GUIDE.map(([role]) => role), 'planner', 'researcher', 'reviewer', 'summarizer']

const number = (instance: number) => String(instance).padStart(2, '0')

const GUIDE_IDS = GUIDE.flatMap(([role, instances]) =>
  Array.from({ length: instances }, (_, index) => `crewai:prod:${role}:${number(index + 1)}`),
)

/** Every framework × environment × role, and how many instances of it the guide's example has already. */
const KINDS = ROLES.flatMap((role) =>
  ENVIRONMENTS.flatMap((env) =>
    FRAMEWORKS.map((framework) => {
      const prefix = `${framework}:${env}:${role}:`
      return { prefix, taken: GUIDE_IDS.filter((id) => id.startsWith(prefix)).length }
    }),
  ),
)

/** The same distinct ids for the same count, always: the guide's 25 first, then evenly over every kind. */
export function fleetIds(count: number): string[] {
  const more = Array.from({ length: Math.max(0, count - GUIDE_IDS.length) }, (_, index) => {
    const { prefix, taken } = KINDS[index % KINDS.length] as (typeof KINDS)[number]
    return prefix + number(taken + Math.floor(index / KINDS.length) + 1)
  })
  return [...GUIDE_IDS.slice(0, count), ...more]
}

/** The role part of an id, or the id itself where it has none. */
export const roleOf = (deviceId: string): string => deviceId.split(':')[2] ?? deviceId
