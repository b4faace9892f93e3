/** @import { AppSource } from './app-source.js' */

const ours = '@vanillin/database'
const imports = `import { Model, db } from '${ours}'\n\nvoid [Model, db]\n`
const stockKysely = `import { Kysely } from 'kysely'\nexport const db = new Kysely<Vanillin.Tables>(undefined as never)\n`

/** @typedef {Record<string, string>} Files texts by paths */

/** @satisfies {Record<string, (app: AppSource) => Files>} */
export const programs = {
  imports: () => ({ 'use.ts': imports }),
  'stock Kysely, a join for each': (app) => ({
    'schema.ts': app.schema('kysely', false),
    'db.ts': stockKysely,
    ...services(app, (number) => app.joinUse(number, '../db.ts')),
  }),
  'a join for each': (app) => ({
    'schema.ts': app.schema(ours, false),
    ...services(app, (number) => app.joinUse(number, ours)),
  }),
  models: (app) => ({ 'schema.ts': app.schema(ours, true), ...models(app) }),
  'models and use': (app) => ({
    'schema.ts': app.schema(ours, true),
    ...models(app),
    ...services(app, (number) => app.modelUse(number)),
  }),
}

/**
 * @param {AppSource} app
 * @returns {Files}
 */
function models(app) {
  return Object.fromEntries(
    app.numbers.map((number) => [`models/${app.table(number)}.ts`, app.model(number)]),
  )
}

/**
 * @param {AppSource} app
 * @param {(number: number) => string} text
 * @returns {Files}
 */
function services(app, text) {
  return Object.fromEntries(app.numbers.map((number) => [`services/use-${number}.ts`, text(number)]))
}
