import { parse, type DefaultTreeAdapterTypes } from 'parse5'
import {
  Controller,
  createApp,
  defineRoutes,
  safeHtml,
  sessions,
  ValidationError,
  type Application,
} from '@vanillin/core'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Browser } from '../../packages/core/src/testing/browser.fixture.ts'
import { xssPayloads } from './fixtures/xss-payloads.ts'

/** A page with each place that a view offers for a text, named by the id of its element. */
const templates: Readonly<Record<string, string>> = {
  'layouts/main': `<!doctype html><html><head><title><%= title %></title><%= slots.head %></head><body data-app="<%= appName %>"><%= content %></body></html>`,
  'components/card': `<section class="<%= kind %>"><h2><%= kind %></h2><%= content %><footer><%= slots.footer %></footer></section>`,
  'partials/byline': `<small title='<%= author %>'><%= author %></small>`,
  page: `<% layout('layouts/main', { title: value }) %>
<% slot('head', () => { %><meta name="description" content="<%= value %>"><% }) %>
<p id="text"><%= value %></p>
<p id="double" title="<%= value %>" data-x="a <%= value %> b"></p>
<p id="single" title='<%= value %>'></p>
<p id="list"><%= [value, [value]] %></p>
<p id="template"><%= String(value) %></p>
<!-- <%= value %> -->
<textarea id="area"><%= value %></textarea>
<select><option value="<%= value %>" id="option"><%= value %></option></select>
<input id="input" value="<%= old('field', value) %>">
<%= include('partials/byline', { author: value }) %>
<% component('components/card', { kind: value }, () => { %><b id="inside"><%= value %></b><% slot('footer', () => { %><i id="foot"><%= value %></i><% }) %><% }) %>
<a id="url" href="<%= url('show', { id: value }) %>">x</a>
<a id="query" href="<%= url('show', { id: 1 }, { q: value, [value]: 'x' }) %>">x</a>
<img id="asset" src="<%= asset(value) %>">
<%= mark(value) %>
<p id="session"><%= session.get('value') %></p>
<p id="flash"><%= flash('success') ?? '' %></p>
<form method="post" action="/save"><%= csrf() %><input id="old" value="<%= old('typed') ?? '' %>"><% for (const [field, messages] of Object.entries(errors)) { %><b id="field" title="<%= field %>"><%= field %></b><em id="message"><%= messages[0] %></em><% } %></form>
<script id="script" nonce="<%= cspNonce() %>">const data = <%= json({ value, [value]: [value] }) %></script>
<script id="data" type="application/json"><%= json(value) %></script>`,
}

class Pages extends Controller {
  page() {
    const mark = (text: string) => safeHtml`<mark id="mark" title="${text}">${text}</mark>`
    return this.view('page', { value: this.query.string('value'), mark })
  }

  remember() {
    this.session.set('value', this.input.string('value'))
    this.session.flash('success', this.input.string('value'))
    return null
  }

  save() {
    const typed = this.input.string('typed')
    this.session.flashInput({ typed, field: typed })
    this.session.flashErrors({ [typed]: [typed] })
    return this.redirect('/remembered')
  }

  invalid(): string {
    const typed = this.input.string('typed')
    throw new ValidationError({ [typed]: [typed] })
  }
}

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element

/** The elements of a page as a browser builds them, and the names of their attributes: what a text must not change. */
function skeleton(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      if (!('tagName' in node)) return node.nodeName === '#comment' ? '<!---->' : ''
      const names = node.attrs.map(({ name }) => name).join(' ')
      return `<${node.tagName} ${names}>${skeleton(node.childNodes)}</>`
    })
    .join('')
}

function elements(nodes: readonly Node[]): Element[] {
  return nodes.flatMap((node) => ('tagName' in node ? [node, ...elements(node.childNodes)] : []))
}

const textOf = (element: Element | undefined): string =>
  element?.childNodes.map((node) => ('value' in node ? node.value : '')).join('') ?? ''
