import type { Pack } from '../domain/pack/rules.ts'
import type { Question } from '../domain/question/question.ts'

/** What the program knows of a camera, as the instrument looks at it: it records, stands still, is the municipality's and shows no picture on a display. */
export function cameraFacts(
  pack: Pack,
  { row, place }: { readonly row: string; readonly place: string },
): NonNullable<Question['camera']> {
  const registered = pack.register.is === 'stated' ? { registerRow: row, place } : {}
  return {
    installer: 'municipality',
    recorder: true,
    monitor: false,
    sound: false,
    fixed: true,
    attrs: registered,
  }
}
