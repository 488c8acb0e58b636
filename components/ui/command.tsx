import { Fragment } from 'react'

/** A line for a terminal within a sentence. It breaks between its words, never within an option: `--base-url` stays whole. */
export function Command({ line }: { line: string }) {
  return (
    <code className="mono text-ink">
      {line.split(' ').map((word, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the words of a fixed line
        <Fragment key={at}>
          {at > 0 && ' '}
          <span className="inline-block max-w-full wrap-anywhere">{word}</span>
        </Fragment>
      ))}
    </code>
  )
}
