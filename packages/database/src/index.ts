export { assertWorkersFit } from './drivers/embedded/one-worker.ts'
export { connectDatabase } from './connection/connect-database.ts'
export { Database } from './connection/database.ts'
export { DatabaseError } from './errors/database-error.ts'
export { isUniqueViolation, UniqueViolation } from './errors/unique-violation.ts'
export type { DatabaseErrorCode } from './errors/catalogue.ts'
export type { DriverName } from './connection/database.ts'
export { currentDatabase, db, useDatabase } from './connection/db.ts'
export { afterCommit } from './transactions/after-commit.ts'
export type { TransactionOptions } from './transactions/transaction-options.ts'
export { defineDatabaseConfig } from './config/database-config.ts'
export type { DatabaseConfig, EmbeddedAssets, EmbeddedConfig, PoolConfig } from './config/database-config.ts'
export { describeTarget, parseDatabaseUrl } from './config/parse-database-url.ts'
export type { DatabaseTarget } from './config/parse-database-url.ts'
export type { JsonValue } from './types/json-value.ts'
export type { TableName } from './types/tables.ts'
export { sql } from 'kysely'
export type { ColumnType, Generated, Insertable, Kysely, Selectable, Transaction, Updateable } from 'kysely'
export { createSnapshot } from './drivers/embedded/create-snapshot.ts'
export type { SnapshotOptions } from './drivers/embedded/create-snapshot.ts'
export { defineMigration } from './migrations/define-migration.ts'
export type { Migration } from './migrations/define-migration.ts'
export { migrationsIn } from './migrations/migration-source.ts'
export type { MigrationSource } from './migrations/migration-source.ts'
export { createMigrator, Migrator } from './migrations/migrator.ts'
export type { MigrationStatus, MigratorOptions, PretendedMigration } from './migrations/migrator.ts'
export { SchemaTools } from './migrations/schema-tools.ts'
export type { TableBlueprint } from './migrations/table-blueprint.ts'
export type { Column } from './migrations/column.ts'
export { defineSeed, runSeeds } from './seeds/define-seed.ts'
export type { Seed } from './seeds/define-seed.ts'
export { Model } from './models/model.ts'
export { belongsTo } from './models/relations/belongs-to.ts'
export type { BelongsToOptions } from './models/relations/belongs-to.ts'
export { belongsToMany } from './models/relations/belongs-to-many.ts'
export type { BelongsToManyOptions } from './models/relations/belongs-to-many.ts'
export { hasMany, hasOne } from './models/relations/has-many.ts'
export type { HasOptions } from './models/relations/has-many.ts'
export type { Loaded } from './models/relations/relation-types.ts'
export { ModelQuery } from './models/model-query.ts'
export type {
  AnyModelClass,
  ModelClass,
  ModelMethods,
  NewRow,
  Row,
  RowChanges,
} from './models/model-types.ts'
export { Page } from './models/page.ts'
export { readBaseline } from './structure/read-baseline.ts'
export type { Baseline, LeftOut } from './structure/baseline.ts'
export { readStructure } from './structure/read-structure.ts'
export { readEngine, readSizes } from './structure/read-sizes.ts'
export type { TableSize } from './structure/read-sizes.ts'
export { schemaDrift } from './schema-types/schema-drift.ts'
export type { SchemaDifference } from './schema-types/schema-drift.ts'
export type {
  ColumnStructure,
  ForeignKeyStructure,
  IndexStructure,
  TableStructure,
} from './structure/table-structure.ts'
export { writeSchemaTypes } from './schema-types/write-schema-types.ts'
export { writeSchema } from './schema-types/write-schema.ts'
