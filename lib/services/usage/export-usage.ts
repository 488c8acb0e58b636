import { toCsv } from '../downloads/csv'
import type { Download } from '../downloads/download'
import { CSV, recordExport, stamp } from '../downloads/download'
import { service } from '../service'
import { getUsage, UsageInput } from './get-usage'

export const exportUsage = service({
  permission: 'see',
  input: UsageInput,
  async run(context, input): Promise<Download> {
    const { points } = await getUsage.run(context, input)
    await recordExport(context, 'usage', points.length)
    return {
      filename: `${context.org.row.slug}-usage-${input.range}-${stamp(context)}.csv`,
      contentType: CSV,
      body: toCsv(
        [
          'at',
          'allowed',
          'allowedLowest',
          'active',
          'revoked',
          'cap',
          'registrations',
          'validationsAllowed',
          'validationsDenied',
        ],
        points,
      ),
    }
  },
})
