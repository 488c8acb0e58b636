import { expect, it } from 'vitest'
import type { CoveringNote } from '@/lib/domain/wire/note'
import { coversWords, coverWords, hostOf, noteLine, selectorForDevice } from './note-words'

const NOTE: CoveringNote = {
  id: 'n',
  version: 1,
  changed: { by: { id: 'u', name: 'Ada' }, at: '2026-11-12T14:02:07.000Z' },
  selector: 'role:a',
  owner: 'Ada',
  purpose: 'Bills',
  halts: 'Payments\nof  today',
  link: 'https://wiki.example:8443/a',
  count: 2,
  fault: null,
  covers: 1,
}

it('a note in a line says who and what halts, and else what is written', () => {
  expect(noteLine(NOTE)).toEqual({ owner: 'Ada', text: 'Payments of  today' })
  expect(noteLine({ ...NOTE, halts: '' })).toEqual({ owner: 'Ada', text: 'Bills' })
  expect(noteLine({ ...NOTE, halts: '', purpose: '' })).toEqual({ owner: 'Ada', text: '' })
  expect(noteLine({ ...NOTE, halts: '', purpose: '', owner: '' })).toEqual({ owner: '', text: 'wiki.example:8443' })
})

it('the host of a link is what the browser reaches, not what it looks like', () => {
  expect(hostOf('https://pаypal.example/')).toBe('xn--pypal-4ve.example')
})

it('what a note covers: a number, nothing, or a fault', () => {
  expect(coverWords({ count: 1, fault: null })).toEqual({ text: '1 device', wait: false })
  expect(coverWords({ count: 0, fault: null }).wait).toBe(true)
  expect(coverWords({ count: null, fault: 'no such part' })).toEqual({ text: 'no such part', wait: true })
  expect(coverWords({ count: null, fault: null })).toEqual({ text: 'Not counted yet', wait: false })
})

it('what it covers of a review', () => {
  expect(coversWords(NOTE, 1)).toBe('Covers it')
  expect(coversWords({ ...NOTE, covers: 1_200 }, 1_200)).toBe('Covers all 1,200')
  expect(coversWords(NOTE, 40)).toBe('Covers 1 of the 40')
})

it('a note for a device begins with its role, or with its id', () => {
  expect(selectorForDevice('crewai:prod:tool runner:1', { env: 'prod', role: 'tool runner' })).toBe(
    'role:"tool runner"',
  )
  expect(selectorForDevice('odd id', null)).toBe('id:"odd id"')
})
