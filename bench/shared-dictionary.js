// node bench/shared-dictionary.js [increments]: the shared dictionary beside raw lmdb, on the same kind of file. Reads: CPU time of one, lowest of the rounds, which take turns.
// Increments: two processes at one counter, the time until both are done, and whether one was lost.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { open } from 'lmdb'
import { SharedDictionary } from '@vanillin/cache'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'

const ROUNDS = 9
const KEYS = 10_000
const READS = 300_000
const PROCESSES = 2
const INCREMENTS = 1_000_000
const VALUE = { id: 7, title: 'A text of some length, as titles are', views: 1_234 }

const [, , role, ...args] = process.argv
if (role === 'increment') await increment(args)
else await measure(Number(role ?? INCREMENTS))

/** @param {number} increments of each process */
async function measure(increments) {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'vanillin-bench-'))
  try {
    console.log(machineLine(describeMachine()))
    console.table(await measureReads(folder))
    console.table(await measureIncrements(folder, increments))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} folder */
async function measureReads(folder) {
  const raw = openRaw(folder, 'json')
  const shared = SharedDictionary.open('reads', { folder, maxBytes: 16_000_000 })
  const keys = Array.from({ length: KEYS }, (_, i) => `posts/${i}`)
  for (const key of keys) {
    raw.putSync(key, VALUE)
    shared.set(key, VALUE)
  }
  /** @type {Record<string, (key: string) => unknown>} */
  const ways = { 'raw lmdb, JSON': (key) => raw.get(key), 'dictionary, get': (key) => shared.get(key) }
  /** @type {Record<string, number[]>} */
  const spent = {}
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [way, read] of Object.entries(ways)) {
      const before = process.cpuUsage()
      for (let i = 0; i < READS; i++) if (read(keys[i % KEYS] ?? '') === undefined) throw new Error('absent')
      const { user, system } = process.cpuUsage(before)
      // the first one warms up
      if (round > 0) (spent[way] ??= []).push(((user + system) * 1000) / READS)
      // lmdb renews its snapshot of the file in the next turn
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  await raw.close()
  await shared.close()
  const base = Math.min(...(spent['raw lmdb, JSON'] ?? [1]))
  return Object.entries(spent).map(([way, times]) => ({
    way,
    nanoseconds: Math.round(Math.min(...times)),
    highest: Math.round(Math.max(...times)),
    'of raw lmdb': Number((base / Math.min(...times)).toFixed(2)),
  }))
}

/**
 * @param {string} folder
 * @param {number} increments of each process
 */
async function measureIncrements(folder, increments) {
  /** @type {{ way: string, 'increments a second': number, lost: number }[]} */
  const rows = []
  for (const way of ['raw', 'dictionary', 'raw', 'dictionary']) {
    const children = Array.from({ length: PROCESSES }, () =>
      fork(new URL(import.meta.url), ['increment', way, folder, String(increments)]),
    )
    const ended = Promise.all(children.map((child) => once(child, 'exit')))
    await Promise.all(children.map((child) => once(child, 'message')))
    const started = process.hrtime.bigint()
    for (const child of children) child.send('go')
    const counts = await Promise.all(children.map(async (child) => (await once(child, 'message'))[0]))
    const seconds = Number(process.hrtime.bigint() - started) / 1e9
    await ended
    rows.push({
      way,
      'increments a second': Math.round((PROCESSES * increments) / seconds),
      lost: (rows.filter((row) => row.way === way).length + 1) * PROCESSES * increments - Math.max(...counts),
    })
  }
  return rows
}

/** @param {string[]} parts way, folder, number of increments; tells its parent the highest count that it saw */
async function increment([way, folder = '', times]) {
  const raw = way === 'raw' ? openRaw(folder, 'binary') : undefined
  const shared = raw ? undefined : SharedDictionary.open('counters', { folder, maxBytes: 1_000_000 })
  const step = raw ? () => incrementRaw(raw) : () => shared?.increment('seen') ?? 0
  process.send?.('ready')
  await once(process, 'message')
  let count = 0
  for (let i = 0; i < Number(times); i++) count = step()
  process.send?.(count)
  await (raw ?? shared)?.close()
  process.disconnect()
}

/** @param {import('lmdb').RootDatabase<any, string>} raw */
function incrementRaw(raw) {
  return raw.transactionSync(() => {
    const bytes = Buffer.alloc(8)
    const before = /** @type {Buffer | undefined} */ (raw.get('seen'))
    const count = (before?.readDoubleLE() ?? 0) + 1
    bytes.writeDoubleLE(count)
    raw.putSync('seen', bytes)
    return count
  })
}

/**
 * With the settings of the dictionary.
 *
 * @param {string} folder
 * @param {'json' | 'binary'} encoding
 * @returns {import('lmdb').RootDatabase<any, string>}
 */
function openRaw(folder, encoding) {
  return open({
    path: join(folder, `raw-${encoding}`),
    encoding,
    overlappingSync: false,
    noMemInit: true,
    cache: false,
  })
}
