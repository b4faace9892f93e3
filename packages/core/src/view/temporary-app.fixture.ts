import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'

export interface TemporaryApp {
  readonly root: string
  readonly views: string
  readonly path: (file: string) => string
  readonly write: (file: string, text: string) => void
}

/** A folder with the given files, gone when the test is. */
export function temporaryApp(files: Readonly<Record<string, string>> = {}): TemporaryApp {
  const root = mkdtempSync(join(tmpdir(), 'vanillin-views-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  const path = (file: string): string => join(root, file)
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(path(file)), { recursive: true })
    writeFileSync(path(file), text)
  }
  for (const [file, text] of Object.entries(files)) write(file, text)
  return { root, views: path('app/views'), path, write }
}

/** A folder with the given templates. */
export function temporaryViews(templates: Readonly<Record<string, string>>): TemporaryApp {
  const files = Object.entries(templates).map(([name, text]) => [`app/views/${name}.eta`, text])
  return temporaryApp(Object.fromEntries(files) as Record<string, string>)
}

const TYPES = fileURLToPath(new URL('./view-helpers.ts', import.meta.url))
const REGISTRY = fileURLToPath(new URL('../types/registry.ts', import.meta.url))

/** What an app that is to be type-checked needs besides its templates. */
export function typedApp(files: Readonly<Record<string, string>>): TemporaryApp {
  const compilerOptions = {
    target: 'ES2023',
    lib: ['ES2023', 'DOM'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: [],
    strict: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
  }
  return temporaryApp({
    'package.json': JSON.stringify({ type: 'module', imports: { '#*': './app/*.ts' } }),
    'tsconfig.json': JSON.stringify({ compilerOptions, include: ['**/*.ts', '.vanillin/**/*.ts'] }),
    'app/vanillin.ts': `import ${JSON.stringify(TYPES)}
import type { RouteArguments, RouteName, ViewArguments, ViewName } from ${JSON.stringify(REGISTRY)}
export declare function view<Name extends ViewName>(name: Name, ...props: ViewArguments<Name>): void
export declare function url<Name extends RouteName>(name: Name, ...parameters: RouteArguments<Name>): string
declare global {
  namespace Vanillin {
    interface Routes { 'posts.index': {}; 'posts.show': { id: string | number } }
    interface ViewGlobals { year: number }
  }
}
`,
    'app/models/post.ts': `export interface User { name: string }
export interface Post { id: number; title: string; author: User | null }
`,
    ...files,
  })
}
