/** `node scripts/run.mjs write-architecture`: brings the made part of `docs/architecture.md` up to date. */
import { readFileSync, writeFileSync } from 'node:fs'
import { ARCHITECTURE, withRooms } from './draw-rooms'

writeFileSync(ARCHITECTURE, withRooms(readFileSync(ARCHITECTURE, 'utf8')))
