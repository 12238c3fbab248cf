import 'reflect-metadata'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import * as x509 from '@peculiar/x509'

/**
 * Other PCs need HTTPS: without it their browsers have no WebCrypto. Setup makes a small authority of this installation's own and a certificate
 * for the host name and address that the clerk confirmed; the town's IT section may put its own files in their place.
 */
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
const authorityYears = 10
/** browsers refuse longer-lived server certificates */
const serverDays = 397

export type HttpsFiles = { readonly key: Buffer; readonly cert: Buffer; readonly authority: Buffer }

const names = { authority: 'tsujiban-ca.crt', cert: 'server.crt', key: 'server.key' } as const

export async function makeHttps(
  folder: string,
  input: {
    readonly host: string
    readonly address: string
    readonly municipality: string
    readonly now: number
  },
): Promise<void> {
  x509.cryptoProvider.set(crypto)
  const authorityKeys = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify'])
  const serverKeys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const notBefore = new Date(input.now - 24 * 3_600_000)
  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serial(),
    name: [{ CN: [`Tsujiban ${input.municipality}`] }],
    notBefore,
    notAfter: new Date(input.now + authorityYears * 365 * 24 * 3_600_000),
    keys: authorityKeys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  })
  const alternatives: x509.JsonGeneralNames = [
    ...(input.host === ''
      ? []
      : [{ type: isIP(input.host) === 0 ? ('dns' as const) : ('ip' as const), value: input.host }]),
    ...(isIP(input.address) === 0 ? [] : [{ type: 'ip' as const, value: input.address }]),
  ]
  const server = await x509.X509CertificateGenerator.create({
    serialNumber: serial(),
    subject: [{ CN: [input.host === '' ? input.address : input.host] }],
    issuer: authority.subject,
    notBefore,
    notAfter: new Date(input.now + serverDays * 24 * 3_600_000),
    signingKey: authorityKeys.privateKey,
    publicKey: serverKeys.publicKey,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(alternatives),
    ],
  })
  const key = Buffer.from(await crypto.subtle.exportKey('pkcs8', serverKeys.privateKey))
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, names.authority), `${authority.toString('pem')}\n`)
  await writeFile(join(folder, names.cert), `${server.toString('pem')}\n${authority.toString('pem')}\n`)
  await writeFile(join(folder, names.key), x509.PemConverter.encode(key, 'PRIVATE KEY'), { mode: 0o600 })
  key.fill(0)
}

export async function readHttps(folder: string): Promise<HttpsFiles> {
  const [key, cert, authority] = await Promise.all(
    [names.key, names.cert, names.authority].map((name) => readFile(join(folder, name))),
  )
  return { key: key as Buffer, cert: cert as Buffer, authority: authority as Buffer }
}

function serial(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  // a positive number, as RFC 5280 4.1.2.2 asks
  bytes[0] = (bytes[0] as number) & 0x7f
  return Buffer.from(bytes).toString('hex')
}