const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find((attr) => attr.name === name)?.value
/** A parser of HTML makes one line break of each kind, and drops the one that a textarea begins with. */
const normalized = (text: string): string => text.replaceAll(/\r\n?/g, '\n')

const LINKS: ReadonlySet<string> = new Set(['href', 'src', 'content', 'action', 'formaction', 'srcdoc'])

const root = mkdtempSync(join(tmpdir(), 'vanillin-xss-'))
let app: Application

beforeAll(async () => {
  for (const [name, text] of Object.entries(templates)) {
    const file = join(root, 'app/views', `${name}.eta`)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  vi.stubEnv('VANILLIN_ROOT', root)
  app = createApp({ app: { name: 'Name <b>', log: { level: 'silent' } } }, [
    sessions({ driver: 'memory' }),
    defineRoutes((route) => {
      route.get('/page', [Pages, 'page'])
      route.get('/show/:id', () => null).as('show')
      route.get('/id/:id', (request) => request.params.int('id')).where({ id: /.+/ })
      route.group({ csrfProtection: false }, (open) => {
        open.post('/remember', [Pages, 'remember'])
        open.post('/save', [Pages, 'save'])
        open.post('/invalid', [Pages, 'invalid'])
        open.post('/input', (request) => request.input.int(Object.keys(request.input.all())[0] ?? 'x'))
      })
    }),
  ])
  await app.boot()
})
afterEach(() => void vi.unstubAllEnvs())
afterAll(() => rmSync(root, { recursive: true }))

const render = async (browser: Browser, value: string): Promise<Node[]> => {
  const response = await browser.get(`/page?value=${encodeURIComponent(value)}`)
  expect(response.status).toBe(200)
  return parse(await response.text()).childNodes
}
/** A visitor whose session holds the text wherever it can. */
const visitor = async (value: string): Promise<Browser> => {
  const browser = new Browser(app)
  await browser.post('/remember', { value })
  await browser.post('/save', { typed: value })
  return browser
}

test('there are more than 200 payloads, each another', () => {
  expect(xssPayloads.length).toBeGreaterThan(300)
  expect(new Set(xssPayloads).size).toBe(xssPayloads.length)
})

describe('a page that shows a text in every place that a view has', () => {
  test('is built of the same elements and attributes, whatever the text is, and shows it', async () => {
    const harmless = skeleton(await render(await visitor('harmless'), 'harmless'))
    expect(harmless.match(/<[a-z]/g)?.length).toBeGreaterThan(30)
    for (const payload of xssPayloads) {
      // oxlint-disable-next-line no-await-in-loop -- page by page
      const page = await render(await visitor(payload), payload)
      expect([payload, skeleton(page)]).toEqual([payload, harmless])
      const all = elements(page)
      const byId = (id: string): Element | undefined => all.find((element) => attribute(element, 'id') === id)
      const text = normalized(payload)
      const shown = {
        title: textOf(all.find(({ tagName }) => tagName === 'title')),
        meta: attribute(
          all.find(({ tagName }) => tagName === 'meta'),
          'content',
        ),
        text: textOf(byId('text')),
        double: attribute(byId('double'), 'title'),
        data: attribute(byId('double'), 'data-x'),
        single: attribute(byId('single'), 'title'),
        list: textOf(byId('list')),
        template: textOf(byId('template')),
        area: textOf(byId('area')),
        option: attribute(byId('option'), 'value'),
        input: attribute(byId('input'), 'value'),
        old: attribute(byId('old'), 'value'),
        author: attribute(
          all.find(({ tagName }) => tagName === 'small'),
          'title',
        ),
        kind: attribute(
          all.find(({ tagName }) => tagName === 'section'),
          'class',
        ),
        inside: textOf(byId('inside')),
        foot: textOf(byId('foot')),
        mark: attribute(byId('mark'), 'title'),
        session: textOf(byId('session')),
        flash: textOf(byId('flash')),
        field: attribute(byId('field'), 'title'),
        message: textOf(byId('message')),
      }
      expect([payload, shown]).toEqual([
        payload,
        {
          ...Object.fromEntries(Object.keys(shown).map((name) => [name, text])),
          data: `a ${text} b`,
          list: text + text,
          area: text.replace(/^\n/, ''),
        },
      ])
      const script = textOf(byId('script')).slice('const data = '.length)
      expect(JSON.parse(script)).toEqual(JSON.parse(JSON.stringify({ value: payload, [payload]: [payload] })))
      expect(JSON.parse(textOf(byId('data')))).toBe(payload)
      const origin = 'http://site.example'
      expect(new URL(attribute(byId('url'), 'href') ?? '', origin).origin).toBe(origin)
      expect(attribute(byId('url'), 'href')).toMatch(/^\/show\//)
      expect(new URL(attribute(byId('query'), 'href') ?? '', origin).searchParams.get('q')).toBe(payload)
      expect(new URL(attribute(byId('asset'), 'src') ?? '', origin).origin).toBe(origin)
    }
  })
})

describe.each(['production', 'development', 'test'])('error pages in %s', (environment) => {
  test('take no text of a request for markup', async () => {
    vi.stubEnv('NODE_ENV', environment)
    vi.stubEnv('VANILLIN_ROOT', root)
    const own = createApp({ app: { name: 'Errors', log: { level: 'silent' } } }, [
      sessions({ driver: 'memory' }),
      defineRoutes((route) => {
        route.get('/query', (request) => request.query.int(Object.keys(request.query.all())[0] ?? 'x'))
        route.get('/throw', (request) => {
          throw new Error(request.query.string('value', ''))
        })
        route.post('/input', (request) => request.input.int(Object.keys(request.input.all())[0] ?? 'x'))
        route.post('/invalid', [Pages, 'invalid']).withoutSession()
      }),
    ])
    const payloads = environment === 'development' ? xssPayloads.filter((_, i) => i % 12 === 0) : xssPayloads
    const seen = new Set<number>()
    for (const payload of payloads) {
      const encoded = encodeURIComponent(payload)
      const html = { accept: 'text/html' }
      const form = {
        method: 'POST',
        headers: { ...html, 'content-type': 'application/x-www-form-urlencoded' },
      }
      const requests: [path: string, init: RequestInit][] = [
        [`/nowhere/${encoded}`, { headers: html }],
        [`/nowhere/${encodeURI(payload)}`, { headers: html }],
        [`/query?${encoded}=${encoded}`, { headers: html }],
        [`/throw?value=${encoded}`, { headers: html }],
        ['/input', { ...form, body: `${encoded}=${encoded}` }],
        ['/invalid', { ...form, body: `typed=${encoded}` }],
        [
          '/input',
          { method: 'POST', headers: { ...html, 'content-type': 'application/json' }, body: payload },
        ],
        [
          '/input',
          {
            method: 'POST',
            headers: { ...html, 'content-type': payload.replaceAll(/[^ -~]/g, '') },
            body: 'x',
          },
        ],
      ]
      for (const [path, init] of requests) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const response = await own.fetch(path, init)
        seen.add(response.status)
        // oxlint-disable-next-line no-await-in-loop -- as above
        const body = await response.text()
        if (!(response.headers.get('content-type') ?? '').includes('html')) continue
        const hostile = elements(parse(body).childNodes).filter(
          (element) =>
            textOf(element) === 'alert(1)' ||
            element.attrs.some(({ name, value }) => name.startsWith('on') && value.includes('alert')) ||
            element.attrs.some(
              ({ name, value }) => LINKS.has(name) && /javascript:|evil\.example/i.test(value),
            ),
        )
        expect([path, init.body, hostile.map(({ tagName }) => tagName)]).toEqual([path, init.body, []])
      }
    }
    expect(seen).toContain(404)
    expect(seen).toContain(400)
    expect(seen).toContain(500)
  })
})
