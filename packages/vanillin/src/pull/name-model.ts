import { singularise } from '@vanillin/database/vanillin'

/** What a model's module uses itself, and what would be hidden in it. */
const reserved = new Set(
  'Array Boolean Buffer Date Error Function Map Math Model Number Object Promise Proxy Record Set String Symbol'.split(
    ' ',
  ),
)

/** Words of a name that the database has: `blog_posts`, `BlogPosts`, `tbl-2 posts`. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean)
}

export function toCamel(words: readonly string[]): string {
  const name = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('')
  return /^\d|^$/.test(name) ? `t${name}` : name
}

export function toPascal(words: readonly string[]): string {
  const camel = toCamel(words)
  return camel.charAt(0).toUpperCase() + camel.slice(1)
}

/** `blog_posts`: the class BlogPost in `blog-post.ts`. A name that is taken keeps its plural, or gets a number. */
export function nameModel(
  table: string,
  takenNames: ReadonlySet<string>,
  takenModules: ReadonlySet<string>,
): { className: string; module: string } {
  const plural = wordsOf(table)
  const singular = [...plural.slice(0, -1), singularise(plural.at(-1) ?? '')]
  for (let count = 1; ; count += 1) {
    for (const words of [singular, plural]) {
      const all = count === 1 ? words : [...words, String(count)]
      const className = reserved.has(toPascal(all)) ? `${toPascal(all)}Row` : toPascal(all)
      const module = all.join('-') || 't'
      if (!takenNames.has(className) && !takenModules.has(module)) return { className, module }
    }
  }
}
