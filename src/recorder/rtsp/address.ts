import { RecorderFault } from '../fault.ts'

/** Where a camera is. */
export type CameraAddress = {
  readonly host: string
  readonly port: number
  /** `rtsp://host[:port]`, as written in every request */
  readonly origin: string
  /** the whole address, without credentials and fragment */
  readonly uri: string
}

const DEFAULT_PORT = 554

/** @throws RecorderFault `bad-address` */
export function parseAddress(url: string): CameraAddress {
  const parts = /^rtsp:\/\/([^/?#]*)([^#]*)/i.exec(url.trim())
  const authority = parts?.[1] ?? ''
  if (authority.includes('@'))
    throw new RecorderFault(
      'bad-address',
      'credentials stand in the address; they belong in their own fields',
    )
  const host = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i.exec(authority)
  const name = host?.[1]
  const port = host?.[2] === undefined ? DEFAULT_PORT : Number(host[2])
  const rest = parts?.[2] ?? ''
  if (name === undefined || port < 1 || port > 65_535 || hasBlankOrControl(url.trim()))
    throw new RecorderFault('bad-address', 'no address of the form rtsp://host:port/path')
  const origin = `rtsp://${authority}`
  return {
    host: name.replaceAll(/[[\]]/g, ''),
    port,
    origin,
    uri: `${origin}${rest.startsWith('/') ? '' : '/'}${rest}`,
  }
}

/**
 * The address that control attributes and requests for the whole session refer to (RFC 2326 appendix C.1.1). What cameras write in
 * Content-Base is often wrong in scheme and host; its path is kept, and host and port are those of the connection.
 */
export function baseUri(address: CameraAddress, contentBase: string | undefined): string {
  const given = contentBase?.trim() ?? ''
  if (given === '' || hasBlankOrControl(given)) return address.uri
  const path = pathOf(given)
  if (path !== undefined) return `${address.origin}${path}`
  if (given.startsWith('/')) return `${address.origin}${given}`
  return join(address.uri, given)
}

/**
 * Addresses to try for a control attribute, the likeliest first. Cameras expect the attribute behind the whole base, query included;
 * a few resolve it as RFC 3986 says.
 */
export function controlUris(address: CameraAddress, base: string, control: string | undefined): string[] {
  const given = control?.trim() ?? ''
  if (given === '' || given === '*' || hasBlankOrControl(given)) return [base]
  const path = pathOf(given)
  if (path !== undefined) return [`${address.origin}${path}`]
  const uris = [join(base, given)]
  const [beforeQuery = base] = base.split('?')
  uris.push(join(beforeQuery, given))
  if (given.startsWith('/')) uris.push(`${address.origin}${given}`)
  else uris.push(`${beforeQuery.slice(0, beforeQuery.lastIndexOf('/') + 1)}${given}`)
  return [...new Set(uris)]
}

/** Path and query of an absolute rtsp address, or undefined when it is none; doubled schemes count once. */
function pathOf(uri: string): string | undefined {
  const absolute = /^(?:rtsps?:\/\/)+[^/?]*(.*)$/i.exec(uri)
  if (!absolute) return undefined
  const rest = absolute[1] ?? ''
  return rest.startsWith('/') ? rest : `/${rest}`
}

function join(base: string, control: string): string {
  if (control.startsWith('?')) return base + control
  const relative = control.startsWith('/') ? control.slice(1) : control
  return base.endsWith('/') ? base + relative : `${base}/${relative}`
}

/** Blanks and control characters would end the request line. */
function hasBlankOrControl(text: string): boolean {
  for (let i = 0; i < text.length; i++)
    if (text.charCodeAt(i) <= 0x20 || text.charCodeAt(i) === 0x7f) return true
  return false
}
