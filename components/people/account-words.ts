/** What an admin can do about the account of a person, and what each act means, before it is done and after. */
import { isolated } from '@/lib/domain/ids/isolated'
import type { PersonRow } from '@/lib/domain/wire/people'

export type AccountAct = 'sign-out' | 'disable' | 'enable' | 'remove'

type Entry = { act: AccountAct; text: string; danger?: boolean }

/** The acts that this admin may take; those on the whole account only where it is theirs to look after. */
export function accountActs({ accountIsYours, disabledAt }: PersonRow): Entry[] {
  const account: Entry[] = [
    { act: 'sign-out', text: 'Sign out everywhere…' },
    disabledAt
      ? { act: 'enable', text: 'Enable the account…' }
      : { act: 'disable', text: 'Disable the account…', danger: true },
  ]
  return [...(accountIsYours ? account : []), { act: 'remove', text: 'Remove from this org…', danger: true }]
}

type Words = { title: string; about: string; button: string; done: string }

export function accountWords(act: AccountAct, person: PersonRow, org: string): Words {
  const name = isolated(person.name)
  switch (act) {
    case 'sign-out':
      return {
        title: `Sign ${name} out everywhere?`,
        about: 'Every open session ends at its next click. The person can sign in again with the password.',
        button: 'Sign out everywhere',
        done: 'Signed out everywhere',
      }
    case 'disable':
      return {
        title: `Disable the account of ${name}?`,
        about:
          'The person is out at the next click, in every org, and cannot sign in. Roles stay as they are, for the day when the account is enabled. Links of invitations that this person made end.',
        button: 'Disable the account',
        done: 'Account disabled',
      }
    case 'enable':
      return {
        title: `Enable the account of ${name}?`,
        about: 'The person can sign in again, with the roles of before. No session of before comes back.',
        button: 'Enable the account',
        done: 'Account enabled',
      }
    case 'remove':
      return {
        title: `Remove ${name} from ${org}?`,
        about: person.isOnlyOrg
          ? `${org} is the only org of this person, so the account is deleted with the role. What the person did stays in the record.`
          : `The role in ${org} ends at the next click. The account and its roles in other orgs stay. What the person did stays in the record.`,
        button: `Remove from ${org}`,
        done: `Removed from ${org}`,
      }
  }
}
