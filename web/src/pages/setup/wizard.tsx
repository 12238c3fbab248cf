import { useEffect, useState } from 'react'
import { type Answer, call } from '../../api.ts'
import type { MessageKey } from '../../messages/catalogue.ts'
import { useText } from '../../messages/text.tsx'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Page } from '../../ui/page.tsx'
import { ProblemNotice } from '../../ui/problem.tsx'
import { useTask } from '../../ui/use-task.ts'
import { isReady, newPassphraseChoice } from '../sign-in/passphrase-fields.tsx'
import { AnchorStep } from './anchor-step.tsx'
import { CapacityStep } from './capacity-step.tsx'
import { KitStep } from './kit-step.tsx'
import { ManagerStep } from './manager-step.tsx'
import { NetworkStep } from './network-step.tsx'
import { OfficeStep } from './office-step.tsx'

type Offer = Answer<'GET /api/setup'>
export type Draft = Offer['draft']
export type StepProps = {
  readonly offer: Offer
  readonly draft: Draft
  readonly change: (part: Partial<Draft>) => void
}

const steps = ['capacity', 'office', 'manager', 'anchor', 'network', 'kit'] as const
type StepName = (typeof steps)[number]

/** Setting up a municipality in six steps. The draft is kept at every step, secrets never: who resumes proposes a passphrase anew. */
export function Wizard({ offer, onLeave }: { readonly offer: Offer; readonly onLeave: () => void }) {
  const { t } = useText()
  const [draft, setDraft] = useState(offer.draft)
  // what comes after the passphrase cannot be resumed without it
  const [step, setStep] = useState(Math.min(offer.draft.step, 3))
  const [fits, setFits] = useState(offer.sum.fits)
  const [choice, setChoice] = useState(newPassphraseChoice)
  const name: StepName = steps[step - 1] ?? 'capacity'
  const change = (part: Partial<Draft>): void => setDraft((was) => ({ ...was, ...part }))

  const go = useTask(async (to: number) => {
    const next = { ...draft, step: to }
    await call('PUT /api/setup/draft', { body: next })
    setDraft(next)
    setStep(to)
    document.getElementById('main')?.focus()
    scrollTo({ top: 0 })
  })
  const leave = useTask(async () => {
    await call('PUT /api/setup/draft', { body: { ...draft, step } })
    onLeave()
  })
  // nothing typed is lost: a moment after the last change the draft is saved as it stands
  const keep = useTask(async (current: Draft) => {
    await call('PUT /api/setup/draft', { body: current })
  })
  const { run: keepNow } = keep
  useEffect(() => {
    if (draft === offer.draft || draft.cameras < 1 || draft.kbps < 10) return
    const timer = setTimeout(() => keepNow({ ...draft, step }), 800)
    return () => clearTimeout(timer)
  }, [draft, offer.draft, step, keepNow])
  const complete: Readonly<Record<StepName, boolean>> = {
    capacity: fits,
    office: draft.municipality.trim() !== '' && draft.department.trim() !== '' && draft.pack !== '',
    manager: draft.managerName.trim() !== '' && draft.managerPost.trim() !== '' && isReady(choice),
    anchor: true,
    network: true,
    kit: false,
  }
  const props: StepProps = { offer, draft, change }
  return (
    <Page
      title={t('setup.own')}
      lead={t('wizard.lead')}
      actions={
        <Button kind="outline" busy={leave.busy} onClick={leave.run}>
          {t('wizard.leave')}
        </Button>
      }
    >
      <div className="grid items-start gap-8 lg:grid-cols-[15rem_1fr]">
        <StepList current={step} />
        <form
          className="flex max-w-3xl flex-col gap-8"
          onSubmit={(event) => {
            event.preventDefault()
            if (complete[name]) go.run(step + 1)
          }}
        >
          <h2 className="no-print text-std-24B-150 text-solid-gray-900">
            {t('wizard.step', { number: step, title: t(`wizard.${name}`) })}
          </h2>
          {name === 'capacity' && <CapacityStep {...props} onFits={setFits} />}
          {name === 'office' && <OfficeStep {...props} />}
          {name === 'manager' && (
            <ManagerStep {...props} choice={choice} onChoice={setChoice} resumed={offer.draft.step > 3} />
          )}
          {name === 'anchor' && <AnchorStep {...props} />}
          {name === 'network' && <NetworkStep {...props} />}
          {name === 'kit' && <KitStep {...props} passphrase={choice.passphrase} />}
          <ProblemNotice problem={go.problem ?? leave.problem ?? keep.problem} />
          <div className="no-print flex flex-wrap gap-3 border-t border-solid-gray-200 pt-6">
            {step > 1 && (
              <Button kind="outline" icon="back" busy={go.busy} onClick={() => go.run(step - 1)}>
                {t('wizard.back')}
              </Button>
            )}
            {name !== 'kit' && (
              <Button type="submit" busy={go.busy} disabled={!complete[name]}>
                {t('wizard.next')}
              </Button>
            )}
          </div>
        </form>
      </div>
    </Page>
  )
}

function StepList({ current }: { readonly current: number }) {
  const { t } = useText()
  return (
    <ol
      className="no-print flex flex-wrap gap-x-4 gap-y-1 lg:flex-col lg:gap-y-0"
      aria-label={t('wizard.steps')}
    >
      {steps.map((name, index) => {
        const done = index + 1 < current
        const here = index + 1 === current
        return (
          <li
            key={name}
            aria-current={here ? 'step' : undefined}
            className={`flex items-center gap-3 py-2 lg:border-l-4 lg:pl-4 ${
              here
                ? 'border-key-900 text-std-16B-170 text-key-900'
                : done
                  ? 'border-key-900 text-solid-gray-800'
                  : 'border-solid-gray-200 text-solid-gray-700'
            }`}
          >
            <span
              className={`flex size-7 items-center justify-center rounded-full border-2 text-dns-14B-130 ${
                done
                  ? 'border-key-900 bg-key-900 text-white'
                  : here
                    ? 'border-key-900'
                    : 'border-solid-gray-420'
              }`}
            >
              {done ? <Icon name="check" size={16} /> : index + 1}
            </span>
            {t(`wizard.${name}` satisfies MessageKey)}
          </li>
        )
      })}
    </ol>
  )
}
