import { configInvalid } from '../config-invalid.ts'

const form = /^(?:\[(?<v6>[\d:a-f]+)\]|(?<name>[^\s:/@[\]]+)):(?<port>\d{1,5})$/i

/** `host:port` in pieces, `[::1]:6379` too. @throws CacheError `E_CACHE_CONFIG` */
export function toAddresses(name: string, texts: readonly string[]): { host: string; port: number }[] {
  if (texts.length === 0) throw configInvalid(`${name} is empty`)
  return texts.map((text) => {
    const { v6, name: host = v6, port } = form.exec(text)?.groups ?? {}
    if (host !== undefined && Number(port) <= 65_535) return { host, port: Number(port) }
    throw configInvalid(`${name} holds ${JSON.stringify(text)}, which is not of the form host:port`)
  })
}
