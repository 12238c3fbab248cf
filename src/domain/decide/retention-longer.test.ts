import { expect, test } from 'vitest'
import { at, decided, ends, town } from '../test-support/town.ts'

const clauses = ['town:6']

function keeping(longer: string) {
  return town({
    values: {
      'retention.period': { value: 'P14D', approx: 'atMost', clauses },
      'retention.longer': { value: longer, clauses },
    },
    ...(longer !== 'forbidden' && {
      grounds: [
        {
          id: 'inquiry',
          title: '照会',
          acts: ['extend'],
          when: { 'request.basis': 'officialInquiry' },
          clauses,
        },
      ],
    }),
  })
}

test('a period that grounds alone lengthen is lengthened by no reason of the office', () => {
  const supplement = { 'retention.period': 'P30D', 'retention.longer.reason': '念のため' }
  for (const longer of ['forbidden', 'byGround'])
    expect(ends(keeping(longer), at, { supplement })).toMatchObject({ answer: 'refused', clauses })
  expect(ends(keeping('reasonAndPeriod'), at, { supplement })).toMatchObject({ answer: 'ends' })
})

test('one footage is kept longer on a ground, where there may be one', () => {
  const extend = (basis: string) => ({ act: 'extend', request: { basis } })
  expect(decided(keeping('byGround'), extend('officialInquiry'))).toMatchObject({ answer: 'permitted' })
  expect(decided(keeping('byGround'), extend('request'))).toMatchObject({ why: 'no-ground', clauses })
  expect(decided(keeping('forbidden'), extend('officialInquiry'))).toMatchObject({
    why: 'forbidden',
    clauses,
  })
})
