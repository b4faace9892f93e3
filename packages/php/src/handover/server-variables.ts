import type { HttpRequest } from '@vanillin/core'
import { toByteString, type Parameter } from '../fastcgi/name-values.ts'
import type { Script } from './script.ts'

export interface AppParts {
  /** The root as PHP has it. */
  readonly documentRoot: string
  /** Variables of the app, as `fastcgi_param` of nginx and `SetEnv` of Apache set them. */
  readonly env: readonly Parameter[]
}

export interface RequestParts {
  readonly request: HttpRequest
  readonly script: Script
  /** The root as PHP has it. */
  readonly documentRoot: string
  readonly bodyBytes: number
}

/** What becomes `$_SERVER`, but for the headers: the variables of nginx's fastcgi.conf that a request has, to be followed by those of the app. */
export function requestVariables({ request, script, documentRoot, bodyBytes }: RequestParts): Parameter[] {
  const { path, queryString, secure } = request
  const { name, port } = splitHost(request.host, secure)
  const hasBody = request.body.exists
  const scriptName = toByteString(script.name)
  const variables: Parameter[] = [
    ['QUERY_STRING', toByteString(script.query ?? queryString)],
    ['REQUEST_METHOD', request.method],
    ['CONTENT_TYPE', request.headers.get('content-type') ?? ''],
    ['CONTENT_LENGTH', hasBody ? String(bodyBytes) : (request.headers.get('content-length') ?? '')],
    ['SCRIPT_FILENAME', toByteString(`${documentRoot.replace(/\/$/, '')}/${script.parts.join('/')}`)],
    ['SCRIPT_NAME', scriptName],
    ['PATH_INFO', toByteString(script.pathInfo)],
    ['REQUEST_URI', queryString === '' ? path : `${path}?${queryString}`],
    ['DOCUMENT_URI', scriptName],
    ['REQUEST_SCHEME', secure ? 'https' : 'http'],
    ['REMOTE_ADDR', request.ip],
    ['REMOTE_PORT', request.remotePort === 0 ? '' : String(request.remotePort)],
    ['SERVER_ADDR', request.localAddress],
    ['SERVER_PORT', port],
    ['SERVER_NAME', name],
  ]
  if (secure) variables.push(['HTTPS', 'on'])
  return variables
}

/** The variables that are the same for all requests of an app. */
export function appVariables({ documentRoot, env }: AppParts): Parameter[] {
  return [
    ['DOCUMENT_ROOT', toByteString(documentRoot)],
    ['SERVER_PROTOCOL', 'HTTP/1.1'],
    ['GATEWAY_INTERFACE', 'CGI/1.1'],
    ['SERVER_SOFTWARE', 'vanillin'],
    // PHP refuses to run without it where it was built to be careful
    ['REDIRECT_STATUS', '200'],
    ...env,
  ]
}

/** As the client sees them, behind a proxy too: apps make URLs of them. */
function splitHost(host: string, secure: boolean): { readonly name: string; readonly port: string } {
  const found = /:(\d+)$/.exec(host)
  if (found === null) return { name: host, port: secure ? '443' : '80' }
  return { name: host.slice(0, found.index), port: found[1]! }
}
