import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { dataFolderFault } from './data-folder-fault'
import type { FileCalls } from './file-calls'

const US = 1000
const SHM = '/data/console.db-shm'

type World = { [path: string]: { uid?: number; kind?: 'folder' | 'file'; denied?: string } }
type Disk = Partial<ReturnType<FileCalls['statfs']>>

const fault = (code: string) => Object.assign(new Error(code), { code })

/** A system with these files, whose `access` fails as said. */
const system = (world: World, disk: Disk = {}, rest: Partial<FileCalls> = {}): FileCalls => ({
  stat(path) {
    const found = world[path]
    if (!found) return undefined
    const { uid = US, kind = 'folder' } = found
    return { uid, mode: 0, dev: 0x2f, isDirectory: () => kind === 'folder', isFile: () => kind === 'file' }
  },
  isTaken: (path) => path in world,
  access(path) {
    const code = world[path]?.denied
    if (code) throw fault(code)
  },
  statfs: () => ({ type: 0xef53, bsize: 4_096, bfree: 1e6, bavail: 1e6, ...disk }),
  mounts: () => '',
  parentOf: dirname,
  platform: 'linux',
  uid: US,
  ...rest,
})

const USE = { folder: '/data', files: ['/data/console.db'], database: { elsewhere: ', or elsewhere' }, needsRoom: true }
const said = (world: World, disk?: Disk, rest?: Partial<FileCalls>) =>
  dataFolderFault(USE, system({ '/': {}, ...world }, disk, rest))

describe('a network file system is refused', () => {
  it.each([
    [0x6969, 'NFS'],
    [0x517b, 'SMB'],
    [0xfe534d42, 'SMB'],
    [0xff534d42 | 0, 'CIFS'],
    [0x01021997, '9p'],
    [0x5346414f, 'AFS'],
    [0x00c36400, 'CephFS'],
    [0x0bd00bd0, 'Lustre'],
    [0x47504653, 'GPFS'],
  ])('%i: %s', (type, name) => {
    expect(said({ '/data': {} }, { type })).toBe(
      `DATA_DIR /data is on a network file system (${name}): SQLite can lose there what it has acknowledged, stops among it. Set DATA_DIR to a folder on a disk of this machine, or elsewhere.`,
    )
  })

  it('where the folder would be made', () => expect(said({}, { type: 0x6969 })).toContain('(NFS)'))

  it.each([
    ['fuse.sshfs', 'sshfs'],
    ['fuse.glusterfs', 'glusterfs'],
    ['fuse.encfs', null],
    ['fuseblk', null],
    ['virtiofs', null],
  ])('of the many that FUSE makes, those that are known: %s', (kind, name) => {
    const mounts = () => `22 1 254:0 / / rw - ext4 /dev/vda rw\n40 22 0:47 / /data rw shared:1 - ${kind} host:/x rw\n`
    const text = said({ '/data': {} }, { type: 0x65735546 }, { mounts })
    if (name === null) expect(text).toBeNull()
    else expect(text).toContain(`network file system (${name})`)
  })

  it.each([0xef53, 0x01021994, 0x9123683e, 0x58465342, 0x794c7630, 0x2fc12fc1])('and a local one is not: %i', (type) =>
    expect(said({ '/data': {} }, { type })).toBeNull(),
  )

  it('and neither is one without a database', () =>
    expect(dataFolderFault({ ...USE, database: null }, system({ '/data': {} }, { type: 0x6969 }))).toBeNull())

  it('and numbers that are not those of Linux say nothing', () =>
    expect(said({ '/data': {} }, { type: 0x6969 }, { platform: 'darwin' })).toBeNull())
})

