import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * A folder of its own for a database server, owned by the user that the server's Debian package made: neither server
 * likes to run as root.
 *
 * @param {string} user
 */
export function serverFolder(user) {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-bench-'))
  const owner = ownerFor(user)
  if (owner) chownSync(folder, owner.uid, owner.gid)
  return folder
}

/**
 * The identity to run a server with: the named user when we are root, otherwise our own.
 *
 * @param {string} user
 * @returns {{ uid: number, gid: number } | undefined}
 */
export function ownerFor(user) {
  if (process.getuid?.() !== 0) return undefined
  const [uid, gid] = ['-u', '-g'].map((flag) =>
    Number(spawnSync('id', [flag, user], { encoding: 'utf8' }).stdout),
  )
  return uid && gid ? { uid, gid } : undefined
}

/**
 * Starts a database server on the processors of the load, so that it takes nothing from the server that is measured.
 *
 * @param {{ command: string[], user: string, folder: string, processors: string, isReady: () => Promise<boolean> }} options
 * @returns {Promise<() => Promise<void>>} stops it and removes its folder
 */
export async function startServerProcess({ command, user, folder, processors, isReady }) {
  const child = spawn('taskset', ['-c', processors, ...command], {
    cwd: folder,
    ...ownerFor(user),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (errors = (errors + text).slice(-4000)))
  const stop = async () => {
    if (child.exitCode === null) {
      const exited = once(child, 'exit')
      child.kill('SIGQUIT')
      const killer = setTimeout(() => child.kill('SIGKILL'), 5000)
      await exited
      clearTimeout(killer)
    }
    rmSync(folder, { recursive: true, force: true })
  }
  const deadline = Date.now() + 30_000
  while (!(await isReady())) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop()
      throw new Error(`${command[0]} did not start:\n${errors}`)
    }
    await sleep(50)
  }
  return stop
}
