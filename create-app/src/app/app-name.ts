import { basename, resolve } from 'node:path'
import { UsageError } from '../usage-error.ts'

export interface AppName {
  /** Name in package.json: `my-shop`. */
  readonly packageName: string
  /** Name for people: `My Shop`. */
  readonly title: string
}

/** Names that npm refuses, or that would shadow what the app itself imports. */
const taken = new Set(['node_modules', 'favicon.ico', 'vanillin', 'test'])

/**
 * The app's names, from the folder it goes to.
 * @throws UsageError when npm would refuse the name
 */
export function appName(folder: string): AppName {
  const base = basename(resolve(folder))
  const problem = problemOf(base)
  if (problem !== undefined) throw new UsageError(`"${base}" cannot name an app: ${problem}.`)
  const words = base.split(/[-_.]+/).filter((word) => word !== '')
  return {
    packageName: base,
    title: words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' '),
  }
}

/** Why a name will not do; undefined when it will. */
export function problemOf(name: string): string | undefined {
  if (name === '') return 'it is empty'
  if (name.length > 64) return 'it is longer than 64 letters'
  if (!/^[a-z]/.test(name)) return 'it must begin with a small letter'
  if (!/^[a-z0-9._-]+$/.test(name)) return 'only small letters, digits, -, _ and . are allowed'
  if (taken.has(name)) return 'the name is taken by something else'
  return undefined
}
