import { expect, test } from 'vitest'
import { fromHex, toHex } from '../domain/ids.ts'
import { ledgerSigner } from './ledger-signer.ts'

test('RFC 8032 7.1, test 3', async () => {
  const seed = fromHex('c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7')
  const signer = ledgerSigner(() => seed)
  expect(toHex(signer.publicKey)).toBe('fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025')
  expect(toHex(await signer.sign(fromHex('af82')))).toBe(
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  )
})
