import type { Application } from '@vanillin/core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PhpSessionStore } from '../../php-session-store.ts'
import { phpSession, type PhpSessionOptions } from '../../php-session.ts'
import { PhpSide } from './php-side.ts'
import { sessionApp } from './session-app.ts'
import { Visitor } from './visitor.ts'

/** A place where PHP keeps sessions, seen from both sides. */
export interface PhpSessionSubject {
  readonly store: PhpSessionStore
  /** What php.ini says for it. */
  readonly settings: readonly string[]
  /** Whether PHP locks a session while a request has it. */
  readonly isLocked: boolean
  /** Writes bytes in the place of what is stored. */
  readonly overwrite: (id: string, bytes: Buffer) => Promise<void>
  /** How old the session is in the eyes of the store, from then on. */
  readonly age: (id: string, seconds: number) => Promise<void>
}

/** The contract of every store of PHP sessions, written from both sides: controllers here, processes of real PHP there. */
export function describePhpSessions(
  name: string,
  format: NonNullable<PhpSessionOptions['format']>,
  connect: () => PhpSessionSubject,
): void {
  describe(`sessions of PHP in ${name}, ${format}`, () => {
    let subject: PhpSessionSubject
    let php: PhpSide
    const apps: Application[] = []
    const pass: { gate: () => Promise<void> } = { gate: () => Promise.resolve() }

    const boot = async (
      options: Partial<PhpSessionOptions> = {},
      config: { lock?: boolean } = {},
    ): Promise<Application> => {
      const id = { length: 26, bitsPerCharacter: 5 } as const
      const driver = phpSession({ store: subject.store, format, id, ...options })
      const app = await sessionApp(driver, () => pass.gate(), config)
      apps.push(app)
      return app
    }
    const visitorOf = (app: Application, id: string): Visitor => new Visitor(app, { PHPSESSID: id })

    beforeEach(() => {
      subject = connect()
      php = new PhpSide([...subject.settings, `session.serialize_handler=${format}`])
      pass.gate = () => Promise.resolve()
    })
    afterEach(async () => {
      for (const app of apps.splice(0)) await app.shutdown()
    })

    test('what PHP has set is read', async () => {
      const id = php.begin(
        `$_SESSION['user_id'] = 7; $_SESSION['name'] = 'Kö'; $_SESSION['cart'] = ['a' => 1, 'b' => 2.5]; $_SESSION['list'] = [1, null, true];`,
      )
      expect(await visitorOf(await boot(), id).json('/values')).toEqual({
        user_id: 7,
        name: 'Kö',
        cart: { a: 1, b: 2.5 },
        list: [1, null, true],
      })
    })

    test('what is set here PHP has, and what nobody touched it has as it was', async () => {
      const id = php.begin(
        `$_SESSION['user'] = (new Derived(['x']))->fill(1, "\\xff", Suit::Hearts); $_SESSION['f'] = 0.1 + 0.2; $_SESSION['old'] = 1; $_SESSION['price'] = 5.0;`,
      )
      const before = php.run(id, `return bin2hex(serialize([$_SESSION['user'], $_SESSION['f']]));`)
      const visitor = visitorOf(await boot(), id)
      await visitor.set('cart', { sku: 2, 7: [1.5, 'ä'] })
      await visitor.set('price', 6)
      await visitor.get('/forget?name=old')
      expect(php.run(id, `return bin2hex(serialize([$_SESSION['user'], $_SESSION['f']]));`)).toBe(before)
      expect(
        php.run(id, `return [$_SESSION['cart'], array_keys($_SESSION), gettype($_SESSION['price'])];`),
      ).toEqual([{ 7: [1.5, 'ä'], sku: 2 }, ['user', 'f', 'price', 'cart'], 'double'])
    })

    test('a session that begins here goes on in PHP', async () => {
      const visitor = new Visitor(await boot())
      const response = await visitor.get('/set?name=user_id&value=7')
      expect(response.headers.getSetCookie()[0]).toMatch(
        /^PHPSESSID=[0-9a-v]{26}; Path=\/; HttpOnly; SameSite=Lax$/,
      )
      const id = visitor.cookies.get('PHPSESSID')!
      expect(php.run(id, `$_SESSION['seen'] = true; return [session_id(), $_SESSION['user_id']];`)).toEqual([
        id,
        7,
      ])
      expect(await visitor.json('/values')).toEqual({ user_id: 7, seen: true })
    })

    test('an id that nobody has made is never taken', async () => {
      const app = await boot()
      for (const id of [
        '0123456789abcdefghijklmnop',
        '../../../../../../etc/passwd',
        'short',
        'x'.repeat(300),
        '',
      ]) {
        const visitor = visitorOf(app, id)
        expect(await visitor.json('/exists')).toEqual({ exists: false })
        await visitor.set('a', 1)
        expect(visitor.cookies.get('PHPSESSID')).not.toBe(id)
      }
    })

    test('a login has a new id with all that was there, and the old one is worth nothing on both sides', async () => {
      const id = php.begin(`$_SESSION['user'] = new Derived([1]); $_SESSION['f'] = 1.0;`)
      const before = php.run(id, `return serialize($_SESSION);`) as string
      const app = await boot()
      const visitor = visitorOf(app, id)
      const { id: after } = (await visitor.json('/login')) as { id: string }
      expect(after).not.toBe(id)
      expect(visitor.cookies.get('PHPSESSID')).toBe(after)
      expect(php.run(after, `unset($_SESSION['user_id']); return serialize($_SESSION);`)).toBe(before)
      expect(php.run(id, `return [session_id() === '${id}', $_SESSION];`)).toEqual([false, []])
      expect(await visitorOf(app, id).json('/values')).toEqual({})
    })

    test('a logout here is one there, and the other way round', async () => {
      const app = await boot()
      const id = php.begin(`$_SESSION['user_id'] = 7;`)
      const visitor = visitorOf(app, id)
      const response = await visitor.get('/logout')
      expect(response.headers.getSetCookie()[0]).toMatch(/^PHPSESSID=; Path=\/; Max-Age=0/)
      expect(php.run(id, `return [session_id() === '${id}', $_SESSION];`)).toEqual([false, []])

      const other = php.begin(`$_SESSION['user_id'] = 8;`)
      php.run(other, `session_destroy();`)
      expect(await visitorOf(app, other).json('/exists')).toEqual({ exists: false })
    })

    test('a message is shown once, and PHP in between does not swallow it', async () => {
      const id = php.begin(`$_SESSION['n'] = 1;`)
      const visitor = visitorOf(await boot(), id)
      await visitor.json('/flash?name=success&value=%22Saved.%22')
      php.run(id, `$_SESSION['n']++;`)
      expect(await visitor.json('/flashed?name=success')).toEqual({ value: 'Saved.' })
      expect(await visitor.json('/flashed?name=success')).toEqual({ value: null })
      expect(php.run(id, `return $_SESSION;`)).toEqual({ n: 2 })
    })

    test('what a shape says is what PHP gets, and what does not fit is not there', async () => {
      const id = php.begin(
        `$_SESSION['user_id'] = '7'; $_SESSION['price'] = 5; $_SESSION['name'] = ['x']; $_SESSION['user'] = new Derived(1);`,
      )
      const visitor = visitorOf(
        await boot({ shape: { user_id: 'int', price: 'float', name: 'string', user: { price: 'float' } } }),
        id,
      )
      expect(await visitor.json('/values')).toEqual({ user_id: 7, price: 5, user: { price: 1 } })
      await visitor.set('price', 6)
      await visitor.set('user', { price: 2 })
      expect(
        php.run(
          id,
          `return [gettype($_SESSION['price']), get_class($_SESSION['user']), $_SESSION['user']->price];`,
        ),
      ).toEqual(['double', 'Derived', 2])
      const refused = await visitor.get('/set?name=user_id&value=%22x%22')
      expect([refused.status, await refused.json()]).toEqual([
        500,
        expect.objectContaining({ code: 'E_SESSION_VALUE' }),
      ])
    })

    test('a damaged session is no session, one in another format says which setting is wrong', async () => {
      const id = php.begin(`$_SESSION['user_id'] = 7;`)
      const app = await boot()
      await subject.overwrite(id, Buffer.from('\x07user_id'))
      expect(await visitorOf(app, id).json('/exists')).toEqual({ exists: false })
      await subject.overwrite(id, Buffer.from('\0\0\0\x02\x14\x01\x11\x07user_id', 'latin1'))
      const refused = await visitorOf(app, id).get('/values')
      expect([refused.status, await refused.json()]).toEqual([
        503,
        expect.objectContaining({ code: 'E_SESSION_STORE' }),
      ])
    })

    test('a session that nobody used for its lifetime is over, and use keeps it', async () => {
      const app = await boot()
      const id = php.begin(`$_SESSION['user_id'] = 7;`)
      await subject.age(id, 1_000)
      expect(await visitorOf(app, id).json('/values')).toEqual({ user_id: 7 })
      // The last request has noted that it is in use.
      await subject.age(id, 1_430)
      await visitorOf(app, id).json('/values')
      expect(await visitorOf(app, id).json('/values')).toEqual({ user_id: 7 })
      await subject.age(id, 1_441)
      expect(await visitorOf(app, id).json('/exists')).toEqual({ exists: false })
    })

    test('requests here that run at the same time lose nothing', async () => {
      const id = php.begin(`$_SESSION['n'] = 0; $_SESSION['user'] = new Derived(1);`)
      const app = await boot()
      await Promise.all(Array.from({ length: 12 }, () => visitorOf(app, id).json('/increment')))
      expect(php.run(id, `return [$_SESSION['n'], $_SESSION['user'] instanceof Derived];`)).toEqual([
        12,
        true,
      ])
    })

    test('both sides at once', async () => {
      const id = php.begin(`$_SESSION['n'] = 0;`)
      const app = await boot()
      const code = subject.isLocked
        ? `$_SESSION['n']++; $_SESSION['p'] = ($_SESSION['p'] ?? 0) + 1;`
        : `return $_SESSION['n'];`
      const [mine] = await Promise.all([
        Promise.all(Array.from({ length: 20 }, () => visitorOf(app, id).json('/increment'))),
        php.start(id, code, 40),
        php.start(id, code, 40),
      ])
      expect(mine).toHaveLength(20)
      // Where PHP locks nothing, it only reads here: what it writes at the end of a request undoes what came in between.
      const expected = subject.isLocked ? [100, 80] : [20, null]
      expect(php.run(id, `return [$_SESSION['n'], $_SESSION['p'] ?? null];`)).toEqual(expected)
    })

    test('with lock: true a controller that reads, waits and writes keeps PHP out meanwhile', async () => {
      if (!subject.isLocked) return
      const id = php.begin(`$_SESSION['n'] = 0;`)
      const app = await boot({}, { lock: true })
      let open = (): void => {}
      let arrived = (): void => {}
      const arrival = new Promise<void>((resolve) => (arrived = resolve))
      pass.gate = () => {
        arrived()
        return new Promise<void>((resolve) => (open = resolve))
      }
      const slow = visitorOf(app, id).get('/slow')
      await arrival
      const waiting = php.start(id, `$_SESSION['n'] += 10; return $_SESSION['n'];`)
      open()
      await slow
      expect(await waiting).toBe(11)
      pass.gate = () => Promise.resolve()
      await Promise.all([
        ...Array.from({ length: 6 }, () => visitorOf(app, id).get('/slow')),
        php.start(id, `$_SESSION['n']++;`, 10),
      ])
      expect(php.run(id, `return $_SESSION['n'];`)).toBe(27)
    })
  })
}
