/** Kinds of start that must fail, each arranged with the real thing: a folder, what is wrong in it, and what must be said. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { type Started, type StartFolder, waitFor } from '@/e2e/start-folder'
import { makeSealedDatabase, OLD_KEY, OTHER_KEY } from '@/testing/org-keys/sealed-database'
import { installDigest } from '../start/install.mjs'
import { DATA_FOLDER_STARTS } from './data-folder-starts'

type Given = {
  args?: string[]
  env?: Record<string, string>
  nodeArgs?: string[]
  uid?: number
  clear?: () => void
}
export type FailedStart = {
  kind: string
  /** The programs are started, so a production build must be there. */
  needsBuild?: boolean
  arrange: (folder: StartFolder) => Given | Promise<Given>
  /** What is done to it while it starts. */
  disturb?: (folder: StartFolder) => Promise<void>
  says: RegExp
}

const wrong = (kind: string, env: Record<string, string>, says: RegExp): FailedStart => ({
  kind,
  arrange: () => ({ env }),
  says,
})

const file = (folder: StartFolder, name: string, content: string | Buffer) => {
  mkdirSync(join(folder.path, '.data'), { recursive: true })
  writeFileSync(join(folder.path, name), content)
}

async function sealedDatabase(folder: StartFolder): Promise<void> {
  await makeSealedDatabase(join(folder.path, '.data'), 1, OLD_KEY)
}

/** Takes a port for as long as the start goes on. */
const inUse = (port: number): Promise<() => void> =>
  new Promise((done) => {
    const server = createServer().listen(port, '127.0.0.1', () => done(() => server.close()))
  })

const OTHER_NODE = `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'18.19.0'})`
const DAMAGED = Buffer.alloc(8_192, 'no database ')

/** The real driver with the number of another Node's ABI in it: Node itself refuses to load it. */
function buildForOtherNode(folder: StartFolder): Given {
  // Programs look for packages from where they really are.
  folder.own('dist')
  const release = join(folder.own('node_modules/better-sqlite3'), 'build/Release')
  for (const name of readdirSync(release).filter((entry) => entry.endsWith('.node'))) {
    const binary = readFileSync(join(release, name))
    const header = Buffer.alloc(16)
    header.writeInt32LE(Number(process.versions.modules))
    for (let at = binary.indexOf(header); at >= 0; at = binary.indexOf(header, at + 1)) binary.writeInt32LE(108, at)
    const entry = binary.indexOf(`node_register_module_v${process.versions.modules}`)
    if (entry >= 0) binary.write('node_register_module_v108', entry)
    writeFileSync(join(release, name), binary)
  }
  const digest = installDigest(readFileSync('package-lock.json'))
  writeFileSync(join(folder.path, 'node_modules/.installed.sha256'), digest)
  return {}
}

async function killChild(folder: StartFolder, program: string): Promise<void> {
  const find = () =>
    folder.running().find((id) => {
      try {
        return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(program)
      } catch {
        return false
      }
    })
  process.kill((await waitFor(`the start of ${program}`, find, 60_000)) as number, 'SIGKILL')
}

