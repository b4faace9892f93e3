import { RouteBuilder, type RouteList } from './route-builder.ts'

/** The routes of an app, as an item of its boot list. */
export class RoutesDefinition {
  readonly #define: (route: RouteBuilder) => void

  constructor(define: (route: RouteBuilder) => void) {
    this.#define = define
  }

  collect(): RouteList {
    const list: RouteList = { definitions: [], defaultVersion: undefined, errorAction: undefined }
    this.#define(new RouteBuilder(list))
    // Among the files of simple(), but called with an error and never by a path.
    return {
      ...list,
      definitions: list.definitions.filter((route) => !route.isSimpleRouteTo(list.errorAction)),
    }
  }
}

/**
 * Declares the routes of an app; the default export of routes.ts.
 *
 * @example
 * export default defineRoutes((route) => {
 *   route.get('/', [HomeController, 'index']).as('home')
 * })
 */
export function defineRoutes(define: (route: RouteBuilder) => void): RoutesDefinition {
  return new RoutesDefinition(define)
}
