import { describe, expect, test } from 'vitest'
import { createApp, defineRoutes, type HttpConfig } from '../index.ts'

/** What an app behind these proxies takes a request from 127.0.0.1 for. */
async function seenBy(http: HttpConfig, headers: Record<string, string>) {
  const app = createApp({ app: { name: 'Test', log: { level: 'silent' }, http } }, [
    defineRoutes((route) =>
      route.get('/', ({ ip, ips, secure, host, url }) => ({ ip, ips, secure, host, url: url.href })),
    ),
  ])
  const response = await app.fetch('http://app.test/', { headers })
  return (await response.json()) as { ip: string; ips: string[]; secure: boolean; host: string; url: string }
}

const local = { trustedProxies: ['127.0.0.1'] }
const all = {
  trustedProxies: ['127.0.0.1', '10.0.0.0/8', '2001:db8::/32'],
  proxyHeaders: ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port'],
} as const
const rfc = { ...all, proxyHeaders: ['forwarded'] } as const

const lies = {
  'x-forwarded-for': '192.0.2.66',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'evil.test',
  'x-forwarded-port': '8443',
  forwarded: 'for=192.0.2.66;proto=https;host=evil.test',
}

test.each([
  ['no proxy is configured', {}],
  ['the peer is none of them', { ...all, trustedProxies: ['10.0.0.0/8', '::1'] }],
  ['the peer is none of them, with Forwarded', { ...rfc, trustedProxies: ['192.0.2.0/24'] }],
])('nothing is read from headers when %s', async (_name, http) => {
  expect(await seenBy(http, lies)).toEqual({
    ip: '127.0.0.1',
    ips: ['127.0.0.1'],
    secure: false,
    host: 'app.test',
    url: 'http://app.test/',
  })
})

test('by default a trusted proxy tells address and scheme, and what else a client sent stays unread', async () => {
  expect(await seenBy(local, { ...lies, 'x-forwarded-for': '192.0.2.1' })).toEqual({
    ip: '192.0.2.1',
    ips: ['192.0.2.1', '127.0.0.1'],
    secure: true,
    host: 'app.test',
    url: 'https://app.test/',
  })
})

