/** Codes of a decision as kept in evidence, by position. Only ever append: the positions are on disk. */
export const CODES = [
  '',
  'ALLOW',
  'DEVICE_REVOKED',
  'ORG_DISABLED',
  'PLAN_NOT_ACTIVE',
  'DEVICE_NOT_REGISTERED',
  'DEVICE_KEY_REQUIRED',
] as const

export const ALLOW = 1
export const DEVICE_REVOKED = 2
export const ORG_DISABLED = 3
export const PLAN_NOT_ACTIVE = 4
export const DEVICE_NOT_REGISTERED = 5
export const DEVICE_KEY_REQUIRED = 6

/** Why a register was refused, as its reply says it. Kept in memory only, behind the codes of validate. */
const REGISTER_CODES = [
  'invalid_request',
  'device_revoked',
  'device_limit_reached',
  'not_written',
  'device_key',
  'enrolment_key_required',
  'too_many_registrations',
] as const

/** Every code that the log of decisions knows, by position. */
export const DECISION_CODES: readonly string[] = [...CODES, ...REGISTER_CODES]
export const REGISTER_CODES_FROM = CODES.length
