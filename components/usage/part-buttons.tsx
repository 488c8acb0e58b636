type Props = { parts: readonly string[]; chosen: string; onPart: (part: string) => void }

/** By which part of the id the devices are stacked. */
export function PartButtons({ parts, chosen, onPart }: Props) {
  return (
    <span className="flex gap-1">
      {parts.map((part) => (
        <button
          key={part}
          type="button"
          aria-pressed={part === chosen}
          onClick={() => onPart(part)}
          className={`touch rounded-box px-2 py-0.5 ${part === chosen ? 'bg-hover font-medium text-ink' : ''}`}
        >
          {part}
        </button>
      ))}
    </span>
  )
}
