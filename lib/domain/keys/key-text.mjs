/**
 * Keys in texts that must not have any: logs, faults, addresses. No TypeScript, because the server in front of the framework uses it
 * before anything is bundled.
 */

/** Keys of MachineID and of the embedded authority begin like this; more is cut than a key could be. */
const ANY_KEY = /\borg_[A-Za-z0-9_-]{6,}/g
/** As long as a key is made: a device or an org may be called `org_something`. */
const WHOLE_KEY = /(?:^|[^A-Za-z0-9_])org_(?:[a-z]+_)?[A-Za-z0-9_-]{32,}/

/** What a refusal of such an address says. */
export const KEY_IN_URL =
  'A key is in the address of this call, where histories, proxies and logs keep it. Send it in no address, and rotate it: it has leaked. Nothing was done.'

/**
 * The text with a mark in the place of each key.
 * @param {string} text
 * @returns {string}
 */
export const withoutKeys = (text) => text.replace(ANY_KEY, 'org_[redacted]')

/**
 * Whether a target of a request has a key in it, percent-encoded or not.
 * @param {string} target path and query
 * @returns {boolean}
 */
export function hasKey(target) {
  if (!target.includes('%') && !target.includes('org_')) return false
  const plain = target.replace(/%([\da-f]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return WHOLE_KEY.test(plain)
}
