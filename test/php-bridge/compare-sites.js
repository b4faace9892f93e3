// node test/php-bridge/compare-sites.js http://127.0.0.1:8123 http://127.0.0.2:8123 --host app.test:8123 --out /tmp/differences
// Follows every link of a site on two servers, such as nginx with php-fpm and the bridge before the same php-fpm, and compares what they answer, byte for byte. What differs
// between two visitors of the first server (tokens, nonces, times) is no difference. Prints counts; what differs is written into the folder.
//   --start /path      where to begin; repeatable. Default: /
//   --form 'path;name=value;...'   a form to fill in first on both, with its hidden fields: a login; repeatable
//   --skip expression  links that are not followed: logouts
//   --limit 1000       pages at most
import { request as httpRequest } from 'node:http'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { parseArgs } from 'node:util'

/** Its server's own: when, by whom, and how it is framed. */
const OWN = new Set(['date', 'server', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'])
/** Files are served by each server in its own way. */
const OF_FILES = new Set(['etag', 'x-content-type-options', 'accept-ranges', 'content-type'])
/** A clock that ticks between two answers is no difference: so often they are asked for again. */
const ATTEMPTS = 6

/** @typedef {{ status: number, headers: [string, string][], body: Buffer }} Answer */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    host: { type: 'string', default: 'app.test' },
    out: { type: 'string', default: 'differences' },
    start: { type: 'string', multiple: true, default: ['/'] },
    form: { type: 'string', multiple: true, default: [] },
    skip: { type: 'string', default: 'logout' },
    limit: { type: 'string', default: '1000' },
  },
})

/** One visitor of one server. */
class Visitor {
  /** @type {Map<string, string>} */
  #cookies = new Map()

  /** @param {string} origin */
  constructor(origin) {
    this.origin = origin
  }

