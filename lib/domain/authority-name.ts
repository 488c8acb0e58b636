/** How the authority that `npm run up` starts is called. It has no address of its own that a person would know. */
export const EMBEDDED_NAME = 'embedded authority'

/** The name of an authority as the first words of a sentence. A host keeps its spelling. */
export const authorityAtStart = (name: string): string => (name === EMBEDDED_NAME ? `The ${name}` : name)
