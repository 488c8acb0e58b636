'use client'
import { Download } from 'lucide-react'
import { Button, buttonClass } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { saveFile } from '@/lib/client/browser/save-file'
import type { HandedFile } from '@/lib/domain/connect/hand-out'
import type { ConnectFiles } from '@/lib/domain/wire/connect'
import { CodeBlock } from './code-block'

const ABOUT: Record<HandedFile['kind'], string> = {
  starter: 'begin here, and put your own work into it',
  copy: 'beside it, unchanged',
  env: 'variables, without the key',
}

/** The files, each to copy or to save, and the commands that start the agent. */
export function FilesCard({ handed: { files, steps }, zipHref }: { handed: ConnectFiles; zipHref: string }) {
  const save = ({ name, text }: HandedFile) => saveFile(name, new Blob([text], { type: 'text/plain' }))
  return (
    <>
      <Card
        title="5. Files"
        aside={
          <a className={buttonClass('plain', 'small')} href={zipHref} download>
            <Download aria-hidden className="size-3.5" />
            Save all {files.length} as a zip
          </a>
        }
      >
        <div className="flex flex-col gap-3 px-4 pb-4">
          <p className="text-soft">The zip has them in one folder. Only the starter is yours to change.</p>
          {files.map((file) => (
            <CodeBlock
              key={file.name}
              title={
                <>
                  <b className="mono font-medium text-ink">{file.name}</b> · {ABOUT[file.kind]}
                </>
              }
              label={file.name}
              text={file.text}
              tall={file.kind === 'starter'}
              actions={
                <Button look="quiet" size="small" aria-label={`Save ${file.name}`} onClick={() => save(file)}>
                  <Download aria-hidden className="size-3.5" />
                  Save
                </Button>
              }
            />
          ))}
        </div>
      </Card>
      <Card title="6. Commands">
        <ol className="flex flex-col gap-3 px-4 pb-4">
          {steps.map(({ what, lines }) => (
            <li key={what}>
              <CodeBlock title={what} label={what.toLowerCase()} text={lines.join('\n')} prose />
            </li>
          ))}
          <li className="text-small text-soft">
            In bash or zsh, in that folder. When the agent is denied it ends with exit code 77, and says the code and
            the request id on standard error.
          </li>
        </ol>
      </Card>
    </>
  )
}