  /**
   * @param {string} path
   * @param {string} [form]
   * @returns {Promise<Answer>}
   */
  async ask(path, form) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      host: values.host,
      ...(cookie !== '' && { cookie }),
      ...(form !== undefined && {
        'content-type': 'application/x-www-form-urlencoded',
        referer: `http://${values.host}${path}`,
      }),
    }
    const response = await new Promise((resolve, reject) => {
      const method = form === undefined ? 'GET' : 'POST'
      const sent = httpRequest(this.origin, { path, method, headers, agent: false })
      sent.once('response', resolve)
      sent.once('error', reject)
      sent.end(form)
    })
    /** @type {[string, string][]} */
    const lines = []
    for (let i = 0; i < response.rawHeaders.length; i += 2)
      lines.push([response.rawHeaders[i].toLowerCase(), response.rawHeaders[i + 1]])
    for (const [name, value] of lines) if (name === 'set-cookie') this.#keep(value)
    return { status: response.statusCode, headers: lines, body: await buffer(response) }
  }

  /** @param {string} line */
  #keep(line) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || value === 'deleted') this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }

  /** @param {string} instruction `path;name=value;...` */
  async fillIn(instruction) {
    const [path = '/', ...fields] = instruction.split(';')
    const page = (await this.ask(path)).body.toString()
    const given = new URLSearchParams(fields.join('&'))
    const [form = ''] = [...page.matchAll(/<form[^]*?<\/form>/gi)]
      .map(([text]) => text)
      .filter((text) =>
        [...given.keys()].every((name) => text.includes(`name="${name}"`) || text.includes(`name='${name}'`)),
      )
    for (const [input] of form.matchAll(/<input[^>]+type=["']?hidden[^>]*>/gi)) {
      const name = attribute(input, 'name')
      if (name !== undefined && !given.has(name)) given.set(name, attribute(input, 'value') ?? '')
    }
    const action = attribute(/<form[^>]*>/i.exec(form)?.[0] ?? '', 'action') ?? path
    const target = new URL(action, `http://${values.host}${path}`)
    const { status } = await this.ask(target.pathname + target.search, given.toString())
    console.log(`${this.origin}: form at ${path} sent to ${target.pathname}: ${status}`)
  }
}

/**
 * @param {string} tag
 * @param {string} name
 */
function attribute(tag, name) {
  const [, , value] = new RegExp(`\\s${name}=(["']?)([^"'>]*)\\1`, 'i').exec(tag) ?? []
  return value?.replaceAll('&amp;', '&')
}

/**
 * The paths that a page of this site leads to.
 *
 * @param {string} path
 * @param {Answer} answer
 */
function linksOf(path, { headers, body }) {
  const type = headers.find(([name]) => name === 'content-type')?.[1] ?? ''
  const found = headers.filter(([name]) => name === 'location').map(([, value]) => value)
  if (type.includes('html'))
    for (const [tag] of body.toString().matchAll(/<[a-z]+\s[^>]*(?:href|src)=[^>]*>/gi))
      for (const name of ['href', 'src']) found.push(attribute(tag, name) ?? '')
  if (type.includes('css'))
    for (const [, url = ''] of body.toString().matchAll(/url\(["']?([^"')]+)/g)) found.push(url)
  const base = `http://${values.host}${path}`
  return found
    .filter((url) => url !== '' && URL.canParse(url, base))
    .map((url) => new URL(url, base))
    .filter((url) => url.host === values.host && /^https?:$/.test(url.protocol))
    .map((url) => url.pathname + url.search)
}

/** @param {Answer} answer */
function isOfPhp({ headers }) {
  return headers.some(
    ([name, value]) => name === 'x-powered-by' || (name === 'content-type' && value.includes('charset')),
  )
}

/** @param {Answer} answer */
function pieces(answer) {
  const { status, headers, body } = answer
  // Each server has error pages of its own.
  if (status >= 400 && !headers.some(([name]) => name === 'x-powered-by')) return [String(status)]
  const lines = headers
    .filter(([name]) => !OWN.has(name) && (isOfPhp(answer) || !OF_FILES.has(name)))
    .map(([name, value]) => `${name}: ${value}`)
    .toSorted()
  return `${status}\n${lines.join('\n')}\n\n${body.toString('latin1')}`.split(/([A-Za-z0-9]+)/)
}

/**
 * Whether the second server says what the first one says, but for what the first one never says twice.
 *
 * @param {Answer} first
 * @param {Answer} again of the same server
 * @param {Answer} other
 */
function isSame(first, again, other) {
  const [one, two, three] = [first, again, other].map(pieces)
  if (one.length !== two.length || one.length !== three.length) return one.join('') === three.join('')
  return one.every((piece, index) => piece === three[index] || piece !== two[index])
}

const [expected = '', actual = ''] = positionals
// The first one makes what is made once: caches, locks, counters. The other three find the same.
const [first, left, twin] = [new Visitor(expected), new Visitor(expected), new Visitor(expected)]
const right = new Visitor(actual)
for (const form of values.form) for (const visitor of [first, left, twin, right]) await visitor.fillIn(form)

/**
 * @param {string} path
 * @returns {Promise<[answer: Answer, again: Answer, other: Answer]>}
 */
async function askAll(path) {
  return [await left.ask(path), await twin.ask(path), await right.ask(path)]
}

const skip = new RegExp(values.skip, 'i')
const waiting = [...values.start]
const seen = new Set(waiting)
const counts = { pages: 0, php: 0, bytes: 0, differ: 0 }
/** @type {Map<number, number>} */
const statuses = new Map()
mkdirSync(values.out, { recursive: true })
for (
  let path = waiting.shift();
  path !== undefined && counts.pages < Number(values.limit);
  path = waiting.shift()
) {
  await first.ask(path)
  let [answer, again, other] = await askAll(path)
  for (let attempt = 1; attempt < ATTEMPTS && !isSame(answer, again, other); attempt++)
    [answer, again, other] = await askAll(path)
  counts.pages++
  counts.bytes += answer.body.length
  if (isOfPhp(answer)) counts.php++
  statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
  if (!isSame(answer, again, other)) {
    counts.differ++
    console.log(`differs: ${path} (${answer.status}, ${other.status})`)
    for (const [name, one] of Object.entries({ expected: answer, actual: other, again }))
      writeFileSync(
        join(values.out, `${counts.differ}.${name}`),
        `${path}\n${pieces(one).join('')}`,
        'latin1',
      )
  }
  for (const link of linksOf(path, answer)) {
    if (seen.has(link) || skip.test(link)) continue
    seen.add(link)
    waiting.push(link)
  }
}
console.log({ ...counts, left: waiting.length, statuses: Object.fromEntries(statuses) })
