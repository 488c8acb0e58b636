import { expect, it } from 'vitest'
import { readEntryId } from './entry-id'

it.each([
  ['{"deviceId":" bot "}', ' bot '],
  ['{"device_id":"a"}', 'a'],
  ['{"id":5}', 'json=5'],
  ['{"id":9007199254740993,"x":{"id":1}}', 'json=9007199254740993'],
  ['{"x":{"id":1,"y":["id",2]},"id" : 5.0 }', 'json=5.0'],
  ['{"id":1,"id":2e0}', 'json=2e0'],
  ['{"id":{"a": 1}}', 'json={"a":1}'],
  ['{"id":[1]}', 'json=[1]'],
  ['{"id":""}', 'json=""'],
  ['{"id":null}', 'json=null'],
  ['{"deviceId":null,"id":"a"}', 'a'],
  ['{"deviceId":"","id":"a"}', 'json=""'],
  ['{"deviceId":null,"device_id":null}', 'json=null'],
  ['{"id":"a\\ud800"}', 'json="a\\ud800"'],
  ['{"__proto__":{"id":"a"}}', null],
  ['{"name":"a","i\\u0064":7}', 'json=7'],
  ['{}', null],
  ['[]', null],
  ['"a"', null],
  ['5', null],
  ['null', null],
  [`{"id":"${'a'.repeat(2_000)}"}`, null],
])('the id of %s', (json, id) => expect(readEntryId(JSON.parse(json), json)).toBe(id))

it('without the JSON, a number that may have been rounded is no id', () => {
  expect(readEntryId({ id: 5 })).toBe('json=5')
  expect(readEntryId(JSON.parse('{"id":9007199254740993}'))).toBeNull()
})
