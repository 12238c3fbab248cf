import { expect, test } from 'vitest'
import { parseYaml } from './yaml.ts'
import { writeYaml } from './yaml-write.ts'

test('short lists on one line, days and instants in quotes, comments before their keys', () => {
  const shared = ['police', 'court']
  const value = {
    id: 'x',
    versions: [{ since: '2026-04-01', at: '2026-11-01T10:00+09:00', by: shared, too: shared }],
  }
  const text = writeYaml(
    value,
    [
      { path: ['versions'], text: '版\n二行目' },
      { path: ['versions', 0, 'by'], text: 'だれが' },
      { path: ['nothing'], text: '現れない' },
    ],
    '頭',
  )
  expect(text).toBe(
    [
      '# 頭',
      '',
      'id: x',
      '',
      '# 版',
      '# 二行目',
      'versions:',
      '  - since: "2026-04-01"',
      '    at: "2026-11-01T10:00+09:00"',
      '',
      '    # だれが',
      '    by: [police, court]',
      '    too: [police, court]',
      '',
    ].join('\n'),
  )
  expect(parseYaml(text, 'x').value).toEqual(value)
})

test('members of a list that is a file of its own stand apart', () => {
  expect(writeYaml([{ a: 1 }, { a: 2 }])).toBe('- a: 1\n\n- a: 2\n')
})

test('what YAML would read as something else is quoted', () => {
  const value = { a: 'true', b: '1', c: 'x: y', d: '', e: null, f: '2026-11-01 の朝' }
  expect(parseYaml(writeYaml(value), 'x').value).toEqual(value)
})
