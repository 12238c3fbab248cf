import { describe, expect, test } from 'vitest'
import { decided, told, town } from '../test-support/town.ts'

const ground = (id: string, more: object = {}) => ({
  id,
  title: id,
  acts: ['provide', 'copy'],
  clauses: [`town:2(${id})`],
  ...more,
})
describe('values that forbid', () => {
  test.each([
    ['live.watching', 'forbidden', { act: 'watch-live' }],
    ['operation.display', 'none', { act: 'watch-live' }],
    ['operation.display', 'none', { act: 'install', camera: { monitor: true } }],
    ['operation.editing', 'forbidden', { act: 'edit' }],
    ['operation.copying', 'forbidden', { act: 'copy' }],
    ['operation.takingOut', 'forbidden', { act: 'take-out' }],
    ['operation.sound', 'forbidden', { act: 'record-sound' }],
    ['operation.analysis', 'forbidden', { act: 'analyse' }],
    ['install.steering', 'forbidden', { act: 'steer' }],
    ['install.lending', 'forbidden', { act: 'lend' }],
    ['retention.longer', 'forbidden', { act: 'extend' }],
    ['use.publicRelease', 'forbidden', { act: 'publish' }],
    ['install.pixelsAtMost', '640x480', { act: 'install', camera: { pixels: '641x480' } }],
    ['install.pixelsAtLeast', '640x480', { act: 'change', camera: { pixels: '639x480' } }],
    ['install.temporaryAtMost', 'P3M', { act: 'add', camera: { duration: 'P4M' } }],
    ['install.camerasAtMost', 3, { act: 'install', camera: { count: 4 } }],
    ['install.intervalSeconds', 60, { act: 'go-live', camera: { intervalSeconds: 59 } }],
  ])('%s: %s', (path, value, facts) => {
    const pack = town({ values: { [path]: { value, clauses: ['town:4'] } } })
    expect(decided(pack, facts)).toMatchObject({
      answer: 'refused',
      why: 'forbidden',
      by: path,
      clauses: ['town:4'],
    })
  })

  test.each([
    ['install.pixelsAtMost', '640x480', { pixels: '640x480' }],
    ['install.pixelsAtLeast', '640x480', { pixels: '640x480' }],
    ['install.temporaryAtMost', 'P3M', { duration: 'P3M' }],
    ['install.camerasAtMost', 3, { count: 3 }],
    ['install.intervalSeconds', 60, { intervalSeconds: 60 }],
    ['operation.display', 'none', { monitor: false }],
  ])('%s: %s is kept to', (path, value, camera) => {
    const pack = town({ values: { [path]: { value, clauses: ['town:4'] } } })
    expect(told(pack, { act: 'install', camera })).toBe('permitted')
  })

  test('a value that yields to grounds does not stand in their way', () => {
    const pack = town({
      values: { 'operation.copying': { value: 'groundOnly', clauses: ['town:4'] } },
      grounds: [ground('law', { when: { 'request.basis': 'law' } })],
    })
    expect(told(pack, { act: 'copy', request: { basis: 'law' } })).toBe('permitted')
    expect(decided(pack, { act: 'copy', request: { basis: 'consent' } })).toMatchObject({
      why: 'no-ground',
      clauses: ['town:4'],
    })
  })
})
