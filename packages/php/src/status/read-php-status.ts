import { join } from 'node:path'
import { daysUntil, STATUS_FOLDER, StatusFolder } from './status-folder.ts'
import { statusReport, type StatusReport } from './status-report.ts'

/**
 * What the processes of an app with `phpStatus()` have seen in the last days, this one included.
 * @param storage the storage folder of the app, absolute
 */
export async function readPhpStatus(storage: string, dayCount: number = 7): Promise<StatusReport> {
  const days = daysUntil(new Date(), dayCount)
  return statusReport(days, await new StatusFolder(join(storage, STATUS_FOLDER)).read(days))
}
