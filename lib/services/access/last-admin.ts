/** The last admin who can sign in stays: an org that no person administers could only be mended from the terminal. */
import { AppError } from '@/lib/domain/errors'
import { listAdmins } from '@/lib/store/offboarding'
import { listDeploymentAdmins } from '@/lib/store/people/members'
import type { Db } from '@/lib/store/rows/db'

type User = { id: string; email: string }

/** @throws AppError `conflict` when the user is the last admin of the org, or of any org, who can sign in. */
export async function keepAnAdmin(db: Db, user: User, orgId?: string): Promise<void> {
  const admins = (await listAdmins(db)).filter((admin) => orgId === undefined || admin.org_id === orgId)
  const alone = admins.filter(
    (admin) =>
      admin.user_id === user.id && !admins.some((other) => other.org_id === admin.org_id && other.user_id !== user.id),
  )
  if (alone.length === 0) return
  refuse(user, alone.map(({ slug }) => slug).join(', '), 'there')
}

/** @throws AppError `conflict` when the user is the last admin of the deployment who can sign in. */
export async function keepADeploymentAdmin(db: Db, user: User): Promise<void> {
  const admins = await listDeploymentAdmins(db)
  if (admins.length !== 1 || admins[0]?.id !== user.id) return
  refuse(user, 'the deployment', 'of it')
}

function refuse({ email }: User, of: string, where: string): never {
  throw new AppError(
    'conflict',
    `${email} is the last admin of ${of} who can sign in. Make another person an admin ${where} first. Nothing was changed.`,
  )
}
