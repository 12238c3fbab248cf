import { expect, test } from 'vitest'
import { BenchFault, type BenchModule } from '../../bench/lib/bench-module.ts'
import { benchCommand } from '../../bench/lib/command.ts'

const modules: Readonly<Record<string, BenchModule>> = {
  fast: { summary: 'is fast', run: async () => ({ figures: { rate: 12345.6789, note: 'x' }, ok: true }) },
  slow: { summary: 'is slow', run: async () => ({ figures: { each: [1.5, 2] }, ok: false }) },
  needy: {
    summary: 'needs a file',
    run: async () => {
      throw new BenchFault('no file. Next: FILE=x')
    },
  },
  finder: {
    summary: 'finds rows',
    run: async () => ({ figures: { found: [{ pack: 'a', what: 'b' }], none: [] } }),
  },
  words: {
    summary: 'says its words',
    run: async ({ args, log }) => {
      log('working')
      return { figures: { args: args.join('|') } }
    },
  },
}
const benches = new Map(Object.entries(modules).map(([name, module]) => [name, async () => module]))

async function command(...argv: readonly string[]) {
  const out: string[] = []
  const err: string[] = []
  const code = await benchCommand(argv, benches, {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  })
  return { code, out, err }
}

test('--json gives one line and nothing else', async () => {
  const { code, out, err } = await command('fast', '--json')
  expect(code).toBe(0)
  expect(err).toEqual([])
  expect(out).toHaveLength(1)
  expect(JSON.parse(out[0] ?? '')).toMatchObject({ bench: 'fast', ok: true, rate: 12345.6789, note: 'x' })
})

test('a reader gets a table; a missed limit is the exit code', async () => {
  expect(await command('slow')).toEqual({
    code: 1,
    out: ['slow: MISSES its limits', '  each  1.5 2'],
    err: [],
  })
  expect((await command('fast')).out[1]).toBe('  rate  12,345.679')
})

test('rows are counted and listed', async () => {
  expect((await command('finder')).out).toEqual(['finder', '  found  1', '    a  b', '  none   0'])
  expect(JSON.parse((await command('finder', '--json')).out[0] ?? '')).toMatchObject({
    found: [{ pack: 'a', what: 'b' }],
    none: [],
  })
})

test('further words go to the bench, its progress to standard error', async () => {
  const { out, err } = await command('words', '--json', 'a', '--b=1')
  expect(JSON.parse(out[0] ?? '')).toMatchObject({ ok: null, args: 'a|--b=1' })
  expect(err).toEqual(['working'])
})

test('a bench that cannot run says what to do next', async () => {
  expect(await command('needy', '--json')).toEqual({
    code: 1,
    out: [],
    err: ['needy: no file. Next: FILE=x'],
  })
})

test.each([[[]], [['faster']], [['--json']]])(
  '%j: no such bench, all that there are are listed',
  async (argv) => {
    const { code, out, err } = await command(...argv)
    expect(code).toBe(2)
    expect(out).toEqual([])
    expect(err.join('\n')).toMatch(
      /fast +is fast\n +slow +is slow\n +needy +needs a file\n +finder +finds rows\n +words +says/,
    )
  },
)
