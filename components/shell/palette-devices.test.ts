import { expect, it } from 'vitest'
import type { DevicesPage } from '@/lib/domain/wire/devices'
import { deviceCommands } from './palette-devices'

const page = (ids: string[], more: Partial<DevicesPage> = {}): DevicesPage =>
  ({
    total: ids.length,
    rows: ids.map((deviceId) => ({ deviceId })),
    facets: [],
    ...more,
  }) as unknown as DevicesPage

const said = (text: string, found: DevicesPage | undefined) =>
  deviceCommands('main', text, found).map(({ name, note, href }) => [name, note, href])

it('offers the search at once, and says how many it would find as soon as that is known', () => {
  expect(said('tool', undefined)).toEqual([['Search devices for “tool”', undefined, '/main/devices?q=tool']])
  expect(said('tool', page([]))).toEqual([['Search devices for “tool”', 'no device', '/main/devices?q=tool']])
  expect(said('tool', page(['a:tool']))[0]).toEqual(['Search devices for “tool”', '1 device', '/main/devices?q=tool'])
})

it('leads to a role by its name with its count, and to a device by its id', () => {
  const found = page(['crewai:prod:tool-runner:01', 'crewai:prod:tool-runner:02'], {
    total: 6,
    facets: [
      { name: 'status', values: [{ value: 'tool', count: 9 }], truncated: false },
      { name: 'env', values: [{ value: 'prod', count: 6 }], truncated: false },
      { name: 'role', values: [{ value: 'tool-runner', count: 6 }], truncated: false },
    ],
  })
  expect(said('Tool', found).slice(1)).toEqual([
    ['Devices with role tool-runner', '6 devices', '/main/devices?q=role%3Atool-runner'],
    ['Device crewai:prod:tool-runner:01', undefined, '/main/devices?device=crewai%3Aprod%3Atool-runner%3A01'],
    ['Device crewai:prod:tool-runner:02', undefined, '/main/devices?device=crewai%3Aprod%3Atool-runner%3A02'],
  ])
})

it('never offers more than a short list', () => {
  const ids = Array.from({ length: 200 }, (_, index) => `tool-${index}`)
  const values = ids.map((value) => ({ value, count: 1 }))
  const commands = deviceCommands('main', 'tool', page(ids, { facets: [{ name: 'role', values, truncated: true }] }))
  expect(commands).toHaveLength(1 + 4 + 5)
})

it('writes a value so that it is read as one', () => {
  const facets = [{ name: 'role', values: [{ value: 'tool runner*', count: 1 }], truncated: false }]
  expect(said('tool', page(['x'], { facets }))[1]?.[2]).toBe(
    `/main/devices?q=${encodeURIComponent('role:"tool runner*"')}`,
  )
})
