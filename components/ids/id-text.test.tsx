/** Ids of right-to-left scripts keep the order of their segments wherever they are drawn. */
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { DeviceId } from './device-id'
import { IdText } from './id-text'
import { Isolated } from './isolated'

const AGENT = 'عامل'

it('an id is drawn from left to right, and each right-to-left segment is in an element of its own', () => {
  expect(renderToStaticMarkup(<IdText id={`${AGENT}:prod:${AGENT}-2:01`} />)).toBe(
    `<bdi dir="ltr" class="whole-id"><bdi>${AGENT}</bdi>:prod:<bdi>${AGENT}-2</bdi>:01</bdi>`,
  )
  const parts = { framework: 'crewai', env: AGENT, role: AGENT, instance: '01' }
  const html = renderToStaticMarkup(<DeviceId device={{ deviceId: Object.values(parts).join(':'), parts }} />)
  expect(html.match(new RegExp(`<bdi>${AGENT}</bdi>`, 'g'))).toHaveLength(2)
  expect(html).toMatch(/^<bdi dir="ltr"/)
})

it('in one line the end of an id is an element of its own, so that it is the last to be cut off', () => {
  const parts = { framework: 'crewai', env: 'prod', role: 'runner', instance: '05' }
  const device = { deviceId: 'crewai:prod:runner:05', parts }
  const end = (html: string) => html.slice(html.lastIndexOf('<span')).replace(/<[^>]+>/g, '')
  const text = (html: string) => html.replace(/<[^>]+>/g, '')
  const known = renderToStaticMarkup(<DeviceId device={device} oneLine />)
  expect([text(known), end(known)]).toEqual([device.deviceId, ':05'])
  for (const [id, last] of [
    ['worker_12', '_12'],
    ['worker', 'worker'],
    ['-1', '-1'],
    ['a/b.c', '.c'],
  ] as const) {
    const html = renderToStaticMarkup(<DeviceId device={{ deviceId: id, parts: null }} oneLine />)
    expect([text(html), end(html)]).toEqual([id, last])
  }
})

it('so is a selector', () => {
  expect(renderToStaticMarkup(<Isolated text={`role:${AGENT} env:prod`} />)).toBe(
    `<bdi dir="ltr">role:<bdi>${AGENT}</bdi> env:prod</bdi>`,
  )
})

it('a plain id takes no more elements than it did', () => {
  expect(renderToStaticMarkup(<IdText id="crewai:prod:runner:01" />)).toBe(
    '<bdi dir="ltr" class="whole-id">crewai:prod:runner:01</bdi>',
  )
})

it('a character that turns the direction is written out, never drawn', () => {
  const html = renderToStaticMarkup(<IdText id={`a:\u202e${AGENT}:b`} />)
  expect(html).not.toContain('\u202e')
  expect(html).toContain('\\u{202e}')
})
