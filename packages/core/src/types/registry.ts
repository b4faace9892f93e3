import type { ConfigFiles } from '../config/app-config.ts'
import type { UrlParameters } from '../routing/route-pattern.ts'

declare global {
  /** Filled by `vanillin codegen` and by the app's own declarations; empty until then, when any name goes. */
  namespace Vanillin {
    /** Props by view name. */
    interface Views {}
    /** Parameters by route name. */
    interface Routes {}
    /** Config files by name. */
    interface Config {}
    /** Values by name that the app keeps in sessions. Declare them, and `session.get()` knows their types and no other names. */
    interface SessionData {}
    /** What every view knows besides its props. */
    interface ViewGlobals {
      /** `name` of config/app.ts. */
      appName: string
    }
  }
}

type Known<Registry> = [keyof Registry] extends [never] ? string : Extract<keyof Registry, string>

/** The names of all views; any string before the first codegen. */
export type ViewName = Known<Vanillin.Views>

/** The names of all routes; any string before the first codegen. */
export type RouteName = Known<Vanillin.Routes>

/** The names of what sessions hold; any string before the first is declared. */
export type SessionName = Known<Vanillin.SessionData>

/** The props argument of a view, left out when the view needs none. */
export type ViewArguments<Name> = Name extends keyof Vanillin.Views
  ? ArgumentFor<Vanillin.Views[Name]>
  : [props?: Readonly<Record<string, unknown>>]

/** The parameters and the query of a route, left out when the route needs none. */
export type RouteArguments<Name> = Name extends keyof Vanillin.Routes
  ? [...ArgumentFor<Vanillin.Routes[Name]>, query?: UrlQuery]
  : [parameters?: UrlParameters, query?: UrlQuery]

export type UrlQuery = Readonly<Record<string, string | number | boolean>>

type ArgumentFor<Value> = Partial<Record<never, never>> extends Value ? [value?: Value] : [value: Value]

/** The app's config files with their own types; before the first codegen, what every app has. */
export type AppConfigFiles = [keyof Vanillin.Config] extends [never]
  ? ConfigFiles
  : Vanillin.Config & ConfigFiles
