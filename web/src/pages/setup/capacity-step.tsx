import { useEffect, useState } from 'react'
import { useText } from '../../messages/text.tsx'
import { TextField } from '../../ui/field.tsx'
import { Notice } from '../../ui/notice.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useQuery } from '../../ui/use-query.ts'
import { DiskTable, DiskVerdict } from './disk-sum.tsx'
import type { StepProps } from './wizard.tsx'

/** The disk sum, calculated anew as the numbers change. Until it fits, setup goes no further. */
export function CapacityStep({
  offer,
  draft,
  change,
  onFits,
}: StepProps & { readonly onFits: (fits: boolean) => void }) {
  const { t } = useText()
  const [cameras, setCameras] = useState(String(draft.cameras))
  const [kbps, setKbps] = useState(String(draft.kbps))
  const valid = draft.cameras >= 1 && draft.cameras <= 5000 && draft.kbps >= 10 && draft.kbps <= 50_000
  const settled = useSettled({ cameras: draft.cameras, kbps: draft.kbps, pack: draft.pack })
  const { data, problem } = useQuery(valid ? 'GET /api/setup/capacity' : null, { query: settled })
  const sum =
    data ?? (settled.cameras === offer.sum.cameras && settled.kbps === offer.sum.kbps ? offer.sum : null)
  const fits = valid && sum?.fits === true
  useEffect(() => onFits(fits), [fits, onFits])
  return (
    <>
      <p>{t('capacity.text')}</p>
      <div className="grid gap-5 sm:grid-cols-2">
        <TextField
          label={t('capacity.cameras')}
          hint={t('capacity.camerasHint')}
          inputMode="numeric"
          className="max-w-36"
          suffix={t('capacity.camerasUnit')}
          value={cameras}
          error={draft.cameras >= 1 && draft.cameras <= 5000 ? null : t('capacity.camerasWrong')}
          onChange={(event) => {
            setCameras(event.target.value)
            change({ cameras: wholeNumber(event.target.value) })
          }}
        />
        <TextField
          label={t('capacity.kbps')}
          hint={t('capacity.kbpsHint')}
          inputMode="numeric"
          className="max-w-36"
          suffix="kbps"
          value={kbps}
          error={draft.kbps >= 10 && draft.kbps <= 50_000 ? null : t('capacity.kbpsWrong')}
          onChange={(event) => {
            setKbps(event.target.value)
            change({ kbps: wholeNumber(event.target.value) })
          }}
        />
      </div>
      <ProblemNotice problem={problem} />
      {sum !== null && (
        <div className="flex flex-col gap-4" aria-live="polite">
          <DiskVerdict sum={sum} />
          <DiskTable sum={sum} />
          {!sum.fits && (
            <Notice tone="error" title={t('disk.refused')}>
              {t('disk.refusedText', { folder: offer.dataFolder })}
            </Notice>
          )}
        </div>
      )}
    </>
  )
}

/** Full-width digits of a Japanese keyboard count; anything else is 0, which the field refuses. */
function wholeNumber(text: string): number {
  const plain = text.normalize('NFKC').replaceAll(',', '').trim()
  return /^\d+$/.test(plain) ? Number(plain) : 0
}

/** The value once it has stood still for a moment. */
function useSettled<T extends object>(value: T): T {
  const [settled, setSettled] = useState(value)
  const key = JSON.stringify(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(JSON.parse(key) as T), 300)
    return () => clearTimeout(timer)
  }, [key])
  return settled
}
