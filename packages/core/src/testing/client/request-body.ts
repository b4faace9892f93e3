import { encodeMultipart } from '../form/encode-multipart.ts'
import type { FieldValue } from '../form/fill-control.ts'

/** A body as bytes, so that its length is declared as browsers do and a redirect may send it again. */
export interface EncodedBody {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** '' for bytes of no known type. */
  readonly type: string
}

/** What a request can be sent with; one of them. */
export interface BodyOptions {
  /** Sent as JSON. */
  readonly json?: unknown
  /** Sent as a form: with a file in it as multipart, else urlencoded. */
  readonly form?: FormData | URLSearchParams | Readonly<Record<string, FieldValue>>
  /** Sent as it is. */
  readonly body?: string | Uint8Array<ArrayBuffer> | Blob
}

export async function encodeBody({ json, form, body }: BodyOptions): Promise<EncodedBody | undefined> {
  if (json !== undefined)
    return { bytes: new TextEncoder().encode(JSON.stringify(json)), type: 'application/json' }
  const source = form === undefined ? body : toFormBody(form)
  if (source === undefined) return undefined
  if (source instanceof FormData) return encodeMultipart(source)
  const encoder = new Response(source)
  const type = encoder.headers.get('content-type') ?? ''
  return { bytes: new Uint8Array(await encoder.arrayBuffer()), type }
}

function isList(value: FieldValue): value is Extract<FieldValue, readonly unknown[]> {
  return Array.isArray(value)
}

function toFormBody(form: NonNullable<BodyOptions['form']>): FormData | URLSearchParams {
  if (form instanceof FormData || form instanceof URLSearchParams) return form
  const entries = Object.entries(form).flatMap(([name, value]): [string, string | Blob][] => {
    const list: readonly Exclude<FieldValue, readonly unknown[]>[] = isList(value) ? value : [value]
    return list.flatMap((one) => {
      if (one === null) return []
      return [[name, one instanceof Blob ? one : String(one)]]
    })
  })
  const data = new FormData()
  for (const [name, value] of entries) {
    if (typeof value === 'string') data.append(name, value)
    else data.append(name, value)
  }
  if (entries.some(([, value]) => typeof value !== 'string')) return data
  return new URLSearchParams(entries as [string, string][])
}