describe('a folder', () => {
  it('of another user will do if this user may write in it', () =>
    expect(said({ '/data': { uid: 0 }, '/data/console.db': { kind: 'file' } })).toBeNull())

  it('of another user that is closed to this one will not', () =>
    expect(said({ '/data': { uid: 0, denied: 'EACCES' } })).toBe(
      'DATA_DIR /data belongs to root, and this program runs as user 1000, which may not read and write it. Start it as root, or give all there to user 1000: sudo chown -R 1000 /data',
    ))

  it('that is closed to its own owner is to be opened', () =>
    expect(said({ '/data': { denied: 'EACCES' } })).toMatch(/is closed to its own owner.*chmod u\+rwx \/data$/))

  it('that is mounted read-only', () =>
    expect(said({ '/data': { denied: 'EROFS' } })).toMatch(/^DATA_DIR \/data is on .* mounted read-only, .*Mount it/))

  it('that would have to be made on what is mounted read-only', () =>
    expect(said({ '/': { denied: 'EROFS' } })).toContain(
      'cannot be reached or made: / is mounted read-only. Mount it for writing, or set',
    ))

  it('that would have to be made where this user may not', () =>
    expect(said({ '/': { denied: 'EACCES' } })).toContain('this user (1000) may not write in /. Make it for this user'))

  it('behind one that is closed to this user', () => {
    const { stat } = system({ '/': { uid: 0, denied: 'EACCES' } })
    const closed = (path: string) => {
      if (path !== '/') throw fault('EACCES')
      return stat(path)
    }
    expect(said({ '/': { uid: 0, denied: 'EACCES' } }, {}, { stat: closed })).toContain('cannot be reached or made')
  })

  it('of which a part is a link that leads nowhere', () => {
    const calls = system({ '/': {} }, {}, { isTaken: () => true })
    const said = dataFolderFault({ ...USE, folder: '/data/in/it' }, calls)
    expect(said).toMatch(/cannot be made: \/data is a link that leads nowhere/)
  })

  it('whose disk does not answer', () => {
    const stat = () => {
      throw fault('EIO')
    }
    expect(said({}, {}, { stat })).toMatch(/^DATA_DIR \/data cannot be used \(EIO\)/)
  })
})

describe('a file', () => {
  it('of another user beside the database', () =>
    expect(said({ '/data': {}, [SHM]: { kind: 'file', uid: 0, denied: 'EACCES' } })).toBe(
      `${SHM} belongs to root, and this program runs as user 1000, which may not read and write it. Start it as root, or give all there to user 1000: sudo chown -R 1000 /data`,
    ))

  it('of another user that is open to this one, which could not close it', () => {
    const world: World = { '/data': {}, '/data/console.db': { kind: 'file', uid: 1001 } }
    expect(said(world)).toContain('which cannot close it to other users')
    expect(said(world, {}, { uid: 0 })).toBeNull()
  })

  it('that is read-only', () =>
    expect(said({ '/data': {}, '/data/console.db': { kind: 'file', denied: 'EACCES' } })).toMatch(
      /chmod u\+rw \/data\/console\.db$/,
    ))

  it('that is immutable', () =>
    expect(said({ '/data': {}, '/data/console.db': { kind: 'file', denied: 'EPERM' } })).toContain('(EPERM)'))

  it('that is a folder', () => expect(said({ '/data': {}, '/data/console.db': {} })).toMatch(/console\.db is no file/))
})

describe('a full disk', () => {
  it('is one with less than a start needs', () =>
    expect(said({ '/data': {} }, { bavail: 20 })).toBe(
      'The disk of DATA_DIR /data is full (81 kB free): no stop could be recorded. Free at least 1 MB there, then start again.',
    ))

  it('has room for a later start where there is none for a first', () => {
    const there: World = { '/data': {}, '/data/console.db': { kind: 'file' } }
    expect(said(there, { bavail: 30 })).toBeNull()
    expect(said({ '/data': {} }, { bavail: 30 })).toContain('is full')
    expect(said(there, { bavail: 20 })).toContain('is full')
  })

  it('is no fault for what needs no room', () =>
    expect(dataFolderFault({ ...USE, needsRoom: false }, system({ '/data': {} }, { bavail: 0 }))).toBeNull())

  it('has for root what is kept back for root', () =>
    expect(said({ '/data': {} }, { bavail: 20 }, { uid: 0 })).toBeNull())
})
