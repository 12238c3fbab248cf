import { useEffect, useState } from 'react'
import { useLocation, useNavigate } from 'react-router'
import type { MessageKey } from '../messages/catalogue.ts'
import { useText } from '../messages/text.tsx'
import { useSession } from '../session/session.tsx'
import { Button, ButtonLink } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { ProblemNotice } from '../ui/problem.tsx'
import { useQuery } from '../ui/use-query.ts'
import { useTask } from '../ui/use-task.ts'
import { type GuideStep, guidedCase, guideRole, guideSteps, stepsDone } from './guide-steps.ts'
import { useOfficials } from './use-officials.ts'

const seenKey = 'tsujiban-guide-seen'
const closedKey = 'tsujiban-guide-closed'

/** The guided case of the sample: five steps that follow what really stands, each with one button that goes there. */
export function GuidePanel() {
  const { t } = useText()
  const { pathname } = useLocation()
  const navigate = useNavigate()
  const { person, signIn } = useSession()
  const officials = useOfficials()
  const cameras = useQuery('GET /api/cameras', undefined, 10_000)
  const cases = useQuery('GET /api/cases', undefined, 4_000)
  const [seen, setSeen] = useState(() => sessionStorage.getItem(seenKey) !== null)
  const [closed, setClosed] = useState(() => sessionStorage.getItem(closedKey) !== null)
  const { reload } = cases
  useEffect(() => {
    if (pathname !== '/') void reload()
  }, [pathname, reload])

  const go = useTask(async (step: GuideStep) => {
    if (step === 'look') {
      sessionStorage.setItem(seenKey, '1')
      setSeen(true)
      await navigate('/cameras')
      return
    }
    const role = guideRole[step]
    const official = officials.find((one) => one.role === role)
    if (official !== undefined && person !== null && person.role !== role)
      await signIn(official.name, official.passphrase)
    const followed = guidedCase(cases.data?.cases ?? [])
    await navigate(step === 'enter' || followed === null ? '/cases/new?guide=1' : `/cases/${followed.id}#now`)
    const place = document.getElementById('now')
    place?.scrollIntoView()
    place?.focus({ preventScroll: true })
  })

  if (cameras.data === null || cases.data === null) return null
  const show = (open: boolean): void => {
    if (open) sessionStorage.removeItem(closedKey)
    else sessionStorage.setItem(closedKey, '1')
    setClosed(!open)
  }
  if (closed)
    return (
      <div className="no-print mx-auto w-full max-w-[76rem] px-6 pt-3 text-right md:px-8">
        <Button kind="plain" size="small" onClick={() => show(true)}>
          {t('guide.show')}
        </Button>
      </div>
    )
  const followed = guidedCase(cases.data.cases)
  const done = stepsDone(seen, cameras.data.cameras, followed)
  const current = guideSteps[done]
  const here =
    current !== undefined &&
    (guideRole[current] === null || guideRole[current] === person?.role) &&
    (current === 'enter'
      ? pathname === '/cases/new'
      : followed !== null && pathname === `/cases/${followed.id}`)
  return (
    <section className="no-print border-b border-key-200 bg-key-50" aria-label={t('guide.title')}>
      <div className="mx-auto flex w-full max-w-[76rem] flex-col gap-3 px-6 py-4 md:px-8">
        <div className="flex items-center justify-between gap-4">
          <h2 className="text-std-18B-160 text-solid-gray-900">{t('guide.title')}</h2>
          <Button kind="plain" size="small" icon="close" onClick={() => show(false)}>
            {t('guide.hide')}
          </Button>
        </div>
        <ol className={current === undefined ? 'sr-only' : 'grid gap-2 md:grid-cols-5'}>
          {guideSteps.map((step, index) => (
            <li
              key={step}
              aria-current={index === done ? 'step' : undefined}
              className={`flex items-center gap-3 rounded-8 border-2 px-3 py-2 ${
                index === done
                  ? 'border-key-900 bg-white text-solid-gray-900'
                  : index < done
                    ? 'border-transparent bg-key-100 text-key-1000'
                    : 'border-transparent text-solid-gray-700'
              }`}
            >
              <span
                className={`flex size-7 shrink-0 items-center justify-center rounded-full text-dns-16B-130 ${
                  index < done
                    ? 'bg-key-900 text-white'
                    : index === done
                      ? 'border-2 border-key-900 text-key-900'
                      : 'border-2 border-solid-gray-536'
                }`}
              >
                {index < done ? <Icon name="check" size={18} /> : index + 1}
              </span>
              <span className="text-dns-16B-130">
                {t(`guide.${step}`)}
                {index < done && <span className="sr-only">{t('guide.done')}</span>}
              </span>
            </li>
          ))}
        </ol>
        <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
          <p className="min-w-0 flex-1 basis-96">
            {t(current === undefined ? 'guide.finished' : (`guide.${current}.text` satisfies MessageKey))}
          </p>
          {current === undefined ? (
            <ButtonLink to="/ledger" icon="book">
              {t('guide.toLedger')}
            </ButtonLink>
          ) : (
            <Button icon="next" busy={go.busy} onClick={() => go.run(current)}>
              {t(here ? 'guide.below' : `guide.${current}.go`)}
            </Button>
          )}
        </div>
        <ProblemNotice problem={go.problem} />
      </div>
    </section>
  )
}
