import { describe, expect, test } from 'vitest'
import type { CameraId } from '../../domain/ids.ts'
import type { RecorderFault } from '../fault.ts'
import { defaultLimits } from '../limits.ts'
import { ManualTime } from '../test-support/manual-time.ts'
import { interleaved, rtpPacket } from '../test-support/rtp-samples.ts'
import { plainSdp, type Script, ScriptedCamera, settled } from '../test-support/scripted-camera.ts'
import { RtspClient } from './client.ts'
import type { KeepAliveMethod } from './keep-alive.ts'

const packet = rtpPacket({ sequence: 1, timestamp: 1 }, Buffer.from('payload'))

class Bench {
  readonly time = new ManualTime()
  readonly camera: ScriptedCamera
  readonly events: string[] = []
  readonly faults: RecorderFault[] = []
  readonly notices: RecorderFault[] = []
  ssrc: number | undefined
  packets = 0
  onPacket: () => void = () => {}
  readonly client: RtspClient

  constructor(
    script: Script = {},
    login = true,
    url = 'rtsp://camera.test:8554/live',
    learned?: KeepAliveMethod,
  ) {
    this.camera = new ScriptedCamera(script)
    this.client = new RtspClient({
      source: {
        camera: 'c' as CameraId,
        url,
        label: 'front gate',
        ...(login && { username: 'user', password: 'pass' }),
      },
      connector: this.camera,
      clock: this.time,
      limits: defaultLimits,
      newCnonce: () => 'c0ffee',
      keepAlive: learned,
      handlers: {
        described: (video) => this.events.push(`described ${video.payloadType}`),
        playing: (ssrc) => {
          this.ssrc = ssrc
          this.events.push('playing')
        },
        packet: () => {
          this.packets++
          this.onPacket()
        },
        notice: (fault) => this.notices.push(fault),
        ended: (fault) => {
          this.faults.push(fault)
          this.events.push('ended')
        },
      },
    })
  }

  async started(): Promise<this> {
    this.client.start()
    await settled()
    return this
  }

  get methods(): string[] {
    return this.camera.current.methods()
  }
}

const playing = ['described 96', 'playing']

test('from OPTIONS to PLAY, with the addresses of Content-Base and control', async () => {
  const bench = await new Bench().started()
  expect(bench.events).toEqual(playing)
  expect(bench.camera.asked).toBe('camera.test:8554')
  expect(bench.camera.current.requests.map(({ method, uri }) => `${method} ${uri}`)).toEqual([
    'OPTIONS rtsp://camera.test:8554/live',
    'DESCRIBE rtsp://camera.test:8554/live',
    'SETUP rtsp://camera.test:8554/live/trackID=1',
    'PLAY rtsp://camera.test:8554/live/',
  ])
  expect(bench.camera.current.last('PLAY')?.headers.get('Session')).toBe('4711')
})

test('every request says User-Agent and CSeq; SETUP says no mode', async () => {
  const bench = await new Bench().started()
  for (const { headers } of bench.camera.current.requests) {
    expect(headers.get('User-Agent')).toBe('Tsujiban')
    expect(headers.get('CSeq')).toMatch(/^\d+$/)
  }
  expect(bench.camera.current.last('SETUP')?.headers.get('Transport')).toBe(
    'RTP/AVP/TCP;unicast;interleaved=0-1',
  )
})

