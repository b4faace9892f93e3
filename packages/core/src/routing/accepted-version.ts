const VENDOR_TYPE = /application\/vnd\.[a-z0-9_.-]+?\.(v\d+)(?:\+|$|[;,\s])/i

/**
 * The API version that an Accept header names, as Vanilla's restful routes read it:
 * `application/vnd.shop.v2+json` gives `v2`.
 */
export function acceptedVersion(accept: string | undefined): string | undefined {
  return accept === undefined ? undefined : VENDOR_TYPE.exec(accept)?.[1]?.toLowerCase()
}
