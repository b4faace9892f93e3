import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DayRecord } from './day-record.ts'
import { isDayData } from './is-day-data.ts'
import type { DayData } from './day-record.ts'

/** Below `storage` of the app. */
export const STATUS_FOLDER = 'php-status'

const NAME = /^(\d{4}-\d\d-\d\d)\.[\w-]+\.json$/
/** A file, or the draft of one that a process did not come to finish. */
const ANY_NAME = /^(\d{4}-\d\d-\d\d)\.[\w-]+\.json(?:\.draft)?$/
const DAY_MS = 24 * 60 * 60 * 1_000
const KEPT_DAYS = 30
/** A process that crashes at once and is started anew leaves a file each time: of more than so many the oldest go. */
const MAX_FILES = 1_000

/**
 * Where the processes of an app write what they have seen: a file a day for each, so that none waits for another and none undoes what
 * another has written. Who reads adds them up.
 */
export class StatusFolder {
  readonly #folder: string
  /** Of this process, also in another container with the same number. */
  readonly #writer = randomBytes(9).toString('base64url')

  /** @param folder absolute */
  constructor(folder: string) {
    this.#folder = folder
  }

  /** Replaces what this process has written of the day. */
  async write(record: DayRecord): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    const file = join(this.#folder, `${record.day}.${this.#writer}.json`)
    const draft = `${file}.draft`
    await writeFile(draft, JSON.stringify(record), { mode: 0o600 })
    await rename(draft, file)
  }

  /** What all processes have written on these days, a part for each; what is damaged is left out. */
  async read(days: readonly string[]): Promise<DayData[]> {
    const names = await this.#names()
    const wanted = names.filter((name) => days.includes(NAME.exec(name)?.[1] ?? ''))
    const parts = await Promise.all(wanted.map((name) => this.#part(name)))
    return parts.filter((part) => part !== undefined)
  }

  /** Removes what is older than a month, and of a great many files the oldest. */
  async sweep(now: Date): Promise<void> {
    const oldest = dayOf(new Date(now.getTime() - KEPT_DAYS * DAY_MS))
    const names = (await this.#names()).filter((name) => ANY_NAME.test(name))
    const isPast = (name: string): boolean => name.slice(0, oldest.length) < oldest
    const kept = names.filter((name) => !isPast(name))
    const surplus = kept.length > MAX_FILES ? (await this.#byAge(kept)).slice(0, -MAX_FILES) : []
    for (const name of [...names.filter(isPast), ...surplus]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other: there may be thousands
      await rm(join(this.#folder, name), { force: true })
    }
  }

  /** The one that was written the longest ago first: a process that lives writes its own again. */
  async #byAge(names: readonly string[]): Promise<string[]> {
    const files = await Promise.all(
      names.map(async (name) => ({
        name,
        writtenAt: await stat(join(this.#folder, name)).then(
          ({ mtimeMs }) => mtimeMs,
          () => 0,
        ),
      })),
    )
    return files.toSorted((left, right) => left.writtenAt - right.writtenAt).map(({ name }) => name)
  }

  async #names(): Promise<string[]> {
    return readdir(this.#folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    })
  }

  async #part(name: string): Promise<DayData | undefined> {
    try {
      const data: unknown = JSON.parse(await readFile(join(this.#folder, name), 'utf8'))
      return isDayData(data) ? data : undefined
    } catch {
      // Another process swept it away meanwhile, or a disk was full.
      return undefined
    }
  }
}

/** The day in UTC, as `2026-11-26`. */
export function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10)
}

/** The last days up to this one, the oldest first. */
export function daysUntil(now: Date, count: number): string[] {
  return Array.from({ length: count }, (_day, index) =>
    dayOf(new Date(now.getTime() - (count - 1 - index) * DAY_MS)),
  )
}
