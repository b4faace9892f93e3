import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFixtureApp, WITH_DATABASE } from '../testing/temporary-app.fixture.ts'
import { vanillin } from '../testing/run-node.fixture.ts'

test('what make writes compiles', async () => {
  const { root } = createFixtureApp(WITH_DATABASE)
  const calls = [
    ['make:controller', 'AboutController'],
    ['make:controller', 'admin/blog-posts', '--resource'],
    ['make:model', 'Category', '--migration'],
    ['make:controller', 'categories', '--resource'],
    ['make:controller', 'news', '--resource'],
    ['make:controller', 'classes', '--resource'],
    ['make:service', 'slugger'],
    ['make:service', 'mail/sender'],
    ['make:validator', 'post-form'],
    ['make:test', 'posts'],
    ['make:test', 'admin/posts'],
    ['make:migration', 'add_slug_to_categories'],
    ['make:view', 'posts/show'],
    ['make:middleware', 'only-staff'],
    ['make:plugin', 'audit'],
  ]
  for (const args of calls) {
    const { exitCode, errors } = await vanillin(args, { cwd: root })
    expect(errors).toBe('')
    expect(exitCode).toBe(0)
  }
  const read = (path: string): string => readFileSync(join(root, path), 'utf8')
  expect(read('app/controllers/about.ts')).toContain(
    'export default class AboutController extends Controller',
  )
  expect(read('app/controllers/admin/blog-posts.ts')).toContain('class BlogPostsController')
  expect(read('app/models/category.ts')).toContain("class Category extends Model('categories')")
  expect(read('app/controllers/categories.ts')).toContain('await Category.findOrFail(')
  expect(read('app/views/categories/form.eta')).toContain("import type { Category } from '#models/category'")
  expect(read('app/controllers/admin/blog-posts.ts')).toContain("this.view('admin/blog-posts/index', {")
  expect(read('app/services/slugger.ts')).toContain('export class Slugger {}')
  expect(read('app/validators/post-form.ts')).toContain('export const PostForm = vine.create(')
  expect(read('test/admin/posts.test.ts')).toContain('const app = await testApp()')
  expect(read('app/middleware/only-staff.ts')).toContain('export const onlyStaff = middleware(')
  expect(read('app/views/posts/show.eta')).toContain("layout('layouts/main', { title })")
  const migrations = readdirSync(join(root, 'database/migrations'))
  expect(
    migrations.filter((file) =>
      /^\d{4}(_\d\d){2}_\d{6}_(create_categories|add_slug_to_categories)\.ts$/.test(file),
    ),
  ).toHaveLength(2)

  // The columns of a model are known once its table is there.
  expect((await vanillin(['migrate'], { cwd: root })).errors).toBe('')
  const { output, errors, exitCode } = await vanillin(['check'], { cwd: root })
  expect(output + errors).toContain('No errors')
  expect(exitCode).toBe(0)
})

test('the name of a migration says what it does', async () => {
  const { root } = createFixtureApp(WITH_DATABASE)
  const names = [
    'create_posts_table',
    'add_slug_to_posts_table',
    'add_author_id_and_published_at_and_is_pinned_to_posts',
    'remove_slug_from_posts',
    'create_tags',
    'drop_tags_table',
    'tidy_up',
  ]
  const sources: Record<string, string> = {}
  for (const name of names) {
    const { output, errors } = await vanillin(['make:migration', name], { cwd: root })
    expect(errors).toBe('')
    const [, path = ''] = /Wrote (database\/migrations\/.*\.ts)/.exec(output) ?? []
    sources[name] = readFileSync(join(root, path), 'utf8')
  }
  expect(sources['create_posts_table']).toContain("schema.createTable('posts', (table) => {")
  expect(sources['add_slug_to_posts_table']).toContain("schema.alterTable('posts', (table) => {")
  expect(sources['add_slug_to_posts_table']).toContain("table.string('slug').nullable()")
  expect(sources['add_slug_to_posts_table']).toContain("schema.dropColumn('posts', 'slug')")
  expect(sources['add_author_id_and_published_at_and_is_pinned_to_posts']).toContain(
    "table.foreignId('author_id').nullable()",
  )
  expect(sources['tidy_up']).toContain('async up(_schema) {}')

  expect((await vanillin(['migrate'], { cwd: root })).errors).toBe('')
  const schema = readFileSync(join(root, 'database/schema.ts'), 'utf8')
  expect(schema).toContain('published_at')
  expect(schema).not.toContain('slug')
  expect(schema).not.toContain('tags')
  expect((await vanillin(['migrate:rollback'], { cwd: root })).errors).toBe('')
  expect((await vanillin(['migrate'], { cwd: root })).errors).toBe('')
  expect((await vanillin(['check'], { cwd: root })).output).toContain('No errors')
})
