import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'

// Declaration files have no private fields: a type that only such a field knows is lost to an app, and to no test that reads the sources.
const app = `
import { Model, belongsTo, hasMany, hasOne } from '@vanillin/database'
import type { Generated } from '@vanillin/database'

declare global {
  namespace Vanillin {
    interface Tables {
      users: { id: Generated<number>; name: string }
      posts: { id: Generated<number>; writer_id: number; title: string }
    }
    interface Models {
      users: typeof User
      posts: typeof Post
    }
  }
}

export class User extends Model('users') {
  static posts = hasMany(() => Post, { foreignKey: 'writer_id' })
  static newest = hasOne(() => Post, { foreignKey: 'writer_id' })
}

export class Post extends Model('posts') {
  static writer = belongsTo(() => User)
}

export async function read(user: User): Promise<string> {
  const { posts, newest } = await User.with('posts.writer', 'newest').firstOrFail()
  const added: Post = await user.related('posts').create({ title: 'Hello' })
  // @ts-expect-error it has no such column
  void posts[0]?.subject
  return added.title + (posts[0]?.title ?? '') + (posts[0]?.writer.name ?? '') + (newest?.title ?? '')
}
`

test('the relations of a model are typed by the declaration files, as an app reads them', () => {
  const file = join(root, 'declared-types-of-an-app.ts')
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    strict: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    skipLibCheck: true,
    types: ['node'],
  }
  const host = ts.createCompilerHost(options)
  host.fileExists = (path) => path === file || ts.sys.fileExists(path)
  host.readFile = (path) => (path === file ? app : ts.sys.readFile(path))
  const program = ts.createProgram([file], options, host)
  const problems = ts
    .getPreEmitDiagnostics(program, program.getSourceFile(file))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))
  expect(problems).toEqual([])
})
