'use client'
import Link from 'next/link'
import { useRef } from 'react'
import { useOrgSlug } from '@/components/org/use-org'
import { Button } from '@/components/ui/button'
import { Modal } from '@/components/ui/modal'
import { GLOSSARY_PAGE } from './pages'

const KEYS: [string, string][] = [
  ['/', 'search devices'],
  ['j  k', 'next and previous row'],
  ['x', 'select the row; with Shift, up to here'],
  ['Enter', 'open the row'],
  ['Escape', 'close, or clear the selection'],
  ['Ctrl K  ⌘ K', 'commands, Stop among them'],
  ['?', 'this help'],
]

const TERMS: [string, string][] = [
  ['runner', 'id contains “runner”'],
  ['tool-*', 'a segment of the id matches'],
  ['crewai:prod:**', 'the whole id matches'],
  ['env:prod,staging', 'a part is any of these'],
  ['status:revoked', 'active, revoked'],
  ['seen:>2h  seen:never', 'last validate'],
  ['created:<1d', 'registered'],
  ['decision:denied  code:DEVICE_*', 'last decision'],
  ['stop:waiting', 'state under a stop in force'],
  ['op:ID', 'devices of an operation'],
  ['-role:planner', 'not'],
  ['id:"a b:01"', 'exactly this id'],
  ['shape:other', 'ids that do not fit the pattern'],
  ['shape:lookalike', 'ids that another one looks like'],
]

/** Keys and the selector grammar on one sheet, and the way to the glossary. */
export function HelpDialog({ onClose }: { onClose: () => void }) {
  const org = useOrgSlug()
  const close = useRef<HTMLButtonElement>(null)
  return (
    <Modal
      open
      onClose={onClose}
      wide
      // The link is at the end of the sheet: with the focus on it, the sheet would open scrolled down.
      initialFocus={close}
      title="Keys and selectors"
      footer={
        <Button ref={close} size="big" onClick={onClose}>
          Close
        </Button>
      }
    >
      <Table caption="Keys" rows={KEYS} />
      <Table caption="Selectors: terms side by side must all hold" rows={TERMS} />
      <p className="text-soft">
        What a word on screen means:{' '}
        <Link
          href={`/${org}${GLOSSARY_PAGE.path}`}
          prefetch={false}
          onClick={onClose}
          className="text-ink underline underline-offset-2 pointer-coarse:py-2.5"
        >
          Glossary
        </Link>
      </p>
    </Modal>
  )
}

function Table({ caption, rows }: { caption: string; rows: [string, string][] }) {
  return (
    <table className="w-full text-left">
      <caption className="pb-1 text-left font-semibold">{caption}</caption>
      <tbody>
        {rows.map(([key, meaning]) => (
          <tr key={key} className="border-t">
            <th scope="row" className="w-1/2 py-1 pr-4 font-normal whitespace-pre-wrap">
              <kbd className="mono">{key}</kbd>
            </th>
            <td className="py-1 text-soft">{meaning}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
