import { expectJson } from './expect-answer.js'

const size = 1024 * 1024

/** @type {import('./index.js').BenchRoute} */
export const upload = {
  name: 'upload',
  description: 'a body of 1 MiB, read completely; its length is answered',
  request: {
    method: 'POST',
    path: '/upload',
    contentType: 'application/octet-stream',
    body: Buffer.alloc(size, 'vanillin'),
  },
  check: (answer) => expectJson(answer, { bytes: size }),
}
