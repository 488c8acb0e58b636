/** The figures of the guards, in the form in which `npm run bench` prints the others. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const isLine = (line) => line.trim() !== ''

/** All lines that tests left in files of one ending, each one JSON value. */
function readLines(folder, ending) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .flatMap((name) => readFileSync(join(folder, name), 'utf8').split('\n').filter(isLine))
    .map((line) => JSON.parse(line))
}

/** Cells of the matrix that tests left in a folder: path of a framework, boundary, fault, and what began after the denial. */
export const readCells = (folder) => readLines(folder, '.jsonl')

/** Broken agents that the proof kit was run on, each with whether it found it. */
export const readTwins = (folder) => readLines(folder, '.twins')

/** In how many cells work began. */
export const failOpen = (cells) => cells.filter(({ after }) => after.length > 0).length

const figure = (name, value, unit, limit, ok) => ({ name, value, unit, limit, ok })

/** A matrix without cells shows nothing, so it is not ok. */
export const failOpenFigure = (cells) =>
  figure('guards.failopen', failOpen(cells), `of ${cells.length} cells`, 0, cells.length > 0 && failOpen(cells) === 0)

export function twinsFigure(twins) {
  const caught = twins.filter((twin) => twin.caught).length
  return figure(
    'guards.twin.caught',
    caught,
    `of ${twins.length} broken agents`,
    twins.length,
    twins.length > 0 && caught === twins.length,
  )
}

const OVERHEAD_MS_MAX = 1

/** @param ms of each language, the guard's own share of one check. */
export function overheadFigure(ms) {
  const worst = Number(Math.max(...Object.values(ms)).toFixed(2))
  return figure('guard.overhead.ms', worst, 'ms', OVERHEAD_MS_MAX, worst <= OVERHEAD_MS_MAX)
}
