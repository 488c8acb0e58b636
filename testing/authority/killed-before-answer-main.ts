/** An authority whose process is killed as soon as it has answered the call that makes an org, before that answer has gone out. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { readConfig } from '@/lib/authority/config'
import { startAuthority } from '@/lib/authority/start-authority'

const authority = await startAuthority(readConfig(process.env))
const front = createServer(async (req) => {
  const headers = { 'x-admin-key': String(req.headers['x-admin-key']), 'content-type': 'application/json' }
  await (await fetch(authority.url + req.url, { method: req.method, headers, body: await text(req) })).text()
  process.kill(process.pid, 'SIGKILL')
})
front.listen(0, '127.0.0.1', () => console.log(`ready http://127.0.0.1:${(front.address() as AddressInfo).port}`))
