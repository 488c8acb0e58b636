const NAMED_MAX = 4

/** Who else looks at this org's stop now, so that two people do not work past each other. */
export function OthersHere({ names }: { names: readonly string[] }) {
  if (names.length === 0) return null
  const named = names.slice(0, NAMED_MAX)
  const more = names.length - named.length
  return (
    <p className="soft">
      Also here now:{' '}
      {named.map((name, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two people may have one name.
        <span key={index}>
          {index > 0 ? ', ' : ''}
          <bdi>{name}</bdi>
        </span>
      ))}
      {more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}.
    </p>
  )
}