describe('authentication', () => {
  const guarded = (challenges: readonly string[], accept: (authorization: string) => boolean): Script => {
    const guard =
      (answer: { fields?: readonly string[]; body?: string }) =>
      (request: { headers: ReadonlyMap<string, string> }) =>
        accept(request.headers.get('Authorization') ?? '')
          ? answer
          : { status: 401, fields: challenges.map((challenge) => `WWW-Authenticate: ${challenge}`) }
    return {
      DESCRIBE: guard({ body: plainSdp }),
      SETUP: guard({ fields: ['Transport: RTP/AVP/TCP;interleaved=0-1', 'Session: 1'] }),
      PLAY: guard({}),
    }
  }

  test('Digest', async () => {
    const bench = await new Bench(
      guarded(['Digest realm="r", nonce="n"'], (text) => text.startsWith('Digest ')),
    ).started()
    expect(bench.events).toEqual(playing)
    expect(bench.methods).toEqual(['OPTIONS', 'DESCRIBE', 'DESCRIBE', 'SETUP', 'PLAY'])
    expect(bench.camera.current.last('SETUP')?.headers.get('Authorization')).toContain(
      'uri="rtsp://camera.test:8554/live/trackID=1"',
    )
  })

  test('Basic', async () => {
    const bench = await new Bench(
      guarded(['Basic realm="r"'], (text) => text === 'Basic dXNlcjpwYXNz'),
    ).started()
    expect(bench.events).toEqual(playing)
  })

  test('a wrong password is refused by name, without being repeated', async () => {
    const bench = await new Bench(guarded(['Digest realm="r", nonce="n"'], () => false)).started()
    expect(bench.faults).toMatchObject([{ code: 'auth-refused' }])
    expect(bench.faults[0]?.message).not.toContain('pass ')
    expect(bench.methods).toEqual(['OPTIONS', 'DESCRIBE', 'DESCRIBE'])
  })

  test('a camera that is never satisfied is given up', async () => {
    let nonce = 0
    const bench = await new Bench({
      DESCRIBE: () => ({
        status: 401,
        fields: [`WWW-Authenticate: Digest realm="r", nonce="${nonce++}", stale=true`],
      }),
    }).started()
    expect(bench.faults).toMatchObject([{ code: 'auth-refused' }])
    expect(bench.methods.length).toBeLessThan(8)
  })

  test('no name configured', async () => {
    const bench = await new Bench(
      guarded(['Digest realm="r", nonce="n"'], () => false),
      false,
    ).started()
    expect(bench.faults).toMatchObject([{ code: 'auth-required' }])
  })
})

describe('quirks', () => {
  test('OPTIONS refused is no reason to stop', async () => {
    expect((await new Bench({ OPTIONS: () => ({ status: 501 }) }).started()).events).toEqual(playing)
  })

  test('No Content-Type on DESCRIBE; answers without CSeq', async () => {
    const bench = await new Bench({
      DESCRIBE: () => ({ body: plainSdp, noCseq: true }),
      PLAY: () => ({ noCseq: true }),
    }).started()
    expect(bench.events).toEqual(playing)
  })

  test('Session id changes: the newest is used', async () => {
    const bench = await new Bench({ PLAY: () => ({ fields: ['Session: 9999;timeout=20'] }) }).started()
    bench.time.advance(30_000)
    bench.client.tick()
    expect(bench.camera.current.last('GET_PARAMETER')?.headers.get('Session')).toBe('9999')
  })

  test('control URL joined after a query string, or not: the reading that the camera takes', async () => {
    const bench = await new Bench(
      {
        DESCRIBE: () => ({ body: plainSdp }),
        SETUP: ({ uri }) => (uri.includes('?') ? { status: 404 } : undefined),
      },
      true,
      'rtsp://camera.test/live?ch=1',
    ).started()
    expect(bench.events).toEqual(playing)
    expect(bench.camera.current.last('SETUP')?.uri).toBe('rtsp://camera.test/live/trackID=1')
    expect(bench.camera.current.last('PLAY')?.uri).toBe('rtsp://camera.test/live?ch=1')
  })

  test('other interleaved channel than asked', async () => {
    const bench = await new Bench({
      SETUP: () => ({ fields: ['Transport: RTP/AVP/TCP;interleaved=6-7;ssrc=0000ABCD', 'Session: 1'] }),
    }).started()
    expect(bench.ssrc).toBe(0xabcd)
    bench.camera.current.packets([packet], 6)
    bench.camera.current.packets([packet], 0)
    expect(bench.packets).toBe(1)
  })

  test('Data on channels never set up; RTCP', async () => {
    const bench = await new Bench().started()
    for (const channel of [1, 2, 17]) bench.camera.current.packets([packet], channel)
    bench.camera.current.packets([packet])
    expect(bench.packets).toBe(1)
    expect(bench.faults).toEqual([])
  })

  test('data or RTCP before the PLAY reply; data of a dead session before SETUP is not ours', async () => {
    const bench = await new Bench({
      DESCRIBE: (_request, connection) => {
        connection.packets([packet, packet])
        return undefined
      },
      PLAY: (_request, connection) => {
        queueMicrotask(() => connection.packets([packet]))
        return undefined
      },
    }).started()
    expect(bench.events).toEqual(playing)
    expect(bench.packets).toBe(1)
  })

  test('packets behind the PLAY reply in the same read', async () => {
    const bench = await new Bench({
      PLAY: ({ cseq }) =>
        Buffer.concat([Buffer.from(`RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\n\r\n`), interleaved(0, packet)]),
    }).started()
    expect(bench.packets).toBe(1)
  })

  test('garbage from a dead session before the first answer', async () => {
    const bench = await new Bench({
      OPTIONS: ({ cseq }) =>
        Buffer.concat([Buffer.alloc(3000, 0xe1), Buffer.from(`RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\n\r\n`)]),
    }).started()
    expect(bench.events).toEqual(playing)
    expect(bench.notices).toMatchObject([{ code: 'garbage', place: { byte: 0 } }])
  })

  test('a request of the camera is answered', async () => {
    const bench = await new Bench().started()
    bench.camera.current.send(Buffer.from('OPTIONS * RTSP/1.0\r\nCSeq: 77\r\n\r\n'))
    expect(bench.faults).toEqual([])
    bench.camera.current.send(Buffer.from('TEARDOWN rtsp://x RTSP/1.0\r\nCSeq: 78\r\n\r\n'))
    expect(bench.faults).toMatchObject([{ code: 'connection-lost' }])
  })
})

