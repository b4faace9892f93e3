import { expect, test } from 'vitest'
import { createApp, Plugin } from '../index.ts'

const appWith = (plugin: Plugin) => createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [plugin])

test.each([
  ['preDispach', 'preDispatch'],
  ['predispatch', 'preDispatch'],
  ['dispatchLoopShutDown', 'dispatchLoopShutdown'],
  ['dispatchLoopStart', 'dispatchLoopStartup'],
  ['routeStartup', 'routerStartup'],
  ['onerror', 'onError'],
  ['onErrors', 'onError'],
])('a plugin with a method %s, which nothing would call, stops the boot: %s was meant', (name, meant) => {
  class Typo extends Plugin {}
  Object.defineProperty(Typo.prototype, name, { value: () => {} })
  expect(() => appWith(new Typo())).toThrow(
    expect.objectContaining({
      code: 'E_PLUGIN_HOOK',
      message: `The plugin Typo has a method "${name}", which nothing calls. Did you mean "${meant}"?`,
    }),
  )
})

test('helpers of a plugin, and hooks that it inherits, are left alone', () => {
  class Base extends Plugin {
    override onError() {}
    logError() {}
    isError() {}
    dispatch() {}
    router() {}
    startup() {}
    doPreDispatch() {}
    _preDispatch() {}
  }
  class Audit extends Base {
    override preDispatch() {}
    onErrorCount = 1
    afterPostDispatch = () => {}
  }
  expect(() => appWith(new Audit())).not.toThrow()
})
