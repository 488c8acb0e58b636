import { Choice } from '@/components/ui/choice'
import { ROLE_WORDS } from '@/components/words/role-words'
import { ROLES, type Role } from '@/lib/domain/policy'

const OPTIONS = ROLES.map((role) => ({ value: role, text: role, hint: ROLE_WORDS[role] }))

/** One of the four roles, with what it lets a person do. */
export const RoleField = ({ role, onChange }: { role: Role; onChange: (role: Role) => void }) => (
  <Choice legend="Role" options={OPTIONS} value={role} onChange={onChange} />
)
