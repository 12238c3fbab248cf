import { useId, useState } from 'react'
import { useText } from '../messages/text.tsx'
import { type Moment, readTime } from '../time.ts'
import { fieldBox } from './field.tsx'

/** A day and a time to the second on the 24-hour clock, whatever clock the browser prefers. */
export function MomentField({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: Moment
  readonly onChange: (moment: Moment) => void
}) {
  const { t } = useText()
  const id = useId()
  const [left, setLeft] = useState(false)
  const wrong = left && value.time !== '' && readTime(value.time) === null
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-1.5">
      <span id={id} className="text-std-16B-170 text-solid-gray-800">
        {label}
      </span>
      <div className="flex flex-wrap gap-2">
        <input
          type="date"
          aria-label={t('moment.day')}
          className={`${fieldBox} max-w-48 flex-1 basis-40`}
          value={value.day}
          onChange={(event) => onChange({ ...value, day: event.target.value })}
        />
        <input
          type="text"
          aria-label={t('moment.time')}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}-error` : undefined}
          autoComplete="off"
          placeholder="00:00:00"
          className={`${fieldBox} max-w-36 flex-1 basis-32 nums placeholder:text-solid-gray-536`}
          value={value.time}
          onBlur={() => {
            setLeft(true)
            const read = readTime(value.time)
            if (read !== null) onChange({ ...value, time: read })
          }}
          onChange={(event) => {
            setLeft(false)
            onChange({ ...value, time: event.target.value })
          }}
        />
      </div>
      {wrong && (
        <p id={`${id}-error`} role="alert" className="text-std-16N-170 text-error-2">
          ＊{t('moment.wrong')}
        </p>
      )}
    </div>
  )
}