describe('X-Forwarded-For is walked from the right, up to the first who is not trusted', () => {
  test.each([
    ['192.0.2.1', '192.0.2.1'],
    ['198.51.100.9, 192.0.2.1', '192.0.2.1'],
    ['10.0.0.1, 192.0.2.1', '192.0.2.1'],
    ['192.0.2.1, 10.0.0.1', '192.0.2.1'],
    ['198.51.100.9, 192.0.2.1,10.0.0.1 ,  10.9.9.9', '192.0.2.1'],
    ['10.1.1.1, 10.0.0.1', '10.1.1.1'],
    ['192.0.2.1:4711', '192.0.2.1'],
    ['[2001:db9::1]:4711', '2001:db9::1'],
    ['2001:DB9:0:0::1', '2001:db9::1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['192.0.2.1, 2001:db8::7', '192.0.2.1'],
    ['192.0.2.1, ::ffff:10.0.0.1', '192.0.2.1'],
  ])('%s is %s', async (header, ip) => {
    expect((await seenBy(all, { 'x-forwarded-for': header })).ip).toBe(ip)
  })

  test.each([
    '',
    ',',
    ', ,',
    'unknown',
    '1',
    '127.1',
    '0x7f000001',
    '017700000001',
    '192.0.2.256',
    '192.0.2.1.5',
    '192.0.2.1:99999x',
    '[192.0.2.1',
    '::1::',
    '1:2:3:4:5:6:7:8:9',
    'fe80::1%eth0',
    '<script>',
    'evil.test',
    '192.0.2.1;10.0.0.1',
    '192.0.2.1 10.0.0.1',
    '1'.repeat(5_000),
    `192.0.2.9, ${'x'.repeat(5_000)}`,
  ])('what is no address ends the walk at the proxy that wrote it: %j', async (header) => {
    expect((await seenBy(all, { 'x-forwarded-for': header })).ip).toBe('127.0.0.1')
    expect((await seenBy(all, { 'x-forwarded-for': `${header}, 192.0.2.1` })).ip).toBe('192.0.2.1')
  })

  test('ips is the trusted part of the way, the client first', async () => {
    const { ips } = await seenBy(all, { 'x-forwarded-for': '198.51.100.9, 192.0.2.1, 10.0.0.1' })
    expect(ips).toEqual(['192.0.2.1', '10.0.0.1', '127.0.0.1'])
  })
})

describe('scheme, host and port come from the proxy that heard the client', () => {
  test.each([
    [{ 'x-forwarded-proto': 'https' }, 'https://app.test/'],
    [{ 'x-forwarded-proto': 'HTTPS' }, 'https://app.test/'],
    [{ 'x-forwarded-proto': 'wss' }, 'https://app.test/'],
    [{ 'x-forwarded-proto': 'javascript' }, 'http://app.test/'],
    [{ 'x-forwarded-host': 'shop.test' }, 'http://shop.test/'],
    [{ 'x-forwarded-host': 'shop.test:8443', 'x-forwarded-port': '9' }, 'http://shop.test:8443/'],
    [{ 'x-forwarded-host': 'shop.test', 'x-forwarded-port': '8080' }, 'http://shop.test:8080/'],
    [{ 'x-forwarded-port': '8080' }, 'http://app.test:8080/'],
    [{ 'x-forwarded-port': '443', 'x-forwarded-proto': 'https' }, 'https://app.test/'],
    [{ 'x-forwarded-port': '0' }, 'http://app.test/'],
    [{ 'x-forwarded-port': '70000' }, 'http://app.test/'],
    [{ 'x-forwarded-host': 'evil.test/path' }, 'http://app.test/'],
    [{ 'x-forwarded-host': 'user@evil.test' }, 'http://app.test/'],
    [{ 'x-forwarded-host': '' }, 'http://app.test/'],
    // the client sent one by itself, the proxy added its own
    [{ 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https, http' }, 'http://app.test/'],
    [{ 'x-forwarded-for': '192.0.2.1', 'x-forwarded-host': 'evil.test, shop.test' }, 'http://shop.test/'],
    // two proxies, each of which added one, and then one of which alone did
    [{ 'x-forwarded-for': '192.0.2.1, 10.0.0.1', 'x-forwarded-proto': 'https, http' }, 'https://app.test/'],
    [{ 'x-forwarded-for': '192.0.2.1, 10.0.0.1', 'x-forwarded-proto': 'https' }, 'https://app.test/'],
  ])('%j is %s', async (headers, url) => {
    expect((await seenBy(all, headers as Record<string, string>)).url).toBe(url)
  })
})

describe('Forwarded (RFC 7239)', () => {
  test.each([
    ['for=192.0.2.1', '192.0.2.1', 'http://app.test/'],
    ['For=192.0.2.1;Proto=https;Host=shop.test', '192.0.2.1', 'https://shop.test/'],
    ['for="192.0.2.1:4711";by=10.0.0.1', '192.0.2.1', 'http://app.test/'],
    ['for="[2001:db9::1]:4711";host="shop.test:8080"', '2001:db9::1', 'http://shop.test:8080/'],
    ['for=198.51.100.9;proto=https, for=192.0.2.1;proto=http', '192.0.2.1', 'http://app.test/'],
    ['for=192.0.2.1;proto=https, for=10.0.0.1;proto=http', '192.0.2.1', 'https://app.test/'],
    ['for="[2001:db8::9]";proto=https', '2001:db8::9', 'https://app.test/'],
    ['for=192.0.2.1;host="evil.test/x"', '192.0.2.1', 'http://app.test/'],
    ['for=unknown;proto=https', '127.0.0.1', 'https://app.test/'],
    ['for=_hidden;proto=https', '127.0.0.1', 'https://app.test/'],
    ['for=192.0.2.1, for=_hidden', '127.0.0.1', 'http://app.test/'],
  ])('%s', async (header, ip, url) => {
    expect(await seenBy(rfc, { forwarded: header })).toMatchObject({ ip, url })
  })

  test.each([
    '',
    ';',
    'for',
    'for=',
    'for=1.2.3.4;for=5.6.7.8',
    'for="1.2.3.4',
    'for=1.2.3.4"',
    'for=2001:db9::1',
    'for="2001:db9::1"',
    'for=[2001:db9::1]',
    'for="a\\"b"',
    'for = 1.2.3.4',
    'for="x, for=y"',
    `for="${'"'.repeat(99)}`,
    'proto=https for=1.2.3.4',
  ])('what is malformed ends the walk at the proxy that wrote it: %j', async (header) => {
    expect((await seenBy(rfc, { forwarded: header })).ip).toBe('127.0.0.1')
    expect((await seenBy(rfc, { forwarded: `${header}, for=192.0.2.1;proto=https` })).ip).toBe('192.0.2.1')
  })
})

test('loopback and private are names of ranges', async () => {
  const { ips } = await seenBy(
    { trustedProxies: ['loopback', 'private'] },
    { 'x-forwarded-for': '192.0.2.1, 172.31.0.1, fd00::1' },
  )
  expect(ips).toEqual(['192.0.2.1', '172.31.0.1', 'fd00::1', '127.0.0.1'])
})

test.each<[HttpConfig, RegExp]>([
  [{ trustedProxies: ['proxy.test'] }, /"proxy\.test", which is no address/],
  [{ trustedProxies: ['10.0.0.0/33'] }, /trustedProxies/],
  [{ trustedProxies: ['10.0/8'] }, /trustedProxies/],
  [{ trustedProxies: ['10.0.0.0/8/8'] }, /trustedProxies/],
  [{ trustedProxies: ['10.0.0.1/'] }, /trustedProxies/],
  [{ ...local, proxyHeaders: ['forwarded', 'x-forwarded-for'] }, /"forwarded" and another/],
  [{ ...local, proxyHeaders: ['x-real-ip' as 'forwarded'] }, /It may hold/],
])('a mistake in the configuration stops the boot: %j', (http, message) => {
  const boot = () => createApp({ app: { name: 'Test', http } }, [])
  expect(boot).toThrow(
    expect.objectContaining({ code: 'E_CONFIG_INVALID', message: expect.stringMatching(message) }),
  )
})

test.each(['1.2.3.4.5', 'app.test:99999', '[::::]'])(
  'a Host header that only looks like a host is a 400: %s',
  async (host) => {
    const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
      defineRoutes((route) => route.get('/', (request) => request.url.href)),
    ])
    expect((await app.fetch('/', { headers: { host } })).status).toBe(400)
  },
)
