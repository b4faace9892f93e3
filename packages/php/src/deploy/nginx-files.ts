import type { Route } from '@vanillin/core'
import { portedRequests } from './ported-requests.ts'

export interface NginxOptions {
  /** Where the app listens, as `127.0.0.1:3000`. */
  readonly server: string
  /** The routes that the app has taken over from PHP; without them every request is the app's. */
  readonly ported?: {
    readonly routes: readonly Route[]
    /** Names at the top of the app's `public/`: what is below them is the app's, too. */
    readonly publicNames: readonly string[]
    /**
     * Where a request that changes nothing goes while the app does not answer: a location of the PHP app, as `@php` or
     * `/index.php?$query_string`. Without it such a request is a 502.
     */
    readonly fallback?: string
  }
}

export interface NginxFiles {
  /** For the block `http`. */
  readonly http: string
  /** For the block `server`. */
  readonly server: string
}

const WRITTEN = '# Written by `vanillin deploy:nginx`.'

/**
 * What nginx in front of an app needs. With `ported` it sends the app these routes alone: PHP keeps all others, and does so while the
 * app is down. Which request is whose is told by one map of host, method and path, so that the locations of the PHP app stay as they are.
 */
export function nginxFiles({ server, ported }: NginxOptions): NginxFiles {
  const common = `${WRITTEN} Belongs into the block \`http\`.

upstream vanillin {
    server ${server};
    keepalive 32;
}

map $http_upgrade $vanillin_connection {
    default upgrade;
    ''      '';
}
`
  if (ported === undefined)
    return { http: common, server: `${WRITTEN} Belongs into the block \`server\`.\n\n${location('/', '')}` }
  const { routes, publicNames, fallback } = ported
  const expressions = portedRequests(routes, publicNames)
  return {
    http: `${common}
# Requests of the ported routes, by host, method and path as the client sent them.
map "$host|$request_method:$request_uri" $vanillin_ported {
    default 0;
${expressions.map((expression) => `    "~^${expression}" 1;`).join('\n')}
}
`,
    server: `${WRITTEN} Belongs into the block \`server\` of the PHP app.
# The way back is one line: take the \`include\` of this file out and reload nginx. PHP serves every route again.

error_page 419 = @vanillin;
if ($vanillin_ported) {
    return 419;
}

${fallback === undefined ? location('@vanillin', '') : withFallback(fallback)}`,
  }
}

function location(name: string, more: string): string {
  return `location ${name} {
    proxy_pass http://vanillin;
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header Upgrade $http_upgrade;
    proxy_set_header Connection $vanillin_connection;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto $scheme;
    # What the client says of these himself is dropped.
    proxy_set_header X-Forwarded-Host "";
    proxy_set_header X-Forwarded-Port "";
    proxy_set_header Forwarded "";
    proxy_request_buffering off;
${more}}
`
}

function withFallback(fallback: string): string {
  const goOn = fallback.startsWith('@')
    ? `error_page 418 = ${fallback};\n    return 418;`
    : `rewrite ^ ${fallback} last;`
  return `# Without it the failure of what an error page has led to would not be led on.
recursive_error_pages on;

${location('@vanillin', '    proxy_connect_timeout 2s;\n    error_page 502 504 = @vanillin_failed;\n')}
# The app does not answer: PHP does, where nothing is changed by it.
location @vanillin_failed {
    if ($request_method !~ "^(GET|HEAD)$") {
        return 502;
    }
    ${goOn}
}
`
}
