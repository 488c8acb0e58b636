/** What the address says of the org key; any other value is the id of an agent key. */
export const ORG_KEY_CHOICE = 'org'

/** The page on which a key is rotated. @param keyId null for the org key. */
export const rotationHref = (org: string, keyId: string | null): string =>
  `/${org}/keys/rotation?key=${encodeURIComponent(keyId ?? ORG_KEY_CHOICE)}`
