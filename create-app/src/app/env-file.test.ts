import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { envExample, envFile } from './env-file.ts'

const template = `APP_NAME=Guestbook
# a key
APP_KEY=

# DATABASE_URL=postgres://user:password@127.0.0.1:5432/guestbook
`

test('.env has a key of 32 random bytes, another each time; .env.example has none', () => {
  const keys = [1, 2].map(
    () => parseEnv(envFile(template, { title: 'Shop', databaseUrl: undefined }))['APP_KEY']!,
  )
  expect(keys.map((key) => Buffer.from(key, 'base64').length)).toEqual([32, 32])
  expect(keys[0]).not.toBe(keys[1])
  expect(parseEnv(envExample(template, { title: 'Shop' }))).toEqual({ APP_NAME: 'Shop', APP_KEY: '' })
})

test.each(['mysql://root:a$&b@127.0.0.1:3306/shop', "postgres://u:it's%23@h/d", 'mysql://u:p#q@h/d'])(
  'the address %s arrives as it is',
  (databaseUrl) => {
    const text = envFile(template, { title: 'My Shop', databaseUrl })
    expect(parseEnv(text)).toMatchObject({ APP_NAME: 'My Shop', DATABASE_URL: databaseUrl })
  },
)
