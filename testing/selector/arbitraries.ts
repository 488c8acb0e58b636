/** Random selectors, ids and devices for the property tests, drawn from a small alphabet so that they often meet. */
import fc from 'fast-check'
import type { Device } from '@/lib/domain/device'

export const PARTS = ['framework', 'env', 'role', 'instance']

const PIECE = fc.constantFrom(
  'a',
  'b',
  'A',
  'ab',
  'prod',
  '0',
  '01',
  '-',
  '_',
  'Σ',
  'ς',
  'É',
  'E\u0301',
  '\u1112\u1161\u11ab',
  '한',
  '😀',
  '.',
  '“',
  '：',
  '\u200b',
  '|',
)
/** Without what has to be quoted. */
const PLAIN_PIECE = PIECE.filter((text) => !'“：\u200b|'.includes(text))
const segment = fc.array(PIECE, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''))

/** Mostly ids that fit the pattern, some shorter, longer, empty-segmented or full of grammar characters. */
export const deviceIds = fc.oneof(
  { weight: 5, arbitrary: fc.tuple(segment, segment, segment, segment).map((parts) => parts.join(':')) },
  { weight: 2, arbitrary: fc.array(segment, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(':')) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'a::b:c',
      ':',
      'a b:"x":*',
      '__proto__',
      '../x',
      'role:a',
      '{a}',
      'constructor:a:b:01',
      '\\',
      ' a',
      'a:b:a:01 ',
      'json=5',
      'json="a:b:a:\\n01"',
      'json="\\ud800"',
      'json={"a":[1,","]}',
    ),
  },
)

const times = fc.option(fc.integer({ min: 0, max: 20_000 }), { nil: null })

export const devices: fc.Arbitrary<Device> = fc.record(
  {
    deviceId: deviceIds,
    status: fc.constantFrom('active', 'revoked', 'unknown'),
    createdAt: times,
    lastValidatedAt: times,
    lastDecision: fc.option(
      fc.record({ allowed: fc.boolean(), code: fc.constantFrom('ALLOW', 'DEVICE_REVOKED', 'ORG_DISABLED', 'Neu') }),
      { nil: null },
    ),
  },
  { requiredKeys: ['deviceId', 'status'] },
)

const globPiece = fc.oneof(
  { weight: 4, arbitrary: PLAIN_PIECE },
  { weight: 2, arbitrary: fc.constantFrom('*', '?', '{a,b}', '{01..03}', '{a,{b,0*}}', '\\*', '"a b"', '\\-') },
)
const glob = fc.array(globPiece, { minLength: 1, maxLength: 4 }).map((pieces) => pieces.join(''))
const wholeGlob = fc
  .array(fc.oneof(glob, fc.constantFrom('*', '**', 'a**')), { minLength: 2, maxLength: 5 })
  .map((parts) => parts.join(':'))

const named = fc.oneof(
  fc
    .tuple(fc.constantFrom(...PARTS, 'code'), fc.array(glob, { minLength: 1, maxLength: 3 }))
    .map(([name, globs]) => `${name}:${globs}`),
  deviceIds.map((id) => `id:"${id.replace(/["\\]/g, '\\$&')}"`),
  fc.constantFrom(
    'status:active',
    'status:revoked,unknown',
    'seen:>5s',
    'seen:<10s,never',
    'seen:never',
    'created:<3s',
  ),
  fc.constantFrom(
    'decision:denied',
    'decision:allowed',
    'code:device_revoked',
    'code:*D',
    'shape:other',
    'shape:lookalike',
    'shape:other,lookalike',
    'op:one',
    'op:none',
    'stop:waiting',
  ),
)

const word = fc
  .oneof(PIECE, segment, fc.constantFrom('"a b"', '"a:b"', '"role:x"', ':"a"', '"role":a', '"-x"', '"a,b"', 'a\\,b'))
  .filter((text) => !text.startsWith('-') && !/[“：\u200b|]/.test(text))

/** Texts that nearly always parse. */
export const selectorTexts = fc
  .array(fc.tuple(fc.constantFrom('', '', '-'), fc.oneof(named, word, glob, wholeGlob)), { maxLength: 4 })
  .map((terms) => terms.map(([sign, term]) => sign + term).join(' '))

/** Any text, including ones made of nothing but grammar. */
export const evilTexts = fc.oneof(
  fc.string({ maxLength: 200, unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '*',
        '**',
        '?',
        '{',
        '}',
        ',',
        '..',
        '0',
        '9',
        'a',
        ':',
        '"',
        '\\',
        '-',
        ' ',
        'role:',
        'id:',
        'seen:>',
        '\ud800',
        '“',
        '”',
        '’',
        "'",
        '–',
        '：',
        '＊',
        '，',
        '…',
        '\u200b',
        '\u0301',
        'e',
        '|',
        '&',
        '(',
        ')',
        '!',
        '=',
        ' OR ',
        'or',
      ),
      { maxLength: 60 },
    )
    .map((parts) => parts.join('')),
)
