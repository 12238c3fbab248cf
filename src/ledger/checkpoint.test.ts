import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSignedBy, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { LedgerFault, type LedgerFaultCode } from './fault.ts'
import { testSigner } from './ledger-fixture.ts'
import { emptyRoot } from './merkle.ts'
import { formatKey, formatNote, parseKey, parseNote } from './note.ts'

function faultOf(code: LedgerFaultCode) {
  return expect.objectContaining({ name: 'LedgerFault', code }) as LedgerFault
}

describe('signed notes', () => {
  // key and note of golang.org/x/mod/sumdb/note's documentation
  const key = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
  const note =
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
    '\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'

  test('a key and note that another implementation made', () => {
    const parsed = parseKey(key)
    expect(parsed.name).toBe('PeterNeumann')
    expect(formatKey(parsed)).toBe(key)
    expect(formatNote(parseNote(note))).toBe(note)
    expect(isSignedBy({ origin: '', size: 0, root: emptyRoot, note }, parsed)).toBe(true)
    const altered = note.replace('answer', 'anser')
    expect(isSignedBy({ origin: '', size: 0, root: emptyRoot, note: altered }, parsed)).toBe(false)
  })

  test.each([
    ['no blank line', note.replace('\n\n', '\n')],
    ['no final newline', note.slice(0, -1)],
    ['a control character', note.replace('think', 'th\tink')],
    ['a carriage return', note.replace('problem,\n', 'problem,\r\n')],
    ['another dash', note.replace('\u2014', '-')],
    ['a name with a plus', note.replace('\u2014 PeterNeumann', '\u2014 Peter+Neumann')],
    ['loose base64', note.replace('JnAM=', 'JnAN=')],
    ['a third field', note.replace('\u2014 PeterNeumann', '\u2014 Peter Neumann')],
    ['no signature', note.slice(0, note.indexOf('\u2014'))],
    ['nothing', ''],
  ])('refuses a note with %s', (_, raw) => {
    expect(() => parseNote(raw)).toThrow(faultOf('note-malformed'))
  })

  test.each([
    key.replace('c74f20a3', 'c74f20a4'),
    key.replace('PeterNeumann', 'Peter Neumann'),
    key.slice(0, -4),
    key.replace('+ARpc', '+BRpc'),
    '',
  ])('refuses the key %s', (text) => {
    expect(() => parseKey(text)).toThrow(faultOf('key-malformed'))
  })

  test('rubbish never gets past as anything but a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(note.length), (rubbish, at) => {
        const raw = note.slice(0, at) + rubbish + note.slice(at + rubbish.length)
        try {
          formatNote(parseNote(raw))
        } catch (fault) {
          expect(fault).toBeInstanceOf(LedgerFault)
        }
      }),
    )
  })
})

describe('checkpoints', () => {
  const signer = testSigner()

  test('are signed notes of three lines, and read back', async () => {
    const made = await signCheckpoint({ size: 1234, root: emptyRoot }, signer)
    const [origin, size, root, blank, signature] = made.note.split('\n')
    expect([origin, size, root, blank]).toEqual([
      signer.name,
      '1234',
      '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
      '',
    ])
    expect(signature?.startsWith(`\u2014 ${signer.name} `)).toBe(true)
    expect(openCheckpoint(made.note, signer)).toEqual(made)
  })

  test('of another key, or altered, are refused', async () => {
    const { note } = await signCheckpoint({ size: 7, root: emptyRoot }, signer)
    expect(() => openCheckpoint(note, testSigner(2))).toThrow(faultOf('signature-wrong'))
    expect(() => openCheckpoint(note, testSigner(1, 'tsujiban/other'))).toThrow(faultOf('signature-wrong'))
    expect(() => openCheckpoint(note.replace('\n7\n', '\n8\n'), signer)).toThrow(faultOf('signature-wrong'))
    expect(() => openCheckpoint(note.replace('\n7\n', '\n07\n'), signer)).toThrow(
      faultOf('checkpoint-unreadable'),
    )
    expect(() => openCheckpoint(note.replace('47DE', '47D'), signer)).toThrow(
      faultOf('checkpoint-unreadable'),
    )
    expect(() => openCheckpoint('', signer)).toThrow(faultOf('checkpoint-unreadable'))
  })

  test('may carry signatures of witnesses; a second, wrong one of the own key spoils it', async () => {
    const made = await signCheckpoint({ size: 7, root: emptyRoot }, signer)
    const { text, signatures } = parseNote(made.note)
    const witness = { name: 'audit', keyId: Uint8Array.of(1, 2, 3, 4), signature: new Uint8Array(64) }
    expect(openCheckpoint(formatNote({ text, signatures: [witness, ...signatures] }), signer).size).toBe(7)
    const forged = signatures.map((own) => ({ ...own, signature: new Uint8Array(64) }))
    expect(() =>
      openCheckpoint(formatNote({ text, signatures: [...signatures, ...forged] }), signer),
    ).toThrow(faultOf('signature-wrong'))
    expect(() => openCheckpoint(formatNote({ text, signatures: [witness] }), signer)).toThrow(
      faultOf('signature-wrong'),
    )
  })

  test('may carry extension lines', async () => {
    const text = `${signer.name}\n7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nmore\n`
    const note = formatNote({
      text,
      signatures: [{ name: 'x', keyId: new Uint8Array(4), signature: new Uint8Array(64) }],
    })
    expect(parseCheckpoint(note)).toMatchObject({ origin: signer.name, size: 7 })
  })
})
