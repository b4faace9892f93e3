import { isCancel, select, text } from '@clack/prompts'
import { basename, resolve } from 'node:path'
import { problemOf } from './app/app-name.ts'
import type { Database } from './app/database.ts'
import { targetFolder } from './app/target-folder.ts'
import type { Template } from './app/template.ts'
import { Cancelled } from './cancelled.ts'

/** Asks again until the folder can be used. */
export function askFolder(): Promise<string> {
  return answered(
    text({
      message: 'Where shall the app go?',
      placeholder: 'guestbook',
      defaultValue: 'guestbook',
      validate: (value) => problemWith(value || 'guestbook'),
    }),
  )
}

export function askTemplate(): Promise<Template> {
  return answered(
    select<Template>({
      message: 'What kind of app?',
      options: [
        { value: 'mvc', label: 'Pages', hint: 'a small guestbook: models, views, forms' },
        { value: 'api', label: 'JSON API', hint: 'one resource, errors as problem documents' },
        { value: 'minimal', label: 'Minimal', hint: 'one route, one controller, one view' },
      ],
    }),
  )
}

export function askDatabase(): Promise<Database> {
  return answered(
    select<Database>({
      message: 'Which database?',
      options: [
        { value: 'embedded', label: 'Embedded', hint: 'a Postgres in a folder, nothing to install' },
        { value: 'postgres', label: 'PostgreSQL' },
        { value: 'mysql', label: 'MySQL or MariaDB' },
      ],
    }),
  )
}

function problemWith(folder: string): string | undefined {
  const problem = problemOf(basename(resolve(folder)))
  if (problem !== undefined) return `Another name, please: ${problem}.`
  try {
    targetFolder(folder)
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

/** @throws Cancelled when the answer is Ctrl-C */
async function answered<Answer>(question: Promise<Answer>): Promise<Exclude<Answer, symbol>> {
  const answer = await question
  if (isCancel(answer)) throw new Cancelled()
  return answer as Exclude<Answer, symbol>
}
