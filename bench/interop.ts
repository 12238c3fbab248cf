import { existsSync } from 'node:fs'
import { interop } from '../test/support/interop.ts'
import { BenchFault, type BenchOptions, type BenchResult } from './lib/bench-module.ts'

export const summary =
  "a clip of yours through GStreamer's server, beside ffmpeg and in Chromium: TSUJIBAN_CLIP=FILE"

/** Plays the clip in real time three times over: recording, and twice in Chromium three times as fast. */
export async function run({ log }: BenchOptions): Promise<BenchResult> {
  const clip = process.env['TSUJIBAN_CLIP'] ?? ''
  if (clip === '' || !existsSync(clip)) {
    const why = clip === '' ? 'TSUJIBAN_CLIP names no file' : `there is no file ${clip}`
    throw new BenchFault(
      `${why}. Next: TSUJIBAN_CLIP=/path/to/clip.mp4 npm run bench -- interop (MP4, MPEG-TS or Matroska with H.264)`,
    )
  }
  log(`${clip} from GStreamer's RTSP server, in real time`)
  const { frames, ours, ffmpeg, decoded, warnings, chromium, faults, leaves } = await interop(clip)
  for (const line of [...faults, ...warnings.source, ...warnings.ours]) log(line)
  const nalUnitsEqual = JSON.stringify(ours) === JSON.stringify(ffmpeg)
  const newWarnings = warnings.ours.filter((line) => !warnings.source.includes(line)).length
  return {
    figures: {
      framesSent: frames.sent,
      framesRecorded: frames.ours,
      framesOfFfmpeg: frames.ffmpeg,
      nalUnits: ours.units.length,
      parameterSets: ours.changes.length,
      nalUnitsEqual,
      leaves,
      framesDecoded: decoded,
      warningsOfSource: warnings.source.length,
      warningsOfOurs: warnings.ours.length,
      newWarnings,
      chromiumFrames: chromium.ours.frames,
      chromiumDropped: chromium.ours.dropped,
      chromiumCorrupted: chromium.ours.corrupted,
      chromiumSizes: chromium.ours.sizes.join(' '),
      chromiumProblem: chromium.ours.problem ?? '',
      sourceFrames: chromium.source.frames,
      sourceDropped: chromium.source.dropped,
      sourceCorrupted: chromium.source.corrupted,
    },
    ok:
      nalUnitsEqual &&
      newWarnings === 0 &&
      [frames.ours, frames.ffmpeg, decoded].every((count) => count === frames.sent) &&
      chromium.ours.ended &&
      chromium.ours.frames >= chromium.source.frames &&
      chromium.ours.dropped <= chromium.source.dropped &&
      chromium.ours.corrupted <= chromium.source.corrupted,
  }
}
