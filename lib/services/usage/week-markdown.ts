import { escapedText } from '@/lib/domain/escaped-text'
import { shownId } from '@/lib/domain/ids/shown-id'
import type { UsageWeek } from '@/lib/domain/wire/usage'

const number = (value: number | null | undefined) => (value == null ? '–' : value.toLocaleString('en'))
const seconds = (ms: number) => `${(ms / 1_000).toLocaleString('en', { maximumFractionDigits: 1 })} s`

/** Text of others between marks of ours: nothing in it is taken for a mark, and nothing in it is invisible. */
const plain = (text: string) => escapedText(text.replace(/\s+/g, ' ')).replace(/[\\`*_{}[\]()#+.!|<>~&-]/g, '\\$&')

const row = (...cells: string[]) => `| ${cells.join(' | ')} |`
const table = (heads: string[], rows: string[][]) => [
  row(...heads),
  row(...heads.map((_, index) => (index === 0 ? '---' : '---:'))),
  ...rows.map((cells) => row(...cells)),
]

/** A week as Markdown: the same numbers as the page. Times are those of the week's zone where they are days, else UTC. */
export function weekMarkdown(week: UsageWeek): string {
  const { begin, end, days, parts, marks, timeToStop } = week
  const dates = `${days[0]?.date} to ${days.at(-1)?.date}`
  const edge = (name: 'active' | 'revoked' | 'cap') => `${number(begin?.[name])} → ${number(end?.[name])}`
  return `${[
    `# Usage of ${plain(week.org)}, ${week.week}`,
    '',
    `${dates} (${plain(week.zone)}), from ${plain(week.authority)}.${week.isRunning ? ' The week is not over.' : ''}`,
    '',
    ...table(
      ['', 'First → last sample'],
      [
        ['Active devices', edge('active')],
        ['Revoked devices', edge('revoked')],
        ['Cap', edge('cap')],
      ],
    ),
    '',
    '## Days',
    '',
    ...table(
      [
        'Day',
        'Active, lowest',
        'Active, highest',
        'Allowed, lowest',
        'Revoked',
        'Registered',
        'Validates allowed',
        'Validates denied',
      ],
      days.map((day) => [
        day.date,
        ...[
          day.activeLowest,
          day.activeHighest,
          day.allowedLowest,
          day.revoked,
          day.registrations,
          day.validationsAllowed,
          day.validationsDenied,
        ].map(number),
      ]),
    ),
    ...parts.flatMap(({ part, values }) => [
      '',
      `## Active devices by ${plain(part)}`,
      '',
      ...table(
        [plain(part), 'First sample', 'Last sample'],
        values.map(({ value, begin: from, end: to }) => [plain(shownId(value)), number(from), number(to)]),
      ),
    ]),
    '',
    '## Stops and resumes',
    '',
    ...(marks.shown.length === 0
      ? ['None.']
      : marks.shown.map(
          ({ at, kind, devices, by, reason, selector, isFence }) =>
            `- ${at.slice(0, 16).replace('T', ' ')} UTC: ${isFence ? 'fence, ' : ''}${kind} of ${devices === null ? 'the whole org' : number(devices)}${selector ? ` matching ${plain(shownId(selector))}` : ''} by ${plain(by)}${reason ? `, “${plain(reason)}”` : ''}`,
        )),
    ...(marks.leftOut > 0 ? [`- and ${number(marks.leftOut)} older ones`] : []),
    '',
    `## Time to stop, by ${plain(timeToStop.part)}`,
    '',
    ...(timeToStop.values.length === 0
      ? ['No stop of this week was confirmed by a device with its time.']
      : table(
          [plain(timeToStop.part), 'Half within', '90 % within', 'Devices'],
          timeToStop.values.map(({ value, medianMs, p90Ms, devices }) => [
            plain(shownId(value)),
            seconds(medianMs),
            seconds(p90Ms),
            number(devices),
          ]),
        )),
  ].join('\n')}\n`
}
