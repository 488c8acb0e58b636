/** What is handed out for one agent: its files, the variables of its environment, the commands. No key is in any of it. */
import { type Boundary, GUARD_SECONDS } from './boundaries'
import { type Framework, GUARDS, KEY_NAME, type Language, STARTER_NAMES } from './frameworks'
import { envLine, shellWord } from './literals'
import { writeStarter } from './starter'

export const ENV_FILE = 'machineid.env'

export type HandedFile = {
  name: string
  text: string
  /** `copy`: to be put beside the agent as it is. `starter`: to be changed. `env`: variables. */
  kind: 'copy' | 'starter' | 'env'
}

/** Texts of `guards` by their path there. */
export type GuardSources = ReadonlyMap<string, string>

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Paths in `guards` that a framework needs: guard, adapter, starter. */
export const sourcesOf = ({
  language,
  adapter,
  starter,
}: Framework): [guard: string, adapter: string, starter: string] => [
  GUARDS[language],
  `${language}/${adapter}`,
  `starters/${starter}`,
]

export function textOf(sources: GuardSources, path: string): string {
  const text = sources.get(path)
  if (text === undefined) throw new RangeError(`guards/${path} is not there`)
  return text
}

/**
 * The files, in the order in which they are read: the starter, the guard and, where the starter imports it, the adapter byte for byte
 * as in `guards`, and the variables. Throws a RangeError with the reason where the id cannot be written.
 */
export function handOut(
  framework: Framework,
  sources: GuardSources,
  { id, baseUrl, boundaries }: { id: string; baseUrl: string; boundaries: readonly Boundary[] },
): HandedFile[] {
  const [guard, adapter, starter] = sourcesOf(framework)
  const agent = writeStarter(textOf(sources, starter), framework.language, id, boundaries)
  const copies = adapter !== guard && imports(agent, framework.adapter) ? [guard, adapter] : [guard]
  return [
    { name: STARTER_NAMES[framework.language], text: agent, kind: 'starter' },
    ...copies.map((path): HandedFile => ({ name: baseName(path), text: textOf(sources, path), kind: 'copy' })),
    { name: ENV_FILE, text: envLines(framework.language, id, baseUrl).join('\n').concat('\n'), kind: 'env' },
  ]
}

/** Python names a module without its ending. */
const imports = (text: string, file: string): boolean => text.includes(file.replace(/\.py$/, ' import'))

function envLines(language: Language, id: string, baseUrl: string): string[] {
  return [
    written(() => envLine('MACHINEID_BASE_URL', baseUrl)) ?? `MACHINEID_BASE_URL=${shellWord(baseUrl)}`,
    // Readers of such files disagree about some signs; the starter has the id in it.
    written(() => envLine('MACHINEID_DEVICE_ID', id)) ??
      `# MACHINEID_DEVICE_ID is no line of this file: the id is in ${STARTER_NAMES[language]}.`,
    // A shell ends by its own exit code.
    ...(language === 'shell' ? [] : [envLine('MACHINEID_GUARD_EXIT', '1')]),
    `# ${KEY_NAME} is no line of this file: it is a secret, and comes from where you keep secrets.`,
  ]
}

/** The line, or null where it is refused. */
function written(write: () => string): string | null {
  try {
    return write()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

export type Step = { what: string; lines: string[] }

/** What is typed, step by step, in bash or zsh, in the folder of the files. */
export function commandsOf({ language, packages, keys = [] }: Framework): Step[] {
  const install: Record<Language, string[]> = {
    python: ['python3 -m venv .venv', '. .venv/bin/activate', `pip install ${packages.map(quoted).join(' ')}`],
    node: [`npm install ${packages.map(quoted).join(' ')}`],
    shell: [],
  }
  const run: Record<Language, string> = { python: 'python3 agent.py', node: 'node agent.mjs', shell: 'sh agent.sh' }
  return [
    ...(packages.length > 0 ? [{ what: 'Install', lines: install[language] }] : []),
    {
      what: 'Give it its keys: each is typed or pasted, and does not show',
      lines: [KEY_NAME, ...keys].map((name) => `read -rs ${name} && export ${name}`),
    },
    { what: 'Start it', lines: [`set -a && . ./${ENV_FILE} && set +a && ${run[language]}`] },
  ]
}

const quoted = (word: string): string => `'${word}'`

/** How the guard of a language ends an agent that was denied. */
export const endOf = (language: Language): string =>
  language === 'shell'
    ? 'The loop ends with exit code 77, and standard error has one line with the code and the request id.'
    : `The process ends at once with exit code 77 (MACHINEID_GUARD_EXIT=1), and standard error has one line with the code and the request id. An answer that takes more than ${GUARD_SECONDS} s is a denial.`
