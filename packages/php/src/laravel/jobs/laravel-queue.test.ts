import { randomBytes } from 'node:crypto'
import { minutes, seconds } from '@vanillin/core'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { describeWithPhp, runPhp } from '../../codec/testing/contract/real-php.ts'
import { describeWithRedis, redisUrl } from '#fixtures/redis-server.ts'
import { PhpFloat } from '../../codec/php-float.ts'
import { laravelModel } from './laravel-model.ts'
import { LaravelQueue } from './laravel-queue.ts'

/** What `RedisQueue::push()` of Laravel 12.67.0 has written for a job with the traits Queueable and SerializesModels. */
const RECORDED = JSON.parse(
  String.raw`{"uuid":"73449df7-9e17-4bd4-8962-0fcdc915d35a","displayName":"App\\Jobs\\SendInvoice","job":"Illuminate\\Queue\\CallQueuedHandler@call","maxTries":null,"maxExceptions":null,"failOnTimeout":false,"backoff":null,"timeout":null,"retryUntil":null,"data":{"commandName":"App\\Jobs\\SendInvoice","command":"O:20:\"App\\Jobs\\SendInvoice\":3:{s:7:\"orderId\";i:7;s:7:\"\u0000*\u0000mail\";s:3:\"ada\";s:27:\"\u0000App\\Jobs\\SendInvoice\u0000lines\";a:1:{i:0;i:1;}}","batchId":null},"createdAt":1795684158,"id":"TsxPTEQC5hnAXBiVURWpn7AGGyfzk1pJ","attempts":0,"delay":null}`,
) as Record<string, unknown>

/** What a worker does with a payload: the class is that of an app, which reads names as Laravel's trait SerializesModels does. */
const WORKER = `
namespace Illuminate\\Contracts\\Database { class ModelIdentifier { public $class; public $id; public $relations; public $connection; public $collectionClass; } }
namespace App\\Jobs {
  class Plain {
    public $tries = 3;
    public function __construct(public int $orderId, protected string $mail, private array $lines, public ?object $order = null) {}
    public function seen() { return [$this->orderId, $this->mail, $this->lines, $this->order, $this->tries]; }
  }
  class ByNames extends Plain {
    private $note = 'none';
    public function __unserialize(array $values) {
      foreach ((new \\ReflectionClass($this))->getProperties() as $property) {
        $name = $property->getName();
        $name = $property->isPrivate() ? "\\0" . static::class . "\\0$name" : ($property->isProtected() ? "\\0*\\0$name" : $name);
        if (array_key_exists($name, $values)) $property->setValue($this, $values[$name]);
      }
    }
    public function seen() { return [$this->orderId, $this->mail, $this->note, $this->order, $this->tries]; }
  }
}
namespace {
  $payload = json_decode(stream_get_contents(STDIN), true, flags: JSON_THROW_ON_ERROR);
  $job = unserialize($payload['data']['command']);
  echo json_encode([get_class($job), $job->seen(), $payload['data']['commandName'] === get_class($job)]);
}`

