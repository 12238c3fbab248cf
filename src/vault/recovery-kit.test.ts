import { describe, expect, test } from 'vitest'
import { fromHex, type RoleKeyId, toHex } from '../domain/ids.ts'
import { VaultFault } from './fault.ts'
import {
  checkSheet,
  judgeSheet,
  makeRecoveryKit,
  type RecoverySheet,
  recoverRoleKey,
  type TypedSheet,
} from './recovery-kit.ts'
import { createRoleKey, type RoleKey } from './role-key.ts'
import { newId } from './test-support/people.ts'

/** A kit as it was printed once: what stands on paper must be read for as long as the paper lasts. */
const roleKey: RoleKey = {
  id: '0192f0c1-2233-7444-8555-66778899aabb' as RoleKeyId,
  scalar: fromHex('642c85fdfe38dcf9030c02927279741431f31f02e7e4835591e1dd8a6d162923'),
  publicKey: fromHex(
    '044a91a621bfa279869d070daed201ff7a7b744e6d008db2fd497afba0b96a044693151b759c978b77ea3f93683fd0ebdea19acdc5143cb97e2380f71a15d11e46',
  ),
}
const printed = [
  '04W1-XBK5-BA91-QEC9 8PP7-4B7B-FR5X-FJNY C5NC-5DDK-KHAJ-JKJP 5YDB-QJ2X-WS5G-1TB4',
  '050Q-1XY4-EXES-P7GN TTNF-S23P-VE4Z-SZQV 6Q2M-XE0D-DMS3-FH1E 9HQN-12TS-XZ6C-82VE',
  '069X-F3KN-0S5G-20VD TD0K-V7HJ-019E-C4PP MSMW-7HW6-P9MX-DHQK YPB7-9DG5-G9A5-DWTZ',
]
const sheet = (number: number): TypedSheet => ({
  kit: '7TKA-287M',
  lines: (printed[number - 1] ?? '').split(' '),
})

const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** The sheet with one character of one line changed to another of the alphabet. */
function mistyped(good: TypedSheet, line: number, place: number, shift: number): TypedSheet {
  const lines = good.lines.map((text, i) => {
    if (i + 1 !== line) return text
    const letters = text.replaceAll('-', '').split('')
    letters[place] = alphabet[(alphabet.indexOf(letters[place] as string) + shift) % 32] as string
    return letters.join('')
  })
  return { ...good, lines }
}

