export type Described = {
  readonly host: string
  readonly sps: Uint8Array
  readonly pps: Uint8Array
  readonly framesPerSecond: number
  /** `H264`, or whatever a fault pretends */
  readonly codec: string
}

export const payloadType = 96
/** the only track's control attribute, relative to the Content-Base */
export const trackControl = 'track1'

/** Session description: RFC 4566, with the H.264 parameters of RFC 6184 section 8.1. */
export function describe(camera: Described): string {
  const profile = Buffer.from(camera.sps.subarray(1, 4)).toString('hex')
  const sets = [camera.sps, camera.pps].map((nal) => Buffer.from(nal).toString('base64')).join(',')
  return [
    'v=0',
    `o=- 1 1 IN IP4 ${camera.host}`,
    's=virtual camera',
    `c=IN IP4 ${camera.host}`,
    't=0 0',
    'a=control:*',
    'a=range:npt=now-',
    `m=video 0 RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${camera.codec}/90000`,
    `a=fmtp:${payloadType} packetization-mode=1;profile-level-id=${profile};sprop-parameter-sets=${sets}`,
    `a=framerate:${camera.framesPerSecond}`,
    `a=control:${trackControl}`,
    '',
  ].join('\r\n')
}
