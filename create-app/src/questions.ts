import { isCancel, select, text } from '@clack/prompts'
import { basename, resolve } from 'node:path'
import { problemOf } from './app/app-name.ts'
import type { Database } from './app/database.ts'
import { targetFolder } from './app/target-folder.ts'
import type { Template } from './app/template.ts'
import { Cancelled } from './cancelled.ts'
import type { Terminal } from './terminal.ts'

/** What the command line left open. */
export class Questions {
  readonly #terminal: Terminal

  constructor(terminal: Terminal) {
    this.#terminal = terminal
  }

  /** Asks again until the folder can be used. */
  folder(): Promise<string> {
    return answered(
      text({
        ...this.#terminal,
        message: 'Where shall the app go?',
        placeholder: 'guestbook',
        defaultValue: 'guestbook',
        validate: (value) => problemWith(value || 'guestbook'),
      }),
    )
  }

  template(): Promise<Template> {
    return answered(
      select<Template>({
        ...this.#terminal,
        message: 'What kind of app?',
        options: [
          { value: 'mvc', label: 'Pages', hint: 'a small guestbook: models, views, forms' },
          { value: 'api', label: 'JSON API', hint: 'one resource, errors as problem documents' },
          { value: 'minimal', label: 'Minimal', hint: 'one route, one controller, one view' },
          { value: 'php-bridge', label: 'In front of a PHP app', hint: 'port it page by page' },
        ],
      }),
    )
  }

  database(): Promise<Database> {
    return answered(
      select<Database>({
        ...this.#terminal,
        message: 'Which database?',
        options: [
          { value: 'embedded', label: 'Embedded', hint: 'a Postgres in a folder, nothing to install' },
          { value: 'postgres', label: 'PostgreSQL' },
          { value: 'mysql', label: 'MySQL or MariaDB' },
        ],
      }),
    )
  }
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
