import type { SourceName } from './source-name.ts'

export function pluginSource({ pascal }: SourceName): string {
  return `import { Plugin, type HttpRequest, type HttpResponse } from 'vanillin'

export class ${pascal}Plugin extends Plugin {
  /** Before middleware and controller; return a response to end the request here. */
  override preDispatch(_request: HttpRequest) {}

  /** After the last byte was sent. */
  override dispatchLoopShutdown(_request: HttpRequest, _response: HttpResponse) {}
}
`
}
