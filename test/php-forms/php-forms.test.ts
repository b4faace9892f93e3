import { isDeepStrictEqual } from 'node:util'
import { createApp, Controller, defineRoutes, UploadedFile, type HttpRequest } from 'vanillin'
import { afterAll, expect, test } from 'vitest'
import recording from './recording.json' with { type: 'json' }
import differences from './differences.json' with { type: 'json' }

interface Recorded {
  kind: string
  body: string
  fields: unknown
  files: unknown
}

class EchoController extends Controller {
  async store() {
    return { fields: this.input.all(), files: await readable(this.files.all()) }
  }
}

/** Files as the recording shows them. */
async function readable(node: unknown): Promise<unknown> {
  if (node instanceof UploadedFile)
    return { file: node.clientName, content: Buffer.from(await node.bytes()).toString() }
  if (Array.isArray(node)) return Promise.all(node.map(readable))
  const entries = Object.entries(node as object).map(
    async ([name, child]) => [name, await readable(child)] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
  defineRoutes((route) => {
    route.post('/', [EchoController, 'store'])
    route.get('/', (request: HttpRequest) => ({ fields: request.query.all(), files: {} }))
  }),
])
afterAll(() => app.shutdown())

const TYPES: Readonly<Record<string, string>> = {
  urlencoded: 'application/x-www-form-urlencoded',
  multipart: `multipart/form-data; boundary=${recording.boundary}`,
}

async function answerTo({ kind, body }: Recorded): Promise<unknown> {
  const headers = { accept: 'application/json', 'content-type': TYPES[kind] ?? '' }
  const answer =
    kind === 'query'
      ? await app.fetch(`/?${body}`, { headers: { accept: 'application/json' } })
      : await app.fetch('/', { method: 'POST', body: new Uint8Array(Buffer.from(body, 'latin1')), headers })
  const value = (await answer.json()) as { status?: number; code?: string }
  return answer.status === 200 ? value : value.code
}

/** What PHP answers, with PHP's error codes left away: a file that was not chosen is none. */
function withoutUnchosen(node: unknown): unknown {
  if (Array.isArray(node)) {
    const chosen = node.map(withoutUnchosen).filter((child) => child !== undefined)
    return chosen.length === 0 ? undefined : chosen
  }
  const { file, error, content } = node as { file?: string; error?: number; content?: string }
  if (typeof error === 'number') return error === 0 ? { file, content } : undefined
  const entries = Object.entries(node as object)
    .map(([name, child]) => [name, withoutUnchosen(child)] as const)
    .filter(([, child]) => child !== undefined)
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

const inputs: Recorded[] = recording.inputs
/** What we answer where PHP answers something else. */
const listed = new Map<string, unknown>(
  differences.flatMap((group) =>
    group.inputs.map(({ kind, body, ours }) => [`${kind} ${body}`, ours] as const),
  ),
)

test(`${inputs.length} forms are read as PHP ${recording.php} reads them, but for ${listed.size}, which differences.json gives reasons for`, async () => {
  const different = new Set<string>()
  const unexpected: unknown[] = []
  for (const input of inputs) {
    // oxlint-disable-next-line no-await-in-loop -- in the order of the recording
    const answer = JSON.parse(JSON.stringify(await answerTo(input))) as unknown
    const php = { fields: input.fields, files: withoutUnchosen(input.files) ?? {} }
    const name = `${input.kind} ${input.body}`
    if (isDeepStrictEqual(answer, php)) continue
    different.add(name)
    if (!isDeepStrictEqual(answer, listed.get(name))) unexpected.push({ ...input, ours: answer, php })
  }
  expect(unexpected).toEqual([])
  expect(
    [...listed.keys()].filter((name) => !different.has(name)),
    'listed, but no different',
  ).toEqual([])
})
