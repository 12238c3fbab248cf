/** Reads back what the recorder writes: an independent reader, box by box. */
export type ReadSample = {
  readonly size: number
  readonly duration: number
  readonly nals: readonly Buffer[]
}
export type ReadFragment = {
  readonly tfdt: number
  readonly key: boolean
  readonly samples: readonly ReadSample[]
}

export type Box = {
  readonly type: string
  readonly body: Buffer
  readonly from: number
  readonly size: number
}

export function boxes(bytes: Buffer): Box[] {
  const found: Box[] = []
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32BE(at)
    if (size < 8 || at + size > bytes.length) throw new Error(`box of ${size} bytes at ${at}`)
    found.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      body: bytes.subarray(at + 8, at + size),
      from: at,
      size,
    })
    at += size
  }
  return found
}

export function child(bytes: Buffer, ...path: readonly string[]): Buffer {
  let body = bytes
  for (const type of path) {
    const box = boxes(body).find((candidate) => candidate.type === type)
    if (!box) throw new Error(`no box ${type}`)
    body = box.body
  }
  return body
}

/** The one fragment in a record's plaintext. */
export function readFragment(plaintext: Uint8Array): ReadFragment {
  const bytes = Buffer.from(plaintext)
  const top = boxes(bytes)
  const moof = top.find((box) => box.type === 'moof')
  if (!moof) throw new Error('no moof')
  const traf = child(moof.body, 'traf')
  const tfdt = Number(child(traf, 'tfdt').readBigUInt64BE(4))
  const trun = child(traf, 'trun')
  const flags = trun.readUInt32BE(0) & 0xffffff
  const count = trun.readUInt32BE(4)
  let data = moof.from + trun.readUInt32BE(8)
  const key = (flags & 4) !== 0 && trun.readUInt32BE(12) === 0x02000000
  let at = (flags & 4) !== 0 ? 16 : 12
  const samples: ReadSample[] = []
  for (let i = 0; i < count; i++) {
    const duration = trun.readUInt32BE(at)
    const size = trun.readUInt32BE(at + 4)
    at += 8
    samples.push({ size, duration, nals: splitLengths(bytes.subarray(data, data + size)) })
    data += size
  }
  if (data !== bytes.length) throw new Error(`samples end at ${data} of ${bytes.length}`)
  return { tfdt, key, samples }
}

/** The NAL units of a sample with 4-byte lengths. */
function splitLengths(sample: Buffer): Buffer[] {
  const nals: Buffer[] = []
  for (let at = 0; at < sample.length; ) {
    const size = sample.readUInt32BE(at)
    if (size === 0 || at + 4 + size > sample.length) throw new Error(`NAL unit of ${size} bytes at ${at}`)
    nals.push(sample.subarray(at + 4, at + 4 + size))
    at += 4 + size
  }
  return nals
}
