import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { failOpenFigure, overheadFigure, readCells, readTwins, twinsFigure } from './guard-figures.mjs'

const cell = (...after: string[]) => ({ path: 'a', boundary: 'start', fault: '500', after })

it('reads what tests left, line by line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'figures-'))
  writeFileSync(join(folder, 'a.jsonl'), `${JSON.stringify(cell())}\n${JSON.stringify(cell('tool'))}\n`)
  writeFileSync(join(folder, 'b.jsonl'), `${JSON.stringify(cell())}\n`)
  writeFileSync(join(folder, 'c.twins'), '{"twin":"the guide","caught":true}\n')
  expect(readCells(folder)).toEqual([cell(), cell('tool'), cell()])
  expect(readTwins(folder)).toEqual([{ twin: 'the guide', caught: true }])
})

it('is not ok if work began in a cell, or if there is no cell', () => {
  expect(failOpenFigure([cell(), cell()])).toMatchObject({ value: 0, unit: 'of 2 cells', ok: true })
  expect(failOpenFigure([cell(), cell('model')])).toMatchObject({ value: 1, ok: false })
  expect(failOpenFigure([])).toMatchObject({ ok: false })
})

it('is not ok if a broken agent was missed, or if there is none', () => {
  const twin = (caught: boolean) => ({ twin: 'a', caught })
  expect(twinsFigure([twin(true), twin(true)])).toMatchObject({ value: 2, limit: 2, ok: true })
  expect(twinsFigure([twin(true), twin(false)])).toMatchObject({ value: 1, limit: 2, ok: false })
  expect(twinsFigure([])).toMatchObject({ ok: false })
})

it('takes the slower language', () => {
  expect(overheadFigure({ python: 0.2, node: 1.4 })).toMatchObject({ value: 1.4, ok: false })
  expect(overheadFigure({ python: 0.2, node: -0.1 })).toMatchObject({ value: 0.2, ok: true })
})
