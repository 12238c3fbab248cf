import type { Answer } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { fromMoment, type Moment } from '../../time.ts'
import { Checkbox } from '../../ui/field.tsx'
import { MomentField } from '../../ui/moment-field.tsx'
import { Section } from '../../ui/page.tsx'

/** Which cameras, from when to when. */
export function FootageFields({
  cameras,
  chosen,
  onChosen,
  from,
  onFrom,
  to,
  onTo,
}: {
  readonly cameras: Answer<'GET /api/cameras'>['cameras']
  readonly chosen: readonly string[]
  readonly onChosen: (chosen: readonly string[]) => void
  readonly from: Moment
  readonly onFrom: (moment: Moment) => void
  readonly to: Moment
  readonly onTo: (moment: Moment) => void
}) {
  const { t, zone, format } = useText()
  const start = fromMoment(from, zone)
  const end = fromMoment(to, zone)
  const length = start !== null && end !== null ? end - start : null
  return (
    <Section title={t('newCase.footage')}>
      <fieldset>
        <legend className="mb-2 text-std-16B-170">{t('newCase.cameras')}</legend>
        <div className="grid gap-x-6 sm:grid-cols-2">
          {cameras.map((camera) => (
            <Checkbox
              key={camera.id}
              label={camera.label}
              hint={
                camera.range === ''
                  ? t('cameras.placeOnly', { place: camera.place })
                  : t('cameras.place', { place: camera.place, range: camera.range })
              }
              checked={chosen.includes(camera.id)}
              onChange={(event) =>
                onChosen(
                  event.target.checked ? [...chosen, camera.id] : chosen.filter((one) => one !== camera.id),
                )
              }
            />
          ))}
        </div>
      </fieldset>
      <div className="grid gap-5 sm:grid-cols-2">
        <MomentField
          label={t('newCase.from')}
          value={from}
          onChange={(moment) => {
            onFrom(moment)
            // nearly always the same day
            if (to.day === '' || to.day === from.day) onTo({ ...to, day: moment.day })
          }}
        />
        <MomentField label={t('newCase.to')} value={to} onChange={onTo} />
      </div>
      <p
        className={length !== null && length <= 0 ? 'text-error-2' : 'text-solid-gray-700'}
        aria-live="polite"
      >
        {length === null
          ? t('newCase.lengthHint')
          : length > 0
            ? t('newCase.length', { length: format.duration(length) })
            : t('newCase.backwards')}
      </p>
    </Section>
  )
}
