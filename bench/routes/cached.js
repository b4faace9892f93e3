import { queries } from './queries.js'

/** @type {import('./index.js').BenchRoute} */
export const cached = {
  ...queries,
  name: 'cached',
  description: '20 rows by random ids out of a cache, which is filled by what is asked for',
  request: { path: '/cached?count=20' },
}
