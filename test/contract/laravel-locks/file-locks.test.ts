import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Lock } from '@vanillin/cache'
import { laravelLocks } from '@vanillin/php'
import { describeWithPhp, startPhp } from '../../../packages/php/src/codec/testing/contract/real-php.ts'
import { describeLaravelLocks, type LaravelSide } from './describe-laravel-locks.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vanillin-locks-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const now = (): number => Math.floor(Date.now() / 1_000)

function pathOf(name: string): string {
  const digest = createHash('sha1').update(`file-store-lock:${name}`).digest('hex')
  return join(folder, digest.slice(0, 2), digest.slice(2, 4), digest)
}

const files: LaravelSide = {
  async hold(name, owner, seconds) {
    mkdirSync(dirname(pathOf(name)), { recursive: true })
    writeFileSync(pathOf(name), `${now() + seconds}s:${owner.length}:"${owner}";`)
  },
  async find(name) {
    try {
      const [, expiration, owner] = /^(\d{10})s:\d+:"(.*)";$/.exec(readFileSync(pathOf(name), 'latin1')) ?? []
      return { owner: owner ?? '', secondsLeft: Number(expiration) - now() }
    } catch {
      return undefined
    }
  },
}

const connect = (): ReturnType<typeof laravelLocks> => laravelLocks({ in: 'files', folder })

describeLaravelLocks('files', () => ({ store: connect(), other: connect(), laravel: files }))

test('before Laravel 12.36 nothing stood before a name', async () => {
  const locks = laravelLocks({ in: 'files', folder, prefix: '' })
  await locks.acquire('file-store-lock:orders', 'one', 60_000)
  expect(await files.find('orders')).toMatchObject({ owner: 'one' })
})

test('PHP of the same group may write to what is made here, as the umask of this process says', async () => {
  await connect().acquire('orders', 'one', 60_000)
  const mask = process.umask()
  expect(statSync(pathOf('orders')).mode & 0o777).toBe(0o666 & ~mask)
  expect(statSync(dirname(pathOf('orders'))).mode & 0o777).toBe(0o777 & ~mask)
})

test('where no folder can be made nobody gets a lock', async () => {
  writeFileSync(join(folder, 'file'), '')
  const locks = laravelLocks({ in: 'files', folder: join(folder, 'file') })
  await expect(locks.acquire('orders', 'one', 60_000)).rejects.toMatchObject({
    code: 'E_LOCK_UNAVAILABLE',
    status: 503,
  })
})

/** What `Cache::lock()` does in a file: `add()` of its store, which looks and writes under flock, and a release by who holds it. */
const PHP_SIDE = `
[$path, $counter, $rounds] = explode('|', stream_get_contents(STDIN));
$owner = 'php' . getmypid();
function add($path, $owner) {
  @mkdir(dirname($path), 0777, true);
  $file = @fopen($path, 'c+');
  if ($file === false) return false;
  if (!flock($file, LOCK_EX | LOCK_NB)) { fclose($file); return false; }
  $expires = fread($file, 10);
  $isFree = $expires === '' || time() >= $expires;
  if ($isFree) {
    rewind($file); ftruncate($file, 0);
    fwrite($file, (time() + 60) . serialize($owner)); fflush($file);
  }
  flock($file, LOCK_UN); fclose($file);
  return $isFree;
}
for ($round = 0; $round < $rounds; $round++) {
  while (!add($path, $owner)) usleep(1000);
  $count = (int) file_get_contents($counter);
  usleep(random_int(0, 2000));
  file_put_contents($counter, $count + 1);
  if (unserialize(substr(file_get_contents($path), 10)) !== $owner) exit(3);
  unlink($path);
}`

describeWithPhp('locks of Laravel in files, from both sides at once', [], () => {
  test('no increment is lost', async () => {
    const rounds = 40
    const counter = join(folder, 'counter')
    writeFileSync(counter, '0')
    const input = `${pathOf('orders')}|${counter}|${rounds}`
    const here = async (): Promise<void> => {
      const lock = new Lock(connect(), 'orders', { wait: 60_000 })
      for (let round = 0; round < rounds; round++)
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await lock.run(async () => {
          const count = Number(readFileSync(counter, 'utf8'))
          await new Promise((resolve) => setImmediate(resolve))
          writeFileSync(counter, String(count + 1))
        })
    }
    await Promise.all([startPhp(PHP_SIDE, input), startPhp(PHP_SIDE, input), here(), here()])
    expect(readFileSync(counter, 'utf8')).toBe(String(4 * rounds))
  })
})
