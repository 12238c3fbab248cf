import {
  type InputHTMLAttributes,
  type ReactNode,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import { useText } from '../messages/text.tsx'

type Frame = {
  readonly label: string
  readonly hint?: ReactNode
  readonly error?: string | null
  /** shows 「必須」 or, when false, 「任意」; left out: neither */
  readonly needed?: boolean
}

/** The looks of a box to type in. */
export const fieldBox =
  'block w-full rounded-8 border border-solid-gray-600 bg-white px-4 py-2.5 min-h-12 text-std-16N-170 text-solid-gray-900 hover:border-black [&[readonly]]:bg-solid-gray-50 disabled:border-solid-gray-300 disabled:bg-solid-gray-50 disabled:text-solid-gray-536 aria-invalid:border-error-1 aria-invalid:border-2'

function FieldFrame({
  id,
  label,
  hint,
  error,
  needed,
  children,
}: Frame & { readonly id: string; readonly children: ReactNode }) {
  const { t } = useText()
  return (
    <div className="flex flex-col justify-end gap-1.5">
      <label htmlFor={id} className="flex items-center gap-2 text-std-16B-170 text-solid-gray-800">
        {label}
        {needed === true && <span className="text-dns-14N-130 text-error-2">{t('field.needed')}</span>}
        {needed === false && (
          <span className="text-dns-14N-130 text-solid-gray-600">{t('field.optional')}</span>
        )}
      </label>
      {hint !== undefined && (
        <div id={`${id}-hint`} className="text-std-16N-170 text-solid-gray-700">
          {hint}
        </div>
      )}
      {children}
      {error != null && (
        <p id={`${id}-error`} role="alert" className="text-std-16N-170 text-error-2">
          ＊{error}
        </p>
      )}
    </div>
  )
}

function described(id: string, frame: Frame) {
  const ids = [
    frame.hint === undefined ? null : `${id}-hint`,
    frame.error == null ? null : `${id}-error`,
  ].filter((one) => one !== null)
  return {
    'aria-invalid': frame.error != null,
    ...(ids.length === 0 ? {} : { 'aria-describedby': ids.join(' ') }),
  }
}

export function TextField({
  label,
  hint,
  error,
  needed,
  className = '',
  suffix,
  ...rest
}: Frame & { readonly suffix?: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  const made = useId()
  const id = rest.id ?? made
  const frame: Frame = {
    label,
    ...(hint === undefined ? {} : { hint }),
    ...(needed === undefined ? {} : { needed }),
    error: error ?? null,
  }
  return (
    <FieldFrame id={id} {...frame}>
      <div className="flex items-center gap-2">
        <input
          type="text"
          autoComplete="off"
          {...rest}
          id={id}
          {...described(id, frame)}
          className={`${fieldBox} ${className}`}
        />
        {suffix !== undefined && <span className="shrink-0">{suffix}</span>}
      </div>
    </FieldFrame>
  )
}

export function TextArea({
  label,
  hint,
  error,
  needed,
  ...rest
}: Frame & TextareaHTMLAttributes<HTMLTextAreaElement>) {
  const id = useId()
  const frame: Frame = {
    label,
    ...(hint === undefined ? {} : { hint }),
    ...(needed === undefined ? {} : { needed }),
    error: error ?? null,
  }
  return (
    <FieldFrame id={id} {...frame}>
      <textarea rows={3} {...rest} id={id} {...described(id, frame)} className={fieldBox} />
    </FieldFrame>
  )
}

export function SelectField({
  label,
  hint,
  error,
  needed,
  children,
  ...rest
}: Frame & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId()
  const frame: Frame = {
    label,
    ...(hint === undefined ? {} : { hint }),
    ...(needed === undefined ? {} : { needed }),
    error: error ?? null,
  }
  return (
    <FieldFrame id={id} {...frame}>
      <div className="relative w-full max-w-xl">
        <select {...rest} id={id} {...described(id, frame)} className={`${fieldBox} appearance-none pr-12`}>
          {children}
        </select>
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 right-4 -translate-y-1/2 text-solid-gray-800"
        >
          ▾
        </span>
      </div>
    </FieldFrame>
  )
}

export function Checkbox({
  label,
  hint,
  ...rest
}: { readonly label: ReactNode; readonly hint?: ReactNode } & InputHTMLAttributes<HTMLInputElement>) {
  const id = useId()
  return (
    <div className="flex items-start gap-3 py-1">
      <input
        {...rest}
        type="checkbox"
        id={id}
        className="mt-1 size-6 shrink-0 cursor-pointer accent-key-900"
      />
      <label htmlFor={id} className="text-std-16N-170">
        <span>{label}</span>
        {hint !== undefined && <span className="block text-solid-gray-700">{hint}</span>}
      </label>
    </div>
  )
}

/** One of few, each with an explanation: a card per choice. */
export function Choices<V extends string>({
  legend,
  value,
  onChange,
  options,
  columns = 1,
}: {
  readonly legend: string
  readonly value: V | null
  readonly onChange: (value: V) => void
  readonly options: readonly { readonly value: V; readonly label: string; readonly hint?: ReactNode }[]
  readonly columns?: 1 | 2
}) {
  const name = useId()
  return (
    <fieldset>
      <legend className="mb-2 text-std-16B-170">{legend}</legend>
      <div className={`grid gap-3 ${columns === 2 ? 'sm:grid-cols-2' : ''}`}>
        {options.map((option) => (
          <label
            key={option.value}
            className="flex items-start gap-3 rounded-8 border border-solid-gray-420 px-4 py-3 hover:border-key-900 has-checked:border-2 has-checked:border-key-900 has-checked:bg-key-50 has-checked:px-[calc(1rem-1px)] has-checked:py-[calc(0.75rem-1px)]"
          >
            <input
              type="radio"
              name={name}
              className="mt-1 size-6 shrink-0 cursor-pointer accent-key-900"
              checked={value === option.value}
              onChange={() => onChange(option.value)}
            />
            <span className="text-std-16N-170">
              <span className="text-std-16B-170">{option.label}</span>
              {option.hint !== undefined && <span className="block text-solid-gray-700">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
