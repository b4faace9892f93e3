import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { errorCatalogue } from './error-catalogue.ts'

const documented = readFileSync(new URL('../../../../docs/errors.md', import.meta.url), 'utf8')

test.each(Object.entries(errorCatalogue))('%s is documented as it is', (code, { status, help }) => {
  expect(documented).toContain(`| \`${code}\` | ${status} | ${help} |`)
})
