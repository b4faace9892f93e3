import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { singularise } from '@vanillin/database/vanillin'
import { parseSourceName, type SourceName } from './source-name.ts'

/** What `make:controller --resource` writes about. */
export interface Resource {
  readonly name: SourceName
  /** The name of one of them, of which validators are named: `blog-post-form`, `BlogPostForm`. */
  readonly singular: SourceName
  /** `/blog-posts`, and the name of its views with a slash before it. */
  readonly path: string
  /** A variable with one of them: `blogPost`. */
  readonly one: string
  /** A variable with all of them: `blogPosts`. */
  readonly all: string
  /** The class and module of its model, if the app has one: `BlogPost`, `#models/blog-post`. */
  readonly model: { readonly name: string; readonly module: string } | undefined
  /** Whether it has pages; the controllers of an api answer with data. */
  readonly hasViews: boolean
  /** Whether a refused form can be shown again with what was typed. */
  readonly hasSessions: boolean
}

/** Words that no variable, or no prop of a view, may have for its name. */
const TAKEN =
  /^(break|case|class|const|component|content|default|delete|enum|export|function|import|include|json|layout|new|package|return|slot|slots|static|super|switch|this|url|var|with)$/

export function resourceOf(name: SourceName, root: string): Resource {
  const singular = parseSourceName(singularise(name.kebab))
  const module = [singular, name].find(({ folder, kebab }) =>
    existsSync(join(root, `app/models/${folder}${kebab}.ts`)),
  )
  const one =
    singular.camel === name.camel || TAKEN.test(singular.camel) ? `one${singular.pascal}` : singular.camel
  return {
    name,
    singular,
    path: `/${name.folder}${name.kebab}`,
    one,
    all: TAKEN.test(name.camel) ? `all${name.pascal}` : name.camel,
    model: module && { name: module.pascal, module: `#models/${module.kebab}` },
    hasViews: existsSync(join(root, 'app/views')),
    hasSessions: hasSessions(root),
  }
}

function hasSessions(root: string): boolean {
  const bootstrap = join(root, 'bootstrap.ts')
  return existsSync(bootstrap) && /\bsessions\(/.test(readFileSync(bootstrap, 'utf8'))
}
