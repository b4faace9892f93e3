import type { DayData } from './day-record.ts'

/** Whether JSON is what {@link DayRecord} writes: the file may be of another version, or of somebody else. */
export function isDayData(value: unknown): value is DayData {
  if (!isObject(value) || value['version'] !== 1) return false
  const { day, routes, others, files, missing, differences } = value
  return (
    typeof day === 'string' &&
    isCount(files) &&
    isCount(missing) &&
    isRoute(others) &&
    Array.isArray(routes) &&
    routes.every(isRoute) &&
    Array.isArray(differences) &&
    differences.every(isDifference)
  )
}

function isRoute(value: unknown): boolean {
  if (!isObject(value)) return false
  const { method, path, isDefined, percent, seenAt, ported, php, fallbacks, shadow } = value
  return (
    typeof method === 'string' &&
    typeof path === 'string' &&
    typeof isDefined === 'boolean' &&
    isTally(ported) &&
    isTally(php) &&
    [percent, seenAt, fallbacks].every(isCount) &&
    isObject(shadow) &&
    ['same', 'different', 'skipped'].every((name) => isCount(shadow[name]))
  )
}

function isTally(value: unknown): boolean {
  if (!isObject(value)) return false
  const { requests, errors, totalMs, buckets } = value
  return [requests, errors, totalMs].every(isCount) && Array.isArray(buckets) && buckets.every(isCount)
}

function isDifference(value: unknown): boolean {
  if (!isObject(value)) return false
  const { at, route, path, requestId, status, headers, body, failure } = value
  return (
    [at, route, path, requestId].every((text) => typeof text === 'string') &&
    (status === undefined || (Array.isArray(status) && status.every(isCount))) &&
    Array.isArray(headers) &&
    headers.every((header) => isObject(header) && hasTexts(header, 'name', 'php', 'port')) &&
    (body === undefined || (isObject(body) && hasTexts(body, 'php', 'port'))) &&
    (failure === undefined || typeof failure === 'string')
  )
}

function hasTexts(value: Record<string, unknown>, ...names: readonly string[]): boolean {
  return names.every((name) => typeof value[name] === 'string')
}

function isCount(value: unknown): boolean {
  return typeof value === 'number' && value >= 0
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
