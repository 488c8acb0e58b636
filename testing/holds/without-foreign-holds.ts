import type { KyselyPlugin, PluginTransformQueryArgs } from 'kysely'
import type { Store } from '@/lib/store/rows/db'

/** The twin: an engine that undoes and restores without seeing who else holds a device. The look-up gives it nothing. */
export function withoutForeignHolds(store: Store): Store {
  const looks = new WeakSet<object>()
  const blindfold: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      if (isLookUp(node)) looks.add(queryId)
      return node
    },
    transformResult: async ({ queryId, result }) => (looks.has(queryId) ? { ...result, rows: [] } : result),
  }
  return { ...store, db: store.db.withPlugin(blindfold), reads: store.reads.withPlugin(blindfold) }
}

/** `liveHolds`: the holds of any act on given devices. */
function isLookUp(node: PluginTransformQueryArgs['node']): boolean {
  if (node.kind !== 'SelectQueryNode' || !node.from || !node.where) return false
  const from = JSON.stringify(node.from)
  return from.includes('"holds"') && JSON.stringify(node.where).includes('"device_id"')
}
