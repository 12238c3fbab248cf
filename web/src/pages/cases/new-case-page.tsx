import { useState } from 'react'
import { useNavigate, useSearchParams } from 'react-router'
import { basisWords, requesterWords } from '../../../../src/domain/guideline/vocabulary-words.ts'
import { type Answer, call, fault } from '../../api.ts'
import { useText } from '../../messages/text.tsx'
import { recentWindow } from '../../sample/guide-steps.ts'
import { serverNow } from '../../server-clock.ts'
import { fromMoment, localDay, type Moment, toMoment } from '../../time.ts'
import { Button } from '../../ui/button.tsx'
import { Choices, SelectField, TextArea, TextField } from '../../ui/field.tsx'
import { Loading, Page, Section } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useQuery } from '../../ui/use-query.ts'
import { useTask } from '../../ui/use-task.ts'
import { ApplicantFields, emptyApplicant } from './applicant-fields.tsx'
import { FootageFields } from './footage-fields.tsx'
import { basesToAsk, firstRequester, givenBasis } from './ground-facts.ts'
import { PaperFields, type Papers, papersGiven } from './paper-fields.tsx'
import { type Answers, TestFields } from './test-fields.tsx'

export function NewCasePage() {
  const { t } = useText()
  const cameras = useQuery('GET /api/cameras', undefined, 5_000)
  const grounds = useQuery('GET /api/grounds')
  const problem = cameras.problem ?? grounds.problem
  return (
    <Page title={t('newCase.title')} lead={t('newCase.lead')}>
      <ProblemNotice problem={problem} />
      {cameras.data === null || grounds.data === null ? (
        problem === null && <Loading />
      ) : (
        <CaseForm cameras={cameras.data.cameras} offer={grounds.data} />
      )}
    </Page>
  )
}

type Ground = Answer<'GET /api/grounds'>['grounds'][number]

/** The ground that the sample's guide follows: a provision to the police. */
function guidedGround(grounds: readonly Ground[]): Ground | null {
  return grounds.find(({ copies, requesters }) => copies && requesters.includes('police')) ?? null
}

