import { expect, test } from 'vitest'
import { connectDatabase, describeTarget, parseDatabaseUrl } from '@vanillin/database'

test('each part of a URL, with defaults', () => {
  expect(parseDatabaseUrl('postgres://ada:p%40ss%2Fw%C3%BC@db.example:6000/blog?sslmode=require')).toEqual({
    driver: 'postgres',
    host: 'db.example',
    port: 6000,
    user: 'ada',
    password: 'p@ss/wü',
    database: 'blog',
    options: { sslmode: 'require' },
  })
  expect(parseDatabaseUrl('postgresql://localhost/blog')).toMatchObject({
    port: 5432,
    user: 'postgres',
    password: '',
  })
  expect(parseDatabaseUrl('mariadb://[::1]/shop')).toMatchObject({
    driver: 'mysql',
    host: '::1',
    port: 3306,
    user: 'root',
  })
  expect(parseDatabaseUrl('postgres:///blog?host=/var/run/postgresql').host).toBe('/var/run/postgresql')
})

test.each([
  ['nonsense secret', 'not a URL'],
  ['postgres://ada:se#cret@host/blog', 'not a URL|missing'],
  ['sqlite://ada:secret@host/blog', 'begins with sqlite:'],
  ['postgres://ada:secret@host', 'name of the database is missing'],
  ['postgres://ada:secret@host/', 'name of the database is missing'],
  ['mysql://ada:secret@host/a/b', 'name of the database is missing'],
  ['mysql:///blog', 'host is missing'],
  ['mysql://ada:secret%zz@host/blog', 'password has a %'],
  ['', 'not a URL'],
])('a bad URL is refused with the form that is expected, without its password (%#)', (url, reason) => {
  let thrown: unknown
  try {
    parseDatabaseUrl(url)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toMatchObject({
    code: 'E_DATABASE_URL_INVALID',
    message: expect.stringMatching(new RegExp(reason)),
  })
  const { message, help } = thrown as { message: string; help: string }
  expect(`${message} ${help}`).toContain('postgres://user:password@host:5432/name')
  expect(message).not.toMatch(/secret|se#cret/)
})

test('the description has no password', async () => {
  const target = parseDatabaseUrl('mysql://ada:secret@db.example/shop')
  expect(describeTarget(target)).toBe('MySQL at db.example:3306, database shop')
  const database = await connectDatabase({ url: 'postgres://ada:secret@db.example/shop' })
  expect(database.description).toBe('PostgreSQL at db.example:5432, database shop')
  await database.close()
})
