import { ExactTime } from '@/components/time/exact-time'
import { type Fact, Facts } from '@/components/ui/facts'
import { endingWords } from '@/components/words/ending-words'
import { devices, KIND_WORDS, wasWithdrawn } from '@/components/words/operation-words'
import { isOrgWide, type Operation } from '@/lib/domain/operation'
import { OperationLink } from './operation-link'

/** Who, when, on what, and which authority answered. */
export function OperationSummary({ operation }: { operation: Operation }) {
  const { org, by, requestedAt, acceptedAt, finishedAt, authority, selector, kind, total, takesBack } = operation
  const { startAt, fence, state } = operation
  const withdrawn = wasWithdrawn(operation)
  const ending = endingWords(operation)
  const facts: Fact[] = [
    ['Asked by', by.name],
    ['Asked', <ExactTime key="asked" at={requestedAt} />],
    ...(startAt ? [[withdrawn ? 'Was to begin' : 'Begins', <ExactTime key="begins" at={startAt} />] as Fact] : []),
    ...(state === 'scheduled' || withdrawn
      ? []
      : [['Accepted', acceptedAt ? <ExactTime key="accepted" at={acceptedAt} /> : 'not yet'] as Fact]),
    ...(finishedAt && !fence
      ? [[withdrawn ? 'Withdrawn' : 'Ended', <ExactTime key="ended" at={finishedAt} />] as Fact]
      : []),
    ['Authority', authority],
    ['Devices', isOrgWide(kind) && total === 0 ? 'the whole org' : `${devices(total)}, ${frozenWhen(operation)}`],
    ...(selector === null
      ? []
      : [
          [
            'Selector',
            <span key="selector" className="whole-id">
              {selector || 'empty: the whole fleet'}
            </span>,
          ] as Fact,
        ]),
    ...(takesBack ? [['Takes back', <OperationLink key="back" org={org} to={takesBack} />] as Fact] : []),
    ...(ending
      ? [[ending.word.replace(/:$/, ''), <OperationLink key="ending" org={org} to={ending.by} />] as Fact]
      : []),
    ['Kind', `${KIND_WORDS[kind].noun}${fence ? ', as a fence' : ''}`],
    [
      'Operation id',
      <span key="id" className="whole-id">
        {operation.id}
      </span>,
    ],
  ]
  return <Facts facts={facts} />
}

/** The list below is the frozen one: what it was made of, and when. */
function frozenWhen({ selectionId, selector, undoes, fence }: Operation): string {
  if (fence) return 'those caught so far'
  if (undoes) return 'those of the operation that it takes back'
  if (selectionId) return 'frozen when they were reviewed'
  return selector === null ? 'frozen when it was asked for' : 'frozen when it was asked for, without review'
}
