import type { Answer } from '../api.ts'

type Camera = Answer<'GET /api/cameras'>['cameras'][number]
type Case = Answer<'GET /api/cases'>['cases'][number]

export const guideSteps = ['look', 'enter', 'decide', 'open', 'play'] as const
export type GuideStep = (typeof guideSteps)[number]

/** Which official does the step; null: any. */
export const guideRole: Readonly<Record<GuideStep, 'responsibleManager' | 'designatedOperator' | null>> = {
  look: null,
  enter: 'designatedOperator',
  decide: 'responsibleManager',
  open: 'responsibleManager',
  play: 'designatedOperator',
}

/** The case the guide follows: the newest police request. */
export function guidedCase(cases: readonly Case[]): Case | null {
  return cases.filter((one) => one.kind === 'provision').sort((a, b) => b.enteredAt - a.enteredAt)[0] ?? null
}

/** How many steps are done, from what really stands; a refused case begins again at the request. */
export function stepsDone(seenCameras: boolean, cameras: readonly Camera[], followed: Case | null): number {
  if (followed === null || followed.state === 'refused')
    return seenCameras && cameras.some((camera) => camera.state === 'recording') ? 1 : 0
  if (followed.state === 'entered') return 2
  if (followed.state === 'approved') return 3
  return followed.viewings.length > 0 || followed.exports.length > 0 ? 5 : 4
}

/** A request for the last few minutes of a camera, as far as they are recorded for sure; null while there are too few. */
export function recentWindow(
  camera: Camera,
  now: number,
): { readonly from: number; readonly to: number } | null {
  // what is being recorded now is not finished yet
  const to = Math.floor((now - 25_000) / 1000) * 1000
  const from = Math.max(to - 180_000, Math.ceil(camera.since / 1000) * 1000)
  return camera.state === 'recording' && to - from >= 10_000 ? { from, to } : null
}
