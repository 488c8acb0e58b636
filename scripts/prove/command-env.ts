/** The environment of the command: its own without anything that opens a door elsewhere, and the addresses of this run. */

/** Names of variables that hold a key, or the address that a key belongs to. */
const SECRET =
  /(^|_)(API_?KEY|KEY|KEYS|TOKEN|TOKENS|SECRET|SECRETS|PASSWORD|PASSWD|PASS|CREDENTIAL|CREDENTIALS|AUTH|COOKIE|DSN)(_|$)/i
const OURS = /^(MACHINEID_|OPENAI_|ANTHROPIC_|CLAUDE_CODE_USE_|GOOGLE_GE|GEMINI_|AUTHORITY_|CONSOLE_|npm_|INIT_CWD$)/i
/** What keys look like wherever they are. */
const KEY_VALUE = /\b(org_[A-Za-z0-9_-]{8,}|sk-[A-Za-z0-9_-]{8,}|gh[pousr]_[A-Za-z0-9]{16,}|AKIA[A-Z0-9]{12,})\b/
const WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/i

const isSecret = (name: string, value: string) =>
  SECRET.test(name) || OURS.test(name) || KEY_VALUE.test(value) || WITH_PASSWORD.test(value)

export type Environment = Readonly<Record<string, string | undefined>>

export type CommandSettings = {
  deviceId: string
  authorityUrl: string
  orgKey: string
  modelUrl: string
  modelKey: string
  proveUrl: string
}

/** Calls to this machine go past any proxy that is set for the others. */
function noProxy(env: Environment): Record<string, string> {
  const hosts = [env.NO_PROXY ?? env.no_proxy, '127.0.0.1', 'localhost'].filter(Boolean).join(',')
  return { NO_PROXY: hosts, no_proxy: hosts }
}

/** Names of the variables that the command does not get, in order. @param keep names that it gets all the same. */
export const removedNames = (env: Environment, keep: readonly string[]): string[] =>
  Object.entries(env)
    .filter(([name, value]) => isSecret(name, value ?? '') && !keep.includes(name))
    .map(([name]) => name)
    .sort()

/** @param keep names of variables that look like a key and that the command needs. */
export function commandEnv(env: Environment, keep: readonly string[], settings: CommandSettings): Environment {
  const removed = new Set(removedNames(env, keep))
  const kept = Object.fromEntries(Object.entries(env).filter(([name]) => !removed.has(name)))
  return {
    ...kept,
    ...noProxy(env),
    MACHINEID_BASE_URL: settings.authorityUrl,
    MACHINEID_ORG_KEY: settings.orgKey,
    MACHINEID_DEVICE_ID: settings.deviceId,
    OPENAI_BASE_URL: settings.modelUrl,
    OPENAI_API_BASE: settings.modelUrl,
    OPENAI_API_KEY: settings.modelKey,
    ANTHROPIC_BASE_URL: settings.modelUrl.replace(/\/v1$/, ''),
    ANTHROPIC_API_KEY: settings.modelKey,
    GOOGLE_GEMINI_BASE_URL: settings.modelUrl.replace(/\/v1$/, ''),
    GOOGLE_API_KEY: settings.modelKey,
    PROVE_URL: settings.proveUrl,
  }
}
