export { count, duration, percent } from './page/text.ts'
export { readPhpStatus } from './read-php-status.ts'
export type { DayReport, RouteReport, SideReport, StatusReport } from './status-report.ts'
