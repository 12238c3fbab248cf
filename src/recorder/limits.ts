/** How long the recorder waits for what; durations in milliseconds. */
export type RecorderLimits = {
  /** for a TCP connection, and for the answer to each request */
  readonly answer: number
  /** without a frame for longer than this, a gap `camera-silent` is opened */
  readonly silence: number
  /** without a frame for longer than this, the session is opened anew */
  readonly silentReconnect: number
  /** without a key frame for longer than this, the session is opened anew (design: two locks) */
  readonly keyFrameWait: number
  /** a fragment closes at a key frame or after this */
  readonly fragment: number
  /** a leaf covers at least this */
  readonly leaf: number
  /** first wait before a new connection; doubles with every failure in a row */
  readonly backoffFirst: number
  readonly backoffMost: number
  /** while many small packets arrive, sockets are read once in this time */
  readonly gather: number
  /** how often sessions look at the clock */
  readonly tick: number
  /** for the answer to TEARDOWN when a session ends */
  readonly teardown: number
}

export const defaultLimits: RecorderLimits = {
  answer: 10_000,
  silence: 5_000,
  silentReconnect: 10_000,
  keyFrameWait: 60_000,
  fragment: 1_000,
  leaf: 10_000,
  backoffFirst: 1_000,
  backoffMost: 30_000,
  gather: 40,
  tick: 250,
  teardown: 1_000,
}

/** Ticks per second of every media time here (RFC 6184 section 8.2.1 fixes it for H.264). */
export const TIMESCALE = 90_000

/** Longest header of an RTSP message, bytes. */
export const MAX_HEADER = 16 * 1024
/** Longest body of an RTSP message, bytes. */
export const MAX_BODY = 256 * 1024
/** Garbage in a row after which a connection is given up, bytes. */
export const MAX_GARBAGE = 64 * 1024

/** Room before a fragment's data for `ftyp moov moof` and the header of `mdat`, bytes. */
export const HEADROOM = 4 * 1024
/** A fragment closes early at this many frames: their table must fit the headroom. */
export const MAX_SAMPLES = 160
/** Longest access unit that is recorded, bytes. */
export const MAX_ACCESS_UNIT = 4 * 1024 * 1024
/** A fragment closes early when its data passes this, bytes; one access unit more and it must still fit a record (8 MiB). */
export const MAX_FRAGMENT = 3 * 1024 * 1024
/** Longest parameter set, bytes; and what all sets together may take before older ones of the kind that came are dropped. */
export const MAX_PARAMETER_SET = 512
export const MAX_PARAMETER_SETS = 1024
