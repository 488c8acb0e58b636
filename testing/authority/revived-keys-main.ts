/** A mutant that ends device keys in memory alone, as a program that can be killed: after a restart they work again. */
import { readConfig } from '@/lib/authority/config'
import { StateStore } from '@/lib/authority/disk/state-store'
import { startAuthority } from '@/lib/authority/start-authority'

const { run } = StateStore.prototype
StateStore.prototype.run = function (sql, ...values) {
  if (!sql.startsWith('DELETE FROM device_keys')) run.call(this, sql, ...values)
}
const { url } = await startAuthority(readConfig(process.env))
console.log(`ready ${url}`)
