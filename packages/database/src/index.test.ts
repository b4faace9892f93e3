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
        "CursorPage",
        "Database",
        "DatabaseError",
        "Factory",
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
        "cast",
        "connectDatabase",
        "createMigrator",
        "createSnapshot",
        "currentDatabase",
        "db",
        "defineCast",
        "defineDatabaseConfig",
        "defineFactory",
        "defineMigration",
        "defineSeed",
        "describeTarget",
        "hasMany",
        "hasManyThrough",
        "hasOne",
        "hasOneThrough",
        "isUniqueViolation",
        "migrationsIn",
        "morphMany",
        "morphOne",
        "morphTo",
        "morphToMany",
        "morphedByMany",
        "parseDatabaseUrl",
        "prepared",
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
        "DatabaseCacheRows",
        "DatabaseProvider",
        "DatabaseSessionStore",
        "cacheTable",
        "database",
        "exists",
        "foreignKeyOf",
        "pluralise",
        "sessionsTable",
        "singularise",
        "unique",
      ],
    }
  `)
})
