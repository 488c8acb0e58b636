/** `npm run admin -- org set`: what the stop page of an org says to do, and whom to call. */
import { byTerminal } from '@/lib/services/access/by'
import { changeOrg } from '@/lib/services/org-admin/change-org'
import { type AdminTask, need, UsageFault } from './admin-task'

export const ORG_TEXT_USAGE = `  npm run admin -- org set SLUG [--runbook TEXT] [--contact TEXT]`

/** An empty text removes what was set. */
export const setTexts: AdminTask = async ({ db }, _config, options) => {
  const slug = need(options, 'slug')
  const { runbook, contact } = options
  if (runbook === undefined && contact === undefined) throw new UsageFault('Give --runbook, --contact or both.')
  await changeOrg(db, slug, { runbook, contact }, byTerminal(Date.now()))
  return `The stop page of ${slug} shows it within seconds.`
}
