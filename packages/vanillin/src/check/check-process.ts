import { constants, setPriority } from 'node:os'
import { AppChecker, type Finding } from './app-checker.ts'

/**
 * The process that `vanillin dev` has the app type-checked by, each time it is asked. It keeps the compiler's state,
 * so that every check but the first costs little, and ends when nobody has asked for a while.
 */

/** What it answers. */
export type CheckAnswer = { readonly findings: readonly Finding[] } | { readonly failure: string }

const IDLE_MS = 120_000

const root = process.argv[2]!

try {
  // Saves are answered first.
  setPriority(constants.priority.PRIORITY_LOW)
} catch {
  // Not every system lets a process lower its own priority.
}

let checker: AppChecker | undefined
let idle: NodeJS.Timeout | undefined

async function check(): Promise<CheckAnswer> {
  try {
    checker ??= new AppChecker(root)
    return { findings: await checker.check() }
  } catch (error) {
    // What the compiler knows may be half made.
    checker = undefined
    return { failure: error instanceof Error ? error.message : String(error) }
  }
}

process.on('message', () => {
  clearTimeout(idle)
  void check().then((answer) => {
    process.send?.(answer, undefined, undefined, () => {})
    idle = setTimeout(() => process.exit(0), IDLE_MS)
  })
})
process.on('disconnect', () => process.exit(0))