await describeWithRedis('LaravelQueue on Redis', () => {
  const prefix = `vanillin_test_${randomBytes(6).toString('hex')}_database_`
  let redis: Redis

  beforeAll(() => {
    redis = new Redis(redisUrl)
  })

  afterEach(async () => {
    const keys = await redis.keys(`${prefix}*`)
    if (keys.length > 0) await redis.del(keys)
  })

  afterAll(() => redis.quit())

  const queueOf = (name?: string): LaravelQueue =>
    new LaravelQueue({
      store: { in: 'redis', client: redis, prefix },
      ...(name !== undefined && { queue: name }),
    })

  test('a job that is due is where Laravel’s workers look, with all that they read', async () => {
    const before = Math.floor(Date.now() / 1_000)
    const uuid = await queueOf().dispatch('\\App\\Jobs\\SendInvoice', { orderId: 7 })
    const [text] = await redis.lrange(`${prefix}queues:default`, 0, -1)
    expect(await redis.lrange(`${prefix}queues:default:notify`, 0, -1)).toEqual(['1'])
    const payload = JSON.parse(text ?? '') as Record<string, unknown>
    expect(payload).toEqual({
      uuid,
      displayName: 'App\\Jobs\\SendInvoice',
      job: 'Illuminate\\Queue\\CallQueuedHandler@call',
      maxTries: null,
      maxExceptions: null,
      failOnTimeout: false,
      backoff: null,
      timeout: null,
      retryUntil: null,
      data: {
        commandName: 'App\\Jobs\\SendInvoice',
        command: 'O:20:"App\\Jobs\\SendInvoice":1:{s:7:"orderId";i:7;}',
      },
      createdAt: payload['createdAt'],
      delay: null,
      id: payload['id'],
      attempts: 0,
    })
    expect(payload['createdAt']).toBeGreaterThanOrEqual(before)
    expect(payload['id']).toMatch(/^[A-Za-z0-9]{32}$/)
    expect(uuid).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  })

  test('the payload is the one that Laravel writes for the same job', async () => {
    await queueOf().dispatch('App\\Jobs\\SendInvoice', {
      orderId: 7,
      'protected mail': 'ada',
      'private lines': [1],
    })
    const text = await redis.lpop(`${prefix}queues:default`)
    const { uuid, id, createdAt, ...written } = JSON.parse(text ?? '') as Record<string, unknown>
    const { uuid: _uuid, id: _id, createdAt: _createdAt, ...recorded } = RECORDED
    expect([typeof uuid, typeof id, typeof createdAt]).toEqual(['string', 'string', 'number'])
    expect({ ...written, data: { ...(written['data'] as object), batchId: null } }).toEqual(recorded)
  })

  test('a job for later waits by the second in which it is due', async () => {
    const now = Math.floor(Date.now() / 1_000)
    await queueOf('low').dispatch('App\\Jobs\\Clean', {}, { delay: minutes(5) })
    await queueOf('low').dispatch('App\\Jobs\\Clean', {}, { queue: 'mail', delay: seconds(0) })
    const [member, score] = await redis.zrange(`${prefix}queues:low:delayed`, '0', '-1', 'WITHSCORES')
    expect(Number(score) - now).toBeGreaterThanOrEqual(300)
    expect(Number(score) - now).toBeLessThan(305)
    expect(JSON.parse(member ?? '')).toMatchObject({
      delay: 300,
      data: { command: 'O:14:"App\\Jobs\\Clean":0:{}' },
    })
    expect(await redis.zcard(`${prefix}queues:mail:delayed`)).toBe(1)
    expect(await redis.exists(`${prefix}queues:low`, `${prefix}queues:low:notify`)).toBe(0)
  })

  test('how it is run is said with it', async () => {
    await queueOf().dispatch(
      'App\\Jobs\\Clean',
      {},
      {
        tries: 3,
        maxExceptions: 2,
        timeout: minutes(2),
        failOnTimeout: true,
        backoff: [seconds(1), seconds(10)],
        retryUntil: new Date('2030-01-01T00:00:00Z'),
      },
    )
    const [text] = await redis.lrange(`${prefix}queues:default`, 0, -1)
    expect(JSON.parse(text ?? '')).toMatchObject({
      maxTries: 3,
      maxExceptions: 2,
      timeout: 120,
      failOnTimeout: true,
      backoff: '1,10',
      retryUntil: 1_893_456_000,
    })
  })

  test('what PHP has nothing for is refused, and nothing is in the queue', async () => {
    const refused: readonly (readonly [string, object])[] = [
      ['App\\Jobs\\X"; drop', {}],
      ['App\\', {}],
      ['App\\Jobs\\X', { 'a b': 1 }],
      ['App\\Jobs\\X', { 'secret x': 1 }],
      ['App\\Jobs\\X', { at: new Date() }],
      ['App\\Jobs\\X', { nothing: undefined }],
      ['App\\Jobs\\X', { bytes: Buffer.from([0xff]) }],
    ]
    for (const [name, properties] of refused)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await expect(queueOf().dispatch(name, properties as Record<string, never>)).rejects.toMatchObject({
        code: 'E_PHP_VALUE',
      })
    expect(await redis.keys(`${prefix}*`)).toEqual([])
  })

  describeWithPhp('real PHP', [], () => {
    const seenByPhp = async (
      name: string,
      properties: Parameters<LaravelQueue['dispatch']>[1],
    ): Promise<unknown> => {
      await queueOf().dispatch(name, properties)
      const text = await redis.lpop(`${prefix}queues:default`)
      return JSON.parse(runPhp(WORKER, text!).toString())
    }

    test('makes the object that was meant', async () => {
      const order = laravelModel('App\\Models\\Order', 7, { relations: ['lines'] })
      const lines = [{ sku: 'ü"\\', price: new PhpFloat(5) }]
      expect(
        await seenByPhp('App\\Jobs\\Plain', {
          orderId: 7,
          'protected mail': 'ada@example.com',
          'private lines': lines,
          order,
        }),
      ).toEqual([
        'App\\Jobs\\Plain',
        [
          7,
          'ada@example.com',
          [{ sku: 'ü"\\', price: 5 }],
          {
            class: 'App\\Models\\Order',
            id: 7,
            relations: ['lines'],
            connection: null,
            collectionClass: null,
          },
          3,
        ],
        true,
      ])
    })

    test('finds properties by the names that the trait SerializesModels looks for', async () => {
      expect(
        await seenByPhp('App\\Jobs\\ByNames', {
          orderId: 7,
          'protected mail': 'ada',
          'private note': 'late',
          // what the constructor declares has no default any more
          order: null,
        }),
      ).toEqual(['App\\Jobs\\ByNames', [7, 'ada', 'late', null, 3], true])
    })
  })
})
