import { expect, test } from 'vitest'
import * as main from '@vanillin/database'
import * as phpSettings from '@vanillin/database/php-settings'
import * as provider from '@vanillin/database/vanillin'

test('the public surface is what it was', () => {
  const exported = { '.': main, './php-settings': phpSettings, './vanillin': provider }
  const names = Object.fromEntries(
    Object.entries(exported).map(([path, module]) => [path, Object.keys(module).toSorted()]),
  )
  expect(names).toMatchInlineSnapshot(`
    {
      ".": [
        "Database",
        "DatabaseError",
        "Migrator",
        "Model",
        "ModelQuery",
        "Page",
        "SchemaTools",
        "UniqueViolation",
        "afterCommit",
        "assertWorkersFit",
        "belongsTo",
        "belongsToMany",
        "connectDatabase",
        "createMigrator",
        "createSnapshot",
        "currentDatabase",
        "db",
        "defineDatabaseConfig",
        "defineMigration",
        "defineSeed",
        "describeTarget",
        "hasMany",
        "hasOne",
        "isUniqueViolation",
        "migrationsIn",
        "parseDatabaseUrl",
        "readBaseline",
        "readEngine",
        "readSizes",
        "readStructure",
        "runSeeds",
        "schemaDrift",
        "sql",
        "useDatabase",
        "writeSchema",
        "writeSchemaTypes",
      ],
      "./php-settings": [
        "readCodeIgniterDatabase",
        "readLaravelEnv",
        "readPhpSettings",
      ],
      "./vanillin": [
        "DatabaseProvider",
        "DatabaseSessionStore",
        "database",
        "exists",
        "foreignKeyOf",
        "sessionsTable",
        "singularise",
        "unique",
      ],
    }
  `)
})