function CaseForm({
  cameras,
  offer,
}: {
  readonly cameras: Answer<'GET /api/cameras'>['cameras']
  readonly offer: Answer<'GET /api/grounds'>
}) {
  const { t, zone, clause } = useText()
  const navigate = useNavigate()
  const [search] = useSearchParams()
  const guided = search.has('guide')
  const [ground, setGround] = useState<Ground | null>(guided ? guidedGround(offer.grounds) : null)
  const [requester, setRequester] = useState<Ground['requesters'][number]>('police')
  const [basis, setBasis] = useState<Ground['bases'][number] | null>(null)
  const [beyond, setBeyond] = useState(false)
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [purpose, setPurpose] = useState('')
  const [law, setLaw] = useState('')
  const [papers, setPapers] = useState<Papers>({})
  const [answers, setAnswers] = useState<Answers>({})
  const [witnesses, setWitnesses] = useState('')
  const [from, setFrom] = useState<Moment>({ day: '', time: '' })
  const [to, setTo] = useState<Moment>({ day: '', time: '' })
  const [applicant, setApplicant] = useState(emptyApplicant)
  const [tooYoung, setTooYoung] = useState(false)

  const papersAsked = ground?.papers.filter(({ requesters }) => requesters.includes(requester)) ?? []
  const start = fromMoment(from, zone)
  const end = fromMoment(to, zone)

  const choose = (next: Ground | null): void => {
    setGround(next)
    if (next === null) return
    setRequester(firstRequester(next))
    setBasis(givenBasis(next))
    setBeyond(next.purposes.length === 1 && next.purposes[0] === 'beyond')
    setPapers({})
    setAnswers({})
  }

  const save = useTask(async () => {
    if (ground === null) throw fault('kind-missing')
    if (chosen.length === 0) throw fault('camera-missing')
    if (start === null || end === null || end <= start) throw fault('window-empty')
    const entered = await call('POST /api/cases', {
      body: {
        ground: ground.id,
        purpose,
        beyond,
        basis,
        law,
        papers: papersGiven(papers),
        answers,
        witnesses: linesOf(witnesses),
        cameras: [...chosen],
        from: start,
        to: end,
        applicant: requester === 'none' ? null : { ...applicant, agencyKind: requester },
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
    choose(guidedGround(offer.grounds))
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
      identityChecked: t('guide.case.identity'),
    })
    setPapers({
      guide: { kind: 'writtenRequest', number: t('guide.case.documentNumber'), on: localDay(now, zone) },
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
      {guided && <GuideNote tooYoung={tooYoung} onPrefill={prefill} />}
      <Choices
        legend={t('newCase.kind')}
        columns={2}
        value={ground?.id ?? null}
        onChange={(id) => choose(offer.grounds.find((one) => one.id === id) ?? null)}
        options={offer.grounds.map((one) => ({
          value: one.id,
          label: one.title,
          hint: t('newCase.groundHint', {
            clause: clause(one.clause),
            decided: t(one.decided ? 'ground.decided' : 'ground.notDecided'),
            copies: t(one.copies ? 'ground.copies' : 'ground.noCopies'),
          }),
        }))}
      />
      <FootageFields
        cameras={cameras}
        chosen={chosen}
        onChosen={setChosen}
        from={from}
        onFrom={setFrom}
        to={to}
        onTo={setTo}
      />
      <Section title={t('newCase.why')}>
        {ground !== null && ground.purposes.length > 1 && (
          <Choices
            legend={t('newCase.beyond')}
            columns={2}
            value={beyond ? 'beyond' : 'within'}
            onChange={(value) => setBeyond(value === 'beyond')}
            options={[
              { value: 'within', label: t('purpose.within') },
              { value: 'beyond', label: t('purpose.beyond') },
            ]}
          />
        )}
        <TextArea
          label={t('newCase.purpose')}
          hint={t(beyond ? 'newCase.purposeBeyond' : 'newCase.purposeWithin')}
          value={purpose}
          onChange={(event) => setPurpose(event.target.value)}
        />
        {ground !== null && (
          <GroundFields
            ground={ground}
            requester={requester}
            onRequester={setRequester}
            basis={basis}
            onBasis={setBasis}
          />
        )}
        {ground !== null && ground.present > 1 && (
          <TextArea
            label={t('newCase.witnesses')}
            hint={t('newCase.witnessesHint', { count: ground.present - 1 })}
            value={witnesses}
            onChange={(event) => setWitnesses(event.target.value)}
          />
        )}
        {ground?.asksLaw === true && (
          <TextField
            label={t('newCase.law')}
            hint={t('newCase.lawHint')}
            value={law}
            onChange={(event) => setLaw(event.target.value)}
          />
        )}
      </Section>
      {ground !== null && requester !== 'none' && (
        <ApplicantFields value={applicant} onChange={setApplicant} />
      )}
      {ground !== null && papersAsked.length > 0 && (
        <Section title={t('paper.title')}>
          <p className="text-solid-gray-700">{t(ground.decided ? 'paper.later' : 'paper.now')}</p>
          <PaperFields needed={papersAsked} names={offer.papers} value={papers} onChange={setPapers} />
        </Section>
      )}
      {ground !== null && !ground.decided && ground.tests.length > 0 && (
        <Section title={t('test.title')}>
          <TestFields tests={ground.tests} value={answers} onChange={setAnswers} />
        </Section>
      )}
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

/** One name a line. */
function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function GroundFields({
  ground,
  requester,
  onRequester,
  basis,
  onBasis,
}: {
  readonly ground: Ground
  readonly requester: Ground['requesters'][number]
  readonly onRequester: (requester: Ground['requesters'][number]) => void
  readonly basis: Ground['bases'][number] | null
  readonly onBasis: (basis: Ground['bases'][number]) => void
}) {
  const { t, language } = useText()
  const bases = basesToAsk(ground)
  return (
    <div className="grid gap-5 sm:grid-cols-2">
      {ground.requesters.length > 1 && (
        <SelectField
          label={t('newCase.requester')}
          value={requester}
          onChange={(event) => onRequester(event.target.value as typeof requester)}
        >
          {ground.requesters.map((kind) => (
            <option key={kind} value={kind}>
              {requesterWords[kind][language]}
            </option>
          ))}
        </SelectField>
      )}
      {bases.length > 0 && (
        <SelectField
          label={t('newCase.basis')}
          value={basis ?? ''}
          onChange={(event) => onBasis(event.target.value as (typeof bases)[number])}
        >
          {bases.map((one) => (
            <option key={one} value={one}>
              {basisWords[one][language]}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  )
}

function GuideNote({ tooYoung, onPrefill }: { readonly tooYoung: boolean; readonly onPrefill: () => void }) {
  const { t } = useText()
  return (
    <div
      id="now"
      tabIndex={-1}
      className="flex scroll-mt-4 flex-col gap-3 rounded-12 bg-yellow-50 p-5 focus:outline-none"
    >
      <p>{t('guide.prefillText')}</p>
      <div>
        <Button kind="outline" onClick={onPrefill}>
          {t('guide.prefill')}
        </Button>
      </div>
      {tooYoung && (
        <p role="alert" className="text-error-2">
          {t('guide.tooYoung')}
        </p>
      )}
    </div>
  )
}
