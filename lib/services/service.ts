/**
 * The one gate. A use case declares its permission and its input; `invoke` parses, authorizes and runs. Routes and pages
 * both come through here, so a rule holds the same for page, API and token.
 */
import type { z } from 'zod'
import { originOf } from '@/lib/audit/audit-log'
import { recordRepeated } from '@/lib/audit/repeated-events'
import { AppError, SessionIdle, SignInTooOld } from '@/lib/domain/errors'
import { can, lowestRole, type Permission, RECENT_SIGN_IN_MS, STOP_ONLY_AFTER_MS } from '@/lib/domain/policy'
import type { Context, OrgContext } from './context'
import { parse } from './parse-input'

/**
 * Acts on one org, under a permission held in that org. `openToIdle`: what came of a stop, which a session that can only stop has to
 * see too; what needs the stop permission is open to it anyway.
 */
export type OrgService<Schema extends z.ZodType, Result> = {
  permission: Permission
  openToIdle?: true
  /** It stops, for which a person in memory is enough while the store cannot be read. */
  stopsFromMemory?: true
  input: Schema
  run: (context: OrgContext, input: z.output<Schema>) => Promise<Result>
}

/** Needs no more than a live session; `openToIdle`: and not even one that was used lately. */
export type PersonalService<Schema extends z.ZodType, Result> = {
  permission: 'signed-in'
  openToIdle?: true
  input: Schema
  run: (context: Context, input: z.output<Schema>) => Promise<Result>
}

/** Acts on the whole deployment: its orgs, the accounts of its people. */
export type DeploymentService<Schema extends z.ZodType, Result> = {
  permission: 'deployment'
  input: Schema
  run: (context: Context, input: z.output<Schema>) => Promise<Result>
}

export type Service<Schema extends z.ZodType, Result> =
  | OrgService<Schema, Result>
  | PersonalService<Schema, Result>
  | DeploymentService<Schema, Result>

export function service<Schema extends z.ZodType, Result>(
  declaration: OrgService<Schema, Result>,
): OrgService<Schema, Result>
export function service<Schema extends z.ZodType, Result>(
  declaration: PersonalService<Schema, Result>,
): PersonalService<Schema, Result>
export function service<Schema extends z.ZodType, Result>(
  declaration: DeploymentService<Schema, Result>,
): DeploymentService<Schema, Result>
export function service<Schema extends z.ZodType, Result>(
  declaration: Service<Schema, Result>,
): Service<Schema, Result> {
  return declaration
}

/** @throws InvalidInput, AppError `forbidden` or `not-found`, and whatever the use case throws. */
export async function invoke<Schema extends z.ZodType, Result>(
  declared: Service<Schema, Result>,
  context: Context,
  raw: unknown,
): Promise<Result> {
  if (declared.permission === 'signed-in') {
    if (!declared.openToIdle) requireUsedLately(context)
    return declared.run(context, parse(declared.input, raw))
  }
  if (declared.permission === 'deployment') {
    await authorizeDeployment(context)
    return declared.run(context, parse(declared.input, raw))
  }
  if (declared.permission !== 'stop' && !declared.openToIdle) requireUsedLately(context)
  const orgContext = enterOrg(context)
  await (declared.openToIdle ? requirePermission : authorize)(orgContext, declared.permission)
  return declared.run(orgContext, parse(declared.input, raw))
}

function enterOrg(context: Context): OrgContext {
  const org = context.orgSlug === undefined ? undefined : context.deps.orgs.bySlug(context.orgSlug)
  const role = org && context.actor.roles.get(org.row.id)
  if (!org || !role) requireUsedLately(context)
  // The same answer for an org that is not there and one that is not theirs.
  if (!org || !role) throw new AppError('not-found', `There is no org "${context.orgSlug}" that you may see.`)
  return { ...context, org, role }
}

/** Refuses whom the orgs and accounts of this deployment are not entrusted to, and records it. */
export async function authorizeDeployment(context: Context): Promise<void> {
  requireUsedLately(context)
  if (context.actor.deploymentAdmin) return
  const { deps } = context
  await recordRepeated(deps, deps.store.db, originOf(context, null), 'access.denied', { permission: 'deployment' })
  throw new AppError('forbidden', 'This needs an admin of the deployment, and you are not one. Nothing was changed.')
}

/** Of a request whose person is not known, because the store cannot be read. */
export const cannotRead = (cause?: unknown): AppError =>
  new AppError(
    'unavailable',
    'The console cannot read its own database right now. You are still signed in. Stopping works at /stop; for anything else, try again.',
    { cause },
  )

/** A session that no person used for long can stop and nothing else. @throws SessionIdle. */
function requireUsedLately({ actor, fromMemory }: Context): void {
  if (!actor.isIdle) return
  if (fromMemory) throw cannotRead()
  const hours = STOP_ONLY_AFTER_MS / 3_600_000
  throw new SessionIdle(
    `You did not use this session for ${hours} hours, so it can stop and nothing else. Enter your password to go on. Nothing was changed.`,
  )
}

/** Refuses, and records the refusal of anything but reading. */
export async function authorize(context: OrgContext, permission: Permission): Promise<void> {
  if (permission !== 'stop') requireUsedLately(context)
  await requirePermission(context, permission)
}

async function requirePermission(context: OrgContext, permission: Permission): Promise<void> {
  if (can(context.role, permission)) return
  if (permission !== 'see') {
    const { deps, org } = context
    await recordRepeated(deps, deps.store.db, originOf(context, org.row.id), 'access.denied', { permission })
  }
  throw new AppError(
    'forbidden',
    `You are ${context.role} of ${context.org.row.name}; this needs ${lowestRole(permission)} or above. Nothing was changed.`,
  )
}

/** Refuses when the person last proved who they are too long ago. Never called for a stop. @throws SignInTooOld */
export function requireRecentSignIn({ actor, deps }: Context): void {
  const ageMs = deps.clock.now() - actor.authenticatedAt
  // If a sign-in is in the future, the clock was set back since: its age is unknown.
  if (ageMs >= 0 && ageMs <= RECENT_SIGN_IN_MS) return
  throw new SignInTooOld(
    `This asks for a sign-in within the last ${RECENT_SIGN_IN_MS / 60_000} minutes. Confirm your password and try again. Nothing was changed.`,
  )
}
