import type { HttpRequest } from '@vanillin/core'

/** What the texts of rules speak of, in one pass over them. */
export interface RewriteState {
  readonly request: HttpRequest
  /** Real path. */
  readonly documentRoot: string
  /** Decoded, with single slashes. */
  readonly uri: string
  /** Where `uri` lies on the disk, as far as it goes. */
  readonly filename: string
  readonly pathInfo: string
  readonly query: string
  /** By name, as E= sets them. */
  readonly variables: ReadonlyMap<string, string>
}

type Value = (state: RewriteState) => string

const header =
  (name: string): Value =>
  ({ request }) =>
    request.headers.get(name) ?? ''

const VARIABLES: Readonly<Record<string, Value>> = {
  REQUEST_URI: ({ uri }) => uri,
  REQUEST_FILENAME: ({ filename }) => filename,
  SCRIPT_FILENAME: ({ filename }) => filename,
  PATH_INFO: ({ pathInfo }) => pathInfo,
  QUERY_STRING: ({ query }) => query,
  REQUEST_METHOD: ({ request }) => request.method,
  REQUEST_SCHEME: ({ request }) => (request.secure ? 'https' : 'http'),
  HTTPS: ({ request }) => (request.secure ? 'on' : 'off'),
  HTTP_HOST: ({ request }) => request.host,
  HTTP_USER_AGENT: header('user-agent'),
  HTTP_REFERER: header('referer'),
  HTTP_COOKIE: header('cookie'),
  HTTP_ACCEPT: header('accept'),
  SERVER_NAME: ({ request }) => request.host.replace(/:\d+$/, ''),
  SERVER_PORT: ({ request }) => /:(\d+)$/.exec(request.host)?.[1] ?? (request.secure ? '443' : '80'),
  SERVER_PROTOCOL: () => 'HTTP/1.1',
  REMOTE_ADDR: ({ request }) => request.ip,
  DOCUMENT_ROOT: ({ documentRoot }) => documentRoot,
  THE_REQUEST: ({ request }) => {
    const query = request.queryString === '' ? '' : `?${request.queryString}`
    return `${request.method} ${request.path}${query} HTTP/1.1`
  },
}

export function isKnownVariable(name: string): boolean {
  return name in VARIABLES || /^(?:HTTP|ENV):[\w-]+$/.test(name)
}

/**
 * A text of a rule with its references filled in: `%{NAME}`, `$1` of the rule's pattern, `%1` of the last condition that matched.
 * A backslash takes the meaning from what follows it.
 *
 * @param toText what is made of the references to patterns
 */
export function fillIn(
  text: string,
  state: RewriteState,
  ofRule: readonly (string | undefined)[],
  ofCondition: readonly (string | undefined)[],
  toText: (reference: string) => string = (reference) => reference,
): string {
  return text.replaceAll(/\\(.)|%\{([^}]*)\}|([$%])(\d)/g, (_whole, escaped, name, kind, digit) => {
    if (escaped !== undefined) return escaped as string
    if (name !== undefined) return variable(name as string, state)
    return toText((kind === '$' ? ofRule : ofCondition)[Number(digit)] ?? '')
  })
}

function variable(name: string, state: RewriteState): string {
  if (name.startsWith('HTTP:')) return state.request.headers.get(name.slice(5).toLowerCase()) ?? ''
  if (name.startsWith('ENV:')) return state.variables.get(name.slice(4)) ?? ''
  return VARIABLES[name]!(state)
}
