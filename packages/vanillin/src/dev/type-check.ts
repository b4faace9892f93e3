import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { isInstalled } from '../app/is-installed.ts'
import type { CheckAnswer } from '../check/check-process.ts'
import { findingLine } from '../check/finding-line.ts'
import type { Terminal } from '../cli/terminal.ts'

/** After the last save. */
const PAUSE_MS = 500

/** More than these are for `vanillin check` to list. */
const SHOWN = 5

/**
 * Type-checks the app behind the back of who edits it, in a process of low priority, one check at a time, and says
 * what it finds when that differs from what it said last.
 */
export class TypeCheck {
  readonly #root: string
  readonly #terminal: Terminal
  #process: ChildProcess | undefined
  #timer: NodeJS.Timeout | undefined
  #isRunning = false
  /** What a running check finds is of yesterday: drop it and check again. */
  #isStale = false
  #told = ''
  #stopped = false

  constructor(root: string, terminal: Terminal) {
    this.#root = root
    this.#terminal = terminal
  }

  /** Checks after a pause; further calls within it are one. */
  saved(): void {
    if (this.#stopped) return
    this.#isStale = this.#isRunning
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#check(), PAUSE_MS).unref()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#process?.kill('SIGKILL')
  }

  #check(): void {
    // It is asked again when its answer is there.
    if (this.#isRunning || !isInstalled('typescript', this.#root)) return
    this.#isRunning = true
    this.#process ??= this.#fork()
    this.#process.send('check', () => {})
  }

  #fork(): ChildProcess {
    const file = fileURLToPath(new URL('../check/check-process.js', import.meta.url))
    const child = fork(file, [this.#root], {
      cwd: this.#root,
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [],
    })
    child.unref()
    child.channel?.unref()
    child.on('message', (answer: CheckAnswer) => this.#hear(answer))
    child.once('exit', (code) => {
      this.#process = undefined
      const wasAsked = this.#isRunning
      this.#isRunning = false
      // It had ended for want of work; one that died of its work waits for the next save.
      if (wasAsked && code === 0) this.saved()
    })
    return child
  }

  #hear(answer: CheckAnswer): void {
    this.#isRunning = false
    if (this.#stopped) return
    if (this.#isStale) {
      this.#isStale = false
      this.saved()
      return
    }
    const [title, lines] = describe(answer, this.#terminal)
    const text = [title, ...lines].join('\n')
    if (text === this.#told) return
    this.#told = text
    if (title === '') this.#terminal.success('no type errors any more')
    else this.#terminal.error(title, lines.join('\n'))
  }
}

/** Nothing for an app without faults. */
function describe(answer: CheckAnswer, terminal: Terminal): [title: string, lines: string[]] {
  if ('failure' in answer) return ['The types could not be checked.', [answer.failure]]
  const { findings } = answer
  if (findings.length === 0) return ['', []]
  const lines = findings.slice(0, SHOWN).map((finding) => findingLine(finding, terminal))
  const more = findings.length - lines.length
  if (more > 0) lines.push(`and ${more} more: \`vanillin check\` lists them`)
  return [findings.length === 1 ? '1 type error' : `${findings.length} type errors`, lines]
}
