import { readFileSync } from 'node:fs'

type State = 'begun' | 'flashed' | 'shown' | 'over' | 'temporary' | 'kept' | 'keptAgain'

/** Session files that CodeIgniter 3.2.0-dev and 4.7.0 have written themselves, after one request each. */
export const recorded = JSON.parse(
  readFileSync(new URL('recorded.json', import.meta.url), 'utf8'),
) as Readonly<Record<'3' | '4', Readonly<Record<State | 'id' | 'file', string>>>>
