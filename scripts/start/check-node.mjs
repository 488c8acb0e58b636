/** Refuses a Node that is too old, before anything is imported that it could not read. */
const NODE_MIN = [20, 19]

/** One sentence when this version of Node is too old; undefined when it will do. */
export function nodeFault(version = process.versions.node) {
  const [major, minor] = version.split('.').map(Number)
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return undefined
  return `Node ${version} is too old: this needs Node ${NODE_MIN.join('.')} or newer. Install a newer one and start again.`
}
