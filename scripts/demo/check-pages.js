import { Browser } from './browser.js'

/** The smallest picture there is: one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

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
  const image = new File([PNG], 'dot.png')

  await browser.get('/', { status: 200, contains: 'up and running' })
  await browser.get('/posts/create', { status: 200, contains: '<form' })
  await browser.submit('/posts', { ...post, _token: '' }, { status: 403 })

  await browser.submit('/posts', { ...post, title: '' }, { status: 303 })
  const refused = await browser.get('/posts/create', { status: 200, contains: 'The title is missing.' })
  if (!refused.body.includes('value="Ada"'))
    throw new Error('The refused form came back without what was typed.')
  await browser.submit('/posts', { 'title[of][many]': 'parts' }, { status: 303 })
  await browser.get('/posts/create', { status: 200, contains: 'aria-invalid' })
  await browser.submit('/posts', { ...post, image: new File(['no picture'], 'dot.png') }, { status: 303 })
  await browser.get('/posts/create', { status: 200, contains: 'This is no picture' })

  const { location } = await browser.submit('/posts', { ...post, image }, { status: 302 })
  await browser.get(location, { status: 200, contains: 'Your post is published.' })
  await browser.get(location, { status: 200, contains: 'Tom &amp; &lt;b&gt;Jerry&lt;/b&gt;' })
  await browser.get(`${location}/image`, { status: 200, type: 'image/png' })
  await browser.get('/posts', { status: 200, contains: 'Tom &amp;' })
  await browser.get('/posts?page=0', { status: 200 })
  await browser.get('/posts?page=two', { status: 400 })

  await browser.get(`${location}/edit`, { status: 200, contains: 'value="PUT"' })
  await browser.submit(location, { ...post, title: 'Changed', _method: 'PUT' }, { status: 302 })
  await browser.get(location, { status: 200, contains: '<h1>Changed</h1>' })
  await browser.submit(`${location}/comments`, { author: 'Mo', body: 'Seen.' }, { status: 302 })
  await browser.get(location, { status: 200, contains: '1 comment' })

  await browser.submitFromElsewhere(location, { _method: 'DELETE' }, { status: 403 })
  await browser.submit(location, { _method: 'DELETE' }, { status: 302 })
  await browser.get(location, { status: 404 })
  await browser.get(`${location}/image`, { status: 404 })
  await browser.get('/there-is-no-such-page', { status: 404 })
  await browser.get('/style.css', { status: 200, type: 'text/css', contains: '--paper' })
}
