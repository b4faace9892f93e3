/** A way in which a page makes the browser of its visitor send something elsewhere. */
export interface Attack {
  readonly name: string
  /** What is in the page. */
  readonly page: (target: string) => string
  /** What arrives: the request itself, a preflight that asks for it, or one that only reads. */
  readonly arrives: 'itself' | 'preflight' | 'reading'
}

const FIELDS = '<input name="to" value="mallory">'

const form =
  (attributes: string, fields = FIELDS) =>
  (target: string) =>
    `<form method="post" action="${target}" ${attributes}>${fields}</form><script>document.forms[0].submit()</script>`

const script = (code: (target: string) => string) => (target: string) =>
  `<script>Promise.resolve(${code(JSON.stringify(target))}).catch(() => 0).then(() => { document.title = 'settled' })</script>`

const sandboxed = (flags: string) => (target: string) =>
  `<iframe sandbox="${flags}" srcdoc="${form('')(target).replaceAll('"', '&quot;')}"></iframe>`

const sent = (name: string, page: Attack['page']): Attack => ({ name, page, arrives: 'itself' })
const asked = (name: string, page: Attack['page']): Attack => ({ name, page, arrives: 'preflight' })
const read = (name: string, page: Attack['page']): Attack => ({ name, page, arrives: 'reading' })

export const attacks: readonly Attack[] = [
  sent('a form that sends itself', form('')),
  sent('a multipart form', form('enctype="multipart/form-data"')),
  sent(
    'a form of plain text',
    form('enctype="text/plain"', '<input name=\'{"to":"mallory","x":"\' value=\'"}\'>'),
  ),
  sent('a form that asks for DELETE', form('', '<input name="_method" value="DELETE">')),
  sent(
    'a form into an iframe',
    (target) => `<iframe name="frame"></iframe>${form('target="frame"')(target)}`,
  ),
  sent('a form in a sandbox, whose origin is null', sandboxed('allow-forms allow-scripts')),
  sent(
    'a form that says no referrer',
    (target) => `<meta name="referrer" content="no-referrer">${form('')(target)}`,
  ),
  sent('a form by way of a redirect', (target) => form('')(`/redirect?to=${encodeURIComponent(target)}`)),
  sent(
    'fetch without CORS',
    script(
      (target) =>
        `fetch(${target}, { method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams({ to: 'mallory' }) })`,
    ),
  ),
  sent(
    'fetch with CORS',
    script(
      (target) =>
        `fetch(${target}, { method: 'POST', credentials: 'include', body: new URLSearchParams({ to: 'mallory' }) })`,
    ),
  ),
  sent(
    'fetch by way of a redirect',
    script(
      (target) =>
        `fetch('/redirect?to=' + encodeURIComponent(${target}), { method: 'POST', mode: 'no-cors', credentials: 'include', body: 'to=mallory' })`,
    ),
  ),
  sent(
    'fetch with JSON that calls itself text',
    script(
      (target) =>
        `fetch(${target}, { method: 'POST', credentials: 'include', headers: { 'Content-Type': 'text/plain' }, body: '{"to":"mallory"}' })`,
    ),
  ),
  sent(
    'XMLHttpRequest',
    script(
      (target) =>
        `new Promise((done) => { const request = new XMLHttpRequest(); request.open('POST', ${target}); request.withCredentials = true; request.onloadend = done; request.send(new URLSearchParams({ to: 'mallory' })) })`,
    ),
  ),
  sent(
    'a beacon',
    script((target) => `navigator.sendBeacon(${target}, new URLSearchParams({ to: 'mallory' }))`),
  ),
  asked(
    'fetch with JSON',
    script(
      (target) =>
        `fetch(${target}, { method: 'POST', credentials: 'include', headers: { 'Content-Type': 'application/json' }, body: '{"to":"mallory"}' })`,
    ),
  ),
  asked(
    'fetch with DELETE',
    script((target) => `fetch(${target}, { method: 'DELETE', credentials: 'include' })`),
  ),
  asked(
    'fetch with a token that it made up',
    script(
      (target) =>
        `fetch(${target}, { method: 'POST', credentials: 'include', headers: { 'X-CSRF-Token': 'A'.repeat(86) } })`,
    ),
  ),
  asked(
    'fetch that overrides the method by a header',
    script(
      (target) =>
        `fetch(${target}, { method: 'POST', credentials: 'include', headers: { 'X-HTTP-Method-Override': 'DELETE' } })`,
    ),
  ),
  read('an image', (target) => `<img src="${target}">`),
  read(
    'a form of GET that asks for POST',
    (target) =>
      `<form action="${target}"><input name="_method" value="POST"><input name="attempt" value="${new URL(target).searchParams.get('attempt')}"></form><script>document.forms[0].submit()</script>`,
  ),
]
