import { Controller, createApp, defineConfig, env, Plugin, token, type HttpRequest } from 'vanillin'

abstract class Mailer {
  abstract send(to: string): Promise<void>
}

const clock = token<() => Date>('clock')

export class MailController extends Controller {
  async send(): Promise<number> {
    await this.use(Mailer).send('ada@example.com')
    // @ts-expect-error the service takes an address
    await this.use(Mailer).send(7)
    const now: Date = this.use(clock)()
    // @ts-expect-error the token is one of a function of dates
    const wrong: string = this.use(clock)()
    return now.getTime() + wrong.length
  }

  inputs(): readonly [number, string] {
    // @ts-expect-error an int is a number
    const page: string = this.query.int('page', 1)
    return [this.query.int('page', 1), page]
  }
}

// @ts-expect-error an app has a name
defineConfig({ url: 'http://localhost:3000' })

const core: 'auto' | 'uws' | 'node' = env.oneOf('HTTP_CORE', ['auto', 'uws', 'node'], 'auto')
// @ts-expect-error the default must be one of the choices
env.oneOf('HTTP_CORE', ['auto', 'uws', 'node'], 'apache')

export class GuardPlugin extends Plugin {
  override preDispatch(request: HttpRequest): void {
    request.log.debug(core)
  }

  // @ts-expect-error no hook has this name
  override preDispach(): void {}
}

createApp({ app: defineConfig({ name: 'Guestbook' }) }, [new GuardPlugin()])
// @ts-expect-error every app has a config/app.ts
createApp({}, [])
