import { toByteString, type Parameter } from '../fastcgi/name-values.ts'

/** The setting `env` of an app as variables. */
export function toVariables(env: Readonly<Record<string, string>>): Parameter[] {
  return Object.entries(env).map(([name, value]) => [name, toByteString(value)])
}
