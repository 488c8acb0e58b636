/** File systems whose files are on another machine, as Linux numbers them (`statfs`). */
const NETWORK_TYPES: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x01021997, '9p'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x564c, 'NCP'],
  [0x00c36400, 'CephFS'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0x19830326, 'BeeGFS'],
  [0x20030528, 'OrangeFS'],
  [0xaad7aaea, 'PanFS'],
])

const FUSE = 0x65735546

/** FUSE has one number for all that is made with it, and most of that is local: only those that are known are network ones. */
const NETWORK_FUSE: ReadonlySet<string> = new Set(
  (
    'sshfs s3fs gcsfuse goofys rclone glusterfs ceph ceph-fuse juicefs seaweedfs mfs moosefs lizardfs blobfuse blobfuse2 ' +
    'davfs davfs2 curlftpfs smbnetfs mount-s3 mountpoint-s3 geesefs afp afpfs cvmfs2 fuse_dfs'
  ).split(' '),
)

/**
 * The name of the network file system, or null for any other.
 * @param type of `statfs`; some platforms give it with a sign.
 * @param mounts the text of `/proc/self/mountinfo`, asked for only if the number does not decide.
 * @param device of a file there, as `stat` gives it.
 */
export function networkFileSystem(type: number, device: number, mounts: () => string): string | null {
  const unsigned = type >>> 0
  if (unsigned !== FUSE) return NETWORK_TYPES.get(unsigned) ?? null
  const kind = kindOfMount(mounts(), device)?.replace(/^fuse(blk)?\./, '')
  return kind !== undefined && NETWORK_FUSE.has(kind) ? kind : null
}

/** The kind of file system that is mounted under this device number, such as `ext4` or `fuse.sshfs`. */
function kindOfMount(mounts: string, device: number): string | undefined {
  const number = `${majorOf(device)}:${minorOf(device)}`
  for (const line of mounts.split('\n')) {
    const [before, after] = line.split(' - ')
    if (before?.split(' ')[2] === number) return after?.split(' ')[0]
  }
  return undefined
}

// As glibc packs them into one number; it may be wider than the 32 bits of JavaScript's operators.
const majorOf = (device: number): number => Math.floor(device / 2 ** 8) % 2 ** 12
const minorOf = (device: number): number => (device % 2 ** 8) + (Math.floor(device / 2 ** 20) % 2 ** 12) * 2 ** 8
