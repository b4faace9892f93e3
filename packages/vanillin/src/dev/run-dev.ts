import type { Terminal } from '../cli/terminal.ts'
import { openBrowser } from './open-browser.ts'
import { Supervisor } from './supervisor.ts'
import { TypeCheck } from './type-check.ts'

export interface DevOptions {
  readonly root: string
  readonly terminal: Terminal
  readonly host: string | undefined
  readonly port: number | undefined
  readonly open: boolean
  readonly migrate: boolean
  /** Type-checks in the background. */
  readonly check: boolean
}

/** Runs until it is told to stop: Ctrl-C, SIGTERM, or `q`. Resolves with the exit code. */
export async function runDev({ open, check, ...options }: DevOptions): Promise<number> {
  const { terminal } = options
  const startedAt = performance.now()
  let announced = false
  const typeCheck = check ? new TypeCheck(options.root, terminal) : undefined
  const supervisor = new Supervisor({
    ...options,
    onSaved: () => typeCheck?.saved(),
    onServing: (url, ok) => {
      typeCheck?.saved()
      if (!ok) return terminal.warn(`${url} shows what is wrong. Save a file to try again.`)
      const time = announced
        ? ''
        : terminal.style('dim', ` (ready in ${Math.round(performance.now() - startedAt)} ms)`)
      terminal.success(`${terminal.style('bold', url)}${time}`)
      if (open && !announced) openBrowser(url)
      announced = true
    },
  })
  const stopped = new Promise<number>((resolve) => {
    const stop = (): void => {
      typeCheck?.stop()
      void supervisor.stop().then(() => resolve(0))
    }
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
    listenToKeys({ m: () => supervisor.migrate(), q: stop })
  })
  await supervisor.start()
  return stopped
}

/** Single keys, where there is a keyboard. Ctrl-C stays what it is. */
function listenToKeys(keys: Readonly<Record<string, () => void>>): void {
  const { stdin } = process
  if (!stdin.isTTY) return
  stdin.setRawMode(true)
  stdin.on('data', (data: Buffer) => {
    const key = data.toString()
    if (key === '\u0003') process.kill(process.pid, 'SIGINT')
    else keys[key]?.()
  })
  stdin.unref()
}