describe('recovery kit', () => {
  test('three sheets of four lines under one number; any two of them give the key back', async () => {
    const fresh = await createRoleKey(newId() as RoleKeyId)
    const before = toHex(fresh.scalar)
    const sheets = await makeRecoveryKit(fresh)
    expect(toHex(fresh.scalar)).toBe(before)
    expect(sheets.map(({ sheet, of, needed }) => [sheet, of, needed])).toEqual([
      [1, 3, 2],
      [2, 3, 2],
      [3, 3, 2],
    ])
    for (const { kit, sheet, lines } of sheets) {
      expect(kit).toBe(sheets[0]?.kit)
      expect(kit).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
      expect(lines).toHaveLength(4)
      for (const line of lines) expect(line).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
      expect(checkSheet({ kit, lines })).toEqual({ kit, sheet })
    }
    for (const lost of [0, 1, 2]) {
      const [one, two] = sheets.toSpliced(lost, 1) as readonly RecoverySheet[]
      const recovered = await recoverRoleKey([one as RecoverySheet, two as RecoverySheet], fresh)
      expect(toHex(recovered.scalar)).toBe(before)
    }
  })

  test('the printed kit: any two sheets in any order give its role key', async () => {
    for (const [a, b] of [
      [1, 2],
      [2, 3],
      [3, 1],
    ] as const) {
      const recovered = await recoverRoleKey([sheet(a), sheet(b)], roleKey)
      expect(toHex(recovered.scalar)).toBe(toHex(roleKey.scalar))
    }
  })

  test('is read as people type it', async () => {
    const loose = (good: TypedSheet): TypedSheet => ({
      kit: good.kit.toLowerCase().replace('-', ' '),
      lines: good.lines.map((line) =>
        line
          .toLowerCase()
          .replaceAll('0', 'o')
          .replaceAll('1', 'l')
          .replaceAll('-', 'ー')
          .replaceAll(/[a-k]/g, (letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)),
      ),
    })
    const recovered = await recoverRoleKey([loose(sheet(1)), loose(sheet(3))], roleKey)
    expect(toHex(recovered.scalar)).toBe(toHex(roleKey.scalar))
    expect(checkSheet(loose(sheet(3)))).toEqual({ kit: '7TKA-287M', sheet: 3 })
  })

  test('no single character can be mistyped unseen, and all but one in some hundred name their line', async () => {
    let named = 0
    let all = 0
    for (let line = 1; line <= 4; line++)
      for (let place = 0; place < 16; place++)
        for (let shift = 1; shift < 32; shift++) {
          const typed: [TypedSheet, TypedSheet] = [sheet(1), mistyped(sheet(2), line, place, shift)]
          const fault: unknown = await recoverRoleKey(typed, roleKey).catch((fault: unknown) => fault)
          expect(fault).toMatchObject({ name: 'VaultFault', code: 'kit-line', params: { sheet: '2' } })
          all++
          if (fault instanceof VaultFault && fault.params['line'] === String(line)) named++
        }
    expect(all).toBe(1984)
    expect(named).toBeGreaterThan(1970)
  })

  test('lines in the wrong order, missing, too long, or with letters that are none', () => {
    const [one, two, three, four] = sheet(1).lines as readonly [string, string, string, string]
    for (const [lines, line] of [
      [[two, one, three, four], '1'],
      [[one, two, three], '4'],
      [[one, two, three, `${four}0`], '4'],
      [[one, two, '', four], '3'],
      [[one, two, `${three.slice(0, -1)}%`, four], '3'],
      [[], '1'],
      [sheet(1).lines.with(1, sheet(2).lines[1] as string), '2'],
    ] as const)
      expect(() => checkSheet({ kit: sheet(1).kit, lines })).toThrow(
        expect.objectContaining({ code: 'kit-line', params: { sheet: '1', line } }),
      )
  })

  test('a line is judged as soon as it is whole, and the mistyped one alone is named', () => {
    const { kit, lines } = sheet(2)
    const judged = (typed: readonly string[]) => judgeSheet({ kit, lines: typed })
    expect(judged([])).toEqual({
      kit: 'right',
      lines: ['unfinished', 'unfinished', 'unfinished', 'unfinished'],
    })
    expect(judged(lines.slice(0, 1)).lines[0]).toBe('right')
    expect(judged([lines[0]?.slice(0, -1) ?? '']).lines[0]).toBe('unfinished')
    expect(judged([`${lines[0]}0`]).lines[0]).toBe('wrong')
    for (let line = 1; line <= 4; line++)
      expect(judged(mistyped(sheet(2), line, 3, 1).lines).lines).toEqual(
        [1, 2, 3, 4].map((one) => (one === line ? 'wrong' : 'right')),
      )
    expect(judged(lines.with(1, sheet(1).lines[1] as string)).lines).toEqual([
      'right',
      'wrong',
      'right',
      'right',
    ])
  })

  test('lines are judged under the number of their kit alone', () => {
    const { kit, lines } = sheet(1)
    const waiting = lines.map(() => 'unfinished')
    expect(judgeSheet({ kit: kit.slice(0, -1), lines })).toEqual({ kit: 'unfinished', lines: waiting })
    expect(judgeSheet({ kit: kit.replace(/.$/, 'U'), lines })).toEqual({ kit: 'wrong', lines: waiting })
  })

  test('a mistyped number of the kit', () => {
    for (const kit of [
      '',
      'ABCD',
      sheet(1).kit.slice(0, -1),
      `${sheet(1).kit}0`,
      sheet(1).kit.replace(/.$/, 'U'),
    ])
      expect(() => checkSheet({ ...sheet(1), kit })).toThrow(expect.objectContaining({ code: 'kit-id' }))
  })

  test('the same sheet twice, sheets of two kits, a kit of another role key', async () => {
    const other = await createRoleKey(newId() as RoleKeyId)
    const foreign = await makeRecoveryKit(other)
    const again = await makeRecoveryKit(roleKey, (length) => new Uint8Array(length).fill(1))
    await expect(recoverRoleKey([sheet(2), sheet(2)], roleKey)).rejects.toMatchObject({
      code: 'kit-same-sheet',
    })
    await expect(recoverRoleKey([sheet(1), again[1] as RecoverySheet], roleKey)).rejects.toMatchObject({
      code: 'kit-mixed',
    })
    await expect(
      recoverRoleKey([foreign[0] as RecoverySheet, foreign[1] as RecoverySheet], roleKey),
    ).rejects.toMatchObject({ code: 'kit-other-key' })
  })
})
