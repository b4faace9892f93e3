import { plaintext } from './plaintext.js'
import { expectAnswer } from './expect-answer.js'

/** @type {import('./index.js').BenchRoute} */
export const pageHit = {
  name: 'page-hit',
  description: 'the text of plaintext out of the page cache',
  request: { path: '/kept/plaintext' },
  async check(answer, world) {
    await plaintext.check(answer, world)
    // The first request of a server makes it.
    const isHit = answer.headers.get('x-cache') === 'HIT'
    expectAnswer(answer, { headers: { 'x-cache': isHit ? 'hit' : 'miss', etag: '"' } })
  },
}
