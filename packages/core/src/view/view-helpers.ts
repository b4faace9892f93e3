import type { RouteArguments, RouteName, ViewArguments, ViewName } from '../types/registry.ts'
import type { SafeHtml } from './safe-html.ts'

declare global {
  namespace Vanillin {
    /**
     * What every template knows without being given it, for the type check of its body. A package that
     * shares a helper with all views declares it here; an app declares its own in `ViewGlobals`.
     */
    interface ViewHelpers {
      /** Renders another view in this place. It sees the props that it is given, and no others. */
      include: <Name extends ViewName>(name: Name, ...props: ViewArguments<Name>) => SafeHtml
      /** Puts what this view writes into a layout, which prints it as `content`. */
      layout: <Name extends ViewName>(name: Name, ...props: ViewArguments<Name>) => void
      /** Renders a view around a block of this one: `<% component(name, props, () => { %> ... <% }) %>` */
      component: <Name extends ViewName>(name: Name, props: ComponentProps<Name>, fill?: () => void) => void
      /** Fills a slot of the component around this place, or else of the layout. */
      slot: (name: string, fill: () => void) => void
      /** In a component or layout: the slots that were filled. */
      slots: Readonly<Record<string, SafeHtml | undefined>>
      /** In a component or layout: what was put inside. */
      content: SafeHtml
      /** A value as JSON that may stand inside `<script>`. */
      json: (value: unknown) => SafeHtml
      /** The path of a route. */
      url: <Name extends RouteName>(name: Name, ...parameters: RouteArguments<Name>) => string
      /** The path of a front-end file; with a hash in its name after the build. */
      asset: (name: string) => string
      /** The hidden field that every form which changes something needs, where there are sessions. */
      csrf: () => SafeHtml
      /** The token of that field, for scripts: they send it in the header `X-CSRF-Token`. */
      csrfToken: () => string
      /** A text that the request before this one has flashed; nothing without a session. */
      flash: (name: string) => string | undefined
      /**
       * What was typed into a field of the form that sent the visitor back here, `address.city` where it is nested: a text,
       * or a list of texts where `fallback` is a list. What was sent in another shape is empty.
       */
      old: {
        <Item>(field: string, fallback: readonly Item[]): readonly (string | Item)[]
        <Fallback = undefined>(field: string, fallback?: Fallback): string | Fallback
      }
      /** The messages of that form by field; none without a session. */
      errors: Readonly<Record<string, readonly string[]>>
      /** What the session of the visitor holds. */
      session: { get: (name: string) => unknown; has: (name: string) => boolean }
      /** For inline code: `<script nonce="<%= cspNonce() %>">`. Empty outside of a request, as in a mail. */
      cspNonce: () => string
      /** The name of the app, from its config. */
      appName: string
    }

    /** What `<%= %>` prints. A promise, a function or a plain object is a mistake. */
    type Printable =
      | string
      | number
      | bigint
      | boolean
      | null
      | undefined
      | SafeHtml
      | Date
      | URL
      | readonly Printable[]
  }
}

type ComponentProps<Name> = Name extends keyof Vanillin.Views
  ? Vanillin.Views[Name]
  : Readonly<Record<string, unknown>>

export type ViewHelpers = Vanillin.ViewHelpers
