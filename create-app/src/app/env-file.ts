import { randomBytes } from 'node:crypto'

export interface EnvChoices {
  readonly title: string
  readonly databaseUrl: string | undefined
  readonly phpRoot?: string | undefined
}

/** `.env.example`, which is committed: the template's, with the app's name. */
export function envExample(template: string, { title }: Pick<EnvChoices, 'title'>): string {
  return setVariable(template, 'APP_NAME', title)
}

/** `.env`, which is not: a key of its own, and where database and PHP app are. */
export function envFile(template: string, { title, databaseUrl, phpRoot }: EnvChoices): string {
  let text = setVariable(envExample(template, { title }), 'APP_KEY', randomBytes(32).toString('base64'))
  if (databaseUrl !== undefined) text = setVariable(text, 'DATABASE_URL', databaseUrl)
  if (phpRoot !== undefined) text = setVariable(text, 'PHP_ROOT', phpRoot)
  return text
}

/** Replaces the line of the variable, which may be commented out; without one the text stays as it is. */
function setVariable(text: string, name: string, value: string): string {
  const line = `${name}=${quote(value)}`
  return text.replace(new RegExp(`^(?:# ?)?${name}=.*$`, 'm'), () => line)
}

/** Quoted where an unquoted value would end early: at a space or a #. */
function quote(value: string): string {
  if (/^[^\s#'"`]*$/.test(value)) return value
  return value.includes("'") ? `"${value}"` : `'${value}'`
}
