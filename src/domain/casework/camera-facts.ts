import type { Pack } from '../pack/rules.ts'
import type { Question } from '../question/question.ts'

type CameraFacts = NonNullable<Question['camera']>

/** What holds of every camera of the program: it records, stands still, is the municipality's, takes no sound and feeds no display. */
export const everyCamera: CameraFacts = {
  installer: 'municipality',
  recorder: true,
  monitor: false,
  sound: false,
  fixed: true,
}

/** What the program knows of one camera, as the instrument looks at it. */
export function cameraFacts(
  pack: Pack,
  { row, place }: { readonly row: string; readonly place: string },
): CameraFacts {
  return { ...everyCamera, attrs: pack.register.is === 'stated' ? { registerRow: row, place } : {} }
}