export const FAILED_STARTS: FailedStart[] = [
  { kind: 'old Node', arrange: () => ({ nodeArgs: ['--import', OTHER_NODE] }), says: /Node 18\.19\.0 is too old/ },
  {
    kind: 'line of .env.local',
    arrange: (folder) => {
      file(folder, '.env.local', 'PORT=3000\nORG_NAME=$HOME\n')
      return {}
    },
    says: /\.env\.local has faults:\n {2}line 2: /,
  },
  { kind: 'unknown option', arrange: () => ({ args: ['--flee', '3'] }), says: /Unknown option '--flee'/ },
  { kind: 'number of agents', arrange: () => ({ args: ['--fleet', 'many'] }), says: /--fleet takes a number/ },
  wrong('port that is no number', { PORT: 'http' }, /PORT is http: it must be a number/),
  {
    kind: 'port of the console in use',
    arrange: async ({ ports }) => ({ clear: await inUse(ports.console) }),
    says: /The console cannot listen on .*the port is in use\. Set PORT /,
  },
  {
    kind: 'port of the authority in use',
    arrange: async ({ ports }) => ({ clear: await inUse(ports.authority) }),
    says: /The authority cannot listen on .*the port is in use\. Set AUTHORITY_PORT /,
  },
  wrong('host that is not ours', { CONSOLE_HOST: '192.0.2.1' }, /no address of this machine.*Set CONSOLE_HOST/),
  wrong('short secret', { AUTH_SECRET: 'short' }, /AUTH_SECRET must have at least 32 characters/),
  wrong('secret file that is missing', { CONSOLE_ENCRYPTION_KEY_FILE: '/no/such' }, /CONSOLE_ENCRYPTION_KEY_FILE: /),
  {
    kind: 'encryption key that is not that of the database',
    arrange: async (folder) => {
      await sealedDatabase(folder)
      return { env: { CONSOLE_ENCRYPTION_KEY: OTHER_KEY } }
    },
    says: /CONSOLE_ENCRYPTION_KEY is not the key of this database: it does not open 1 of 1 org keys/,
  },
  {
    kind: '.env.local that is gone',
    arrange: async (folder) => {
      await sealedDatabase(folder)
      return {}
    },
    says: /CONSOLE_ENCRYPTION_KEY is missing, and .*console\.db is there/,
  },
  wrong('public address with a path', { PUBLIC_URL: 'https://example.org/console' }, /PUBLIC_URL: must have no path/),
  wrong('authority over plain http', { MACHINEID_BASE_URL: 'http://example.org' }, /MACHINEID_BASE_URL: must be/),
  wrong('setting of the authority', { AUTHORITY_DEVICE_LIMIT: '0' }, /AUTHORITY_DEVICE_LIMIT must be at least 1/),
  ...DATA_FOLDER_STARTS,
  {
    kind: 'driver for another Node',
    arrange: buildForOtherNode,
    says: /driver was built for another Node or system than this/,
  },
  {
    kind: 'damaged database of the authority',
    needsBuild: true,
    arrange: (folder) => {
      file(folder, '.data/authority.db', DAMAGED)
      return {}
    },
    says: /authority ended by itself[\s\S]*authority\.db/,
  },
  {
    kind: 'damaged database of the console',
    needsBuild: true,
    arrange: (folder) => {
      file(folder, '.data/console.db', DAMAGED)
      return { env: { CONSOLE_ENCRYPTION_KEY: OTHER_KEY } }
    },
    says: /console ended by itself[\s\S]*The console cannot start: .*console\.db/,
  },
  {
    kind: 'authority that is killed while it starts',
    needsBuild: true,
    arrange: () => ({}),
    disturb: (folder) => killChild(folder, 'dist/authority.mjs'),
    says: /The authority ended by itself \(SIGKILL\)/,
  },
  {
    kind: 'console that is killed while it starts',
    needsBuild: true,
    arrange: () => ({}),
    disturb: (folder) => killChild(folder, 'scripts/start.mjs'),
    says: /The console ended by itself \(SIGKILL\)/,
  },
]

export type FailedStartResult = { sentenceMs: number; endedMs: number; exit: unknown; said: string; left: number[] }

/** How long the sentence is waited for at most; what must be reached is a fraction of it. */
const SENTENCE_MS = 60_000

/** Plays one kind. Times are milliseconds from the start of `npm run up`, or from the disturbance. */
export async function playFailedStart(
  { arrange, disturb, says }: FailedStart,
  folder: StartFolder,
): Promise<FailedStartResult> {
  const { clear, ...given } = await arrange(folder)
  let startedAt = performance.now()
  const started: Started = folder.up(given)
  try {
    if (disturb) {
      await disturb(folder)
      startedAt = performance.now()
    }
    let over = false
    void started.exited.then(() => {
      over = true
    })
    await waitFor('the sentence', () => says.test(started.said()) || over, SENTENCE_MS)
    const sentenceMs = performance.now() - startedAt
    const exit = await started.exited
    return { sentenceMs, endedMs: performance.now() - startedAt, exit, said: started.said(), left: folder.running() }
  } finally {
    clear?.()
    started.child.kill('SIGKILL')
    // A start that failed otherwise than it should may have left an installation at work.
    for (const id of folder.running()) process.kill(id, 'SIGKILL')
  }
}