describe('keep-alive', () => {
  test('GET_PARAMETER to the base URL at half the timeout, missing replies tolerated', async () => {
    const bench = await new Bench({
      SETUP: () => ({ fields: ['Transport: RTP/AVP/TCP;interleaved=0-1', 'Session: 1;timeout=10'] }),
      GET_PARAMETER: () => 'silent',
    }).started()
    for (let i = 0; i < 120; i++) {
      bench.time.advance(250)
      bench.client.tick()
    }
    expect(bench.methods.filter((method) => method === 'GET_PARAMETER')).toHaveLength(6)
    expect(bench.camera.current.last('GET_PARAMETER')?.uri).toBe('rtsp://camera.test:8554/live/')
    expect(bench.faults).toEqual([])
  })

  test('OPTIONS where GET_PARAMETER is not offered, or was refused', async () => {
    const bench = await new Bench({ OPTIONS: () => ({ fields: ['Public: DESCRIBE'] }) }).started()
    bench.time.advance(30_000)
    bench.client.tick()
    expect(bench.methods.at(-1)).toBe('OPTIONS')
    const refusing = await new Bench({ GET_PARAMETER: () => ({ status: 405 }) }).started()
    for (const expected of ['GET_PARAMETER', 'OPTIONS', 'OPTIONS']) {
      refusing.time.advance(30_000)
      refusing.client.tick()
      expect(refusing.methods.at(-1)).toBe(expected)
      await settled()
    }
    expect(refusing.client.learnedKeepAlive).toBe('OPTIONS')
  })

  test('GET_PARAMETER kills: the next session uses OPTIONS', async () => {
    const bench = await new Bench({
      GET_PARAMETER: (_request, connection) => {
        queueMicrotask(() => connection.drop())
        return 'silent'
      },
    }).started()
    bench.time.advance(30_000)
    bench.client.tick()
    await settled()
    expect(bench.faults).toMatchObject([{ code: 'connection-lost' }])
    expect(bench.client.learnedKeepAlive).toBe('OPTIONS')
    const next = await new Bench({}, true, 'rtsp://camera.test/live', bench.client.learnedKeepAlive).started()
    next.time.advance(30_000)
    next.client.tick()
    expect(next.methods.at(-1)).toBe('OPTIONS')
  })

  test('a nonce that runs out while playing', async () => {
    const seen: string[] = []
    const bench = await new Bench({
      GET_PARAMETER: ({ headers }) => {
        const authorization = headers.get('Authorization') ?? ''
        seen.push(/nonce="(\w+)"/.exec(authorization)?.[1] ?? 'none')
        return authorization.includes('"n2"')
          ? {}
          : { status: 401, fields: ['WWW-Authenticate: Digest realm="r", nonce="n2", stale=true'] }
      },
    }).started()
    for (let i = 0; i < 2; i++) {
      bench.time.advance(30_000)
      bench.client.tick()
      await settled()
      bench.client.tick()
      await settled()
    }
    expect(seen).toEqual(['none', 'n2', 'n2'])
    expect(bench.faults).toEqual([])
  })
})

