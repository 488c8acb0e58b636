/**
 * What to do where the database driver's binary does not load: it was built for another Node, or for another system. Null
 * for any other fault. Looks through the causes of an error.
 */
export function driverFault(error: unknown): string | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if ('code' in cause && cause.code === 'ERR_DLOPEN_FAILED')
      return `The database driver was built for another Node or system than this one (Node ${process.versions.node}, ${process.platform} ${process.arch}). Run npm ci with this Node, then start again.`
  return null
}
