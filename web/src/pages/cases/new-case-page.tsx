import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { call, fault } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { recentWindow } from '../../sample/guide-steps.ts'
import { serverNow } from '../../server-clock.ts'
import { fromMoment, localDay, type Moment, toMoment } from '../../time.ts'
import { Button } from '../../ui/button.tsx'
import { Checkbox, Choices, TextArea } from '../../ui/field.tsx'
import { MomentField } from '../../ui/moment-field.tsx'
import { Loading, Page, Section } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useQuery } from '../../ui/use-query.ts'
import { useTask } from '../../ui/use-task.ts'
import { ApplicantFields, emptyApplicant } from './applicant-fields.tsx'

export function NewCasePage() {
  const { t } = useText()
  const { data, problem } = useQuery('GET /api/cameras', undefined, 5_000)
  return (
    <Page title={t('newCase.title')} lead={t('newCase.lead')}>
      <ProblemNotice problem={problem} />
      {data === null ? problem === null && <Loading /> : <CaseForm cameras={data.cameras} />}
    </Page>
  )
}

type Cameras = Parameters<typeof recentWindow>[0][]

function CaseForm({ cameras }: { readonly cameras: Cameras }) {
  const { t, zone, format } = useText()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const guided = search.has('guide')
  const [kind, setKind] = useState<'provision' | 'search' | null>(guided ? 'provision' : null)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [purpose, setPurpose] = useState('')
  const [from, setFrom] = useState<Moment>({ day: '', time: '' })
  const [to, setTo] = useState<Moment>({ day: '', time: '' })
  const [applicant, setApplicant] = useState(emptyApplicant)
  const [tooYoung, setTooYoung] = useState(false)

  const start = fromMoment(from, zone)
  const end = fromMoment(to, zone)
  const length = start !== null && end !== null ? end - start : null

  const save = useTask(async () => {
    if (kind === null) throw fault('kind-missing')
    if (chosen.length === 0) throw fault('camera-missing')
    if (start === null || end === null || end <= start) throw fault('window-empty')
    const entered = await call('POST /api/cases', {
      body: {
        kind,
        purpose,
        cameras: [...chosen],
        from: start,
        to: end,
        applicant: kind === 'provision' ? applicant : null,
      },
    })
    await navigate(`/cases/${entered.id}`)
  })

  const prefill = (): void => {
    const now = serverNow()
    const camera = cameras.find((one) => recentWindow(one, now) !== null)
    const window = camera === undefined ? null : recentWindow(camera, now)
    setTooYoung(window === null)
    if (camera === undefined || window === null) return
    setKind('provision')
    setChosen([camera.id])
    setFrom(toMoment(window.from, zone))
    setTo(toMoment(window.to, zone))
    setPurpose(t('guide.case.purpose'))
    setApplicant({
      agency: t('guide.case.agency'),
      agencyKind: 'police',
      officer: t('guide.case.officer'),
      officerPost: t('guide.case.officerPost'),
      contact: t('guide.case.contact'),
      documentNumber: t('guide.case.documentNumber'),
      documentDate: localDay(now, zone),
      identityChecked: t('guide.case.identity'),
    })
  }

  return (
    <form
      className="flex max-w-4xl flex-col gap-10"
      onChange={save.clear}
      onSubmit={(event) => {
        event.preventDefault()
        save.run()
      }}
    >
      {guided && (
        <div
          id="now"
          tabIndex={-1}
          className="flex scroll-mt-4 flex-col gap-3 rounded-12 bg-yellow-50 p-5 focus:outline-none"
        >
          <p>{t('guide.prefillText')}</p>
          <div>
            <Button kind="outline" onClick={prefill}>
              {t('guide.prefill')}
            </Button>
          </div>
          {tooYoung && (
            <p role="alert" className="text-error-2">
              {t('guide.tooYoung')}
            </p>
          )}
        </div>
      )}
      <Choices
        legend={t('newCase.kind')}
        columns={2}
        value={kind}
        onChange={setKind}
        options={[
          { value: 'provision', label: t('case.kind.provision'), hint: t('newCase.provisionHint') },
          { value: 'search', label: t('case.kind.search'), hint: t('newCase.searchHint') },
        ]}
      />
      <Section title={t('newCase.footage')}>
        <fieldset>
          <legend className="mb-2 text-std-16B-170">{t('newCase.cameras')}</legend>
          <div className="grid gap-x-6 sm:grid-cols-2">
            {cameras.map((camera) => (
              <Checkbox
                key={camera.id}
                label={camera.label}
                hint={t('cameras.place', {
                  place: camera.place,
                  range: camera.range,
                })}
                checked={chosen.includes(camera.id)}
                onChange={(event) =>
                  setChosen(
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
              setFrom(moment)
              // nearly always the same day
              if (to.day === '' || to.day === from.day) setTo({ ...to, day: moment.day })
            }}
          />
          <MomentField label={t('newCase.to')} value={to} onChange={setTo} />
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
      <Section title={t('newCase.why')}>
        <TextArea
          label={t('newCase.purpose')}
          hint={t(kind === 'search' ? 'newCase.purposeSearch' : 'newCase.purposeProvision')}
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
        />
      </Section>
      {kind === 'provision' && <ApplicantFields value={applicant} onChange={setApplicant} />}
      <ProblemNotice problem={save.problem} />
      <div className="flex flex-wrap gap-3">
        <Button type="submit" size="large" busy={save.busy}>
          {t('newCase.save')}
        </Button>
        <Button kind="outline" size="large" onClick={() => void navigate('/cases')}>
          {t('cancel')}
        </Button>
      </div>
    </form>
  )
}