describe('a named error', () => {
  test.each<[string, string, Script]>([
    ['rtsp-status', 'DESCRIBE answered 404', { DESCRIBE: () => ({ status: 404 }) }],
    ['rtsp-status', 'SETUP answered 453', { SETUP: () => ({ status: 453 }) }],
    ['transport-refused', 'SETUP answered 461', { SETUP: () => ({ status: 461 }) }],
    ['bad-sdp', 'no media', { DESCRIBE: () => ({ body: 'v=0\r\n' }) }],
    [
      'codec-unsupported',
      'JPEG',
      { DESCRIBE: () => ({ body: 'm=video 0 RTP/AVP 26\r\na=rtpmap:26 JPEG/90000' }) },
    ],
    [
      'bad-message',
      'Content-Length',
      { DESCRIBE: () => Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: -5\r\n\r\n') },
    ],
    [
      'header-too-long',
      'no end',
      { DESCRIBE: () => Buffer.from(`RTSP/1.0 200 OK\r\n${'a: b\r\n'.repeat(9000)}`) },
    ],
    [
      'body-too-long',
      'announced',
      { DESCRIBE: () => Buffer.from('RTSP/1.0 200 OK\r\nContent-Length: 99999999\r\n\r\n') },
    ],
    ['garbage', 'neither', { DESCRIBE: () => Buffer.alloc(90_000, 0x07) }],
  ])('%s: %s', async (code, what, script) => {
    const bench = await new Bench(script).started()
    expect(bench.faults).toMatchObject([{ code, what: expect.stringContaining(what) as string }])
    expect(bench.faults[0]?.place.byte).toBeTypeOf('number')
    expect(bench.camera.current.released).toBe(true)
  })

  test('no connection in time, no answer in time, and rubbish for an answer', async () => {
    const deaf = new Bench()
    deaf.camera.reachable = 'silent'
    const silent = new Bench({ DESCRIBE: () => 'silent' })
    const rubbish = new Bench({ DESCRIBE: () => Buffer.from('220 ftp ready') })
    for (const bench of [deaf, silent, rubbish]) {
      await bench.started()
      bench.time.advance(9_999)
      bench.client.tick()
      expect(bench.faults).toEqual([])
      bench.time.advance(1)
      bench.client.tick()
    }
    expect(deaf.faults).toMatchObject([{ code: 'connect-failed' }])
    expect(silent.faults).toMatchObject([{ code: 'no-answer', what: 'no answer to DESCRIBE' }])
    expect(rubbish.faults).toMatchObject([{ code: 'garbage' }])
  })

  test('refused connection, bad address', async () => {
    const refused = new Bench()
    refused.camera.reachable = 'no'
    expect((await refused.started()).faults).toMatchObject([{ code: 'connect-failed' }])
    expect((await new Bench({}, true, 'http://x/').started()).faults).toMatchObject([{ code: 'bad-address' }])
  })

  test('what a packet causes ends the session with TEARDOWN, once', async () => {
    const bench = await new Bench().started()
    bench.onPacket = () => {
      throw new TypeError('mistake')
    }
    bench.camera.current.packets([packet, packet])
    expect(bench.faults).toMatchObject([{ code: 'internal', what: 'TypeError: mistake' }])
    expect(bench.methods.at(-1)).toBe('TEARDOWN')
    expect(bench.camera.current.released).toBe(true)
  })
})

describe('close', () => {
  test('what comes until the answer to TEARDOWN is still taken', async () => {
    const bench = await new Bench({
      TEARDOWN: (_request, connection) => {
        queueMicrotask(() => connection.packets([packet, packet]))
        return undefined
      },
    }).started()
    await bench.client.close((ms, run) => bench.time.after(ms, run))
    expect(bench.packets).toBe(2)
    expect(bench.events).toEqual(playing)
    expect(bench.camera.current.released).toBe(true)
    expect(bench.time.timers).toBe(0)
  })

  test('a camera that never answers TEARDOWN, one that hangs up, one not connected', async () => {
    const mute = await new Bench({ TEARDOWN: () => 'silent' }).started()
    const closing = mute.client.close((ms, run) => mute.time.after(ms, run))
    mute.time.advance(defaultLimits.teardown)
    await closing
    expect(mute.camera.current.released).toBe(true)
    const gone = await new Bench({
      TEARDOWN: (_request, connection) => {
        queueMicrotask(() => connection.drop())
        return 'silent'
      },
    }).started()
    await gone.client.close((ms, run) => gone.time.after(ms, run))
    expect(gone.faults).toEqual([])
    const early = await new Bench({ DESCRIBE: () => 'silent' }).started()
    await early.client.close((ms, run) => early.time.after(ms, run))
    expect(early.methods).toEqual(['OPTIONS', 'DESCRIBE'])
    expect(early.camera.current.released).toBe(true)
  })
})
