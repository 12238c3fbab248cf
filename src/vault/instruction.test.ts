import { createHash, createPublicKey, verify } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { canonicalJson, type JsonValue } from '../domain/canonical-json.ts'
import type { CameraId, EpochId } from '../domain/ids.ts'
import {
  type Instruction,
  instructionDigest,
  parseInstruction,
  signInstruction,
  verifyInstruction,
} from './instruction.ts'
import { instructionOf, newId, newPerson, newRole, type TestPerson } from './test-support/people.ts'

let unlocker: TestPerson
let instruction: Instruction
let text: string
const range = { camera: newId() as CameraId, epoch: newId() as EpochId, first: 3, last: 9 }

beforeAll(async () => {
  unlocker = await newPerson()
  ;({ instruction, text } = instructionOf(unlocker, [await newPerson()], await newRole(), [range]))
})

describe('parseInstruction', () => {
  test('reads what canonicalJson wrote, with and without the decision', () => {
    expect(parseInstruction(text)).toEqual(instruction)
    const { decided: _, ...without } = instruction
    expect(parseInstruction(canonicalJson(without))).toEqual(without)
  })

  test('another spelling of the same is refused: what is signed has one form', () => {
    for (const other of [
      ` ${text}`,
      JSON.stringify(JSON.parse(text), null, 1),
      text.replace('"id"', '"\\u0069d"'),
    ])
      expect(() => parseInstruction(other)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })

  const wrong: readonly [string, (good: Instruction) => unknown][] = [
    ['null', () => null],
    ['an array', () => []],
    ['another type', (good) => ({ ...good, type: 'tsujiban instruction 2' })],
    ['a member too many', (good) => ({ ...good, also: 1 })],
    ['no ground', (good) => ({ ...good, ground: '' })],
    ['an id in capitals', (good) => ({ ...good, id: good.id.toUpperCase() })],
    ['no operators', (good) => ({ ...good, operators: [] })],
    ['an operator twice', (good) => ({ ...good, operators: [good.operators[0], good.operators[0]] })],
    ['no leaves', (good) => ({ ...good, epochs: [] })],
    ['a range backwards', (good) => ({ ...good, epochs: [{ ...range, first: 10 }] })],
    ['a leaf beyond all leaves', (good) => ({ ...good, epochs: [{ ...range, last: 65_536 }] })],
    ['half a leaf', (good) => ({ ...good, epochs: [{ ...range, first: 3.5 }] })],
    ['leaves named twice', (good) => ({ ...good, epochs: [range, { ...range, first: 9, last: 12 }] })],
    [
      'an epoch of two cameras',
      (good) => ({ ...good, epochs: [range, { ...range, camera: good.id, first: 20, last: 21 }] }),
    ],
    ['a window of nothing', (good) => ({ ...good, window: { from: 5, to: 5 } })],
    ['a window with more', (good) => ({ ...good, window: { ...good.window, zone: 'x' } })],
    ['a decision that is no number', (good) => ({ ...good, decided: '17' })],
    ['issued at no instant', (good) => ({ ...good, issuedAt: 1.5 })],
  ]
  test.each(wrong)('refuses %s', (_, bend) => {
    const bent = canonicalJson(bend(instruction) as JsonValue)
    expect(() => parseInstruction(bent)).toThrow(
      expect.objectContaining({ name: 'VaultFault', code: 'malformed' }),
    )
  })

  test('refuses every missing member', () => {
    for (const name of Object.keys(instruction).filter((name) => name !== 'decided')) {
      const { [name]: _, ...rest } = JSON.parse(text) as Record<string, JsonValue>
      expect(() => parseInstruction(canonicalJson(rest)), name).toThrow(
        expect.objectContaining({ code: 'malformed' }),
      )
    }
  })

  test('takes two runs of one epoch that do not meet', () => {
    const epochs = [range, { ...range, first: 12, last: 12 }]
    const two = canonicalJson({ ...instruction, epochs })
    expect(parseInstruction(two).epochs).toHaveLength(2)
  })

  test.each([['{'], [''], ['"text"'], ['1e999']])('what is no JSON object is malformed: %s', (bad) => {
    expect(() => parseInstruction(bad)).toThrow(expect.objectContaining({ code: 'malformed' }))
  })
})

describe('signing', () => {
  test('64 bytes of ECDSA P-256 with SHA-256 that node:crypto verifies too', async () => {
    const signature = await signInstruction(text, unlocker.keys.sign.privateKey)
    expect(signature.length).toBe(64)
    expect(await verifyInstruction(text, signature, unlocker.signPublicKey)).toBe(true)
    const spkiHead = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex')
    const key = createPublicKey({
      key: Buffer.concat([spkiHead, unlocker.signPublicKey]),
      format: 'der',
      type: 'spki',
    })
    expect(verify('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }, signature)).toBe(true)
  })

  test('another text, signature or key does not verify', async () => {
    const signature = await signInstruction(text, unlocker.keys.sign.privateKey)
    const later = canonicalJson({ ...instruction, issuedAt: instruction.issuedAt + 1 })
    expect(await verifyInstruction(later, signature, unlocker.signPublicKey)).toBe(false)
    expect(await verifyInstruction(text, signature, (await newPerson()).signPublicKey)).toBe(false)
    for (const bad of [new Uint8Array(64), new Uint8Array(0), signature.subarray(1)])
      expect(await verifyInstruction(text, bad, unlocker.signPublicKey)).toBe(false)
    await expect(verifyInstruction(text, signature, new Uint8Array(65))).rejects.toMatchObject({
      code: 'bad-key',
    })
  })

  test('nothing but an instruction in canonical form is signed', async () => {
    await expect(signInstruction(`${text} `, unlocker.keys.sign.privateKey)).rejects.toMatchObject({
      code: 'malformed',
    })
  })

  test('the digest is SHA-256 of the text', () => {
    expect(instructionDigest(text)).toBe(createHash('sha256').update(text).digest('hex'))
  })
})
