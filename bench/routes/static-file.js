import { readFileSync } from 'node:fs'
import { expectAnswer, expectBody } from './expect-answer.js'

const file = readFileSync(new URL('../public/10k.css', import.meta.url), 'utf8')

/** @type {import('./index.js').BenchRoute} */
export const staticFile = {
  name: 'static',
  description: 'a file of 10 kB from the folder of public files, with its validators',
  request: { path: '/10k.css' },
  check(answer) {
    expectAnswer(answer, { type: 'text/css' })
    expectBody(answer, file)
    if (!answer.headers.has('etag') && !answer.headers.has('last-modified')) throw new Error('no validator')
  },
}
