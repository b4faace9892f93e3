import { UsageError } from '../cli/usage-error.ts'

/** A name from the command line, in the spellings that code needs. */
export interface SourceName {
  /** Folders above the file: `admin/`, or nothing. */
  readonly folder: string
  /** `blog-posts` */
  readonly kebab: string
  /** `BlogPosts` */
  readonly pascal: string
  /** `blogPosts` */
  readonly camel: string
  /** `blog_posts` */
  readonly snake: string
}

/**
 * Reads `admin/BlogPosts`, `admin/blog-posts` or `admin/blog_posts`; a trailing `suffix` (`Controller`)
 * is left off, whoever writes it.
 *
 * @throws UsageError when it cannot name a file and a class
 */
export function parseSourceName(text: string, suffix = ''): SourceName {
  const parts = text.replace(/\.(ts|eta)$/, '').split('/')
  const words = parts.map(toWords)
  if (words.some((part) => part.length === 0 || !/^[a-z]/.test(part[0]!) || !part.every(isWord))) {
    throw new UsageError(
      `${JSON.stringify(text)} is not a name for a file.`,
      'Use letters, digits and dashes, with / for subfolders: posts, blog-posts, admin/posts.',
    )
  }
  const last = words.pop()!
  if (last.length > 1 && last.at(-1) === suffix.toLowerCase()) last.pop()
  const pascal = last.map(capitalise).join('')
  return {
    folder: words.map((part) => `${part.join('-')}/`).join(''),
    kebab: last.join('-'),
    pascal,
    camel: pascal[0]!.toLowerCase() + pascal.slice(1),
    snake: last.join('_'),
  }
}

/** English enough for table names: post, posts; category, categories; box, boxes; posts, posts. */
export function pluralise(word: string): string {
  if (/(s|x|z|ch|sh)$/.test(word)) return /[^us]s$/.test(word) ? word : `${word}es`
  return /[^aeiou]y$/.test(word) ? `${word.slice(0, -1)}ies` : `${word}s`
}

const toWords = (text: string): string[] =>
  text
    .replaceAll(/([a-z\d])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_ ]+/)

const isWord = (word: string): boolean => /^[a-z\d]+$/.test(word)

const capitalise = (word: string): string => word[0]!.toUpperCase() + word.slice(1)
