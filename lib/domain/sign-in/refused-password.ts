/** What is recorded of a password that was refused, at a sign-in or when it was to be confirmed. */

/** Passwords refused within a minute after one that has an event of its own; at most ten accounts and addresses are named. */
export type RefusedMore = { count: number; delayed: number; accounts: string[]; addresses: string[] }

/**
 * One that was refused: for an account that there is, or none (null); `delayed`: it was not looked at, because the attempt had to
 * wait. Events of an older form keep the `email` as it was typed; none does any more.
 */
export type RefusedPassword = { account: string | null; delayed?: true } | RefusedMore | { email: string }

const NAMED_MAX = 10

/** After "the console:". */
export function refusedSignInWords(data: RefusedPassword): string {
  if ('email' in data) return `a sign-in as ${data.email} was refused`
  if ('count' in data) {
    const { accounts } = data
    const whose =
      accounts.length > 0 ? `; accounts: ${accounts.join(', ')}${accounts.length < NAMED_MAX ? '' : ' …'}` : ''
    return `${counted(data.count, 'sign-in was', 'sign-ins were')} refused within a minute${unseenOf(data)}${whose}`
  }
  const whose = data.account === null ? 'with an e-mail that no account has' : `as ${data.account}`
  return `a sign-in ${whose} was refused${data.delayed ? ' before the password was checked' : ''}`
}

/** After the person's name. */
export function refusedConfirmationWords(data: RefusedPassword): string {
  if ('count' in data)
    return `tried ${counted(data.count, 'wrong password', 'wrong passwords')} within a minute${unseenOf(data)}`
  return 'delayed' in data
    ? 'tried passwords too often and has to wait'
    : 'gave a wrong password when asked to confirm it'
}

const counted = (count: number, one: string, many: string) =>
  `${count.toLocaleString('en')} more ${count === 1 ? one : many}`

const unseenOf = ({ delayed }: RefusedMore) =>
  delayed > 0 ? `, ${delayed.toLocaleString('en')} of them before the password was checked` : ''
