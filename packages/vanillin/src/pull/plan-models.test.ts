import type { ColumnStructure, ForeignKeyStructure, TableStructure } from '@vanillin/database'
import { expect, test } from 'vitest'
import { pulledModelSource } from './model-source.ts'
import { planModels } from './plan-models.ts'

const column = (name: string): ColumnStructure => ({
  name,
  type: 'integer',
  isNullable: false,
  default: null,
  expression: null,
  isCounted: false,
})

const points = (from: string, to: string, target = 'id'): ForeignKeyStructure => ({
  name: `${from}_foreign`,
  columns: [from],
  table: to,
  schema: null,
  targets: [target],
  onDelete: 'cascade',
  onUpdate: 'no action',
})

function table(
  name: string,
  columns: string[],
  foreignKeys: ForeignKeyStructure[] = [],
  primaryKey = columns.includes('id') ? ['id'] : [],
): TableStructure {
  return { name, kind: 'table', columns: columns.map(column), primaryKey, indexes: [], foreignKeys }
}

function sourcesOf(...tables: TableStructure[]): Record<string, string> {
  const { models } = planModels(tables, [])
  return Object.fromEntries(models.map((model) => [model.module, pulledModelSource(model, models)]))
}

test('two names that come to one are told apart, and none hides what its module uses', () => {
  const tables = ['post', 'posts', 'models', 'dates', '2020_sales', 'tbl-Odd names'].map((name) =>
    table(name, ['id']),
  )
  const { models } = planModels(tables, [])
  expect(models.map(({ className, module }) => [className, module])).toEqual([
    ['Post', 'post'],
    ['Posts', 'posts'],
    ['ModelRow', 'model'],
    ['DateRow', 'date'],
    ['T2020Sale', '2020-sale'],
    ['TblOddName', 'tbl-odd-name'],
  ])
})

test('a relation is named neither like a column nor like a member of models', () => {
  const sources = sourcesOf(
    table('users', ['id']),
    table(
      'tables',
      ['id', 'user', 'user_id', 'name_id'],
      [points('user_id', 'users'), points('name_id', 'users')],
    ),
  )
  expect(sources['table']).toContain("static userUser = belongsTo(() => User, { foreignKey: 'user_id' })")
  expect(sources['table']).toContain("static nameUser = belongsTo(() => User, { foreignKey: 'name_id' })")
})

test('a table that links rows of one table with each other', () => {
  const sources = sourcesOf(
    table('users', ['id']),
    table('friends', ['user_id', 'friend_id'], [points('user_id', 'users'), points('friend_id', 'users')]),
  )
  expect(Object.keys(sources)).toEqual(['user'])
  expect(sources['user']).toContain(
    "static friendUsers = belongsToMany(() => User, { through: 'friends', relatedKey: 'friend_id' })",
  )
  expect(sources['user']).toContain(
    "static userUsers = belongsToMany(() => User, { through: 'friends', foreignKey: 'friend_id' })",
  )
})

test('a link with more to say is a model of its own', () => {
  const columns = ['id', 'user_id', 'group_id', 'role']
  const { models } = planModels(
    [
      table('groups', ['id']),
      table('memberships', columns, [points('user_id', 'users'), points('group_id', 'groups')]),
      table('users', ['id']),
    ],
    [],
  )
  expect(models.map(({ className }) => className)).toEqual(['Group', 'Membership', 'User'])
})

test('a link with more columns and no key of its own', () => {
  const columns = ['course_id', 'person_id', 'role']
  const keys = [points('course_id', 'courses'), points('person_id', 'people')]
  const sources = sourcesOf(
    table('course_person', columns, keys, ['course_id', 'person_id']),
    table('courses', ['id']),
    table('people', ['id']),
  )
  expect(Object.keys(sources)).toEqual(['course', 'person'])
  expect(sources['course']).toContain(
    "static people = belongsToMany(() => Person, { through: 'course_person' })",
  )
})

test('secrets are hidden, and rows that are kept when they are deleted stay unseen', () => {
  const users = table('users', ['id', 'name', 'password', 'remember_token', 'deleted_at'])
  users.columns.at(-1)!.isNullable = true
  expect(sourcesOf(users)['user']).toContain(
    "extends Model('users', { hidden: ['password', 'remember_token'], softDeletes: true }) {}",
  )
  expect(sourcesOf(table('logs', ['id', 'deleted_at']))['log']).toContain("extends Model('logs') {}")
})

test('what a table named in the singular has many of', () => {
  const sources = sourcesOf(
    table('user', ['id']),
    table('order', ['id', 'user_id'], [points('user_id', 'user')]),
  )
  expect(sources['user']).toContain('static orders = hasMany(() => Order)')
})

test('a table without a model is named once, not again for each of its keys', () => {
  const columns = ['order_id', 'line', 'product_id']
  const keys = [points('order_id', 'orders'), points('product_id', 'products')]
  const { leftOut } = planModels(
    [
      table('order_lines', columns, keys, ['order_id', 'line']),
      table('orders', ['id']),
      table('products', ['id']),
    ],
    [],
  )
  expect(leftOut.map(({ what }) => what)).toEqual(['a model for order_lines'])
})

test('a column that would hide a method: no model, and what to do', () => {
  expect(planModels([table('jobs', ['id', 'delete'])], [])).toEqual({
    models: [],
    leftOut: [{ what: 'a model for jobs', advice: expect.stringContaining("db.selectFrom('jobs')") }],
  })
})
