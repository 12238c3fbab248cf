import { afterAll, beforeAll, expect, test } from 'vitest'
import { ActsBench } from '../../test/support/acts-bench.ts'
import { bytes } from '../../test/support/bench-people.ts'
import { hour, minute } from '../../test/support/step-clock.ts'
import { pauseAfter, signIn, signInSalt, signOut, whoIs } from './sign-in.ts'

let bench: ActsBench
beforeAll(async () => {
  bench = await ActsBench.open({ slots: 4 })
})
afterAll(() => bench.close())

const proofOf = (name: 'manager' | 'operator' | 'second') =>
  Uint8Array.from(bench.person(name).enrolment.proof)

test('the right proof opens a session, entered with its person', async () => {
  const { token, person } = await signIn(bench.context, 'operator', proofOf('operator'))
  expect(await whoIs(bench.context, token)).toEqual(bench.person('operator').actor)
  expect(bench.entries('signed-in').at(-1)?.actor).toEqual({ person, role: 'designatedOperator' })
})

test('the token stands in the records as a hash alone', async () => {
  const { token } = await signIn(bench.context, 'operator', proofOf('operator'))
  const rows = bench.behind((records) => records.prepare('SELECT tokenHash FROM sessions').all())
  const hashes = rows.map(({ tokenHash }) => Buffer.from(tokenHash as Uint8Array).toString('hex'))
  expect(hashes).not.toContain(Buffer.from(token).toString('hex'))
})

test('a wrong passphrase is refused, counted and entered', async () => {
  for (const failures of [1, 2]) {
    await expect(signIn(bench.context, 'second', bytes(32))).rejects.toMatchObject({
      code: 'sign-in-failed',
      params: { failures: String(failures) },
    })
    expect(bench.entries('sign-in-failed').at(-1)?.body).toEqual({
      person: bench.person('second').id,
      name: 'second',
      failures,
    })
  }
  await signIn(bench.context, 'second', proofOf('second'))
  await expect(signIn(bench.context, 'second', bytes(32))).rejects.toMatchObject({
    params: { failures: '1' },
  })
  await signIn(bench.context, 'second', proofOf('second'))
})

test('after five wrong passphrases the sixth waits, even the right one, and waits longer each time', async () => {
  for (let i = 0; i < 5; i++)
    await expect(signIn(bench.context, 'second', bytes(32))).rejects.toMatchObject({ code: 'sign-in-failed' })
  const before = bench.context.records.size()
  await expect(signIn(bench.context, 'second', proofOf('second'))).rejects.toMatchObject({
    code: 'sign-in-paused',
    params: { seconds: '30' },
  })
  expect(bench.context.records.size()).toBe(before)
  bench.clock.forward(30_000)
  await expect(signIn(bench.context, 'second', bytes(32))).rejects.toMatchObject({ code: 'sign-in-failed' })
  await expect(signIn(bench.context, 'second', proofOf('second'))).rejects.toMatchObject({
    code: 'sign-in-paused',
    params: { seconds: '60' },
  })
  bench.clock.forward(60_000)
  await signIn(bench.context, 'second', proofOf('second'))
})

test('of many wrong passphrases at once every one is counted, and no more than five are judged', async () => {
  const tries = await Promise.allSettled(
    Array.from({ length: 12 }, () => signIn(bench.context, 'manager', bytes(32))),
  )
  const codes = tries.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : ''))
  expect(codes.filter((code) => code === 'sign-in-failed')).toHaveLength(5)
  expect(codes.filter((code) => code === 'sign-in-paused')).toHaveLength(7)
  const counted = bench
    .entries('sign-in-failed')
    .slice(-5)
    .map(({ body }) => body.failures)
  expect(counted).toEqual([1, 2, 3, 4, 5])
  bench.clock.forward(minute)
  await signIn(bench.context, 'manager', proofOf('manager'))
})

test('the pause doubles up to a quarter of an hour', () => {
  expect([0, 4, 5, 6, 9, 10, 50].map(pauseAfter)).toEqual([0, 0, 30_000, 60_000, 480_000, 900_000, 900_000])
})

test('a name that nobody has is answered like one that somebody has', async () => {
  const salt = await signInSalt(bench.context, 'nobody')
  expect(salt).toHaveLength(16)
  expect(await signInSalt(bench.context, 'nobody')).toEqual(salt)
  expect(await signInSalt(bench.context, 'somebody else')).not.toEqual(salt)
  expect(await signInSalt(bench.context, 'operator')).toEqual(bench.person('operator').enrolment.salt)
  await expect(signIn(bench.context, 'nobody', bytes(32))).rejects.toMatchObject({ code: 'sign-in-failed' })
  expect(bench.entries('sign-in-failed').at(-1)?.body).toMatchObject({ person: null, name: '' })
})

test('a session ends after an hour without a request, and after twelve hours in any case', async () => {
  const { token } = await signIn(bench.context, 'operator', proofOf('operator'))
  bench.clock.forward(hour)
  await whoIs(bench.context, token)
  bench.clock.forward(hour + 1)
  await expect(whoIs(bench.context, token)).rejects.toMatchObject({ code: 'not-signed-in' })
  await expect(whoIs(bench.context, token)).rejects.toMatchObject({ code: 'not-signed-in' })

  const long = await signIn(bench.context, 'operator', proofOf('operator'))
  for (let i = 0; i < 16; i++) {
    bench.clock.forward(45 * minute)
    await whoIs(bench.context, long.token)
  }
  bench.clock.forward(1)
  await expect(whoIs(bench.context, long.token)).rejects.toMatchObject({ code: 'not-signed-in' })
})

test('signing out ends the session, and no other', async () => {
  const one = await signIn(bench.context, 'operator', proofOf('operator'))
  const two = await signIn(bench.context, 'operator', proofOf('operator'))
  await signOut(bench.context, one.token)
  await expect(whoIs(bench.context, one.token)).rejects.toMatchObject({ code: 'not-signed-in' })
  await whoIs(bench.context, two.token)
  await expect(whoIs(bench.context, bytes(32))).rejects.toMatchObject({ code: 'not-signed-in' })
})
