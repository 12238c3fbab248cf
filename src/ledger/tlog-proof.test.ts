import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { testLedger } from './ledger-fixture.ts'
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts'

test('a proof is the text that tlog-proof describes, and reads back', async () => {
  const { ledger, fill } = testLedger()
  fill(6)
  await ledger.publish()
  const { seq: index, path, checkpoint } = ledger.prove(4)
  const text = formatTlogProof({ index, path, checkpoint })
  const lines = text.split('\n')
  expect(lines.slice(0, 2)).toEqual(['c2sp.org/tlog-proof@v1', 'index 4'])
  expect(lines[4]).toBe('')
  expect(lines[5]).toBe('tsujiban/5f0c6a54-6a1f-4b52-8d0a-2f7f3f1f3b11')
  expect(parseTlogProof(text)).toEqual({ index, path, checkpoint })
  const alone = { index: 0, path: [], checkpoint }
  expect(parseTlogProof(formatTlogProof(alone))).toEqual(alone)

  for (const bad of [
    '',
    text.slice(3),
    text.replace('index 4', 'index 04'),
    text.replace('index 4', 'index'),
  ])
    expect(() => parseTlogProof(bad)).toThrow('proof-malformed')
  fc.assert(
    fc.property(fc.nat(text.length), fc.string({ unit: 'binary' }), (at, rubbish) => {
      const mixed = text.slice(0, at) + rubbish + text.slice(at)
      try {
        parseTlogProof(mixed)
      } catch (fault) {
        expect(fault).toMatchObject({ name: 'LedgerFault', code: 'proof-malformed' })
      }
    }),
  )
})
