import { expect, it } from 'vitest'
import { CommandFault, parseCommand } from './commands.ts'
import { ConfigFault, parseConfig } from './config.ts'

const of = (camera: object, rest: object = {}) => JSON.stringify({ cameras: [camera], ...rest })

it('reads a configuration', () => {
  const auth = { username: 'u', password: 'p', schemes: ['basic'], qop: false }
  const camera = { path: 'a/b', clip: { file: '/x.h264', framesPerSecond: 25 }, auth, speed: 2, padTo: 4e6 }
  expect(parseConfig(of(camera, { host: '127.0.0.1', port: 8554 }))).toEqual({
    host: '127.0.0.1',
    port: 8554,
    cameras: [camera],
  })
})

it.each([
  ['', 'not JSON'],
  ['[]', 'configuration is not an object'],
  ['{"cameras":[]}', 'cameras is empty'],
  ['{"cameras":[{"path":"a","clip":"entrance"},{"path":"a","clip":"entrance"}]}', 'same path'],
  [of({ path: 'a b', clip: 'entrance' }), 'cameras[0].path'],
  [of({ path: 'a', clip: 'exit' }), 'cameras[0].clip must be one of'],
  [of({ path: 'a', clip: { file: 'x' } }), 'cameras[0].clip needs'],
  [of({ path: 'a', clip: 'entrance', sped: 2 }), 'no field sped'],
  [of({ path: 'a', clip: 'entrance', speed: 0 }), 'cameras[0].speed'],
  [of({ path: 'a', clip: 'entrance', auth: { username: 'u' } }), 'cameras[0].auth needs'],
  [of({ path: 'a', clip: 'entrance', auth: { username: 'u', password: 'p', schemes: ['ntlm'] } }), 'schemes'],
  [of({ path: 'a', clip: 'entrance' }, { port: 70_000 }), 'port'],
])('names the field that is wrong: %s', (json, message) => {
  expect(() => parseConfig(json)).toThrow(ConfigFault)
  expect(() => parseConfig(json)).toThrow(message)
})

it('reads every command and refuses what is none', () => {
  for (const command of [
    { do: 'stall' },
    { do: 'drop', frames: 3, gapless: false },
    { do: 'refuse', status: 503, at: 'SETUP' },
    { do: 'endless-header' },
    { do: 'rubbish', bytes: 10, dollars: true },
    { do: 'wrong-length', by: -5 },
    { do: 'codec', name: 'H266' },
    { do: 'clip', clip: 'outer-wall' },
  ])
    expect(parseCommand(command)).toEqual(command)
  for (const wrong of [
    null,
    'stall',
    {},
    { do: 'fly' },
    { do: 'drop' },
    { do: 'refuse', status: 500 },
    { do: 'ignore', at: 'GET' },
    { do: 'codec', name: 'a b' },
    { do: 'clip', clip: '../x' },
    { do: 'wrong-length' },
  ])
    expect(() => parseCommand(wrong)).toThrow(CommandFault)
})
