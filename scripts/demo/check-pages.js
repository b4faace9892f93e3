import { Browser } from './browser.js'

/**
 * Walks through the guestbook as a visitor does, on whatever server runs it.
 *
 * @param {string} url
 * @param {(line: string) => void} tell of each page that was seen
 * @throws {Error} at the first page that is not as it should be
 */
export async function checkPages(url, tell) {
  const browser = new Browser(url, tell)
  const post = { title: 'Tom & <b>Jerry</b>', author: 'Ada', body: 'Written by the demo, to see it shown.' }

  await browser.get('/', { status: 200, contains: 'up and running' })
  await browser.get('/posts/create', { status: 200, contains: '<form' })
  const { location } = await browser.submit('/posts', post, { status: 302 })
  await browser.get(location, { status: 200, contains: 'Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;' })
  await browser.get('/posts', { status: 200, contains: 'Tom &amp;' })

  const message = 'The title is missing.'
  const refused = await browser.submit('/posts', { ...post, title: '' }, { status: 422, contains: message })
  if (!refused.body.includes('value="Ada"'))
    throw new Error('The refused form came back without what was typed.')
  await browser.submit('/posts', { 'title[of][many]': 'parts' }, { status: 422, contains: 'aria-invalid' })
  await browser.get('/posts?page=0', { status: 200 })
  await browser.get('/posts?page=two', { status: 400 })

  await browser.get(`${location}/edit`, { status: 200, contains: 'value="PUT"' })
  await browser.submit(location, { ...post, title: 'Changed', _method: 'PUT' }, { status: 302 })
  await browser.get(location, { status: 200, contains: '<h1>Changed</h1>' })
  await browser.submit(`${location}/comments`, { author: 'Mo', body: 'Seen.' }, { status: 302 })
  await browser.get(location, { status: 200, contains: '1 comment' })

  await browser.submit(location, { _method: 'DELETE' }, { status: 403 }, 'http://elsewhere.example')
  await browser.submit(location, { _method: 'DELETE' }, { status: 302 })
  await browser.get(location, { status: 404 })
  await browser.get('/there-is-no-such-page', { status: 404 })
  await browser.get('/style.css', { status: 200, type: 'text/css', contains: '--paper' })
}
